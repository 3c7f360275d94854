#include "rules/standard/action.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace dcmscrub {
namespace {

constexpr std::array<std::string_view, kActionCodeCount> kNames = {
    "", "D", "Z", "X", "K", "C", "U", "Z/D", "X/Z", "X/D", "X/Z/D", "X/Z/U*"};

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
constexpr Action kD = kDummy, kZ = kEmpty, kX = kRemove;
constexpr Action kTable[kActionCodeCount][kColumns] = {
    {kKeep, kKeep, kKeep, kKeep, kKeep},  // none
    {kD, kD, kD, kX, kD},                 // D
    {kD, kZ, kZ, kX, kZ},                 // Z
    {kX, kX, kX, kX, kX},                 // X
    {kKeep, kKeep, kKeep, kKeep, kKeep},  // K
    {kD, kZ, kX, kX, kX},                 // C, of bytes
    {kUid, kUid, kUid, kUid, kUid},       // U
    {kD, kZ, kZ, kX, kD},                 // Z/D
    {kD, kZ, kX, kX, kZ},                 // X/Z
    {kD, kZ, kX, kX, kD},                 // X/D
    {kD, kZ, kX, kX, kD},                 // X/Z/D
    {kUid, kZ, kX, kX, kUid},             // X/Z/U*
};

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
  return kTable[static_cast<std::size_t>(ActionCode::kC)][ColumnOf(type)];
}

}  // namespace

std::string_view ActionCodeName(ActionCode code) {
  return kNames[static_cast<std::size_t>(code)];
}

ActionCode ParseActionCode(std::string_view text) {
  for (std::size_t i = 1; i < kNames.size(); ++i) {
    if (kNames[i] == text) return static_cast<ActionCode>(i);
  }
  return ActionCode::kNone;
}

Action ResolveAction(ActionCode code, Place place, Tag tag, Vr vr) {
  if (code == ActionCode::kC) return CleanAction(place.type, tag, vr);
  if (code == ActionCode::kK && vr == Vr::kAS) return Action::kCapAge;
  Action action = kTable[static_cast<std::size_t>(code)][ColumnOf(place.type)];
  if (code == ActionCode::kX && place.required && !HasNoDummy(tag)) {
    action = Action::kDummy;
  }
  if (action != Action::kDummy && action != Action::kEmpty) return action;
  if (tag == tags::kPatientId) return Action::kPatientId;
  if (tag == tags::kPatientName) return Action::kPatientName;
  const bool uids = vr == Vr::kUI || tag == kReferencedStudySequence;
  if (action == Action::kDummy && uids) return Action::kUid;
  return action;
}

}  // namespace dcmscrub
