// UTF-8, a character at a time. RFC 3629.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dcmscrub {

inline constexpr char32_t kNoCharacter = 0xFFFFFFFF;

// Takes the first character off `text`. kNoCharacter, and nothing taken, where
// it is empty or ill-formed: cut short, overlong, a surrogate, past U+10FFFF.
inline char32_t TakeCharacter(std::string_view& text) {
  if (text.empty()) return kNoCharacter;
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint8_t>(text[i]);
  };
  const std::uint8_t first = byte(0);
  if (first < 0x80) {
    text.remove_prefix(1);
    return first;
  }
  if (first < 0xC2 || first > 0xF4) return kNoCharacter;
  const std::size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (text.size() < size) return kNoCharacter;
  char32_t character = first & (0x7Fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return kNoCharacter;
    character = (character << 6) | (byte(i) & 0x3Fu);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = character >= 0xD800 && character < 0xE000;
  if (character < kLeast[size] || character > 0x10FFFF || surrogate) {
    return kNoCharacter;
  }
  text.remove_prefix(size);
  return character;
}

inline bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    if (TakeCharacter(text) == kNoCharacter) return false;
  }
  return true;
}

// `character` is one that TakeCharacter could return.
inline void AppendCharacter(char32_t character, std::string& utf8) {
  const auto append = [&](char32_t byte) {
    utf8.push_back(static_cast<char>(byte));
  };
  const auto tail = [&](int shift) {
    append(0x80 | ((character >> shift) & 0x3F));
  };
  if (character < 0x80) return append(character);
  if (character < 0x800) {
    append(0xC0 | (character >> 6));
  } else if (character < 0x10000) {
    append(0xE0 | (character >> 12));
    tail(6);
  } else {
    append(0xF0 | (character >> 18));
    tail(12);
    tail(6);
  }
  tail(0);
}

}  // namespace dcmscrub
