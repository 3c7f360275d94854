// Text as the standard writes it.
#pragma once

#include <string>
#include <string_view>

#include "kernels/core/tag.h"

namespace dcmscrub {

// `text` without the padding of PS3.5 6.2: spaces and, for UIDs, a NUL. Many
// writers pad any text with either.
inline std::string_view TrimPadding(std::string_view text) {
  const auto is_padding = [](char c) { return c == ' ' || c == '\0'; };
  while (!text.empty() && is_padding(text.back())) text.remove_suffix(1);
  while (!text.empty() && is_padding(text.front())) text.remove_prefix(1);
  return text;
}

// "(0010,0010)". For messages: allocates.
inline std::string TagText(Tag tag) {
  std::string text = "(0000,0000)";
  std::uint32_t rest = tag.value;
  for (const int place : {9, 8, 7, 6, 4, 3, 2, 1}) {
    text[static_cast<std::size_t>(place)] = "0123456789ABCDEF"[rest & 0xF];
    rest >>= 4;
  }
  return text;
}

}  // namespace dcmscrub
