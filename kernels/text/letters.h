// Characters as words are compared by: without case and accents. No ICU, as a
// few tables do for the scripts whose words a vocabulary holds.
#pragma once

#include <string>
#include <string_view>

namespace dcmscrub {

enum class CharacterKind : unsigned char {
  kSpace,        // NUL included, which pads
  kBreak,        // backslash, line end, form feed
  kPunctuation,  // what never tells anything by itself
  kDigit,        // 0 to 9
  kLetter,       // all else, unassigned and control characters included
  kIgnored,      // combining accents, soft hyphens, zero width characters
};

CharacterKind KindOf(char32_t character);

// Appends the small letter without its accent: é → e, ß → ss, Œ → oe. Latin
// (Latin-1, Extended-A, Extended Additional, full width), Greek, Cyrillic and
// Armenian; letters of other scripts as they are, ignored characters not at
// all.
void AppendFolded(char32_t character, std::string& utf8);

// Every character of it; a byte that is not UTF-8 as one of ISO 8859-1.
void AppendFolded(std::string_view text, std::string& utf8);

// The first character of `text`, taken off; a byte that is not UTF-8 counts as
// one of ISO 8859-1. `text` is not empty.
char32_t TakeAnyCharacter(std::string_view& text);

}  // namespace dcmscrub
