#include "tests/rules/compile/rule_interpreter.h"

#include <re2/re2.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <set>

#include "kernels/core/dictionary.h"
#include "kernels/identity/date_ops.h"
#include "kernels/parse/private_pixels.h"
#include "rules/language/legal_value.h"
#include "rules/language/text_functions.h"
#include "rules/language/verb.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

using Outcome = SiteRules::Outcome;
using Verb = Statement::Verb;

std::string Trim(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(std::string(" \0", 2));
  const std::size_t end = text.find_last_not_of(std::string(" \0", 2));
  return begin == std::string::npos ? "" : text.substr(begin, end - begin + 1);
}

std::vector<std::string> Split(const std::string& text) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == '\\') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  for (std::string& part : parts) part = Trim(part);
  return parts;
}

bool IsOneText(Vr vr) {
  return vr == Vr::kLT || vr == Vr::kST || vr == Vr::kUT || vr == Vr::kUR;
}

bool IsUnknown(Tag tag) {
  return !tag.is_private() && FindDictionaryRow(tag) == nullptr;
}

// * and ?, letter by letter.
bool HasForm(const std::string& glob, const std::string& text) {
  if (glob.empty()) return text.empty();
  if (glob[0] == '*') {
    return HasForm(glob.substr(1), text) ||
           (!text.empty() && HasForm(glob, text.substr(1)));
  }
  return !text.empty() && (glob[0] == '?' || glob[0] == text[0]) &&
         HasForm(glob.substr(1), text.substr(1));
}

bool Contains(const std::vector<Vr>& vrs, Vr vr) {
  return std::find(vrs.begin(), vrs.end(), vr) != vrs.end();
}

bool ParseWhole(const std::string& text, double& number) {
  char* end = nullptr;
  if (text.empty() ||
      text.find_first_not_of("+-.0123456789eE") != std::string::npos) {
    return false;
  }
  number = std::strtod(text.c_str(), &end);
  return *end == '\0';
}

bool NumberOf(const std::string& text, Vr vr, double& number) {
  if (vr != Vr::kAS) return ParseWhole(text, number);
  if (text.size() != 4 || !ParseWhole(text.substr(0, 3), number)) return false;
  const double per_year = text[3] == 'Y'   ? 1
                          : text[3] == 'M' ? 12
                          : text[3] == 'W' ? 365.25 / 7
                          : text[3] == 'D' ? 365.25
                                           : 0;
  number /= per_year;
  return per_year != 0;
}

}  // namespace

std::vector<std::uint32_t> RuleInterpreter::Level(std::uint32_t item) const {
  std::vector<std::uint32_t> level;
  const auto elements = object_.elements();
  for (std::uint32_t i = 0; i < elements.size(); ++i) {
    if (elements[i].parent == item && !elements[i].is_item()) {
      level.push_back(i);
    }
  }
  return level;
}

std::string RuleInterpreter::CreatorOf(std::uint32_t i) const {
  const Element& element = object_.elements()[i];
  for (const std::uint32_t at : Level(element.parent)) {
    const Tag tag = object_.elements()[at].tag;
    if (tag.group() == element.tag.group() &&
        tag.element() == element.tag.element() >> 8) {
      return Trim(std::string(AsText(object_.Value(at))));
    }
  }
  return "";
}

std::vector<RuleInterpreter::Place> RuleInterpreter::PlacesAround(
    std::uint32_t i) const {
  std::vector<Place> places;
  const auto elements = object_.elements();
  for (std::uint32_t item = elements[i].parent; item != kNoElement;) {
    Place place;
    place.sequence = elements[item].parent;
    for (std::uint32_t at = 0; at <= item; ++at) {
      if (elements[at].parent == place.sequence) ++place.item;
    }
    places.insert(places.begin(), place);
    item = elements[place.sequence].parent;
  }
  return places;
}

