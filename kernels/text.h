// What the standard says of the ends of text values.
#pragma once

#include <string_view>

namespace dcmscrub {

// `text` without the padding of PS3.5 6.2: spaces and, for UIDs, a NUL. Many
// writers pad any text with either.
inline std::string_view TrimPadding(std::string_view text) {
  const auto is_padding = [](char c) { return c == ' ' || c == '\0'; };
  while (!text.empty() && is_padding(text.back())) text.remove_suffix(1);
  while (!text.empty() && is_padding(text.front())) text.remove_prefix(1);
  return text;
}

}  // namespace dcmscrub
