// What can happen to an element: PS3.15 Table E.1-1a after its compound codes
// were resolved, with D and Z told apart by how the value is made.
#pragma once

#include <cstdint>
#include <string_view>

namespace dcmscrub {

enum class Action : std::uint8_t {
  kKeep,         // a sequence: its items are gone through
  kRemove,       // with all it holds
  kEmpty,        // zero length, zero items
  kDummy,        // by VR, or by the rule's dummy
  kUid,          // mapped by key; a sequence: its items are gone through
  kPatientId,    // pseudonym of the patient, from this very value
  kPatientName,  // pseudonym of the patient, from the Patient ID beside it
  kShift,        // DA, DT, TM: moved by the patient's offset (date_ops.h)
  kCapAge,       // AS: ages above 90 years become 90 years
  kClean,        // text: harmless words stay (descriptor.h); a sequence of
                 // content items: each judged by its concept, and gone through
  kCompute,      // by a site's statement (site_rules.h)
};
inline constexpr int kActionCount = 11;

std::string_view ActionName(Action action);  // "keep"

}  // namespace dcmscrub