bool RuleInterpreter::Means(const AttributePattern& pattern,
                            std::uint32_t i) const {
  const Tag tag = object_.elements()[i].tag;
  const Tag canonical = CanonicalTag(tag);
  const bool known = !tag.is_private() && !IsUnknown(tag);
  switch (pattern.kind) {
    case AttributePattern::Kind::kTag:
      if (pattern.tag.is_private()) return tag.group() == pattern.tag.group();
      return known && (canonical.value & pattern.mask) ==
                          (pattern.tag.value & pattern.mask);
    case AttributePattern::Kind::kGlob:
      return known &&
             HasForm(
                 pattern.text,
                 std::string(StandardText(FindDictionaryRow(tag)->keyword)));
    case AttributePattern::Kind::kCreator:
      return tag.is_private() && CreatorOf(i) == pattern.text &&
             ((pattern.mask & 0xFFFF0000) == 0 ||
              tag.group() == pattern.tag.group()) &&
             ((pattern.mask & 0xFF) == 0 ||
              (tag.element() & 0xFF) == pattern.tag.element());
    case AttributePattern::Kind::kKnown:
      return known;
    case AttributePattern::Kind::kPrivate:
      return tag.is_private();
    case AttributePattern::Kind::kUnknown:
      return !tag.is_private() && !known;
    case AttributePattern::Kind::kAll:
      return true;
  }
  return false;
}

// By what PS3.6 and the file say, where both say something.
bool RuleInterpreter::HasVr(const Selector& selector, std::uint32_t i) const {
  if (selector.vrs.empty()) return true;
  const Element& element = object_.elements()[i];
  const DictionaryRow* row =
      element.tag.is_private() ? nullptr : FindDictionaryRow(element.tag);
  if (row != nullptr && !row->ambiguous && !Contains(selector.vrs, row->vr)) {
    return false;
  }
  return Contains(selector.vrs, element.vr);
}

// From the outside in: whether the steps from `step` on lead through the places
// from `place` on to the element itself.
bool RuleInterpreter::Leads(const std::vector<SelectorStep>& steps,
                            bool gap_at_end, std::size_t step,
                            const std::vector<Place>& places,
                            std::size_t place) const {
  if (step == steps.size()) return gap_at_end || place == places.size();
  const std::size_t last = steps[step].gap_before ? places.size() : place + 1;
  for (std::size_t at = place; at < std::min(last, places.size()); ++at) {
    const AttributePattern& pattern = steps[step].sequence;
    const bool fits = pattern.kind == AttributePattern::Kind::kKnown ||
                      Means(pattern, places[at].sequence);
    const bool number_fits =
        !steps[step].item || *steps[step].item == places[at].item;
    if (fits && number_fits &&
        Leads(steps, gap_at_end, step + 1, places, at + 1)) {
      return true;
    }
  }
  return false;
}

bool RuleInterpreter::Selects(const Selector& selector, Verb verb,
                              std::uint32_t i) const {
  const Tag tag = object_.elements()[i].tag;
  if (!Means(selector.attribute, i) || !HasVr(selector, i)) return false;
  if (!tag.is_private() && !IsUnknown(tag) &&
      !AcceptsStatement(CanonicalTag(tag), verb)) {
    return false;
  }
  const std::vector<Place> places = PlacesAround(i);
  if (verb == Verb::kSet) return places.empty();
  if (!Leads(selector.steps, selector.gap_before, 0, places, 0)) return false;
  for (const Selector& except : selector.except) {
    if (Selects(except, verb, i)) return false;
  }
  return true;
}

