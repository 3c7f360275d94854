#include "rules/explain/explain.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <charconv>
#include <deque>
#include <memory>
#include <vector>

#include "kernels/match/site_match.h"
#include "kernels/match/tag_matcher.h"
#include "kernels/match/verdict_finder.h"
#include "rules/compile/site_program.h"
#include "rules/explain/rule_words.h"
#include "rules/language/keywords.h"
#include "rules/language/verb.h"
#include "rules/profile/profile.h"
#include "rules/standard/iod.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

// How many places of a kind are named before the rest is counted.
constexpr std::size_t kMostPlaces = 4;

std::unique_ptr<const Iod> IodOf(std::string_view sop_class_uid) {
  const SopClassRow* row = FindSopClass(sop_class_uid);
  return row == nullptr ? nullptr : std::make_unique<const Iod>(row->ciod);
}

std::string NameOfIod(std::string_view sop_class_uid) {
  const SopClassRow* row = FindSopClass(sop_class_uid);
  if (row == nullptr) return "of no known SOP class";
  return absl::StrFormat("of SOP class %s, IOD %s", sop_class_uid,
                         StandardText(StandardCiods()[row->ciod].name));
}

// Where the items of each node stand, by the shortest way: "" for the top.
std::vector<std::string> NodeNames(const Iod& iod) {
  std::vector<std::string> names(iod.node_count());
  std::vector<bool> seen(iod.node_count(), false);
  std::deque<NodeId> open = {kTopNode};
  seen[kTopNode] = true;
  while (!open.empty()) {
    const NodeId node = open.front();
    open.pop_front();
    for (const IodEntry& entry : iod.entries(node)) {
      if (entry.child == kUnknownNode || seen[entry.child]) continue;
      seen[entry.child] = true;
      names[entry.child] = names[node] + TagName(entry.tag) + "/";
      open.push_back(entry.child);
    }
  }
  return names;
}

// Places where the same is done for the same reason.
struct PlaceGroup {
  AttributeType type = AttributeType::kUnknown;
  Action action = Action::kKeep;
  std::vector<std::string> places;
};

void AppendGroup(const PlaceGroup& group, std::string& text) {
  std::string places;
  for (std::size_t i = 0; i < std::min(group.places.size(), kMostPlaces); ++i) {
    absl::StrAppendFormat(&places, "%s%s", i == 0 ? "" : ", ", group.places[i]);
  }
  if (group.places.size() > kMostPlaces) {
    absl::StrAppendFormat(&places, " and %d more",
                          group.places.size() - kMostPlaces);
  }
  absl::StrAppendFormat(&text, "    %s: %s (%s)\n", places,
                        Traits(group.action).words, TypeWords(group.type));
}

class PlaceGroups {
 public:
  void Add(std::string place, AttributeType type, Action action) {
    const auto same = std::ranges::find_if(groups_, [&](const PlaceGroup& g) {
      return g.type == type && g.action == action;
    });
    PlaceGroup& group = same != groups_.end() ? *same : groups_.emplace_back();
    group.type = type;
    group.action = action;
    group.places.push_back(std::move(place));
  }

  std::string Text() const {
    std::string text;
    for (const PlaceGroup& group : groups_) AppendGroup(group, text);
    return text;
  }

 private:
  std::vector<PlaceGroup> groups_;
};

std::string PlacesText(const RuleTable& table, Tag tag,
                       std::string_view sop_class_uid) {
  PlaceGroups groups;
  const std::unique_ptr<const Iod> iod = IodOf(sop_class_uid);
  if (iod == nullptr) {
    groups.Add("anywhere", AttributeType::kUnknown,
               Match(table, tag, kUnknownNode).action);
    return groups.Text();
  }
  const std::vector<std::string> names = NodeNames(*iod);
  const Tag canonical = CanonicalTag(tag);
  for (NodeId node = 0; node < iod->node_count(); ++node) {
    const IodEntry* entry = iod->Find(node, canonical);
    const Action action = Match(table, tag, node).action;
    if (entry != nullptr) {
      groups.Add(node == kTopNode ? "top level" : names[node] + TagName(tag),
                 entry->place.type, action);
    } else if (node == kTopNode) {
      groups.Add("top level", AttributeType::kAbsent, action);
    }
  }
  groups.Add("inside other sequences of the IOD", AttributeType::kAbsent,
             FindRule(table, tag)->absent);
  groups.Add("inside sequences that the IOD does not have",
             AttributeType::kUnknown, Match(table, tag, kUnknownNode).action);
  return groups.Text();
}

std::string StatementsText(const Policy& policy, const RuleFile& file,
                           const std::vector<std::uint16_t>& chain) {
  if (chain.empty()) return "  no statement of the rules names it\n";
  std::string text = "  the first of these statements that holds decides:\n";
  for (const std::string& line : ChainWords(policy, file, chain)) {
    absl::StrAppendFormat(&text, "    %s\n", line);
  }
  return text;
}

