// What can happen to an element: PS3.15 Table E.1-1a after its compound codes
// were resolved, with D and Z told apart by how the value is made.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kernels/core/enum_table.h"

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
inline constexpr std::size_t kActionCount = 11;

// What of a value may be in what an action leaves in its place.
enum class Left : std::uint8_t {
  kNothing,
  kCleaned,   // its harmless words
  kMoved,     // a date or time that was moved, or made coarser
  kOriginal,  // all of it
  kByValue,   // as the value shows that a site's statement computes
};

// All that is asked about actions, in one table: a new one is an enumerator, a
// row here, and its code in the scrubber.
struct ActionTraits {
  Action action;
  std::string_view name;   // "keep"
  std::string_view words;  // for people: "kept"
  Left left;
  bool enters;    // items of sequences are gone through
  bool may_fail;  // a value may turn out to be unusable, and goes then

  // Values that identify are out of the object then, and searched for.
  constexpr bool takes_out() const {
    return left != Left::kOriginal && left != Left::kCleaned;
  }
};

inline constexpr std::array<ActionTraits, kActionCount> kActions = {{
    {Action::kKeep, "keep", "kept", Left::kOriginal, true, false},
    {Action::kRemove, "remove", "removed", Left::kNothing, false, false},
    {Action::kEmpty, "empty", "emptied", Left::kNothing, false, false},
    {Action::kDummy, "dummy", "replaced by a dummy", Left::kNothing, false,
     false},
    {Action::kUid, "uid", "new UID", Left::kNothing, true, false},
    {Action::kPatientId, "patient-id", "replaced by the patient's pseudonym",
     Left::kNothing, false, false},
    {Action::kPatientName, "patient-name",
     "replaced by the patient's pseudonym", Left::kNothing, false, false},
    {Action::kShift, "shift", "moved by the patient's offset", Left::kMoved,
     false, true},
    {Action::kCapAge, "cap-age", "kept, ages above 90 years capped",
     Left::kOriginal, false, true},
    {Action::kClean, "clean", "cleaned", Left::kCleaned, true, true},
    {Action::kCompute, "compute", "computed", Left::kByValue, false, false},
}};
static_assert(RowsInOrder(kActions, &ActionTraits::action),
              "a row for each action, in their order");

constexpr const ActionTraits& Traits(Action action) {
  return kActions[static_cast<std::size_t>(action)];
}
constexpr std::string_view ActionName(Action action) {
  return Traits(action).name;
}

}  // namespace dcmscrub
