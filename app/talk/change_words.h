// Kinds of change in words, as people are shown them.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "kernels/scrub/change.h"

namespace dcmscrub {

struct ChangeWords {
  Change::Kind kind;
  std::string_view done;   // "text cleaned"
  std::string_view would;  // in a dry run: "clean"
  std::string_view by;     // what asks for it, where no statement does
};

// What to look at first comes first.
inline constexpr auto kChangeWords = [] {
  using enum Change::Kind;
  return std::array{
      ChangeWords{kKept, "kept", "keep", "option"},
      ChangeWords{kResidue, "residue taken out", "residue", "search"},
      ChangeWords{kRemoved, "removed", "remove", "profile"},
      ChangeWords{kEmptied, "emptied", "empty", "profile"},
      ChangeWords{kReplaced, "replaced by a dummy or a pseudonym", "replace",
                  "profile"},
      ChangeWords{kUidMapped, "replaced by a new UID", "map UID", "profile"},
      ChangeWords{kShifted, "date moved or made coarser", "shift", "profile"},
      ChangeWords{kCleaned, "text cleaned", "clean", "profile"},
      ChangeWords{kComputed, "computed by a rule", "compute", "profile"},
      ChangeWords{kAdded, "added", "add", "profile"},
      ChangeWords{kRepaired, "put right", "repair", ""},
  };
}();

constexpr const ChangeWords& WordsFor(Change::Kind kind) {
  return *std::ranges::find(kChangeWords, kind, &ChangeWords::kind);
}
static_assert(
    [] {
      if (kChangeWords.size() != kChangeKindCount) return false;
      for (const ChangeTraits& traits : kChangeKinds) {
        if (std::ranges::count(kChangeWords, traits.kind, &ChangeWords::kind) !=
            1) {
          return false;
        }
      }
      return true;
    }(),
    "a row for each kind of change");

}  // namespace dcmscrub
