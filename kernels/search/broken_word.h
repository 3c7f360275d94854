// Words that something stands in: O'Brien, or what a program left between two
// letters. FoldedText::Place::joins tells exactly; this is the quick look.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kernels/core/ascii.h"
#include "kernels/core/bytes.h"
#include "kernels/core/vr.h"

namespace dcmscrub {

inline constexpr std::uint8_t kEscapeByte = 0x1B;
inline constexpr std::uint8_t kApostrophe = '\'';
inline constexpr std::uint8_t kGraveAccent = '`';

// Of three bytes in a row, the second. Some that are no breaks pass.
constexpr bool MayBreakWord(std::uint8_t before, std::uint8_t byte,
                            std::uint8_t after) {
  const auto is_letter = [](std::uint8_t c) {
    return static_cast<std::uint8_t>((c | 0x20) - 'a') < 26;
  };
  const bool breaks =
      (byte < 0x20) | (byte == kApostrophe) | (byte == kGraveAccent);
  return (byte == kEscapeByte) |
         (breaks & is_letter(before) & is_letter(after));
}

// The same at `i` of `bytes`, which may hold headers in explicit VR: the number
// of an element may end in a letter and a control character, and a VR follows.
// A header has a group below 0100H before it and a length behind it; whatever
// else may be text with such letters is none.
inline bool MayBreakWordAt(Bytes bytes, std::size_t i) {
  if (i == 0 || i + 1 >= bytes.size()) {
    return i < bytes.size() && bytes[i] == kEscapeByte;
  }
  if (!MayBreakWord(bytes[i - 1], bytes[i], bytes[i + 1])) return false;
  if (bytes[i] >= 0x20 || bytes[i] == kEscapeByte) return true;
  const bool in_texts = bytes[i] >= 0x08 && bytes[i] <= 0x0D;  // tabs …
  const bool header = !in_texts && i >= 2 && i + 4 < bytes.size() &&
                      bytes[i - 2] == 0 && bytes[i + 4] == 0 &&
                      !IsLetter(static_cast<char>(bytes[i + 3]));
  return !header || ParseVr(bytes[i + 1], bytes[i + 2]) == Vr::kNone;
}

// The same of an apostrophe beyond ASCII: UTF-8 from E2H on, or one byte of a
// Latin or Greek set.
constexpr bool MayBreakWordBeyondAscii(std::uint8_t byte, std::uint8_t after) {
  return ((byte == 0xE2) & (after == 0x80)) | (byte == 0xA1) | (byte == 0xA2) |
         (byte == 0xB4);
}

// Whether any word in `bytes` may be broken. A NUL is no break where
// `nul_ends_words`.
inline bool MayHoldBrokenWord(Bytes bytes, bool nul_ends_words) {
  unsigned any = !bytes.empty() && bytes.front() == kEscapeByte;
  for (std::size_t i = 1; i + 1 < bytes.size(); ++i) {
    any |= MayBreakWord(bytes[i - 1], bytes[i], bytes[i + 1]) &
           (bytes[i] != 0 || !nul_ends_words);
    any |= MayBreakWordBeyondAscii(bytes[i], bytes[i + 1]);
  }
  return any != 0;
}

// Whether an escape sequence of ISO 2022 changes nothing: what it chooses is
// chosen already, or something else is at once. In any set it parts a word.
inline bool HoldsIdleEscape(std::string_view text) {
  std::string_view chosen = "(B";  // ASCII
  std::size_t end = 0;             // of the last sequence
  for (std::size_t at = 0; (at = text.find('\x1B', at)) != text.npos;) {
    std::size_t size = 1;
    while (at + size < text.size() && text[at + size] >= 0x20 &&
           text[at + size] < 0x30) {
      ++size;
    }
    const std::string_view choice = text.substr(at + 1, size);
    if (choice == chosen || (at == end && at != 0)) return true;
    chosen = choice;
    at += choice.size() + 1;
    end = at;
  }
  return false;
}

}  // namespace dcmscrub
