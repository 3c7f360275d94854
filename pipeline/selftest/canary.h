// One canary: a made-up value planted at one place of one copy, and what is to
// become of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/selftest/base.h"
#include "pipeline/selftest/oracle.h"
#include "pipeline/selftest/search.h"

namespace dcmscrub {

// Kinds of places, as they are reported.
enum class PlaceClass : std::uint8_t {
  kOwnAttributes,  // the person's own: nothing else is planted
  kTop,
  kNestedOnce,
  kNestedTwice,
  kInIod,       // nested, where the IOD has the attribute
  kOtherVr,     // written as UN, or with a VR that is not its own
  kOutOfOrder,  // behind all other elements; a second copy, where it has one
  kUnknownSequence,  // in a sequence that calls itself UN
  kSeveralValues,    // between other values of its element
  kSpared,           // beside or in what an option keeps
  kPrivateUnknown,   // of a creator that nobody knows
  kPrivateSafe,      // in a list of safe ones
  kPrivateUnsafe,    // of a creator in such a list, other elements
  kPrivateOrphan,    // of no creator at all
  kPrivateCreator,   // in the creator's own element
  kUnknownTag,       // even groups, not in PS3.6
  kGroupLength,
  kIllegalGroup,  // 0000 to 0007
  kCurve,
  kOverlay,
  kContentItem,  // of a structured report, by its concept
  kFileMeta,
  kPreamble,
  kTail,          // bytes behind the data set
  kPadding,       // (FFFC,FFFC)
  kFileName,      // the names of file and folder
  kMirroredName,  // the same, where the output keeps them
};
inline constexpr int kPlaceClassCount = 27;
std::string_view PlaceClassName(PlaceClass place);  // "private, safe"
std::string_view PlaceClassKey(PlaceClass place);   // "private-safe"
// Why it matters that something survived there, a sentence.
std::string_view PlaceClassReason(PlaceClass place);

struct Canary {
  std::size_t base = 0;  // in the list of bases
  PlaceClass place = PlaceClass::kOwnAttributes;
  // Of the person whose copy it is, or a value that stands nowhere else.
  bool repeated = false;
  std::vector<Tag> path;  // sequences, then the attribute; may be empty
  std::string note;       // "creator SIEMENS CSA HEADER"
  std::string what;       // "family name, as UTF-16"; "own value"
  Plant plant;
  std::string folder, file;  // names, where they are the canary
  std::vector<Needle> needles;
  Expected expected = Expected::kGone;
};

}  // namespace dcmscrub
