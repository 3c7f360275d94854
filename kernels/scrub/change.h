// What a scrub did to an object, for counts and dry runs: no values.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

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
  };
  static constexpr std::uint16_t kNoStatement = 0xFFFF;

  Tag tag;
  Kind kind = Kind::kRemoved;
  std::uint16_t statement = kNoStatement;  // of the site, that decided so
  friend auto operator<=>(const Change&, const Change&) = default;
};
inline constexpr int kChangeKindCount = 11;
std::string_view ChangeKindName(Change::Kind kind);

}  // namespace dcmscrub
