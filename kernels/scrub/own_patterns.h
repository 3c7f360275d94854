// Patterns of what one object loses, kept as long as objects that lose the same
// follow each other: those of one patient do, but for their UIDs.
#pragma once

#include <array>
#include <string>

#include "kernels/parse/object_view.h"
#include "kernels/scrub/taken_values.h"
#include "kernels/search/identifier_list.h"
#include "kernels/search/residue_patterns.h"
#include "kernels/search/value_set.h"

namespace dcmscrub {

// Reused from object to object.
class OwnPatterns {
 public:
  // `taken` was collected from `object`.
  void Make(const ObjectView& object, const ResidueWords& words,
            TakenValues& taken);

  const ResiduePatterns& patterns() const { return patterns_; }

 private:
  void Build(const ObjectView& object, TakenValues& taken);

  ResiduePatterns patterns_;
  // What they were built from.
  IdentifierList values_;
  std::array<ValueSet, kIdentifierKindCount> distinct_;  // one of equals
  std::string character_set_;
  ResidueWords words_;
};

}  // namespace dcmscrub
