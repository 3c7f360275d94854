#include "rules/explain/diff.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "kernels/match/tag_matcher.h"
#include "rules/compile/site_program.h"
#include "rules/language/keywords.h"
#include "rules/profile/profile.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr std::uint16_t kAny = PrivateRule::kAny;

// One of the two.
struct Side {
  const Policy& policy;

  const SiteProgram* site() const { return policy.site(); }

  std::string Statements(const std::vector<std::uint16_t>& chain) const {
    std::string text;
    for (const std::uint16_t number : chain) {
      const std::string& line = site()->source(number).source_line;
      if (text.ends_with(line)) continue;
      absl::StrAppendFormat(&text, "%s%s", text.empty() ? "" : "; ", line);
    }
    return text;
  }
};

// Whether the last statement of a chain leaves anything to the profile.
bool Always(const Side& side, const std::vector<std::uint16_t>& chain) {
  if (chain.empty()) return false;
  const SiteStatement& last = side.site()->statements()[chain.back()];
  const bool excepted =
      chain.size() > 1 &&
      side.site()->statements()[chain[chain.size() - 2]].past == chain.back();
  return last.condition == SiteStatement::kAlways && last.path == 0 &&
         last.vrs == 0 && last.mask == 0 && !excepted;
}

std::string Joined(std::string statements, bool always,
                   const std::string& profile) {
  if (always) return statements;
  return statements.empty() ? profile : statements + "; else " + profile;
}

// "remove, in items empty or dummy"
std::string ActionsText(Action top, const std::set<Action>& below) {
  std::string text(ActionName(top));
  for (const Action action : below) {
    absl::StrAppendFormat(&text, "%s%s",
                          action == *below.begin() ? ", in items " : " or ",
                          ActionName(action));
  }
  return text;
}

// What a policy does with the attributes of one table.
class Treatment {
 public:
  Treatment(const Side& side, std::string_view sop_class_uid)
      : compiled_(side.policy.Compile(sop_class_uid)) {
    for (const PathRule& path : compiled_->table().attributes.path_slots) {
      if (path.node != kUnknownNode) nodes_[path.tag].insert(path.node);
    }
  }

  const RuleTable& table() const { return compiled_->table(); }
  const std::set<NodeId>& nodes(Tag tag) const {
    static const std::set<NodeId> kNone;
    const auto at = nodes_.find(tag);
    return at == nodes_.end() ? kNone : at->second;
  }
  Action At(Tag tag, NodeId node) const {
    return Match(table(), tag, node).action;
  }

 private:
  std::unique_ptr<const CompiledPolicy> compiled_;
  std::map<Tag, std::set<NodeId>> nodes_;  // where a tag has rows of its own
};

// The same for both: statements do not depend on the SOP class.
struct Chained {
  std::string text;
  bool always = false;
};

using Found = std::map<std::tuple<Tag, std::string, std::string, std::string>,
                       std::size_t>;

class Differ {
 public:
  Differ(const Side& a, const Side& b) : a_(a), b_(b) {
    for (const DictionaryRow& row : StandardDictionary()) {
      chains_.emplace_back(Chain(a_, row.tag), Chain(b_, row.tag));
    }
  }