std::string ExplainPrivate(const Policy& policy, const RuleFile& file,
                           Tag tag) {
  std::string text = RuleTagText(tag) + " private\n";
  std::vector<std::uint16_t> chain;
  if (policy.site() != nullptr) {
    chain =
        policy.site()->StatementsForPrivate("", tag.group(), PrivateRule::kAny);
  }
  text += StatementsText(policy, file, chain);
  text += policy.profile().is_basic()
              ? "  the profile: removed, unless its creator is in a list of "
                "option retain-safe-private\n"
              : "  the profile: kept (profile none)\n";
  return text;
}

// What the search for residue has to do with an attribute; of a policy that
// searches.
std::string ResidueText(const RuleTable& table, Tag tag) {
  std::string text;
  const Rule* const rule = FindRule(table, tag);
  if (rule == nullptr || !table.residue.searches) return text;
  if (rule->identifier != IdentifierKind::kNone) {
    absl::StrAppendFormat(&text,
                          "  outputs are searched for values that are taken "
                          "out of it, as %s\n",
                          KindWords(rule->identifier));
  }
  if (rule->may_hold_residue) text += "  may hold a hit (residue allow)\n";
  return text;
}

// What has one number of days by which its dates move.
std::string DatesText(const DateTable& dates) {
  if (!dates.moves) return "";
  if (dates.day_zero) return "  dates move so that a case begins on day zero\n";
  std::string_view by;
  switch (dates.by) {
    case DatesBy::kPatient:
      by = "Patient ID with its issuer";
      break;
    case DatesBy::kPatientId:
      by = "Patient ID, whatever its issuer (dates by PatientID)";
      break;
    case DatesBy::kStudy:
      by = "study (dates by StudyInstanceUID)";
      break;
    case DatesBy::kConstant:
      return "  all dates move by one number of days (dates by a constant)\n";
  }
  return absl::StrFormat("  dates move by one number of days for each %s\n",
                         by);
}

bool MayMove(const RuleTable& table, Tag tag) {
  const DictionaryRow* const row = FindDictionaryRow(tag);
  return table.dates.moves && row != nullptr &&
         (row->vr == Vr::kDA || row->vr == Vr::kDT);
}

// One element after the other, as the scrubber goes.
class ObjectExplainer {
 public:
  ObjectExplainer(const Policy& policy, const RuleFile& file,
                  const ObjectView& object)
      : policy_(policy),
        file_(file),
        object_(object),
        compiled_(policy.Compile(object.facts().sop_class_uid)),
        iod_(IodOf(object.facts().sop_class_uid)) {}

  std::string Explain() {
    text_ = absl::StrFormat("object %s\n",
                            NameOfIod(object_.facts().sop_class_uid));
    text_ += DatesText(compiled_->table().dates);
    ExplainWhole();
    finder_.Begin(object_, compiled_->table(), state_);
    const auto elements = object_.elements();
    for (std::uint32_t i = 0; i < elements.size();) i = ExplainElement(i);
    ExplainSets();
    return std::move(text_);
  }

 private:
  void ExplainWhole() {
    const SiteProgram* site = policy_.site();
    if (site == nullptr) return;
    const auto judgement = site->Judge(object_, state_);
    if (judgement.verdict != SiteRules::Verdict::kScrub) {
      absl::StrAppendFormat(
          &text_, "  %s: %s\n",
          judgement.verdict == SiteRules::Verdict::kSkip ? "skipped"
                                                         : "quarantined",
          StatementWords(file_, site->source(judgement.statement)));
    }
    for (const std::uint16_t label : state_.labels) {
      absl::StrAppendFormat(&text_, "  tagged \"%s\"\n", site->Label(label));
    }
  }

  // Returns the next one to explain.
  std::uint32_t ExplainElement(std::uint32_t i) {
    const Element& element = object_.elements()[i];
    const std::string indent(2 + 2 * element.depth, ' ');
    if (element.is_item()) {
      const bool goes = finder_.EnterItem(i);
      absl::StrAppendFormat(&text_, "%sitem%s\n", indent,
                            goes ? ": removed by its concept name" : "");
      return goes ? element.next : i + 1;
    }
    absl::StrAppendFormat(&text_, "%s%s: ", indent,
                          AttributeWords(element.tag));
    const bool at_top = element.parent == kNoElement;
    if (element.tag.is_group_length()) {
      text_ += "removed; group lengths go\n";
      return element.next;
    }
    if (at_top &&
        !AcceptsStatement(CanonicalTag(element.tag), Statement::Verb::kKeep)) {
      text_ += "the program's own to write\n";
      return element.next;
    }
    const VerdictFinder::Found found = finder_.Find(i);
    const Action action = found.verdict.action;
    absl::StrAppendFormat(&text_, "%s; %s%s\n", Traits(action).words,
                          Reason(i, found), SearchWords(found.verdict));
    const bool enters =
        element.has(Element::kContainer) && Traits(action).enters;
    if (!enters) return element.next;
    finder_.Enter(i, action);
    return i + 1;
  }

