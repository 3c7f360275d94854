#include "rules/language/value.h"

#include <algorithm>

namespace dcmscrub {
namespace {

constexpr Tag kPatientAge{0x0010, 0x1010};

AttributeReference ReferenceTo(Tag tag, SourceSpan span) {
  AttributeReference reference;
  reference.span = span;
  reference.attribute.tag = tag;
  return reference;
}

void AddShown(const Value& value, std::vector<ShownAttribute>& shown) {
  switch (Traits(value.kind).shows) {
    case Shows::kAttribute:
      shown.push_back({value.attribute.attribute, value.attribute.span});
      break;
    case Shows::kArguments:
      for (const Value& argument : value.arguments) AddShown(argument, shown);
      break;
    case Shows::kAge:
      shown.push_back(
          {ReferenceTo(kPatientAge, value.span).attribute, value.span});
      break;
    case Shows::kNothing:
    case Shows::kThis:
      break;
  }
}

void AddRead(const Value& value, std::vector<AttributeReference>& read) {
  for (const Value& argument : value.arguments) AddRead(argument, read);
  if (value.kind == Value::Kind::kAttribute) read.push_back(value.attribute);
  if (value.kind != Value::Kind::kAge) return;
  read.push_back(ReferenceTo(tags::kPatientBirthDate, value.span));
  for (const Tag date : kAgeDates)
    read.push_back(ReferenceTo(date, value.span));
}

}  // namespace

bool ShowsThis(const Value& value) {
  switch (Traits(value.kind).shows) {
    case Shows::kThis:
      return true;
    case Shows::kArguments:
      return std::ranges::any_of(value.arguments, ShowsThis);
    case Shows::kNothing:
    case Shows::kAttribute:
    case Shows::kAge:
      break;
  }
  return value.miss == Value::Miss::kKeep;
}

std::vector<ShownAttribute> ShownBy(const Value& value) {
  std::vector<ShownAttribute> shown;
  AddShown(value, shown);
  return shown;
}

std::vector<AttributeReference> ReadBy(const Value& value) {
  std::vector<AttributeReference> read;
  AddRead(value, read);
  return read;
}

bool ReadsThis(const Value& value) {
  return value.kind == Value::Kind::kThis ||
         std::ranges::any_of(value.arguments, ReadsThis);
}

bool IsConstant(const Value& value) {
  return Traits(value.kind).constant &&
         std::ranges::all_of(value.arguments, IsConstant);
}

bool IsIdempotent(const Value& value) {
  return value.kind == Value::Kind::kThis ||
         (Traits(value.kind).recognised && value.arguments.size() == 1 &&
          value.arguments[0].kind == Value::Kind::kThis);
}

}  // namespace dcmscrub
