#include "rules/compile/value_eval.h"

#include <absl/strings/str_format.h>

#include <algorithm>

#include "kernels/core/text.h"
#include "kernels/core/values.h"
#include "kernels/identity/date_ops.h"
#include "rules/compile/attribute_reader.h"
#include "rules/language/legal_value.h"
#include "rules/language/text_functions.h"
#include "rules/language/value.h"

namespace dcmscrub {
namespace {

using Outcome = SiteRules::Outcome;

// Of the top level; empty where it cannot be read.
std::string TopText(const ObjectView& object, Tag tag) {
  std::string text;
  const std::uint32_t i = object.Find(tag);
  const bool read = i != kNoElement &&
                    !object.elements()[i].has(Element::kContainer) &&
                    object.AppendText(i, text);
  return read ? text : std::string();
}

Outcome OutcomeOf(Value::Miss miss) {
  switch (miss) {
    case Value::Miss::kRemove:
      return Outcome::kRemove;
    case Value::Miss::kEmpty:
      return Outcome::kEmpty;
    case Value::Miss::kKeep:
      return Outcome::kKeep;
    case Value::Miss::kDummy:
      return Outcome::kDummy;
    case Value::Miss::kText:
      return Outcome::kText;
    case Value::Miss::kQuarantine:
      break;
  }
  return Outcome::kLookupMiss;
}

}  // namespace

ValueEval::ValueEval(const Value& value, AgeCap age_cap,
                     RuleResources& resources)
    : kind_(value.kind),
      miss_(value.miss),
      age_cap_(age_cap),
      text_(value.text),
      rewrite_(value.rewrite),
      number_(value.number),
      count_(value.count),
      attribute_(value.attribute) {
  for (const Value& argument : value.arguments) {
    arguments_.emplace_back(argument, age_cap, resources);
  }
  if (kind_ == Value::Kind::kLookup) {
    table_ = resources.TableOf(value);
  }
  if (kind_ == Value::Kind::kRegex) {
    pattern_ = resources.Pattern(text_, value.span);
    std::string error;
    if (pattern_ != nullptr &&
        !pattern_->CheckRewriteString(rewrite_, &error)) {
      resources.Refuse(value.span,
                       absl::StrFormat("not a rewrite of it: %s", error));
    }
  }
}

Outcome ValueEval::Append(const ObjectView& object, std::uint32_t i,
                          const Identity& identity, std::string& utf8) const {
  const std::size_t begin = utf8.size();
  bool several = true;
  const Outcome outcome = Run({object, i, identity}, several, utf8);
  if (outcome != Outcome::kText) utf8.resize(begin);
  return outcome;
}

// `several` becomes false where a backslash of what is appended is a character.
Outcome ValueEval::Run(const Source& source, bool& several,
                       std::string& out) const {
  const std::size_t begin = out.size();
  switch (kind_) {
    case Value::Kind::kText:
      out += text_;
      return Outcome::kText;
    case Value::Kind::kAttribute:
      return Read(source.object, FindReferenced(source.object, attribute_),
                  several, out);
    case Value::Kind::kThis:
      return Read(source.object, source.element, several, out);
    case Value::Kind::kAge:
      return AppendPatientAge(source.object, out);
    case Value::Kind::kConcat:
    case Value::Kind::kPseudonym:
    case Value::Kind::kHash:
    case Value::Kind::kUid:
    case Value::Kind::kRegex:
    case Value::Kind::kUpper:
    case Value::Kind::kLower:
    case Value::Kind::kTrim:
    case Value::Kind::kSubstring:
    case Value::Kind::kLookup:
      break;
  }
  for (const ValueEval& argument : arguments_) {
    bool has_values = true;
    const Outcome outcome = argument.Run(source, has_values, out);
    if (outcome != Outcome::kText) return outcome;
    several = several && has_values;
  }
  return kind_ == Value::Kind::kConcat
             ? Outcome::kText
             : ApplyToEach(source, several, begin, out);
}

Outcome ValueEval::Read(const ObjectView& object, std::uint32_t i,
                        bool& several, std::string& out) {
  if (i == kNoElement) return Outcome::kText;
  const Element& element = object.elements()[i];
  if (!HasValues(element.vr)) several = false;
  const bool no_value =
      element.value_length == 0 && !element.has(Element::kContainer);
  return no_value || object.AppendText(i, out) ? Outcome::kText
                                               : Outcome::kBadValue;
}

// What stands in `out` from `begin` on becomes what the function makes of it.
Outcome ValueEval::ApplyToEach(const Source& source, bool several,
                               std::size_t begin, std::string& out) const {
  const std::string original = out.substr(begin);
  out.resize(begin);
  bool first = true;
  for (const std::string_view padded : Values(original, several)) {
    if (!first) out += '\\';
    first = false;
    const std::string_view value = TrimPadding(padded);
    const Outcome outcome = value.empty() && kind_ != Value::Kind::kLookup
                                ? Outcome::kText
                                : Apply(source, value, out);
    if (outcome != Outcome::kText) return outcome;
  }
  return Outcome::kText;
}

Outcome ValueEval::Apply(const Source& source, std::string_view value,
                         std::string& out) const {
  switch (kind_) {
    case Value::Kind::kPseudonym:
      out += source.identity.PseudonymOf(text_, value).view();
      break;
    case Value::Kind::kHash:
      out +=
          source.identity
              .Hash(value,
                    static_cast<int>(std::clamp<std::int64_t>(number_, 4, 26)))
              .view();
      break;
    case Value::Kind::kUid:
      out += source.identity.MapUid(value).view();
      break;
    case Value::Kind::kRegex: {
      std::string text(value);
      RE2::GlobalReplace(&text, *pattern_, rewrite_);
      out += text;
      break;
    }
    case Value::Kind::kUpper:
      AppendUpper(value, out);
      break;
    case Value::Kind::kLower:
      AppendLower(value, out);
      break;
    case Value::Kind::kSubstring:
      out += Substring(value, number_, count_);
      break;
    case Value::Kind::kLookup:
      return LookUp(value, out);
    case Value::Kind::kTrim:  // values come without padding
    // No functions: Run.
    case Value::Kind::kText:
    case Value::Kind::kAttribute:
    case Value::Kind::kThis:
    case Value::Kind::kConcat:
    case Value::Kind::kAge:
      out += value;
      break;
  }
  return Outcome::kText;
}

Outcome ValueEval::LookUp(std::string_view key, std::string& out) const {
  const std::string* const found = table_->Find(key);
  if (found != nullptr) {
    out += *found;
    return Outcome::kText;
  }
  if (miss_ == Value::Miss::kText) out += rewrite_;
  return OutcomeOf(miss_);
}

Outcome ValueEval::AppendPatientAge(const ObjectView& object,
                                    std::string& out) const {
  const std::string birth = TopText(object, tags::kPatientBirthDate);
  for (const Tag tag : kAgeDates) {
    const std::string date = TopText(object, tag);
    std::int64_t day = 0;
    if (!ParseDay(date, day)) continue;
    std::string age;
    if (!AppendAge(age, birth, date)) break;
    if (age_cap_ == AgeCap::kNone) {
      out += age;
    } else {
      AppendCappedAge(out, age);
    }
    return Outcome::kText;
  }
  return miss_ == Value::Miss::kQuarantine ? Outcome::kBadValue
                                           : Outcome::kEmpty;
}

}  // namespace dcmscrub
