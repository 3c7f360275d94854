#include "kernels/scrub/apply.h"

#include "kernels/clean/dummy_writer.h"
#include "kernels/clean/value_ops.h"
#include "kernels/core/dictionary.h"
#include "kernels/core/text.h"
#include "kernels/identity/date_ops.h"
#include "kernels/scrub/computed_value.h"
#include "kernels/scrub/marks.h"

namespace dcmscrub {
namespace {

Change::Kind KindOf(Action action) {
  return action == Action::kShift ? Change::Kind::kShifted
                                  : Change::Kind::kCleaned;
}

}  // namespace

std::uint32_t Applier::Apply(std::uint32_t i, const Decision& decision) {
  if (decision.kind != Decision::Kind::kVerdict) {
    return ApplyWithoutRules(i, decision);
  }
  const Found& found = decision.found;
  writer_.set_statement(found.statement);
  if (found.verdict.action == Action::kRemove) return writer_.Remove(i);
  const Element& element = elements_[i];
  const Ruled on = {i, element, RuleOf(element, found), found};
  switch (found.verdict.action) {
    case Action::kEmpty:
      if (found.given_up && element.value_length != 0) {
        notes_.warnings.Add(Warning::kUnreadValue);
      }
      return Empty(on, Change::Kind::kEmptied);
    case Action::kDummy:
      return PutDummy(on, found.verdict.dummy, Change::Kind::kReplaced);
    case Action::kPatientId:
    case Action::kPatientName:
      return PutPseudonym(on);
    case Action::kCompute:
      return PutComputed(on);
    case Action::kKeep:
      if (MayBeNoted(on)) NoteKept(on);
      break;
    case Action::kRemove:
    case Action::kUid:
    case Action::kShift:
    case Action::kCapAge:
    case Action::kClean:
      break;
  }
  return element.has(Element::kContainer) ? ApplyToSequence(on)
                                          : ApplyToValue(on);
}

std::uint32_t Applier::ApplyWithoutRules(std::uint32_t i,
                                         const Decision& decision) {
  writer_.set_statement(Change::kNoStatement);
  switch (decision.kind) {
    case Decision::Kind::kVerdict:
      break;
    case Decision::Kind::kRemove:
      return writer_.Remove(i);
    case Decision::Kind::kGoIn:
      writer_.RewriteItem(i);
      return i + 1;
    case Decision::Kind::kFillIn:
      return writer_.Put(i, Vr::kUI, decision.uid->view(),
                         Change::Kind::kReplaced);
    case Decision::Kind::kMark:
      return AddToMark(i);
    case Decision::Kind::kSayUtf8:
      return writer_.Put(i, Vr::kCS, ScrubJob::kUtf8Term,
                         Change::Kind::kRepaired);
  }
  return i + 1;
}

const Rule& Applier::Unlisted(const Element& element, const Found& found) {
  unlisted_.tag = element.tag;
  unlisted_.vr = found.vr != Vr::kNone     ? found.vr
                 : element.vr != Vr::kNone ? element.vr
                                           : Vr::kUN;
  return unlisted_;
}

std::uint32_t Applier::ApplyToSequence(const Ruled& on) {
  const Action action = on.verdict().action;
  tools_.verdicts.Enter(on.i, action);
  // Content stays present (PS3.15 E.3.4), if only to say that it went.
  if (action == Action::kClean && tools_.verdicts.AllItemsGo(on.i)) {
    return PutDummy(on, on.verdict().dummy, Change::Kind::kReplaced);
  }
  writer_.RewriteSequence(on.i);
  return on.i + 1;
}

// Of what stays, if not as it is.
std::uint32_t Applier::ApplyToValue(const Ruled& on) {
  if (tools_.verdicts.IsUnreadSequence(on.element, on.rule.vr)) {
    return writer_.Remove(on.i);
  }
  if (on.verdict().action == Action::kKeep) return KeepLeaf(on);
  if (on.verdict().action == Action::kUid) return PutMappedUids(on);
  return PutChanged(on);
}

// What an option or a statement has stay though PS3.15 has it go. Its value is
// no secret then, wherever else it stands.
void Applier::NoteKept(const Ruled& on) {
  const Tag tag = on.element.tag;
  if (job_.rules.keeps_unlisted) return;
  if (tag.is_private()) {
    if (!tag.is_private_creator()) {
      writer_.NoteChange(tag, Change::Kind::kKept);
    }
    return;
  }
  if (StaysAnyway(on.rule)) return;
  writer_.NoteChange(tag, Change::Kind::kKept);
  if (!on.element.has(Element::kContainer)) notes_.spared.push_back(on.i);
}

std::uint32_t Applier::AddToMark(std::uint32_t i) {
  const Element& element = elements_[i];
  if (element.tag == tags::kDeidentificationMethodCodeSequence) {
    return ExtendMethodCodes(i);
  }
  tools_.text.clear();
  if (element.tag == tags::kDeidentificationMethod) ReadMethod(i);
  const std::uint64_t begin = arena().size();
  const std::size_t seal = AppendMark(arena(), element.tag, job_.rules,
                                      tools_.text, writer_.EncodingOf(element));
  if (seal == kNoSeal) {
    return writer_.PutElement(i, begin, Change::Kind::kReplaced, true);
  }
  notes_.seal_place = seal;
  return writer_.PutUnfinished(i, begin, Change::Kind::kReplaced);
}

// What others wrote into (0012,0063), in words that ours can stand beside.
void Applier::ReadMethod(std::uint32_t i) {
  std::string& method = tools_.text;
  if (job_.to_utf8 || tools_.remover.active()) {
    job_.object.AppendText(i, method);
  }
  if (tools_.remover.TakeOutOf({Vr::kLO}, method)) {
    if (!IsPlainAscii(method)) method.clear();
  } else if (!job_.to_utf8) {
    method = job_.Text(i);
  }
}

// PS3.15 E.1.1: who de-identifies again adds to what is said already.
std::uint32_t Applier::ExtendMethodCodes(std::uint32_t i) {
  tools_.verdicts.Enter(i, Action::kKeep);
  writer_.RewriteSequence(i);
  const std::uint64_t begin = arena().size();
  for (const MarkTable::Code& code : job_.rules.marks.method_codes) {
    if (!HasCode(i, code.value)) {
      AppendMethodCode(arena(), code, writer_.EncodingOf(elements_[i]));
    }
  }
  writer_.Append(i, begin, Change::Kind::kReplaced);
  return i + 1;
}

bool Applier::HasCode(std::uint32_t sequence, std::string_view value) const {
  for (std::uint32_t i = sequence + 1; i < elements_[sequence].next; ++i) {
    if (elements_[i].tag == tags::kCodeValue && job_.Text(i) == value) {
      return true;
    }
  }
  return false;
}

// The VR of a value that is written anew: the dictionary's, unless that
// leaves a choice which the file has made.
Vr Applier::TargetVr(const Ruled& on) {
  const bool chosen =
      on.element.written_vr != Vr::kNone && on.element.written_vr != Vr::kUN;
  return chosen && DictionaryVrIsAmbiguous(on.element.tag)
             ? on.element.written_vr
             : on.rule.vr;
}

std::uint32_t Applier::Empty(const Ruled& on, Change::Kind kind) {
  const Vr vr = TargetVr(on);
  if (vr == Vr::kNone) return writer_.Remove(on.i);
  return writer_.Put(on.i, vr, {}, kind);
}

std::uint32_t Applier::PutDummy(const Ruled& on, std::uint16_t number,
                                Change::Kind kind) {
  const Vr vr = TargetVr(on);
  const Dummy* const dummy =
      number == 0 ? nullptr : &job_.rules.dummies.values[number];
  if (vr == Vr::kUN || vr == Vr::kNone) return writer_.Remove(on.i);
  const std::uint64_t begin = arena().size();
  AppendDummy(arena(), job_.rules, on.rule, dummy, vr,
              job_.input.facts.mime_type, writer_.EncodingOf(on.element));
  return writer_.PutValue(on.i, vr, begin, kind);
}

std::uint32_t Applier::EmptyOrDummy(const Ruled& on) {
  const Verdict& verdict = on.verdict();
  return verdict.required ? PutDummy(on, verdict.dummy, Change::Kind::kReplaced)
                          : Empty(on, Change::Kind::kEmptied);
}

// Patient ID and Patient's Name, at the top level or in an item, from the
// Patient ID that stands in the same place.
std::uint32_t Applier::PutPseudonym(const Ruled& on) {
  if (on.element.value_length == 0) return KeepLeaf(on);
  ShortText pseudonym = ids_.pseudonym;
  if (on.element.parent != kNoElement) {
    const bool is_name = on.verdict().action == Action::kPatientName;
    tools_.patient.Read(
        {SiblingText(on.i, tags::kPatientId),
         SiblingText(on.i, tags::kIssuerOfPatientId),
         is_name ? SiblingText(on.i, tags::kPatientName) : std::string_view(),
         job_.object.CharacterSetOf(on.i)},
        job_.object.codec());
    pseudonym = job_.identity.Pseudonym(tools_.patient);
  }
  return writer_.Put(on.i, TargetVr(on), pseudonym.view(),
                     Change::Kind::kReplaced);
}

// The text of `tag` in the item that holds element i.
std::string_view Applier::SiblingText(std::uint32_t i, Tag tag) const {
  const std::uint32_t at = job_.object.FindIn(elements_[i].parent, tag);
  return at == kNoElement ? std::string_view() : job_.Text(at);
}

std::uint32_t Applier::PutMappedUids(const Ruled& on) {
  if (on.element.value_length == 0) return KeepLeaf(on);
  const Vr vr = on.rule.vr == Vr::kUN ? Vr::kUI : on.rule.vr;
  if (!Traits(vr).text) return PutDummy(on, 0, Change::Kind::kReplaced);
  const std::uint64_t begin = arena().size();
  // A value that was not loaded is far longer than any UID: no reference
  // can point to it, so that any new UID will do.
  const std::string_view text = on.element.has(Element::kLoaded)
                                    ? job_.Text(on.i)
                                    : std::string_view("0");
  if (!AppendMappedUids(arena(), text, job_.identity, tools_.uids)) {
    notes_.warnings.Add(Warning::kInvalidUid);
  }
  return writer_.PutValue(on.i, vr, begin, Change::Kind::kUidMapped);
}

// Text that is made another: moved, capped, cleaned. Where that cannot be, as
// little stays as may.
std::uint32_t Applier::PutChanged(const Ruled& on) {
  if (on.element.value_length == 0) return KeepLeaf(on);
  const Action action = on.verdict().action;
  const Vr vr = TargetVr(on);
  if (action == Action::kClean) {
    if (vr == Vr::kUI) return PutMappedUids(on);
    // Numbers alone tell little; bytes may tell anything.
    if (!Traits(vr).text && Traits(vr).unit > 1) return KeepLeaf(on);
  }
  if (action == Action::kCapAge && !IsLegalAge(job_.Text(on.i))) {
    notes_.warnings.Add(Warning::kMalformedAge);
  }
  const std::uint64_t begin = arena().size();
  switch (ChangeText(on, vr)) {
    case TextChanger::Result::kSame:
      return KeepLeaf(on);
    case TextChanger::Result::kChanged:
      break;
    case TextChanger::Result::kBad:
      arena().resize(begin);
      notes_.warnings.Add(action == Action::kShift    ? Warning::kMalformedDate
                          : action == Action::kCapAge ? Warning::kMalformedAge
                                                      : Warning::kUnreadValue);
      return EmptyOrDummy(on);
  }
  TakeOutOfChanged(on, vr, begin);
  if (arena().size() == begin) return EmptyOrDummy(on);
  return writer_.PutValue(on.i, vr, begin, KindOf(action));
}

TextChanger::Result Applier::ChangeText(const Ruled& on, Vr vr) {
  switch (on.verdict().action) {
    case Action::kShift:
      return tools_.texts.Shift(on.i, vr, ids_.date_offset, arena());
    case Action::kCapAge:
      return vr == Vr::kAS ? tools_.texts.CapAge(on.i, arena())
                           : TextChanger::Result::kBad;
    case Action::kClean:
      return Traits(vr).text ? tools_.texts.Clean(
                                   on.i, vr, job_.CharacterSetOf(on.i), arena())
                             : TextChanger::Result::kBad;
    case Action::kKeep:
    case Action::kRemove:
    case Action::kEmpty:
    case Action::kDummy:
    case Action::kUid:
    case Action::kPatientId:
    case Action::kPatientName:
    case Action::kCompute:
      break;
  }
  return TextChanger::Result::kBad;
}

// What a cleaner left, in the arena from `begin` on.
void Applier::TakeOutOfChanged(const Ruled& on, Vr vr, std::uint64_t begin) {
  if (!tools_.remover.active() || !IsFreeText(vr) || on.rule.may_hold_residue) {
    return;
  }
  const std::string_view set = job_.CharacterSetOf(on.i);
  std::string& text = tools_.text;
  text.clear();
  job_.object.codec().Decode(set, vr, AsText(Bytes(arena()).subspan(begin)),
                             text);
  if (!tools_.remover.TakeOutOf({vr, on.rule.wording}, text)) return;
  arena().resize(begin);
  if (ResidueRemover::IsBlank(text)) return;
  if (tools_.texts.Write(vr, text, set, writer_.EncodingOf(on.element).order,
                         arena()) != TextChanger::Result::kChanged) {
    arena().resize(begin);
  }
}

std::uint32_t Applier::PutComputed(const Ruled& on) {
  tools_.text.clear();
  Error error = Error::kOk;
  switch (job_.rules.site.program->Compute(on.found.statement, job_.object,
                                           on.i, job_.identity, tools_.text)) {
    case SiteRules::Outcome::kText:
      return PutComputedText(on);
    case SiteRules::Outcome::kKeep:
      if (!on.element.has(Element::kContainer)) return KeepLeaf(on);
      tools_.verdicts.Enter(on.i, Action::kKeep);
      writer_.RewriteSequence(on.i);
      return on.i + 1;
    case SiteRules::Outcome::kRemove:
      return writer_.Remove(on.i);
    case SiteRules::Outcome::kEmpty:
      return Empty(on, Change::Kind::kEmptied);
    case SiteRules::Outcome::kDummy:
      return PutDummy(on, on.verdict().dummy, Change::Kind::kReplaced);
    case SiteRules::Outcome::kLookupMiss:
      error = Error::kLookupMiss;
      break;
    case SiteRules::Outcome::kBadValue:
      error = Error::kBadRuleValue;
      break;
  }
  notes_.Fail(error, on.element.tag, on.element.offset, on.found.statement);
  return on.element.next;
}

std::uint32_t Applier::PutComputedText(const Ruled& on) {
  const Element& element = on.element;
  const Vr vr = TargetVr(on);
  const bool constant = job_.rules.site.statements[on.found.statement].constant;
  const bool stays = StaysWithin(on);
  if (!constant && !stays && !on.rule.may_hold_residue) {
    tools_.remover.TakeOutOf({vr, on.rule.wording}, tools_.text);
  }
  const std::uint64_t begin = arena().size();
  if (!AppendComputed(job_,
                      {.utf8 = tools_.text,
                       .vr = vr,
                       .prose = on.rule.prose,
                       .character_set = job_.CharacterSetOf(on.i),
                       .order = writer_.EncodingOf(element).order,
                       .statement = on.found.statement,
                       .tag = element.tag,
                       .offset = element.offset},
                      tools_.texts, arena(), notes_)) {
    return element.next;
  }
  if (element.parent == kNoElement && element.tag == tags::kPatientId) {
    ids_.patient = ShortText(tools_.text);
  }
  if (stays) notes_.spared.push_back(on.i);
  return writer_.PutValue(on.i, vr, begin, Change::Kind::kComputed, !stays);
}

// Whether a statement only added to the value.
bool Applier::StaysWithin(const Ruled& on) const {
  if (on.rule.identifier == IdentifierKind::kNone) return false;
  tools_.original.clear();
  return job_.object.AppendText(on.i, tools_.original) &&
         tools_.text.find(tools_.original) != std::string::npos;
}

}  // namespace dcmscrub
