// Text as it is compared: letters without case and accents, words apart.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// What stands for each character that is neither letter nor digit.
inline constexpr char kNoLetter = '\x01';

// What stands for each letter beyond ASCII where they are left out.
inline constexpr char kLostLetter = '\x02';

// How a text is read.
struct WordReading {
  bool umlauts = false;  // ä as ae, ö and ø as oe, ü as ue, å as aa
  // No word ends at the apostrophe of O'Brien, nor at what a program left in
  // it: an escape sequence of ISO 2022, a control character.
  bool joined = false;
  bool nul_joins = false;     // nor at a NUL between letters of ASCII
  bool letters_lost = false;  // kLostLetter for those that ASCII lacks
};

// `utf8`, bytes that are none as ISO 8859-1, folded.
std::string FoldForSearch(std::string_view utf8, WordReading reading = {});

// Calls `visit(folded)` with each reading that differs from the plain one,
// which comes first: umlauts as two letters, words joined, both. Until it
// returns true; returns whether it did. `text`: in bytes, a NUL ends words.
bool AnyReading(std::string_view utf8, bool text,
                const std::function<bool(std::string_view)>& visit);

// Lead bytes of Chinese, Japanese and Korean characters, each of which is a
// word of its own and counts as two letters; and bytes inside of characters.
bool IsWideLead(char c);
bool IsTailByte(char c);
std::size_t LettersOf(std::string_view word);

// Its runs of letters and digits. Views of `folded`.
std::vector<std::string_view> LetterRunsOf(std::string_view folded);

// Whether every word of `text` is one of `original`; both are UTF-8.
bool HasNoOtherWords(std::string_view text, std::string_view original);

}  // namespace dcmscrub
