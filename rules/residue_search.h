// What a policy says of the search for what was taken out: docs/residue.md.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/residue_patterns.h"
#include "kernels/text_codec.h"
#include "rules/rule_file.h"

namespace dcmscrub {

// Which words count, and what is searched for in every object. Filled by one
// thread; any number may share it after Finish. Does not move.
class ResidueSearch {
 public:
  // `common` must outlive this object.
  ResidueSearch(const RuleFile& file, const Vocabulary& common);
  ResidueSearch(const ResidueSearch&) = delete;
  ResidueSearch& operator=(const ResidueSearch&) = delete;

  const ResidueWords& words() const { return words_; }

  // A value to search for. false, and nothing added, where nothing of it
  // counts: it is too short, or all of it is common.
  bool Add(IdentifierKind kind, std::string_view value);

  // After the last Add.
  void Finish();
  // nullptr where nothing was added.
  const ResiduePatterns* patterns() const {
    return has_any_ ? &patterns_ : nullptr;
  }

 private:
  void Ignore(const RuleFile& file);
  bool Counts(IdentifierKind kind, std::string_view value);

  ResidueWords words_;
  std::set<std::string, std::less<>> own_;  // that the file has ignored
  std::vector<std::string_view> ignored_;
  ResiduePatterns patterns_;
  ResiduePatterns probe_;  // one value at a time
  TextCodec codec_;
  bool has_any_ = false;
};

// What makes one search differ from another, end to end, each part apart from
// the next; empty where the file says nothing of it. For fingerprints, without
// `allow`, which rules know.
std::vector<std::string> ResidueParts(const RuleFile& file);

// Whether `residue allow` names the attribute.
bool AllowsResidue(const RuleFile& file, Tag tag, Vr vr,
                   std::string_view keyword);

// Whether the file says `residue off`.
bool TurnsResidueOff(const RuleFile& file);

}  // namespace dcmscrub
