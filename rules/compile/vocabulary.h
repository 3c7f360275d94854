// The words that Clean Descriptors lets stay: the lists of
// rules/compile/vocabulary, which are part of the program, and files of a site.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/search/vocabulary.h"

namespace dcmscrub {

// Made when it is first asked for, in about a millisecond; lives as long as the
// program. Any thread may call.
const Vocabulary& BuiltInVocabulary();

// Words that never count by themselves when outputs are searched for what was
// taken out of them (docs/residue.md): vocabulary/residue_common.txt, as
// AppendFolded writes them, ascending. None of them is a reason to let a word
// stay in cleaned text.
std::span<const std::string_view> ResidueCommonWords();

// One of a site's word lists. UTF-8. By its name:
//
//   *.dic      of hunspell: a line with a count, then a word a line, up to a
//              slash. Nobody has read a dictionary for names, and some hold
//              first names in small letters. So words with a capital letter, of
//              less than five letters, of more than letters and digits, and
//              those of not_words.txt are left out, and the others count as
//              names too (kAmbiguousWord). Indented lines are comments.
//   others     one or more words a line, # begins a comment. Capitals and
//              accents do not matter; "T2-FLAIR" is two words. A single letter
//              would be an initial and is refused.
struct VocabularyFile {
  std::string name;
  std::string_view text;
};

struct VocabularyError {
  std::size_t file = 0;  // which of the files
  int line = 0;          // from 1
  std::string message;   // one line, no full stop
};

// The built-in words and those of `files`. nullptr with at least one error, the
// first hundred of them, in the order of the files.
std::unique_ptr<const Vocabulary> MakeVocabulary(
    std::span<const VocabularyFile> files,
    std::vector<VocabularyError>& errors);

}  // namespace dcmscrub
