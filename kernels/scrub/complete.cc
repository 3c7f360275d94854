#include "kernels/scrub/complete.h"

#include "kernels/match/site_match.h"
#include "kernels/match/tag_matcher.h"
#include "kernels/scrub/computed_value.h"
#include "kernels/scrub/marks.h"

namespace dcmscrub {

void Completer::Complete(const Present& present) {
  writer_.set_statement(Change::kNoStatement);
  if (job_.to_utf8 && !present.character_set) {
    AddText(tags::kSpecificCharacterSet, Vr::kCS, ScrubJob::kUtf8Term);
  }
  if (!present.sop_class) {
    AddText(tags::kSopClassUid, Vr::kUI, ids_.sop_class.view());
  }
  if (!present.sop_instance) {
    AddText(tags::kSopInstanceUid, Vr::kUI, ids_.sop_instance.view());
  }
  if (!present.study && !ids_.study.empty()) {
    AddText(tags::kStudyInstanceUid, Vr::kUI, ids_.study.view());
  }
  if (!present.series && !ids_.series.empty()) {
    AddText(tags::kSeriesInstanceUid, Vr::kUI, ids_.series.view());
  }
  if (!job_.rules.keeps_unlisted) AddMarks(present.marks);
  if (!job_.rules.site.sets.empty()) AddSets();
  if (job_.rules.recipients != nullptr) AddOriginals();
}

void Completer::AddText(Tag tag, Vr vr, std::string_view value) {
  const std::uint64_t begin = arena().size();
  AppendElement(arena(), tag, vr, value, job_.target());
  writer_.Add(tag, begin, Change::Kind::kAdded);
}

void Completer::AddMarks(unsigned present) {
  for (const Tag tag : kMarks) {
    if ((present & Present::Bit(tag)) != 0) continue;
    if (tag == tags::kDeidentificationMethodCodeSequence &&
        job_.rules.marks.method_codes.empty()) {
      continue;
    }
    const std::uint64_t begin = arena().size();
    const std::size_t seal =
        AppendMark(arena(), tag, job_.rules, "", job_.target());
    if (seal != kNoSeal) notes_.seal_place = seal;
    writer_.Add(tag, begin, Change::Kind::kAdded);
  }
}

// Of several statements for one attribute, the first that holds.
void Completer::AddSets() {
  Tag done;
  for (const SiteTable::SetRule& set : job_.rules.site.sets) {
    if (set.tag == done || !IsToBeSet(set)) continue;
    tools_.text.clear();
    switch (job_.rules.site.program->Compute(
        set.statement, job_.object, kNoElement, job_.identity, tools_.text)) {
      case SiteRules::Outcome::kLookupMiss:
        return notes_.Fail(Error::kLookupMiss, set.tag, 0, set.statement);
      case SiteRules::Outcome::kBadValue:
        return notes_.Fail(Error::kBadRuleValue, set.tag, 0, set.statement);
      case SiteRules::Outcome::kText:
      case SiteRules::Outcome::kEmpty:
        AddComputed(set);
        if (notes_.fault || notes_.needs_utf8) return;
        break;
      case SiteRules::Outcome::kKeep:
      case SiteRules::Outcome::kRemove:
      case SiteRules::Outcome::kDummy:
        break;
    }
    done = set.tag;
  }
}

// Whether it lacks, and no earlier statement decides about it.
bool Completer::IsToBeSet(const SiteTable::SetRule& set) const {
  const RuleTable& rules = job_.rules;
  if (!tools_.site.Holds(rules.site.statements[set.statement].condition) ||
      job_.object.Find(set.tag) != kNoElement) {
    return false;
  }
  const Rule* const rule = FindRule(rules, set.tag);
  return rule == nullptr ||
         MatchIfAdded(rules, *rule, tools_.site) == set.statement;
}

void Completer::AddComputed(const SiteTable::SetRule& set) {
  const Rule* const rule = FindRule(job_.rules, set.tag);
  const bool may_hold = rule != nullptr && rule->may_hold_residue;
  if (!job_.rules.site.statements[set.statement].constant && !may_hold) {
    tools_.remover.TakeOutOf({set.vr}, tools_.text);
  }
  const Encoding target = job_.target();
  const std::uint64_t begin = arena().size();
  if (!AppendComputed(job_,
                      {.utf8 = tools_.text,
                       .vr = set.vr,
                       .prose = rule != nullptr && rule->prose,
                       .character_set = job_.CharacterSet(),
                       .order = target.order,
                       .statement = set.statement,
                       .tag = set.tag},
                      tools_.texts, arena(), notes_)) {
    return;
  }
  PutHeaderBefore(arena(), begin, set.tag, set.vr, target);
  writer_.set_statement(set.statement);
  writer_.Add(set.tag, begin, Change::Kind::kComputed);
}

// Whatever was removed or replaced, as whole attributes of the top level.
void Completer::AddOriginals() {
  std::vector<std::uint32_t>& originals = tools_.originals;
  originals.clear();
  const std::span<const Element> elements = job_.elements();
  for (const Patch& patch : writer_.patches().patches()) {
    if (patch.kind == Patch::Kind::kRewrite) continue;
    // Patches ascend: it may lie in the attribute that is noted already.
    std::uint32_t top = patch.element;
    if (!originals.empty() && top < elements[originals.back()].next) continue;
    while (elements[top].parent != kNoElement) top = elements[top].parent;
    originals.push_back(top);
  }
  const std::uint64_t begin = arena().size();
  const Error error =
      tools_.encrypter.Append(*job_.input.index, job_.input.memory, originals,
                              *job_.rules.recipients, job_.target(), arena());
  if (error != Error::kOk) return notes_.Fail(error, Tag(), 0);
  if (arena().size() != begin) {
    writer_.Add(tags::kEncryptedAttributesSequence, begin,
                Change::Kind::kAdded);
  }
}

}  // namespace dcmscrub
