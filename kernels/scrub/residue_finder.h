// What one object loses that identifies, and the search for it in what is left
// of the object: docs/residue.md. The scrubber tells it which elements were
// taken out; patterns are made from their values when first asked for, and
// kept as long as objects of the same patient follow each other.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/identity/identity.h"
#include "kernels/match/rule_table.h"
#include "kernels/parse/object_view.h"
#include "kernels/search/identifier_list.h"
#include "kernels/search/residue_patterns.h"
#include "kernels/search/value_set.h"

namespace dcmscrub {

// Working storage for one object at a time, reused from object to object.
class ResidueFinder {
 public:
  // Forgets the last object. `patient`: what is searched for besides the
  // object's own values; may be null.
  void Begin(const RuleTable& rules, const ResiduePatterns* patient);
  // Element i, with what it holds, does not leave as it came.
  void NoteTaken(std::uint32_t i) { taken_.push_back(i); }
  // Element i stays though PS3.15 has something done with it: its value is not
  // searched for.
  void NoteKept(std::uint32_t i) { kept_.push_back(i); }
  // After the last of them.
  void Gather(const ObjectView& object, const Identity& identity);

  // Whether there is anything to search for.
  bool any() const { return any_; }
  // As in ResiduePatterns, over all that is searched for.
  bool MayBeIn(Bytes bytes) const;
  ResiduePatterns::Glance GlanceAt(Bytes bytes) const;
  bool FindInText(std::string_view utf8, std::vector<TextRange>& found) const;
  bool IsValue(std::string_view utf8, bool is_code) const;
  bool IsInBytes(Bytes bytes) const;
  // Of an object that was not gathered nobody knows: yes.
  bool IsInName(std::string_view component) const;

  // What the object loses, in UTF-8, UIDs included. For whoever gathers before
  // anything is written.
  const IdentifierList& Identifiers(const ObjectView& object);

 private:
  void Collect(const ObjectView& object, std::uint32_t i,
               const Identity& identity);
  void CollectUids(std::string_view value, const Identity& identity);
  void Decode(const ObjectView& object);
  void Build(const ObjectView& object);
  template <typename Ask>
  bool Any(Ask ask) const;

  const RuleTable* rules_ = nullptr;
  const ResiduePatterns* patient_ = nullptr;
  std::vector<std::uint32_t> taken_;
  std::vector<std::uint32_t> kept_;
  ValueSet kept_values_;
  // As they stand in the object: equal ones have equal patterns.
  IdentifierList raw_;
  std::vector<std::uint32_t> from_;  // which element each of them is
  IdentifierList decoded_;           // in UTF-8
  IdentifierList uids_;
  // What `own_` was built from.
  IdentifierList built_;
  std::array<ValueSet, kIdentifierKindCount> built_values_;  // one of equals
  std::string built_set_;
  ResidueWords built_words_;
  ResiduePatterns own_;
  std::string text_;
  bool any_ = false;
  bool gathered_ = false;
};

}  // namespace dcmscrub
