#include "rules/check/check_iods.h"

#include <absl/container/flat_hash_map.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "rules/language/keywords.h"
#include "rules/language/selector.h"
#include "rules/language/verb.h"
#include "rules/standard/iod.h"
#include "rules/standard/modality.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kShown = 4;

// What a statement may leave of an attribute less than there was.
struct Loss {
  bool removes = false;
  bool empties = false;
};

Loss LossBy(const Statement& statement) {
  Loss loss;
  loss.removes = statement.verb == Statement::Verb::kRemove;
  loss.empties = statement.verb == Statement::Verb::kEmpty;
  const bool computes = statement.value &&
                        statement.verb != Statement::Verb::kAppend &&
                        !SaysNothing(statement);
  if (!computes) return loss;
  const Value& value = *statement.value;
  if (value.kind == Value::Kind::kLookup) {
    loss.removes = value.miss == Value::Miss::kRemove;
    loss.empties = value.miss == Value::Miss::kEmpty;
  }
  // A parameter may have any text.
  loss.empties |= value.kind == Value::Kind::kText && value.text.empty() &&
                  value.parameter.empty();
  return loss;
}

bool Breaks(Loss loss, AttributeType type) {
  switch (type) {
    case AttributeType::k1:
    case AttributeType::k1C:
      return loss.removes || loss.empties;
    case AttributeType::k2:
    case AttributeType::k2C:
      return loss.removes;
    case AttributeType::k3:
    case AttributeType::kAbsent:
    case AttributeType::kUnknown:
      break;
  }
  return false;
}

std::string_view TypeName(AttributeType type) {
  constexpr std::string_view kNames[] = {"1", "1C", "2", "2C"};
  return kNames[static_cast<std::size_t>(type)];
}

// The strictest Types of an attribute in one IOD.
struct Asked {
  std::uint16_t ciod = 0;
  AttributeType at_top = AttributeType::kAbsent;
  AttributeType below = AttributeType::kAbsent;  // 1 and 2 alone
};

// All IODs, by what they ask for.
class Iods {
 public:
  static const Iods& All() {
    static const Iods kAll;
    return kAll;
  }

  const std::vector<Asked>& AskedOf(Tag tag) const {
    static const std::vector<Asked> kNothing;
    const auto found = asked_.find(tag.value);
    return found == asked_.end() ? kNothing : found->second;
  }
  const Iod& at(std::size_t ciod) const { return iods_[ciod]; }
  std::size_t size() const { return iods_.size(); }
  // Storage classes with the lowest numbers are in most archives.
  const std::vector<std::uint16_t>& oldest_first() const { return order_; }

 private:
  Iods() {
    iods_.reserve(StandardCiods().size());
    for (std::uint16_t i = 0; i < StandardCiods().size(); ++i) {
      iods_.emplace_back(i);
      Note(i);
    }
    constexpr std::string_view kStorage = "1.2.840.10008.5.1.4.1.1.";
    std::vector<std::tuple<bool, std::size_t, std::string_view, std::uint16_t>>
        uids;
    for (const SopClassRow& row : StandardSopClasses()) {
      const std::string_view uid = StandardText(row.uid);
      uids.emplace_back(!uid.starts_with(kStorage), uid.size(), uid, row.ciod);
    }
    std::ranges::sort(uids);
    for (const auto& [other, size, uid, ciod] : uids) {
      if (std::ranges::find(order_, ciod) == order_.end()) {
        order_.push_back(ciod);
      }
    }
  }

  void Note(std::uint16_t ciod) {
    for (const IodEntry& entry : iods_[ciod].entries()) {
      const AttributeType type = entry.place.type;
      const bool top = entry.node == kTopNode;
      const bool counts =
          top ? type <= AttributeType::k3
              : type == AttributeType::k1 || type == AttributeType::k2;
      if (!counts) continue;
      std::vector<Asked>& all = asked_[entry.tag.value];
      if (all.empty() || all.back().ciod != ciod) all.push_back({ciod});
      AttributeType& strictest = top ? all.back().at_top : all.back().below;
      strictest = std::min(strictest, type);
    }
  }

  std::vector<Iod> iods_;
  std::vector<std::uint16_t> order_;
  absl::flat_hash_map<std::uint32_t, std::vector<Asked>> asked_;
};

using Nodes = std::set<NodeId>;

void AddBelow(const Iod& iod, Nodes& nodes) {
  std::vector<NodeId> open(nodes.begin(), nodes.end());
  while (!open.empty()) {
    const NodeId node = open.back();
    open.pop_back();
    for (const IodEntry& entry : iod.entries(node)) {
      if (entry.child != kUnknownNode && nodes.insert(entry.child).second) {
        open.push_back(entry.child);
      }
    }
  }
}

// Where the attribute of a selector may stand.
Nodes NodesOf(const Iod& iod, const Selector& selector) {
  Nodes nodes = {kTopNode};
  for (const SelectorStep& step : selector.steps) {
    if (step.gap_before) AddBelow(iod, nodes);
    Nodes below;
    for (const NodeId node : nodes) {
      for (const IodEntry& entry : iod.entries(node)) {
        const bool meant =
            step.sequence.kind == AttributePattern::Kind::kKnown ||
            step.sequence.tag == entry.tag;
        if (meant && entry.child != kUnknownNode) below.insert(entry.child);
      }
    }
    nodes = std::move(below);
  }
  if (selector.gap_before) AddBelow(iod, nodes);
  return nodes;
}

