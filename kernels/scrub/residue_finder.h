// The search of what is left of one object for what was taken out of it, and
// for what else may not leave: docs/residue.md. Patterns are made from what it
// loses (taken_values.h, own_patterns.h).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "kernels/emit/patch_list.h"
#include "kernels/identity/identity.h"
#include "kernels/match/rule_table.h"
#include "kernels/parse/object_view.h"
#include "kernels/scrub/own_patterns.h"
#include "kernels/scrub/taken_values.h"
#include "kernels/search/residue_patterns.h"

namespace dcmscrub {

// Working storage for one object at a time, reused from object to object.
class ResidueFinder {
 public:
  // Forgets the last object. `patient`: what is searched for besides the
  // object's own values; may be null.
  void Begin(const RuleTable& rules, const ResiduePatterns* patient);
  // What `patches` take out, see TakenValues::Collect.
  void Gather(const ObjectView& object, const RuleTable& rules,
              const Identity& identity, std::span<const Patch> patches,
              std::span<const std::uint32_t> spared);

  // Whether there is anything to search for. Not before Gather.
  bool any() const { return any_; }
  // As in ResiduePatterns, over all that is searched for.
  bool MayBeIn(Bytes bytes, ResiduePatterns::Holds holds) const;
  ResiduePatterns::Glance GlanceAt(Bytes bytes) const;
  bool FindInText(
      std::string_view utf8, std::vector<TextRange>& found,
      ResiduePatterns::Sought sought = ResiduePatterns::Sought::kAll) const;
  bool IsValue(std::string_view utf8, bool is_code) const;
  std::optional<SpelledDay> DayThatIs(std::string_view utf8) const;
  bool IsInBytes(Bytes bytes) const;
  bool AnyInBytes(Bytes bytes, SeeHit see) const;
  // Of an object that was not gathered nobody knows: yes.
  bool IsInName(std::string_view component) const;

  // What the object loses, in UTF-8, UIDs included. For whoever gathers before
  // anything is written.
  const IdentifierList& Identifiers(const ObjectView& object) {
    return taken_.DecodeAll(object);
  }

 private:
  template <typename Ask>
  bool Any(Ask ask) const;

  TakenValues taken_;
  OwnPatterns own_;
  const ResiduePatterns* patient_ = nullptr;  // may be null
  const ResiduePatterns* sought_ = nullptr;   // of a site; may be null
  bool any_ = false;
  bool gathered_ = false;
};

}  // namespace dcmscrub
