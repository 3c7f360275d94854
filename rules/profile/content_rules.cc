#include "rules/profile/content_rules.h"

#include <string_view>

#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr Tag kTextValue{0x0040, 0xA160};
constexpr std::string_view kSubjectAge = "121033";

// PS3.3 Table C.17.3.2.1: where an item keeps a value of that type. Exceptions
// to options name these.
struct ValueType {
  std::string_view name;
  Tag value;
  enum Kind { kReference, kTime, kText, kOther } kind = kOther;
};
constexpr ValueType kValueTypes[] = {
    {"CODE", {0x0040, 0xA168}, ValueType::kOther},
    {"COMPOSITE", {0x0008, 0x1199}, ValueType::kReference},
    {"CONTAINER", {0x0040, 0xA730}, ValueType::kOther},
    {"DATE", {0x0040, 0xA121}, ValueType::kTime},
    {"DATETIME", {0x0040, 0xA120}, ValueType::kTime},
    {"IMAGE", {0x0008, 0x1199}, ValueType::kReference},
    {"NUM", {0x0040, 0xA300}, ValueType::kOther},
    {"PNAME", {0x0040, 0xA123}, ValueType::kOther},
    {"TEXT", kTextValue, ValueType::kText},
    {"TIME", {0x0040, 0xA122}, ValueType::kTime},
    {"UIDREF", {0x0040, 0xA124}, ValueType::kReference},
    {"WAVEFORM", {0x0008, 0x1199}, ValueType::kReference},
};

const ValueType& FindValueType(std::string_view name) {
  static constexpr ValueType kNone{};
  for (const ValueType& type : kValueTypes) {
    if (type.name == name) return type;
  }
  return kNone;
}

Action ContentAction(ActionCode code, const ValueType& type, bool age) {
  switch (code) {
    case ActionCode::kNone:
    case ActionCode::kK:
      return age ? Action::kCapAge : Action::kKeep;
    case ActionCode::kC:
      if (type.kind == ValueType::kTime) return Action::kShift;
      if (type.kind == ValueType::kText) return Action::kClean;
      return Action::kRemove;
    case ActionCode::kX:
      return Action::kRemove;
    case ActionCode::kD:
    case ActionCode::kZ:
    case ActionCode::kU:
    case ActionCode::kZD:
    case ActionCode::kXZ:
    case ActionCode::kXD:
    case ActionCode::kXZD:
    case ActionCode::kXZU:
      break;
  }
  return type.kind == ValueType::kReference ? Action::kUid : Action::kDummy;
}

}  // namespace

std::vector<ContentRule> ContentRules(const Profile& profile) {
  std::vector<ContentRule> rules;
  if (!profile.Has(Option::kCleanStructuredContent)) return rules;
  for (const ContentItemRow& row : StandardContentItems()) {
    const std::string_view name = StandardText(row.value_type);
    const ValueType& type = FindValueType(name);
    const std::string_view code = StandardText(row.code);
    const ActionCode chosen = profile.CodeFor(row, type.value);
    rules.push_back({code, StandardText(row.scheme), name,
                     ContentAction(chosen, type, code == kSubjectAge)});
  }
  return rules;
}

Action OtherContentText(const Profile& profile) {
  const ActionCode code = profile.CodeFor(kTextValue);
  if (code == ActionCode::kC) return Action::kClean;
  return code == ActionCode::kNone ? Action::kKeep : Action::kDummy;
}

}  // namespace dcmscrub
