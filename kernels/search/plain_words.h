// Text of known words alone: what makers and the Standard write, whoever else
// has one of the words for a name. docs/residue.md.
#pragma once

#include <string_view>
#include <vector>

#include "kernels/search/folded_text.h"
#include "kernels/search/vocabulary.h"

namespace dcmscrub {

// Whether every word of `utf8` is one of the vocabulary, a name as well or not,
// or a maker's; lone letters and numbers of less than four digits may stand
// among them, but not alone.
bool IsOfPlainWords(std::string_view utf8, const Vocabulary& vocabulary);

// Takes away the parts of a text that are.
void DropPlainWords(std::string_view utf8, const Vocabulary& vocabulary,
                    std::vector<TextRange>& parts);

}  // namespace dcmscrub
