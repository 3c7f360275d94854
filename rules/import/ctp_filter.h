// The scripts of CTP that are no XML: those of its DicomFilter, a condition
// on the objects that go through, and those of its DicomPixelAnonymizer,
// which have a condition in braces before the regions to be masked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/import/import_condition.h"

namespace dcmscrub {

// `text` with blanks in place of comments, from // to the end of a line.
std::string WithoutCtpComments(std::string_view text);

// Offsets in `tree` and `mistake` are those in `text`, which has no comments.
// An attribute that is not known is a kLeft; what is no grammar of CTP's is a
// mistake.
bool ReadCtpFilter(std::string_view text, ConditionTree& tree,
                   ConditionMistake& mistake);

struct CtpSignature {
  ConditionTree tree;
  std::size_t begin = 0;             // of its brace
  std::string condition;             // as it stands there
  std::vector<std::string> regions;  // "(0,0,512,110)"
};

// Whether `text` is for the DicomPixelAnonymizer, and none for the DicomFilter.
bool HasCtpSignatures(std::string_view text);

// What stands outside of braces and parentheses is a comment there.
bool ReadCtpPixelScript(std::string_view text,
                        std::vector<CtpSignature>& signatures,
                        ConditionMistake& mistake);

}  // namespace dcmscrub
