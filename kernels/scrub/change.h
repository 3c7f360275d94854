// What a scrub did to an object, for counts and dry runs: no values.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kernels/core/enum_table.h"
#include "kernels/core/tag.h"

namespace dcmscrub {

// One element that does not leave as it came.
struct Change {
  enum class Kind : std::uint8_t {
    kRemoved,
    kEmptied,
    kReplaced,  // by a dummy or a pseudonym
    kUidMapped,
    kAdded,
    kRepaired,  // padded, cut, or given the right VR
    kShifted,   // a date, moved or made coarser
    kCleaned,   // text that lost words, ages that were capped
    kComputed,  // by a site's statement
    kKept,      // stays by an option or a statement, though PS3.15 has
                // something done with it
    kResidue,   // lost what was taken out elsewhere: docs/residue.md
    kLast = kResidue,
  };
  static constexpr std::uint16_t kNoStatement = 0xFFFF;

  Tag tag;
  Kind kind = Kind::kRemoved;
  std::uint16_t statement = kNoStatement;  // of the site, that decided so
  friend auto operator<=>(const Change&, const Change&) = default;
};

// All that kernels know about kinds of change, in one table.
struct ChangeTraits {
  Change::Kind kind;
  std::string_view name;  // in reports and journals: never changes
  bool takes_out;         // what stood there is gone, all of it
  bool writes_text;       // may write text of the object anew
};

inline constexpr auto kChangeKinds = [] {
  using enum Change::Kind;
  return std::array{
      ChangeTraits{kRemoved, "removed", true, false},
      ChangeTraits{kEmptied, "emptied", true, false},
      ChangeTraits{kReplaced, "replaced", true, false},
      ChangeTraits{kUidMapped, "uid-mapped", true, false},
      ChangeTraits{kAdded, "added", false, false},
      ChangeTraits{kRepaired, "repaired", false, true},
      ChangeTraits{kShifted, "shifted", true, false},
      ChangeTraits{kCleaned, "cleaned", false, true},
      ChangeTraits{kComputed, "computed", false, true},
      ChangeTraits{kKept, "kept", false, false},
      ChangeTraits{kResidue, "residue", false, true},
  };
}();
static_assert(RowsInOrder(kChangeKinds, &ChangeTraits::kind) &&
                  kChangeKinds.back().kind == Change::Kind::kLast,
              "a row for each kind of change, in their order");
inline constexpr std::size_t kChangeKindCount = kChangeKinds.size();

constexpr const ChangeTraits& Traits(Change::Kind kind) {
  return kChangeKinds[static_cast<std::size_t>(kind)];
}
constexpr std::string_view ChangeKindName(Change::Kind kind) {
  return Traits(kind).name;
}

}  // namespace dcmscrub