  std::string Reason(std::uint32_t i, const VerdictFinder::Found& found) const {
    const Tag tag = object_.elements()[i].tag;
    if (found.statement != SiteTable::kEndOfChain) {
      return StatementWords(file_, policy_.site()->source(found.statement));
    }
    if (tag.is_private_creator()) return "as what its block holds";
    if (tag.is_private()) {
      return found.verdict.action == Action::kRemove
                 ? "private, in no list of safe ones"
                 : "private";
    }
    if (found.verdict.rule == nullptr) return "not in PS3.6";
    if (const ContentRule* rule = finder_.ContentRuleOf(i)) {
      return absl::StrFormat("Table E.3.4-1 on content item %s %s %s",
                             rule->code, rule->scheme, rule->value_type);
    }
    return absl::StrFormat("%s, %s", ProfileWords(policy_.profile(), tag),
                           TypeWords(TypeOf(i)));
  }

  // Whether what is taken out is searched for.
  std::string SearchWords(const Verdict& verdict) const {
    if (!Traits(verdict.action).takes_out() || verdict.rule == nullptr ||
        !policy_.searches() ||
        verdict.rule->identifier == IdentifierKind::kNone) {
      return "";
    }
    return absl::StrFormat("; searched for as %s",
                           KindWords(verdict.rule->identifier));
  }

  AttributeType TypeOf(std::uint32_t i) const {
    const NodeId node = finder_.NodeOf(i);
    if (iod_ == nullptr || node == kUnknownNode) return AttributeType::kUnknown;
    const IodEntry* entry =
        iod_->Find(node, CanonicalTag(object_.elements()[i].tag));
    return entry == nullptr ? AttributeType::kAbsent : entry->place.type;
  }

  void ExplainSets() {
    const RuleTable& table = compiled_->table();
    Tag last;
    for (const SiteTable::SetRule& set : table.site.sets) {
      if (set.tag == last || object_.Find(set.tag) != kNoElement ||
          !state_.Holds(table.site.statements[set.statement].condition) ||
          !Decides(set)) {
        continue;
      }
      last = set.tag;
      absl::StrAppendFormat(
          &text_, "  %s: added; %s\n", AttributeWords(set.tag),
          StatementWords(file_, policy_.site()->source(set.statement)));
    }
  }

  // Whether no earlier statement is about its attribute.
  bool Decides(const SiteTable::SetRule& set) const {
    const RuleTable& table = compiled_->table();
    Element added;
    added.tag = set.tag;
    added.vr = set.vr;
    const Rule* const rule = FindRule(table, set.tag);
    return rule == nullptr || MatchChain(table, rule->chain, {&added, 1}, 0,
                                         state_) == set.statement;
  }

  const Policy& policy_;
  const RuleFile& file_;
  const ObjectView& object_;
  std::unique_ptr<const CompiledPolicy> compiled_;
  std::unique_ptr<const Iod> iod_;  // nullptr: not known
  VerdictFinder finder_;
  SiteState state_;
  std::string text_;
};

}  // namespace

std::optional<Tag> ParseAttribute(std::string_view text) {
  if (const DictionaryRow* row = FindKeyword(text)) return row->tag;
  std::string digits;
  for (char c : text) {
    if (c == '(' || c == ')' || c == ',') continue;
    // A repeating group stands for its first.
    digits += c == 'x' || c == 'X' ? '0' : c;
  }
  std::uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.size() != 8 || error != std::errc() ||
      end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return Tag(value);
}

std::optional<std::string> ParseSopClass(std::string_view text) {
  for (const SopClassRow& row : StandardSopClasses()) {
    const std::string_view uid = StandardText(row.uid);
    if (uid == text || StandardText(StandardCiods()[row.ciod].name) == text) {
      return std::string(uid);
    }
  }
  return std::nullopt;
}

std::string ExplainAttribute(const Policy& policy, const RuleFile& file,
                             Tag tag, std::string_view sop_class_uid) {
  if (tag.is_private()) return ExplainPrivate(policy, file, tag);
  const SiteProgram* site = policy.site();
  std::string text = AttributeWords(tag) + "\n";
  if (FindDictionaryRow(tag) == nullptr) {
    text += StatementsText(policy, file,
                           site == nullptr ? std::vector<std::uint16_t>()
                                           : site->StatementsForUnknown());
    text += policy.profile().is_basic()
                ? "  the profile: removed; not in PS3.6\n"
                : "  the profile: kept (profile none)\n";
    return text;
  }
  if (!AcceptsStatement(CanonicalTag(tag), Statement::Verb::kKeep)) {
    text += "  at the top level the program writes it itself\n";
  }
  text += StatementsText(policy, file,
                         site == nullptr ? std::vector<std::uint16_t>()
                                         : site->StatementsFor(tag));
  absl::StrAppendFormat(&text, "  the profile: %s, in objects %s\n",
                        ProfileWords(policy.profile(), tag),
                        NameOfIod(sop_class_uid));
  const auto compiled = policy.Compile(sop_class_uid);
  const RuleTable& table = compiled->table();
  text += PlacesText(table, tag, sop_class_uid);
  if (MayMove(table, tag)) text += DatesText(table.dates);
  return text + ResidueText(table, tag);
}

std::string ExplainObject(const Policy& policy, const RuleFile& file,
                          const ObjectView& object) {
  return ObjectExplainer(policy, file, object).Explain();
}

}  // namespace dcmscrub
