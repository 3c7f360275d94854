// What users added to a result (user_labels.h), known again in it: no finding
// is made of it, but somebody is told where it holds an original.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernels/core/tag.h"
#include "pipeline/verify/reading/user_labels.h"

namespace dcmscrub {

// Those of one case. Immutable after construction.
class VerifyLabels {
 public:
  explicit VerifyLabels(const UserLabels& labels);

  // Whether a path below the output is one of the case, and of a file that
  // was made besides.
  bool Covers(std::string_view path) const;
  bool IsMade(std::string_view path) const;
  // The one beside the folder of the case: "TF-0041.zip".
  bool IsZip(std::string_view path) const;

  // Whether an attribute of the top level holds just its label.
  bool Wrote(Tag tag, std::string_view utf8) const;
  // Whether a text is one that the user typed, or a label that was written.
  bool IsTyped(std::string_view utf8) const;
  // The same for one line of several.
  bool IsLineOfTyped(std::string_view utf8) const;

 private:
  std::string folder_;  // with a slash, or empty
  std::set<std::pair<Tag, std::string>> written_;
  std::set<std::string, std::less<>> typed_;
  std::set<std::string, std::less<>> lines_;  // of what was typed
  std::set<std::string, std::less<>> made_;
};

}  // namespace dcmscrub
