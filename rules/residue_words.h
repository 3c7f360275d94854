// Words as the search for residue tells them (docs/residue.md): runs of letters
// and digits. For what a site says of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// Letters and digits of the shortest value that is searched for as a whole.
inline constexpr int kShortestWholeValue = 4;
// Bytes of the longest one: far below ResiduePatterns::kOverlap, as it takes
// two bytes a character in UTF-16, and separators.
inline constexpr int kLongestSought = 128;

std::vector<std::string_view> WordsOf(std::string_view utf8);

// Letters and digits.
int CountWordCharacters(std::string_view utf8);

// How a word is compared: folded, and where it has umlauts, with ae, oe, ue as
// well. Appends one or two.
void AppendSpellings(std::string_view word, std::vector<std::string>& folded);

}  // namespace dcmscrub