std::optional<std::size_t> RuleInterpreter::Decides(std::uint32_t i) const {
  const Tag tag = object_.elements()[i].tag;
  // Creators follow what they introduce; what no creator introduces goes.
  if (tag.is_private() && tag.element() < 0x1000) return std::nullopt;
  for (std::size_t s = 0; s < file_.statements.size(); ++s) {
    const Statement& statement = file_.statements[s];
    if (statement.where && !Holds(*statement.where)) continue;
    for (const Selector& selector : statement.selectors) {
      if (Selects(selector, statement.verb, i)) return s;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> RuleInterpreter::Stops() const {
  for (std::size_t s = 0; s < file_.statements.size(); ++s) {
    const Statement& statement = file_.statements[s];
    if (statement.verb != Verb::kSkip && statement.verb != Verb::kQuarantine) {
      continue;
    }
    if (!statement.where || Holds(*statement.where)) return s;
  }
  return std::nullopt;
}

std::vector<std::string> RuleInterpreter::Labels() const {
  std::set<std::string> labels;
  for (const Statement& statement : file_.statements) {
    if (statement.verb == Verb::kTag &&
        (!statement.where || Holds(*statement.where))) {
      labels.insert(statement.label);
    }
  }
  return {labels.begin(), labels.end()};
}

std::uint32_t RuleInterpreter::FindOn(std::uint32_t item,
                                      const AttributePattern& pattern) const {
  for (const std::uint32_t i : Level(item)) {
    const Tag tag = object_.elements()[i].tag;
    const bool fits =
        pattern.kind == AttributePattern::Kind::kCreator
            ? tag.group() == pattern.tag.group() && tag.element() >= 0x1000 &&
                  (tag.element() & 0xFF) == pattern.tag.element() &&
                  CreatorOf(i) == pattern.text
            : tag == pattern.tag;
    if (fits) return i;
  }
  return kNoElement;
}

std::uint32_t RuleInterpreter::Find(const AttributeReference& reference) const {
  std::uint32_t item = kNoElement;
  for (const AttributeReference::Step& step : reference.steps) {
    const std::uint32_t sequence = FindOn(item, step.sequence);
    if (sequence == kNoElement) return kNoElement;
    std::uint32_t number = 0;
    item = kNoElement;
    for (std::uint32_t i = 0; i < object_.elements().size(); ++i) {
      if (object_.elements()[i].parent == sequence && ++number == step.item) {
        item = i;
      }
    }
    if (item == kNoElement) return kNoElement;
  }
  return FindOn(item, reference.attribute);
}

bool RuleInterpreter::Holds(const Condition& condition) const {
  using Kind = Condition::Kind;
  switch (condition.kind) {
    case Kind::kAnd:
      for (const Condition& part : condition.parts) {
        if (!Holds(part)) return false;
      }
      return true;
    case Kind::kOr:
      for (const Condition& part : condition.parts) {
        if (Holds(part)) return true;
      }
      return false;
    case Kind::kNot:
      return !Holds(condition.parts[0]);
    case Kind::kEqual:
    case Kind::kNotEqual:
    case Kind::kContains:
    case Kind::kStarts:
    case Kind::kEnds:
    case Kind::kMatches:
    case Kind::kLess:
    case Kind::kLessEqual:
    case Kind::kGreater:
    case Kind::kGreaterEqual:
    case Kind::kBefore:
    case Kind::kAfter:
    case Kind::kPresent:
    case Kind::kEmpty:
    case Kind::kPrivate:
    case Kind::kInTable:
      break;
  }
  if (condition.kind == Kind::kPrivate) {
    return FindPrivatePixels(object_) != kNoElement;
  }
  const std::uint32_t i = Find(condition.attribute);
  if (i == kNoElement) return condition.kind == Kind::kNotEqual;
  if (condition.kind == Kind::kPresent) return true;
  const Element& element = object_.elements()[i];
  if (element.has(Element::kContainer)) {
    return condition.kind == Kind::kEmpty && element.next == i + 1;
  }
  const Text text = TextOf(i);
  if (text.outcome != Outcome::kText) return false;
  if (condition.kind == Kind::kEmpty) return text.text.empty();
  const auto values = text.is_one_value
                          ? std::vector<std::string>{Trim(text.text)}
                          : Split(text.text);
  if (condition.kind == Kind::kNotEqual) {
    return std::find(values.begin(), values.end(), Trim(condition.text)) ==
           values.end();
  }
  return std::any_of(values.begin(), values.end(),
                     [&](const std::string& value) {
                       return Test(condition, value, element.vr);
                     });
}

bool RuleInterpreter::Test(const Condition& condition, const std::string& value,
                           Vr vr) const {
  using Kind = Condition::Kind;
  const std::string& text = condition.text;
  std::int64_t day = 0, wanted_day = 0;
  double number = 0;
  switch (condition.kind) {
    case Kind::kEqual:
      return value == Trim(text);
    case Kind::kContains:
      return value.find(text) != std::string::npos;
    case Kind::kStarts:
      return value.substr(0, text.size()) == text;
    case Kind::kEnds:
      return value.size() >= text.size() &&
             value.substr(value.size() - text.size()) == text;
    case Kind::kMatches:
      return RE2::PartialMatch(value, text);
    case Kind::kInTable:
      return LookUp(text, value) != nullptr;
    case Kind::kBefore:
      return ParseDay(value, day) && ParseDay(text, wanted_day) &&
             day < wanted_day;
    case Kind::kAfter:
      return ParseDay(value, day) && ParseDay(text, wanted_day) &&
             day > wanted_day;
    case Kind::kLess:
      return NumberOf(value, vr, number) && number < condition.number;
    case Kind::kLessEqual:
      return NumberOf(value, vr, number) && number <= condition.number;
    case Kind::kGreater:
      return NumberOf(value, vr, number) && number > condition.number;
    case Kind::kGreaterEqual:
      return NumberOf(value, vr, number) && number >= condition.number;
    case Kind::kAnd:
    case Kind::kOr:
    case Kind::kNot:
    case Kind::kNotEqual:
    case Kind::kPresent:
    case Kind::kEmpty:
    case Kind::kPrivate:
      break;  // decided in Holds
  }
  return false;
}

const std::string* RuleInterpreter::LookUp(const std::string& table,
                                           const std::string& key) const {
  std::string line;
  for (char c : tables_.at(table)) {
    if (c != '\n') {
      line += c;
      continue;
    }
    const std::size_t comma = line.find(',');
    if (!key.empty() && line.substr(0, comma) == key) {
      found_ = comma == std::string::npos ? "" : line.substr(comma + 1);
      return &found_;
    }
    line.clear();
  }
  return nullptr;
}

RuleInterpreter::Text RuleInterpreter::TextOf(std::uint32_t i) const {
  if (i == kNoElement) return {};
  const Element& element = object_.elements()[i];
  Text text;
  text.is_one_value = IsOneText(element.vr);
  if (element.has(Element::kContainer)) {
    text.outcome = Outcome::kBadValue;
  } else if (element.value_length > 0 && !object_.AppendText(i, text.text)) {
    text.outcome = Outcome::kBadValue;
  }
  return text;
}

RuleInterpreter::Text RuleInterpreter::ValueOf(const Value& value,
                                               std::uint32_t i) const {
  using Kind = Value::Kind;
  if (value.kind == Kind::kText) return {Outcome::kText, value.text, false};
  if (value.kind == Kind::kThis) return TextOf(i);
  if (value.kind == Kind::kAge) return AgeOf(value);
  if (value.kind == Kind::kAttribute) return TextOf(Find(value.attribute));
  Text all;
  for (const Value& argument : value.arguments) {
    const Text text = ValueOf(argument, i);
    if (text.outcome != Outcome::kText) return text;
    all.text += text.text;
    all.is_one_value = all.is_one_value || text.is_one_value;
  }
  if (value.kind == Kind::kConcat) return all;
  const auto arguments = all.is_one_value
                             ? std::vector<std::string>{Trim(all.text)}
                             : Split(all.text);
  all.text.clear();
  for (std::size_t n = 0; n < arguments.size(); ++n) {
    if (n > 0) all.text += '\\';
    if (arguments[n].empty() && value.kind != Kind::kLookup) continue;
    const Text one = Apply(value, arguments[n]);
    if (one.outcome != Outcome::kText) return one;
    all.text += one.text;
  }
  return all;
}

// Month by month and day by day.
RuleInterpreter::Text RuleInterpreter::AgeOf(const Value& value) const {
  const Text missed{value.miss == Value::Miss::kQuarantine ? Outcome::kBadValue
                                                           : Outcome::kEmpty};
  const auto day_of = [&](Tag tag) -> std::optional<std::chrono::sys_days> {
    AttributeReference reference;
    reference.attribute.tag = tag;
    const Text text = TextOf(Find(reference));
    std::int64_t day = 0;
    if (text.outcome != Outcome::kText || !ParseDay(text.text, day)) {
      return std::nullopt;
    }
    return std::chrono::sys_days(std::chrono::year(1) / 1 / 1) +
           std::chrono::days(day);
  };
  const auto birth = day_of(Tag(0x0010, 0x0030));
  std::optional<std::chrono::sys_days> date;
  for (const Tag tag : {Tag(0x0008, 0x0020), Tag(0x0008, 0x0021),
                        Tag(0x0008, 0x0022), Tag(0x0008, 0x0023)}) {
    if (!date) date = day_of(tag);
  }
  if (!birth || !date || *date < *birth) return missed;
  const std::chrono::year_month_day born(*birth);
  const auto number = [](long count) {
    const std::string digits = std::to_string(count);
    return std::string(3 - std::min<std::size_t>(digits.size(), 3), '0') +
           digits;
  };
  // Of 31 January a month has gone by on 1 March.
  const auto completes = [&](int months) {
    const auto last = born.year() / born.month() + std::chrono::months(months);
    const auto day = last / born.day();
    return day.ok()
               ? std::chrono::sys_days(day)
               : std::chrono::sys_days((last + std::chrono::months(1)) / 1);
  };
  int months = 0;
  while (completes(months + 1) <= *date) ++months;
  const long days = (*date - *birth).count();
  if (months >= 131 * 12) return missed;
  if (days < 28) return {Outcome::kText, number(days) + "D"};
  if (months < 3) return {Outcome::kText, number(days / 7) + "W"};
  if (months < 24) return {Outcome::kText, number(months) + "M"};
  const int most = file_.profile == "none" ? 130 : 90;
  return {Outcome::kText, number(std::min(months / 12, most)) + "Y"};
}

RuleInterpreter::Text RuleInterpreter::Apply(
    const Value& value, const std::string& argument) const {
  using Kind = Value::Kind;
  Text out;
  switch (value.kind) {
    case Kind::kPseudonym:
      out.text = identity_.PseudonymOf(value.text, argument).view();
      break;
    case Kind::kHash:
      out.text =
          identity_.Hash(argument, static_cast<int>(value.number)).view();
      break;
    case Kind::kUid:
      out.text = identity_.MapUid(argument).view();
      break;
    case Kind::kRegex:
      out.text = argument;
      RE2::GlobalReplace(&out.text, value.text, value.rewrite);
      break;
    case Kind::kUpper:
      AppendUpper(argument, out.text);
      break;
    case Kind::kLower:
      AppendLower(argument, out.text);
      break;
    case Kind::kSubstring:
      out.text = Substring(argument, value.number, value.count);
      break;
    case Kind::kLookup:
      if (const std::string* found = LookUp(value.text, argument)) {
        out.text = *found;
        break;
      }
      switch (value.miss) {
        case Value::Miss::kQuarantine:
          return {Outcome::kLookupMiss};
        case Value::Miss::kRemove:
          return {Outcome::kRemove};
        case Value::Miss::kEmpty:
          return {Outcome::kEmpty};
        case Value::Miss::kKeep:
          return {Outcome::kKeep};
        case Value::Miss::kDummy:
          return {Outcome::kDummy};
        case Value::Miss::kText:
          out.text = value.rewrite;
          break;
      }
      break;
    case Kind::kText:
    case Kind::kAttribute:
    case Kind::kThis:
    case Kind::kConcat:
    case Kind::kTrim:
    case Kind::kAge:
      out.text = argument;
      break;
  }
  return out;
}

RuleInterpreter::Computed RuleInterpreter::Compute(const Statement& statement,
                                                   std::uint32_t i) const {
  const Element& element = object_.elements()[i];
  const DictionaryRow* row =
      element.tag.is_private() ? nullptr : FindDictionaryRow(element.tag);
  const Vr vr = row == nullptr || row->ambiguous ? element.vr : row->vr;
  if (!Traits(vr).text && !IsLegalValue(vr, "0")) return {Outcome::kRemove, ""};
  if (statement.verb == Verb::kTruncateDate) {
    if (element.value_length == 0) return {Outcome::kKeep, ""};
    const Text text = TextOf(i);
    const bool temporal = vr == Vr::kDA || vr == Vr::kDT || vr == Vr::kTM;
    std::string out;
    if (text.outcome != Outcome::kText || !temporal)
      return {Outcome::kDummy, ""};
    if (text.text.empty()) return {Outcome::kEmpty, ""};
    if (!AppendTruncated(out, vr, text.text, statement.precision)) {
      return {Outcome::kDummy, ""};
    }
    return {Outcome::kText, out};
  }
  std::string out;
  if (statement.verb == Verb::kAppend) {
    const Text text = TextOf(i);
    if (text.outcome != Outcome::kText) return {text.outcome, ""};
    out = text.text;
  }
  const Text text = ValueOf(*statement.value, i);
  if (text.outcome != Outcome::kText) return {text.outcome, ""};
  out += text.text;
  if (out.empty()) return {Outcome::kEmpty, ""};
  if (!IsLegalValue(vr, out)) return {Outcome::kBadValue, ""};
  return {Outcome::kText, out};
}

}  // namespace dcmscrub
