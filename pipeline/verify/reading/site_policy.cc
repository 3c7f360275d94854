#include "pipeline/verify/reading/site_policy.h"

#include <algorithm>
#include <span>
#include <vector>

#include "kernels/core/text.h"
#include "rules/compile/residue_search.h"
#include "rules/language/selector.h"
#include "rules/language/verb.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

using Kind = AttributePattern::Kind;

// An element in a sequence, outermost first.
struct Step {
  Tag sequence;
  std::uint32_t item;
};

std::vector<Step> StepsTo(const GdcmObject& object,
                          const GdcmElement& element) {
  std::vector<Step> steps;
  const auto elements = object.elements();
  for (const GdcmElement* at = &element; at->parent != GdcmElement::kTop;
       at = &elements[at->parent]) {
    steps.push_back({elements[at->parent].tag, at->item});
  }
  std::ranges::reverse(steps);
  return steps;
}

bool IsStep(const SelectorStep& selector, const Step& step) {
  const DictionaryRow* const row = FindDictionaryRow(step.sequence);
  return (!selector.item || *selector.item == step.item) &&
         Means(selector.sequence, CanonicalTag(step.sequence),
               row == nullptr ? "" : StandardText(row->keyword));
}

// Whether `steps` lead where the selector looks.
bool LeadsTo(const Selector& selector, std::span<const SelectorStep> wanted,
             std::span<const Step> steps) {
  if (wanted.empty()) return selector.gap_before || steps.empty();
  const std::size_t last = wanted.front().gap_before ? steps.size() : 1;
  for (std::size_t at = 0; at < std::min(last, steps.size()); ++at) {
    if (IsStep(wanted.front(), steps[at]) &&
        LeadsTo(selector, wanted.subspan(1), steps.subspan(at + 1))) {
      return true;
    }
  }
  return false;
}

// A creator is meant with what it introduces.
bool MeansCreator(const AttributePattern& pattern, const GdcmElement& element) {
  if (pattern.kind != Kind::kCreator) {
    return MeansPrivate(pattern, element.creator, element.tag);
  }
  const bool any_group = (pattern.mask & 0xFFFF0000) == 0;
  return pattern.text == element.creator &&
         (any_group || pattern.tag.group() == element.tag.group());
}

bool MeansElement(const AttributePattern& pattern, const GdcmElement& element) {
  if (element.tag.is_private_creator()) return MeansCreator(pattern, element);
  if (element.tag.is_private()) {
    const auto low = static_cast<std::uint16_t>(element.tag.element() & 0xFF);
    return MeansPrivate(pattern, element.creator,
                        Tag(element.tag.group(), low));
  }
  return pattern.kind == Kind::kAll || pattern.kind == Kind::kUnknown;
}

bool MeansElement(const Selector& selector, const GdcmElement& element) {
  const DictionaryRow* const row =
      element.tag.is_private() ? nullptr : FindDictionaryRow(element.tag);
  if (row != nullptr) {
    return Means(selector, CanonicalTag(element.tag), row->vr,
                 StandardText(row->keyword));
  }
  const auto is_vr = [&](Vr vr) { return vr == element.vr; };
  return MeansElement(selector.attribute, element) &&
         (selector.vrs.empty() || std::ranges::any_of(selector.vrs, is_vr)) &&
         std::ranges::none_of(selector.except, [&](const Selector& except) {
           return MeansElement(except, element);
         });
}

ResidueKind KindOf(IdentifierKind kind) {
  switch (kind) {
    case IdentifierKind::kName:
      return ResidueKind::kName;
    case IdentifierKind::kDate:
      return ResidueKind::kDate;
    case IdentifierKind::kUid:
      return ResidueKind::kUid;
    case IdentifierKind::kNone:
    case IdentifierKind::kText:
      break;
  }
  return ResidueKind::kText;
}

bool IsResidue(Check check) {
  return check >= Check::kResidueName && check <= Check::kResidueWideBytes;
}

// What is said of an attribute as such.
bool IsOfAttribute(Check check) {
  return (check >= Check::kNotRemoved && check <= Check::kRetainedMissing) ||
         (check >= Check::kGroupLength && check <= Check::kTrailingPadding);
}

std::string_view FirstValueOf(std::string_view method) {
  return method.substr(0, method.find('\\'));
}

}  // namespace

VerifySitePolicy::VerifySitePolicy(const GivenRules& rules)
    : policy_(rules.policy),
      file_(rules.file),
      may_weaken_(rules.may_weaken),
      searches_(policy_->searches()),
      tables_(policy_.get()),
      any_(*tables_.TableFor("")) {
  ReadWords();
  ReadSought(rules.identifiers);
}

// Words that rules have stay are no weaker where rules may not weaken.
void VerifySitePolicy::ReadWords() {
  if (!may_weaken_) return;
  for (const ResidueUse& use : file_.residue) {
    if (use.kind == ResidueUse::Kind::kShortest) words_.shortest = use.shortest;
    if (use.kind != ResidueUse::Kind::kIgnore) continue;
    for (const ResidueUse::Text& text : use.texts) {
      for (const bool umlauts : {false, true}) {
        const std::string folded =
            FoldForSearch(text.text, {.umlauts = umlauts});
        for (const std::string_view word : LetterRunsOf(folded)) {
          words_.ignored.emplace(word);
        }
      }
    }
  }
}

