#include "rules/compile/condition_eval.h"

#include <absl/strings/str_format.h>
#include <absl/strings/string_view.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "kernels/core/text.h"
#include "kernels/core/values.h"
#include "kernels/identity/date_ops.h"
#include "kernels/parse/private_pixels.h"
#include "rules/compile/attribute_reader.h"
#include "rules/language/legal_value.h"
#include "rules/language/rule_keys.h"
#include "rules/language/selector.h"

namespace dcmscrub {
namespace {

using Kind = Condition::Kind;

void Set(std::vector<std::uint64_t>& bits, std::uint16_t bit) {
  bits[bit / 64] |= std::uint64_t{1} << bit % 64;
}
void Clear(std::vector<std::uint64_t>& bits, std::uint16_t bit) {
  bits[bit / 64] &= ~(std::uint64_t{1} << bit % 64);
}
bool IsSet(const std::vector<std::uint64_t>& bits, std::uint16_t bit) {
  return (bits[bit / 64] >> bit % 64 & 1) != 0;
}

// PS3.5 6.2: DS and IS may begin with a plus, which from_chars does not know.
bool ParseNumber(std::string_view text, double& number) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() &&
         std::isfinite(number);
}

// An age compares in years.
bool ParseAge(std::string_view text, double& years) {
  if (text.size() != 4 || !ParseNumber(text.substr(0, 3), years)) return false;
  switch (text[3]) {
    case 'Y':
      return true;
    case 'M':
      years /= 12;
      return true;
    case 'W':
      years *= 7 / 365.25;
      return true;
    case 'D':
      years /= 365.25;
      return true;
    default:
      return false;
  }
}

// The number of a value, of an age in years; NaN, of which no comparison
// holds, for what is none.
double NumberOf(std::string_view value, Vr vr) {
  double number = 0;
  const bool parsed =
      vr == Vr::kAS ? ParseAge(value, number) : ParseNumber(value, number);
  return parsed ? number : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

std::uint16_t ConditionEval::NewBit() {
  const std::uint32_t bit = bits_++;
  absent_.resize(bits_ / 64 + 1);
  // Past the limit overflown() tells; then numbers need only be in bounds.
  return static_cast<std::uint16_t>(
      std::min<std::uint32_t>(bit, SiteStatement::kAlways - 1));
}

std::uint16_t ConditionEval::Add(const Condition& condition,
                                 RuleResources& resources) {
  if (condition.kind != Kind::kAnd && condition.kind != Kind::kOr &&
      condition.kind != Kind::kNot) {
    return AddTest(condition, resources);
  }
  Node node;
  node.kind = condition.kind;
  std::string key = absl::StrFormat("%d", static_cast<int>(condition.kind));
  for (const Condition& part : condition.parts) {
    node.parts.push_back(Add(part, resources));
    absl::StrAppendFormat(&key, " %d", node.parts.back());
  }
  const auto [known, is_new] = known_.try_emplace(key);
  if (!is_new) return known->second;
  node.bit = known->second = NewBit();
  nodes_.push_back(std::move(node));
  return nodes_.back().bit;
}

std::uint16_t ConditionEval::AddTest(const Condition& condition,
                                     RuleResources& resources) {
  const std::string key = absl::StrFormat(
      "%s %d %.17g %s", KeyOf(condition.attribute),
      static_cast<int>(condition.kind), condition.number, condition.text);
  const auto [known, is_new] = known_.try_emplace(key);
  if (!is_new) return known->second;
  const std::uint16_t bit = known->second = NewBit();
  if (condition.kind == Kind::kPrivate) {
    private_pixels_ = bit;
    return bit;
  }
  Fill(SlotOf(condition.attribute), condition, bit, resources);
  if (condition.kind == Kind::kNotEqual) Set(absent_, bit);
  return bit;
}

ConditionEval::Slot& ConditionEval::SlotOf(
    const AttributeReference& reference) {
  if (IsPlain(reference)) {
    const auto tag_of = [](const Slot& slot) {
      return slot.reference.attribute.tag;
    };
    const auto at =
        std::ranges::lower_bound(plain_, reference.attribute.tag, {}, tag_of);
    if (at != plain_.end() && tag_of(*at) == reference.attribute.tag) {
      return *at;
    }
    return *plain_.insert(at, Slot{reference});
  }
  const std::string key = KeyOf(reference);
  const auto at = std::ranges::find_if(
      others_, [&](const Slot& slot) { return KeyOf(slot.reference) == key; });
  return at != others_.end() ? *at : others_.emplace_back(Slot{reference});
}

void ConditionEval::Fill(Slot& slot, const Condition& condition,
                         std::uint16_t bit, RuleResources& resources) {
  Test test;
  test.kind = condition.kind;
  test.bit = bit;
  test.text = condition.text;
  test.number = condition.number;
  switch (condition.kind) {
    case Kind::kPresent:
      slot.present.push_back(bit);
      return;
    case Kind::kEmpty:
      slot.empty.push_back(bit);
      return;
    case Kind::kEqual:
      slot.texts[std::string(TrimPadding(condition.text))].equal.push_back(bit);
      return;
    case Kind::kNotEqual:
      slot.not_equal.push_back(bit);
      slot.texts[std::string(TrimPadding(condition.text))].not_equal.push_back(
          bit);
      return;
    case Kind::kMatches:
      test.pattern = resources.Pattern(condition.text, condition.span);
      break;
    case Kind::kInTable:
      test.table = resources.Table(
          condition.text, {TableColumn::Kind::kKeyAlone, ""}, condition.span);
      break;
    case Kind::kBefore:
    case Kind::kAfter:
      if (!ParseDay(condition.text, test.day)) {
        resources.Refuse(condition.span, "not a date; write yyyymmdd");
      }
      break;
    case Kind::kContains:
    case Kind::kStarts:
    case Kind::kEnds:
    case Kind::kLess:
    case Kind::kLessEqual:
    case Kind::kGreater:
    case Kind::kGreaterEqual:
      break;
    case Kind::kAnd:
    case Kind::kOr:
    case Kind::kNot:
    case Kind::kPrivate:
      return;  // have no value to test
  }
  slot.tests.push_back(std::move(test));
}

void ConditionEval::Evaluate(const ObjectView& object, SiteState& state) const {
  Bits& bits = state.conditions;
  bits = absent_;
  if (!plain_.empty()) ReadPlainSlots(object, state);
  for (const Slot& slot : others_) {
    const std::uint32_t i = FindReferenced(object, slot.reference);
    if (i != kNoElement) ReadSlot(slot, object, i, state);
  }
  if (private_pixels_ && FindPrivatePixels(object) != kNoElement) {
    Set(bits, *private_pixels_);
  }
  const auto is_set = [&](std::uint16_t bit) { return IsSet(bits, bit); };
  for (const Node& node : nodes_) {
    const bool holds =
        node.kind == Kind::kAnd  ? std::ranges::all_of(node.parts, is_set)
        : node.kind == Kind::kOr ? std::ranges::any_of(node.parts, is_set)
                                 : std::ranges::none_of(node.parts, is_set);
    if (holds) Set(bits, node.bit);
  }
}

// One walk over the top level beside the slots, both ascending. What stands out
// of order there is looked up instead; of several copies the first one counts.
void ConditionEval::ReadPlainSlots(const ObjectView& object,
                                   SiteState& state) const {
  const auto tag_of = [](const Slot& slot) {
    return slot.reference.attribute.tag;
  };
  const auto elements = object.elements();
  const Tag last_wanted = tag_of(plain_.back());
  auto slot = plain_.begin();
  bool any = false;
  Tag last;
  for (std::uint32_t i = 0; i < elements.size(); i = elements[i].next) {
    const Tag tag = elements[i].tag;
    if (any && tag <= last) {
      const auto at = std::ranges::lower_bound(plain_, tag, {}, tag_of);
      if (at != plain_.end() && tag_of(*at) == tag && object.Find(tag) == i) {
        ReadSlot(*at, object, i, state);
      }
      continue;
    }
    any = true;
    last = tag;
    if (tag > last_wanted) continue;
    while (slot != plain_.end() && tag_of(*slot) < tag) ++slot;
    if (slot != plain_.end() && tag_of(*slot) == tag) {
      ReadSlot(*slot, object, i, state);
    }
  }
}

void ConditionEval::ReadSlot(const Slot& slot, const ObjectView& object,
                             std::uint32_t i, SiteState& state) {
  Bits& bits = state.conditions;
  for (const std::uint16_t bit : slot.present) Set(bits, bit);
  const Element& element = object.elements()[i];
  std::string& text = state.text;
  text.clear();
  const bool container = element.has(Element::kContainer);
  const bool readable =
      !container && (element.value_length == 0 || object.AppendText(i, text));
  const bool empty =
      container ? element.next == i + 1 : readable && text.empty();
  if (empty) {
    for (const std::uint16_t bit : slot.empty) Set(bits, bit);
  }
  if (!readable) {
    for (const std::uint16_t bit : slot.not_equal) Clear(bits, bit);
    return;
  }
  for (const std::string_view value : Values(text, HasValues(element.vr))) {
    TestValue(slot, element.vr, TrimPadding(value), bits);
  }
}

void ConditionEval::TestValue(const Slot& slot, Vr vr, std::string_view value,
                              Bits& bits) {
  if (!slot.texts.empty()) {
    const auto same =
        slot.texts.find(absl::string_view(value.data(), value.size()));
    if (same != slot.texts.end()) {
      for (const std::uint16_t bit : same->second.equal) Set(bits, bit);
      for (const std::uint16_t bit : same->second.not_equal) Clear(bits, bit);
    }
  }
  for (const Test& test : slot.tests) {
    bool holds = false;
    std::int64_t day = 0;
    switch (test.kind) {
      case Kind::kContains:
        holds = value.find(test.text) != std::string_view::npos;
        break;
      case Kind::kStarts:
        holds = value.starts_with(test.text);
        break;
      case Kind::kEnds:
        holds = value.ends_with(test.text);
        break;
      case Kind::kMatches:
        holds = RE2::PartialMatch(re2::StringPiece(value.data(), value.size()),
                                  *test.pattern);
        break;
      case Kind::kInTable:
        holds = test.table->Contains(value);
        break;
      case Kind::kBefore:
        holds = ParseDay(value, day) && day < test.day;
        break;
      case Kind::kAfter:
        holds = ParseDay(value, day) && day > test.day;
        break;
      case Kind::kLess:
        holds = NumberOf(value, vr) < test.number;
        break;
      case Kind::kLessEqual:
        holds = NumberOf(value, vr) <= test.number;
        break;
      case Kind::kGreater:
        holds = NumberOf(value, vr) > test.number;
        break;
      case Kind::kGreaterEqual:
        holds = NumberOf(value, vr) >= test.number;
        break;
      case Kind::kAnd:
      case Kind::kOr:
      case Kind::kNot:
      case Kind::kEqual:
      case Kind::kNotEqual:
      case Kind::kPresent:
      case Kind::kEmpty:
      case Kind::kPrivate:
        break;  // no tests: Fill
    }
    if (holds) Set(bits, test.bit);
  }
}

}  // namespace dcmscrub