  void Compare(std::string_view sop_class_uid, std::size_t sop_classes) {
    const Treatment a(a_, sop_class_uid), b(b_, sop_class_uid);
    const auto rows = StandardDictionary();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      CompareRow(rows[i].tag, chains_[i], a, b, sop_classes);
    }
    ComparePrivate(a.table(), b.table(), sop_classes);
  }

  std::vector<PolicyDifference> Take() const {
    std::vector<PolicyDifference> out;
    for (const auto& [key, count] : found_) {
      const auto& [tag, attribute, a, b] = key;
      out.push_back({tag, attribute, a, b, count});
    }
    std::ranges::stable_sort(out, [](const auto& x, const auto& y) {
      return std::tie(x.tag, y.sop_classes) < std::tie(y.tag, x.sop_classes);
    });
    return out;
  }

 private:
  static Chained Chain(const Side& side, Tag tag) {
    if (side.site() == nullptr) return {};
    const auto chain = side.site()->StatementsFor(tag);
    return {side.Statements(chain), Always(side, chain)};
  }

  void Note(Tag tag, const std::string& attribute, const std::string& a,
            const std::string& b, std::size_t sop_classes) {
    if (a == b) return;
    found_[{tag, attribute, a, b}] += sop_classes;
  }

  void CompareRow(Tag tag, const std::pair<Chained, Chained>& chains,
                  const Treatment& a, const Treatment& b,
                  std::size_t sop_classes) {
    const auto& [chain_a, chain_b] = chains;
    if (chain_a.always && chain_b.always && chain_a.text == chain_b.text) {
      return;
    }
    const Action top_a = a.At(tag, kTopNode), top_b = b.At(tag, kTopNode);
    // What is done in items otherwise than at the top level.
    std::set<Action> below_a, below_b;
    bool differs = top_a != top_b;
    const auto add = [&](NodeId node) {
      const Action at_a = a.At(tag, node), at_b = b.At(tag, node);
      if (at_a == at_b) return;
      differs = true;
      if (at_a != top_a) below_a.insert(at_a);
      if (at_b != top_b) below_b.insert(at_b);
    };
    for (const NodeId node : a.nodes(tag)) add(node);
    for (const NodeId node : b.nodes(tag)) add(node);
    add(kUnknownNode);
    if (chain_a.text == chain_b.text && !differs) return;
    const std::string words_a = ActionsText(top_a, below_a);
    const std::string words_b = ActionsText(top_b, below_b);
    Note(tag, TagName(tag), Joined(chain_a.text, chain_a.always, words_a),
         Joined(chain_b.text, chain_b.always, words_b), sop_classes);
  }

  void ComparePrivate(const RuleTable& a, const RuleTable& b,
                      std::size_t sop_classes) {
    const Tag last(0xFFFFFFFF);
    std::set<std::tuple<std::string, std::uint16_t, std::uint16_t>> names;
    for (const RuleTable* table : {&a, &b}) {
      for (const PrivateRule& rule : table->privates.slots) {
        if (rule.creator == PrivateRule::kAny) continue;
        names.insert({std::string(table->privates.creators[rule.creator]),
                      rule.group, rule.element});
      }
    }
    for (const auto& [creator, group, element] : names) {
      const auto hex = [](std::uint16_t number, int width) {
        return number == kAny
                   ? std::string(static_cast<std::size_t>(width), 'x')
                   : absl::StrFormat("%0*X", width, number);
      };
      Note(last,
           absl::StrFormat("(%s,\"%s\",%s)", hex(group, 4), creator,
                           hex(element, 2)),
           Private(a_, a, creator, group, element),
           Private(b_, b, creator, group, element), sop_classes);
    }
    Note(last, "private", Private(a_, a, "", kAny, kAny),
         Private(b_, b, "", kAny, kAny), sop_classes);
    Note(last, "unknown", Unknown(a_), Unknown(b_), sop_classes);
  }

  static std::string Floor(const Side& side) {
    return side.policy.profile().is_basic() ? "remove" : "keep";
  }

  static std::string Private(const Side& side, const RuleTable& table,
                             std::string_view creator, std::uint16_t group,
                             std::uint16_t element) {
    std::string words = Floor(side);
    for (const PrivateRule& rule : table.privates.slots) {
      if (rule.creator != PrivateRule::kAny &&
          table.privates.creators[rule.creator] == creator &&
          rule.group == group && rule.element == element &&
          rule.action != Action::kRemove) {
        words = ActionName(rule.action);
      }
    }
    if (side.site() == nullptr) return words;
    const auto chain =
        side.site()->StatementsForPrivate(creator, group, element);
    return Joined(side.Statements(chain), Always(side, chain), words);
  }

  static std::string Unknown(const Side& side) {
    if (side.site() == nullptr) return Floor(side);
    const auto chain = side.site()->StatementsForUnknown();
    return Joined(side.Statements(chain), Always(side, chain), Floor(side));
  }

  const Side a_, b_;
  std::vector<std::pair<Chained, Chained>> chains_;  // by dictionary row
  Found found_;
};

}  // namespace

std::vector<PolicyDifference> DiffPolicies(const Policy& a, const Policy& b,
                                           std::string_view sop_class_uid) {
  Differ differ({a}, {b});
  if (!sop_class_uid.empty()) {
    differ.Compare(sop_class_uid, 1);
    return differ.Take();
  }
  // SOP classes of one IOD are treated alike.
  std::map<std::uint16_t, std::pair<std::string_view, std::size_t>> iods;
  for (const SopClassRow& row : StandardSopClasses()) {
    auto& [uid, count] = iods[row.ciod];
    uid = StandardText(row.uid);
    ++count;
  }
  for (const auto& [ciod, uses] : iods) {
    differ.Compare(uses.first, uses.second);
  }
  differ.Compare({}, 0);
  return differ.Take();
}

std::string DiffText(const std::vector<PolicyDifference>& differences) {
  if (differences.empty()) return "no difference\n";
  std::size_t attribute = 9, a = 1;
  for (const PolicyDifference& row : differences) {
    attribute = std::max(attribute, row.attribute.size());
    a = std::max(a, std::min<std::size_t>(row.a.size(), 40));
  }
  std::string text;
  const auto add = [&](std::string_view tag, std::string_view name,
                       std::string_view classes, std::string_view left,
                       std::string_view right) {
    absl::StrAppendFormat(&text, "%-11s  %-*s  %7s  %-*s  %s\n", tag,
                          static_cast<int>(attribute), name, classes,
                          static_cast<int>(a), left, right);
  };
  add("tag", "attribute", "classes", "A", "B");
  for (const PolicyDifference& row : differences) {
    add(row.tag.value == 0xFFFFFFFF ? std::string() : RuleTagText(row.tag),
        row.attribute, absl::StrFormat("%d", row.sop_classes), row.a, row.b);
  }
  return text;
}

}  // namespace dcmscrub