void VerifySitePolicy::ReadSought(
    const std::vector<IdentifierLine>& identifiers) {
  for (const ResidueUse& use : file_.residue) {
    if (use.kind != ResidueUse::Kind::kSearch) continue;
    for (const ResidueUse::Text& text : use.texts) {
      sought_.Add(ResidueKind::kText, text.text);
    }
  }
  for (const IdentifierLine& line : identifiers) {
    sought_.Add(KindOf(line.kind), line.value);
  }
}

void VerifySitePolicy::Settle(VerifyClaims& claims,
                              std::string_view sop_class) {
  const MarkTable& marks = tables_.TableFor(sop_class)->marks;
  VerifyMeant& meant = claims.meant.emplace();
  meant.other_policy = claims.policy != FirstValueOf(marks.method);
  meant.rules = &file_;
  meant.temporal_information = marks.temporal_information;
  meant.method = !may_weaken_ || !marks.method.empty();
  meant.codes = !may_weaken_ || !marks.method_codes.empty();
  meant.profile =
      !may_weaken_ ||
      std::ranges::any_of(marks.method_codes, [](const MarkTable::Code& code) {
        return code.value == "113100";
      });
  claims.basic = policy_->profile().is_basic();
  claims.site_rules = false;  // they are known
  for (int i = 0; i < kOptionCount; ++i) {
    claims.options[static_cast<std::size_t>(i)] =
        policy_->profile().Has(static_cast<Option>(i));
  }
}

std::vector<const Statement*> VerifySitePolicy::StatementsFor(
    const GdcmObject& object, const GdcmElement& element) const {
  std::vector<const Statement*> found;
  std::optional<std::vector<Step>> steps;
  const auto leads = [&](const Selector& selector) {
    if (IsAnywhere(selector)) return true;
    if (!steps) steps = StepsTo(object, element);
    return LeadsTo(selector, selector.steps, *steps);
  };
  for (const Statement& statement : file_.statements) {
    if (Traits(statement.verb).about_object() || SaysNothing(statement) ||
        !AcceptsStatement(element.tag, statement.verb) ||
        (!element.tag.is_private_creator() &&
         !WhyNotFor(statement.verb, element.vr).empty())) {
      continue;
    }
    const bool decides =
        std::ranges::any_of(statement.selectors, [&](const Selector& selector) {
          return MeansElement(selector, element) && leads(selector);
        });
    if (!decides) continue;
    found.push_back(&statement);
    if (!statement.where) break;
  }
  return found;
}

std::optional<Left> VerifySitePolicy::LeftIn(const GdcmObject& object,
                                             const GdcmElement& element) const {
  std::optional<Left> most;
  for (const Statement* const statement : StatementsFor(object, element)) {
    most = std::max(most.value_or(Left::kNothing), LeftBy(*statement));
  }
  return most;
}

bool VerifySitePolicy::Takes(const GdcmObject& object,
                             const GdcmElement& element) const {
  using Verb = Statement::Verb;
  const std::vector<const Statement*> all = StatementsFor(object, element);
  return all.size() == 1 && !all[0]->where &&
         (all[0]->verb == Verb::kRemove || all[0]->verb == Verb::kEmpty);
}

bool VerifySitePolicy::AllowsHit(const GdcmObject& object,
                                 const GdcmElement& element) const {
  if (!searches_) return true;
  const DictionaryRow* const row =
      element.tag.is_private() ? nullptr : FindDictionaryRow(element.tag);
  if (row == nullptr) return false;
  if (AllowsResidue(file_, CanonicalTag(element.tag), row->vr,
                    StandardText(row->keyword))) {
    return true;
  }
  // The run lets such a value be, but not what no table lists.
  return policy_->profile().Find(element.tag) != nullptr &&
         Keeps(object, element);
}

bool VerifySitePolicy::Decides(const GdcmObject& object,
                               const GdcmElement& element) const {
  return LeftIn(object, element).has_value();
}

bool VerifySitePolicy::Keeps(const GdcmObject& object,
                             const GdcmElement& element) const {
  return may_weaken_ && LeftIn(object, element) == Left::kOriginal;
}

// By a list of the site's own.
bool VerifySitePolicy::IsListedSafe(const GdcmElement& element) const {
  const PrivateAttributeTable& table = any_.privates;
  return std::ranges::any_of(table.slots, [&](const PrivateRule& rule) {
    return rule.creator != PrivateRule::kAny &&
           rule.action != Action::kRemove &&
           table.creators[rule.creator] == element.creator &&
           (rule.group == PrivateRule::kAny ||
            rule.group == element.tag.group()) &&
           (rule.element == PrivateRule::kAny ||
            rule.element == (element.tag.element() & 0xFF));
  });
}

std::optional<Check> VerifySitePolicy::Judge(Check check,
                                             const GdcmObject& object,
                                             const GdcmElement& element,
                                             bool was_there) const {
  const Check weakened = may_weaken_ ? Check::kWeakenedByRules : check;
  if (IsResidue(check)) return AllowsHit(object, element) ? weakened : check;
  if (!IsOfAttribute(check)) return check;
  const std::optional<Left> left = LeftIn(object, element);
  if (!left) {
    const bool listed =
        check == Check::kPrivateNotSafe && IsListedSafe(element);
    return listed ? std::nullopt : std::optional(check);
  }
  const bool lost = check == Check::kValueLost || check == Check::kTextLost ||
                    check == Check::kRequiredMissing;
  if (lost || !was_there) return std::nullopt;
  return *left == Left::kNothing ? check : weakened;
}

}  // namespace dcmscrub