// Whether objects of an IOD may fulfil a condition.
bool MayMeet(const Condition& condition, std::uint16_t ciod) {
  const auto may = [ciod](const Condition& part) {
    return MayMeet(part, ciod);
  };
  switch (condition.kind) {
    case Condition::Kind::kAnd:
      return std::ranges::all_of(condition.parts, may);
    case Condition::Kind::kOr:
      return std::ranges::any_of(condition.parts, may);
    case Condition::Kind::kEqual:
      break;
    default:
      return true;
  }
  if (!IsPlain(condition.attribute)) return true;
  const Tag tag = condition.attribute.attribute.tag;
  if (tag == tags::kModality) return MayHaveModality(ciod, condition.text);
  if (tag != tags::kSopClassUid) return true;
  const SopClassRow* const row = FindSopClass(condition.text);
  return row != nullptr && row->ciod == ciod;
}

// Of which IODs objects may fulfil the condition of a statement.
std::vector<bool> MetBy(const Statement& statement) {
  std::vector<bool> met(Iods::All().size(), true);
  if (!statement.where) return met;
  const auto count = static_cast<std::uint16_t>(met.size());
  for (std::uint16_t ciod = 0; ciod < count; ++ciod) {
    met[ciod] = MayMeet(*statement.where, ciod);
  }
  return met;
}

// What one selector takes from which IODs.
class Finding {
 public:
  Finding(const Statement& statement, const Selector& selector, Loss loss,
          const std::vector<bool>& met)
      : statement_(statement),
        selector_(selector),
        loss_(loss),
        met_(met),
        at_top_alone_(Traits(statement.verb).adds() ||
                      (selector.steps.empty() && !selector.gap_before)),
        anywhere_(IsAnywhere(selector) && !at_top_alone_),
        broken_(met.size()) {}

  void Add(Tag tag) {
    if (at_top_alone_ || anywhere_) {
      for (const Asked& asked : Iods::All().AskedOf(tag)) {
        const bool below = anywhere_ && asked.at_top == AttributeType::kAbsent;
        Note(tag, asked.ciod, below ? asked.below : asked.at_top);
      }
      return;
    }
    const auto count = static_cast<std::uint16_t>(met_.size());
    for (std::uint16_t ciod = 0; ciod < count; ++ciod) {
      if (!met_[ciod]) continue;
      const Iod& iod = Iods::All().at(ciod);
      for (const NodeId node : NodesOf(iod, selector_)) {
        const IodEntry* const entry = iod.Find(node, tag);
        if (entry != nullptr) Note(tag, ciod, entry->place.type);
      }
    }
  }

  bool empty() const { return tags_.empty(); }

  std::string Text() const {
    const std::string what = absl::StrFormat("makes objects invalid: '%s' of ",
                                             VerbName(statement_.verb));
    if (tags_.size() == 1) {
      return absl::StrFormat("%s%s, Type %s in %s", what,
                             TagName(tags_.front()), TypeNames(), IodNames());
    }
    std::vector<std::string> names;
    names.reserve(tags_.size());
    for (const Tag tag : tags_) names.push_back(TagName(tag));
    return absl::StrFormat("%s%d attributes that IODs require: %s; in %s", what,
                           tags_.size(), Listed(names), IodNames());
  }

 private:
  void Note(Tag tag, std::uint16_t ciod, AttributeType type) {
    if (!met_[ciod] || !Breaks(loss_, type)) return;
    if (tags_.empty() || tags_.back() != tag) tags_.push_back(tag);
    types_.insert(type);
    broken_[ciod] = true;
  }

  // "a, b, c, …"
  static std::string Listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) {
      if (i > 0) text += ", ";
      text += names[i];
    }
    return names.size() > kShown ? text + ", …" : text;
  }

  std::string TypeNames() const {
    std::string text;
    for (const AttributeType type : types_) {
      if (!text.empty()) text += " or ";
      text += TypeName(type);
    }
    return text;
  }

  // "12 IODs: ct-image, mr-image …"
  std::string IodNames() const {
    std::vector<std::string> names;
    for (const std::uint16_t ciod : Iods::All().oldest_first()) {
      if (!broken_[ciod]) continue;
      names.emplace_back(StandardText(StandardCiods()[ciod].name));
    }
    return absl::StrFormat("%d %s: %s", names.size(),
                           names.size() == 1 ? "IOD" : "IODs", Listed(names));
  }

  const Statement& statement_;
  const Selector& selector_;
  const Loss loss_;
  const std::vector<bool>& met_;
  const bool at_top_alone_, anywhere_;
  std::vector<bool> broken_;  // by IOD
  std::vector<Tag> tags_;
  std::set<AttributeType> types_;
};

}  // namespace

void CheckAgainstIods(const Statement& statement, const ReachChecker& before,
                      std::vector<Diagnostic>& diagnostics) {
  const Loss loss = LossBy(statement);
  if (!loss.removes && !loss.empties) return;
  const std::vector<bool> met = MetBy(statement);
  for (const Selector& selector : statement.selectors) {
    Finding finding(statement, selector, loss, met);
    for (const DictionaryRow& row : CandidateRows(selector.attribute)) {
      if (Means(selector, row.tag, row.vr, StandardText(row.keyword)) &&
          AcceptsStatement(row.tag, statement.verb) &&
          !before.Decides(row, selector)) {
        finding.Add(row.tag);
      }
    }
    if (finding.empty()) continue;
    diagnostics.push_back(
        {Diagnostic::Severity::kWarning, selector.span, finding.Text(), ""});
  }
}

}  // namespace dcmscrub
