#include "rules/standard/action.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "kernels/core/enum_table.h"

namespace dcmscrub {
namespace {

constexpr Tag kReferencedStudySequence{0x0008, 0x1110};
constexpr Tag kTimezoneOffset{0x0008, 0x0201};

// PS3.15 E.3.4: those whose items hold content items.
constexpr Tag kContentSequences[] = {
    {0x0040, 0x0555},  // Acquisition Context Sequence
    {0x0040, 0x0610},  // Specimen Preparation Sequence
    {0x0040, 0xA730},  // Content Sequence
    {0x0040, 0xB020},  // Waveform Annotation Sequence
};

// The columns of the table in the header: 1 and 1C, 2 and 2C, 3, absent,
// unknown.
enum Column { kMust, kMayBeEmpty, kOptional, kAbsent, kUnknown, kColumns };

using enum Action;

// All that is asked about codes, in one table.
struct CodeTraits {
  ActionCode code;
  std::string_view name, words;
  std::array<Action, kColumns> actions;
};

constexpr auto kCodes = [] {
  using enum ActionCode;
  const Action d = kDummy, z = kEmpty, x = kRemove;
  return std::array<CodeTraits, kActionCodeCount>{{
      {kNone, "", "keep", {kKeep, kKeep, kKeep, kKeep, kKeep}},
      {kD, "D", "dummy", {d, d, d, x, d}},
      {kZ, "Z", "empty", {d, z, z, x, z}},
      {kX, "X", "remove", {x, z, x, x, x}},
      {kK, "K", "keep", {kKeep, kKeep, kKeep, kKeep, kKeep}},
      {kC, "C", "clean", {d, z, x, x, x}},  // of bytes
      {kU, "U", "new UID", {kUid, kUid, kUid, kUid, kUid}},
      {kZD, "Z/D", "empty or dummy", {d, z, z, x, d}},
      {kXZ, "X/Z", "remove or empty", {d, z, x, x, z}},
      {kXD, "X/D", "remove or dummy", {d, z, x, x, d}},
      {kXZD, "X/Z/D", "remove, empty or dummy", {d, z, x, x, d}},
      {kXZU, "X/Z/U*", "remove, empty or new UIDs", {kUid, kUid, x, x, kUid}},
  }};
}();
static_assert(RowsInOrder(kCodes, &CodeTraits::code),
              "a row for each code, in their order");

const CodeTraits& Traits(ActionCode code) {
  return kCodes[static_cast<std::size_t>(code)];
}

Column ColumnOf(AttributeType type) {
  switch (type) {
    case AttributeType::k1:
    case AttributeType::k1C:
      return kMust;
    case AttributeType::k2:
    case AttributeType::k2C:
      return kMayBeEmpty;
    case AttributeType::k3:
      return kOptional;
    case AttributeType::kAbsent:
      return kAbsent;
    case AttributeType::kUnknown:
      break;
  }
  return kUnknown;
}

// A dummy signature or overlay would be worse than none: it claims something.
bool HasNoDummy(Tag tag) {
  return tag.is_curve() || tag.is_overlay() || tag.group() == 0x0400 ||
         tag.group() == 0x4FFE || tag.group() >= 0xFFFA;
}

bool IsText(Vr vr) { return IsFreeText(vr) || vr == Vr::kAE || vr == Vr::kCS; }

Action CleanAction(AttributeType type, Tag tag, Vr vr) {
  if (tag.is_curve() || tag.is_overlay()) return kRemove;
  if (tag == kTimezoneOffset) return kKeep;
  if (vr == Vr::kSQ) {
    return std::ranges::find(kContentSequences, tag) !=
                   std::end(kContentSequences)
               ? kClean
               : kKeep;
  }
  if (IsTemporal(vr)) return kShift;
  if (vr == Vr::kAS) return kCapAge;
  if (IsText(vr)) return kClean;
  return Traits(ActionCode::kC).actions[ColumnOf(type)];
}

}  // namespace

std::string_view ActionCodeName(ActionCode code) { return Traits(code).name; }
std::string_view ActionCodeWords(ActionCode code) { return Traits(code).words; }

ActionCode ParseActionCode(std::string_view text) {
  const auto found = std::ranges::find(kCodes, text, &CodeTraits::name);
  return found == kCodes.end() ? ActionCode::kNone : found->code;
}

Action ResolveAction(ActionCode code, Place place, Tag tag, Vr vr) {
  if (code == ActionCode::kC) return CleanAction(place.type, tag, vr);
  if (code == ActionCode::kK && vr == Vr::kAS) return Action::kCapAge;
  Action action = Traits(code).actions[ColumnOf(place.type)];
  if (code == ActionCode::kX && HasNoDummy(tag)) return Action::kRemove;
  if (code == ActionCode::kX && place.required) action = Action::kDummy;
  if (action != Action::kDummy && action != Action::kEmpty) return action;
  if (tag == tags::kPatientId) return Action::kPatientId;
  if (tag == tags::kPatientName) return Action::kPatientName;
  const bool uids = vr == Vr::kUI || tag == kReferencedStudySequence;
  if (action == Action::kDummy && uids) return Action::kUid;
  return action;
}

}  // namespace dcmscrub
