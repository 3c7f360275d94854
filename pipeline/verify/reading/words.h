// Text as it is compared: letters without case and accents, words apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// What stands for each character that is neither letter nor digit.
inline constexpr char kNoLetter = '\x01';

// `utf8`, bytes that are none as ISO 8859-1, folded. `umlauts`: ä as ae, ö and
// ø as oe, ü as ue, å as aa, and not as a, o, u, a.
std::string FoldForSearch(std::string_view utf8, bool umlauts = false);

// Its runs of letters and digits. Views of `folded`.
std::vector<std::string_view> LetterRunsOf(std::string_view folded);

// Whether every word of `text` is one of `original`; both are UTF-8.
bool HasNoOtherWords(std::string_view text, std::string_view original);

}  // namespace dcmscrub
