// What a policy says of the search for what was taken out: docs/residue.md.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/search/residue_patterns.h"
#include "kernels/text/text_codec.h"
#include "rules/language/rule_file.h"
#include "rules/parse/diagnostic.h"

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

  // Adds what the file has searched for. Values of which nothing counts are
  // mistakes: too short, or common words alone.
  void AddSought(const RuleFile& file, std::vector<Diagnostic>& diagnostics);
  // The same for a list of --identifiers (identifier_file.h). false: nothing
  // stands in it.
  bool AddIdentifiers(const std::string& path, std::string_view text,
                      std::vector<Diagnostic>& diagnostics);

  // After the last of them.
  void Finish();
  // nullptr where nothing was added.
  const ResiduePatterns* patterns() const {
    return has_any_ ? &patterns_ : nullptr;
  }

 private:
  // For what a site searches for.
  ResidueWords AskedFor() const;
  void Ignore(const RuleFile& file);
  // false, and nothing added, where nothing of it counts.
  bool Add(IdentifierKind kind, std::string_view value);
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
