// The action codes of PS3.15 Table E.1-1a, and what each comes to at a place.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernels/core/tag.h"
#include "kernels/core/vr.h"
#include "kernels/match/rule_table.h"

namespace dcmscrub {

enum class ActionCode : std::uint8_t {
  kNone,  // not in the profile
  kD,     // dummy
  kZ,     // empty, or dummy
  kX,     // remove
  kK,     // keep; the items of a sequence are gone through
  kC,     // clean
  kU,     // new UID
  kZD,
  kXZ,
  kXD,
  kXZD,
  kXZU,  // by Type: "Z/D" … "X/Z/U*"
};
inline constexpr int kActionCodeCount = 12;

std::string_view ActionCodeName(ActionCode code);  // "X/Z/D"; "" for kNone
// What Table E.1-1a says in a word: "remove, empty or dummy".
std::string_view ActionCodeWords(ActionCode code);

// kNone for a text that is no code, "" included.
ActionCode ParseActionCode(std::string_view text);

// Whether a code lets a sequence stay and has its items gone through, so that
// keeping it takes nothing back.
constexpr bool GoesThroughItems(ActionCode code, Vr vr) {
  return vr == Vr::kSQ && (code == ActionCode::kXZU || code == ActionCode::kU);
}

// The columns of Table E.1-1 after "basic". An option that has an entry for
// an attribute overrides the basic code (E.1.1).
enum class Option : std::uint8_t {
  kRetainSafePrivate,
  kRetainUids,
  kRetainDeviceIdentity,
  kRetainInstitutionIdentity,
  kRetainPatientCharacteristics,
  kRetainFullDates,
  kRetainModifiedDates,
  kCleanDescriptors,
  kCleanStructuredContent,
  kCleanGraphics,
};
inline constexpr int kOptionCount = 10;

// The Type of an attribute at one place of an IOD (PS3.5 7.4), strictest
// first.
enum class AttributeType : std::uint8_t {
  k1,
  k1C,
  k2,
  k2C,
  k3,
  kAbsent,   // the IOD has no row for it there
  kUnknown,  // the SOP class or the enclosing sequence is not known
};

struct Place {
  AttributeType type = AttributeType::kUnknown;
  // Type exactly 1 wherever its surroundings are: in an item of a sequence,
  // or at the top level by a module of usage M.
  bool required = false;
};

// What `code` comes to for `tag` at `place`.
//
//   code    1     1C    2     2C    3     absent  unknown
//   none    keep  keep  keep  keep  keep  keep    keep
//   K       keep  keep  keep  keep  keep  keep    keep
//   U       uid   uid   uid   uid   uid   uid     uid
//   D       D     D     D     D     D     X       D
//   Z       D     D     Z     Z     Z     X       Z
//   X       X(1)  X     Z(1)  Z(1)  X     X       X
//   Z/D     D     D     Z     Z     Z     X       D
//   X/Z     D     D     Z     Z     X     X       Z
//   X/D     D     D     Z     Z     X     X       D
//   X/Z/D   D     D     Z     Z     X     X       D
//   X/Z/U*  uid   uid   uid   uid   X     X       uid
//   C(2)    D     D     Z     Z     X     X       X
//
// (1) An object must stay valid (E.1.1): D where the place is `required`, and
//     without a value where the IOD asks for no more than that it is there. But
//     never for curves, overlays and what belongs to digital signatures.
// (2) Of bytes, which nobody can clean. All else by VR, whatever the Type:
//     DA, DT, TM   shift, but for (0008,0201): its zone is no date, keep
//     AS           cap-age
//     text         clean
//     SQ           clean for the four sequences of Clean Structured Content,
//                  where each content item is judged; keep for others, whose
//                  items are gone through
//     Curves and overlays are removed all the same.
//
// Ages are capped under K as well: nobody may keep one above 90 years.
//
// 1C counts as 1 and 2C as 2, for the condition cannot be tested; who finds
// the attribute takes it to be required. D and Z then turn into actions: D is
// uid for VR UI (a new UID is a dummy that keeps references whole) and for
// (0008,1110) Referenced Study Sequence (Type 1 in RT objects only, which
// cannot do without what it refers to; its items hold nothing but references),
// and the pseudonyms stand for D and Z of Patient ID and of Patient's Name.
Action ResolveAction(ActionCode code, Place place, Tag tag, Vr vr);

}  // namespace dcmscrub
