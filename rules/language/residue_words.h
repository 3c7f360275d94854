// Words as the search for residue tells them (docs/residue.md): runs of letters
// and digits. For what a site says of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// Letters and digits of the shortest value that is searched for as a whole; a
// Chinese character counts as two.
inline constexpr int kShortestWholeValue = 4;
// Bytes of the longest one: far below ResiduePatterns::kOverlap, as a character
// may take more in an output, and others stand between words.
inline constexpr int kLongestSought = 128;

// Parts of `utf8`.
std::vector<std::string_view> WordsOf(std::string_view utf8);

int CountWordCharacters(std::string_view utf8);

// How a word is compared: folded, and with its umlauts as two letters as well.
// Appends one or two.
void AppendSpellings(std::string_view word, std::vector<std::string>& folded);

}  // namespace dcmscrub
