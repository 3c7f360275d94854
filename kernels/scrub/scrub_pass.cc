#include "kernels/scrub/scrub_pass.h"

#include <algorithm>

#include "kernels/clean/value_ops.h"
#include "kernels/core/element_writer.h"
#include "kernels/core/text.h"
#include "kernels/match/tag_matcher.h"
#include "kernels/scrub/marks.h"
#include "kernels/scrub/seal.h"

namespace dcmscrub {
namespace {

constexpr Tag kEncryptedAttributesSequence{0x0400, 0x0500};

// Groups that have no place in a data set: of commands, of the file meta
// information (which such an element would run into), of directories, and the
// odd ones that no one may use (PS3.5 7.8.1).
bool IsIllegalGroup(Tag tag) {
  const std::uint16_t group = tag.group();
  return group <= 0x0007 || group == 0xFFFF;
}

bool IsMark(Tag tag) { return std::ranges::find(kMarks, tag) != kMarks.end(); }

// Adds to a bit set of marks.
unsigned MarkBit(Tag tag) {
  return 1u << (std::ranges::find(kMarks, tag) - kMarks.begin());
}

// Whether DecideTopLevel may have to say something: a quick no for most.
bool MayBeSpecial(Tag tag) {
  const std::uint16_t group = tag.group();
  return group == 0x0008   ? tag.element() <= 0x0018
         : group == 0x0012 ? tag.element() >= 0x0062
                           : tag.value == 0x00280303;
}

}  // namespace

ScrubPass::ScrubPass(Scrubber& scrubber, const ScrubInput& input,
                     const RuleTable& rules, const Identity& identity,
                     EditList& edits,
                     const std::span<const std::uint32_t>* telling,
                     bool to_utf8)
    : s_(scrubber),
      input_(input),
      rules_(rules),
      identity_(identity),
      edits_(edits),
      arena_(edits.arena()),
      elements_(input.index->elements()),
      object_(*input.index, input.memory, input.facts, scrubber.codec_),
      target_(input.make_explicit ? kExplicitLittle : input.index->encoding()),
      telling_(telling),
      to_utf8_(to_utf8),
      seal_place_(kNoSeal) {}

Fault ScrubPass::Run() {
  Prepare();
  if (KeepSealed()) {
    if (rules_.searches) SearchSealed();
    Finish();
    return fault_;
  }
  if (const Fault refused = Refuse()) return refused;
  if (const Fault judged = Judge()) return judged;
  PrepareIdentifiers();
  WritePrefix(sop_class_.view(), s_.sop_instance_.view());
  s_.duplicates_.Find(*input_.index);
  if (s_.duplicates_.any()) s_.warnings_.Add(Warning::kDuplicate);
  for (std::uint32_t i = 0; i < elements_.size();) i = Decide(i);
  if (!fault_ && !needs_utf8_) AddMissing();
  if (fault_ || needs_utf8_) return fault_;
  const Error error = s_.emitter_.Emit(*input_.index, s_.patches_, edits_);
  if (error == Error::kOk && seal_place_ != kNoSeal) {
    WriteSeal(identity_.seal(), rules_.policy_fingerprint, *input_.index,
              input_.memory, s_.data_set_begin_, seal_place_, edits_);
  }
  Finish();
  return {error, Tag(), 0, 0};
}

void ScrubPass::Finish() {
  const bool asked = rules_.searches || input_.names;
  if (asked && !takes_out()) s_.residue_.Gather(object_, identity_);
  s_.searches_ = rules_.searches && s_.residue_.any();
}

std::uint32_t ScrubPass::Decide(std::uint32_t i) {
  const Element& element = elements_[i];
  statement_ = Change::kNoStatement;
  if (element.is_item()) {
    return s_.verdicts_.EnterItem(i) ? Remove(i) : i + 1;
  }
  if (element.tag.is_group_length()) {
    s_.warnings_.Add(Warning::kGroupLengths);
    return Remove(i);
  }
  if (IsIllegalGroup(element.tag)) {
    s_.warnings_.Add(Warning::kIllegalGroup);
    return Remove(i);
  }
  if (s_.duplicates_.any() && s_.duplicates_.Contains(i)) return Remove(i);
  if (element.parent == kNoElement && MayBeSpecial(element.tag)) {
    bool decided = false;
    const std::uint32_t next = DecideTopLevel(i, decided);
    if (decided) return next;
  }
  if (to_utf8_ && element.tag == tags::kSpecificCharacterSet) {
    const std::uint64_t begin = arena_.size();
    AppendElement(arena_, element.tag, Vr::kCS, "ISO_IR 192",
                  EncodingOf(element));
    return Replace(i, begin, Change::Kind::kRepaired);
  }
  Found found;
  s_.verdicts_.FindInto(i, found);
  statement_ = found.statement;
  if (found.verdict.action == Action::kRemove) {
    NoteRemoval(element, found.verdict);
    return Remove(i);
  }
  return Apply(i, found);
}

// The few elements of the top level that no rule decides about.
std::uint32_t ScrubPass::DecideTopLevel(std::uint32_t i, bool& decided) {
  decided = true;
  switch (elements_[i].tag.value) {
    case tags::kSpecificCharacterSet.value:
      has_character_set_ = true;
      break;
    case tags::kSopClassUid.value:
      has_sop_class_ = true;
      if (FirstUid(Text(i)).empty()) return FillIn(i, sop_class_);
      break;
    case tags::kSopInstanceUid.value:
      has_sop_instance_ = true;
      if (FirstUid(Text(i)).empty()) return FillIn(i, s_.sop_instance_);
      break;
    default:
      if (!rules_.keeps_unlisted && IsMark(elements_[i].tag)) {
        return DecideMark(i);
      }
  }
  decided = false;
  return i;
}

// An identifier that is there but empty, padding aside, or far too long to
// be one.
std::uint32_t ScrubPass::FillIn(std::uint32_t i, const ShortText& uid) {
  const std::uint64_t begin = arena_.size();
  AppendElement(arena_, elements_[i].tag, Vr::kUI, uid.view(),
                EncodingOf(elements_[i]));
  return Replace(i, begin, Change::Kind::kReplaced);
}

void ScrubPass::NoteRemoval(const Element& element, const Verdict& verdict) {
  if (element.tag.group() == 0xFFFC) {
    s_.warnings_.Add(Warning::kTrailingPadding);
  } else if (verdict.rule == nullptr && !element.tag.is_private()) {
    s_.warnings_.Add(Warning::kUnknownElement);
  }
}

std::uint32_t ScrubPass::Apply(std::uint32_t i, const Found& found) {
  const Element& element = elements_[i];
  const Verdict& verdict = found.verdict;
  if (verdict.rule == nullptr) {
    unlisted_.tag = element.tag;
    unlisted_.vr = found.vr != Vr::kNone     ? found.vr
                   : element.vr != Vr::kNone ? element.vr
                                             : Vr::kUN;
  }
  const Rule& rule = verdict.rule == nullptr ? unlisted_ : *verdict.rule;
  verdict_ = &verdict;
  if (verdict.action == Action::kKeep) NoteKept(i, rule, found);
  switch (verdict.action) {
    case Action::kRemove:
      return Remove(i);
    case Action::kEmpty:
      return Empty(i, rule);
    case Action::kDummy:
      return PutDummy(i, rule, verdict.dummy);
    case Action::kPatientId:
    case Action::kPatientName:
      return PutPseudonym(i, rule, verdict.action);
    case Action::kCompute:
      return PutComputed(i, rule, found);
    case Action::kKeep:
    case Action::kUid:
    case Action::kShift:
    case Action::kCapAge:
    case Action::kClean:
      break;
  }
  if (element.has(Element::kContainer)) {
    s_.verdicts_.Enter(i, verdict.action);
    // Content stays present (PS3.15 E.3.4), if only to say that it went.
    if (verdict.action == Action::kClean && s_.verdicts_.AllItemsGo(i)) {
      return PutDummy(i, rule, verdict.dummy);
    }
    RewriteSequence(i);
    return i + 1;
  }
  // A sequence that cannot be read cannot be vouched for.
  const bool own_business =
      rules_.keeps_unlisted && element.tag.is_private() && rule.vr != Vr::kSQ;
  if ((element.has(Element::kOpaque) && !own_business) || rule.vr == Vr::kSQ) {
    return Remove(i);
  }
  if (verdict.action == Action::kKeep) return KeepLeaf(i, rule);
  if (verdict.action == Action::kUid) return PutMappedUids(i, rule);
  return PutChanged(i, rule, verdict);
}

// One that stays as it is, but for what it holds.
std::uint32_t ScrubPass::EnterSequence(std::uint32_t i) {
  s_.verdicts_.Enter(i, Action::kKeep);
  RewriteSequence(i);
  return i + 1;
}

void ScrubPass::RewriteSequence(std::uint32_t i) {
  const Element& element = elements_[i];
  // UN that held a sequence becomes one, now that its items will be in the
  // encoding of the data set.
  const bool un_as_sequence =
      element.written_vr == Vr::kUN && target_.order == ByteOrder::kLittle;
  if (un_as_sequence || NeedsNewHeader(element)) Rewrite(i, Vr::kSQ);
}

// Marks that stand in the input already.
std::uint32_t ScrubPass::DecideMark(std::uint32_t i) {
  const Element& element = elements_[i];
  if (element.tag == tags::kDeidentificationMethodCodeSequence) {
    return ExtendMethodCodes(i);
  }
  seen_marks_ |= MarkBit(element.tag);
  s_.computed_.clear();
  if (element.tag == tags::kDeidentificationMethod) {
    if (to_utf8_ || takes_out()) {
      object_.AppendText(i, s_.computed_);
    } else {
      s_.computed_ = Text(i);
    }
    // What others wrote there, in words that ours can stand beside.
    if (takes_out() && TakeOutOf(Vr::kLO, s_.computed_) &&
        !IsPlainAscii(s_.computed_)) {
      s_.computed_.clear();
    }
  }
  const std::uint64_t begin = arena_.size();
  const std::size_t seal = AppendMark(arena_, element.tag, rules_, s_.computed_,
                                      EncodingOf(element));
  if (seal == kNoSeal) return Replace(i, begin, Change::Kind::kReplaced);
  seal_place_ = seal;
  s_.patches_.Replace(i, begin, arena_.size() - begin);
  NoteChange(element.tag, Change::Kind::kReplaced);
  return element.next;
}

// PS3.15 E.1.1: who de-identifies again adds to what is said already.
std::uint32_t ScrubPass::ExtendMethodCodes(std::uint32_t i) {
  const Element& element = elements_[i];
  if (!element.has(Element::kContainer)) return Remove(i);
  seen_marks_ |= MarkBit(element.tag);
  s_.verdicts_.Enter(i, Action::kKeep);
  RewriteSequence(i);
  const std::uint64_t begin = arena_.size();
  for (const RuleTable::Code& code : rules_.method_codes) {
    if (!HasCode(i, code.value)) {
      AppendMethodCode(arena_, code, EncodingOf(element));
    }
  }
  if (arena_.size() == begin) return i + 1;
  s_.patches_.Append(i, begin, arena_.size() - begin);
  NoteChange(element.tag, Change::Kind::kReplaced);
  return i + 1;
}

bool ScrubPass::HasCode(std::uint32_t sequence, std::string_view value) const {
  for (std::uint32_t i = sequence + 1; i < elements_[sequence].next; ++i) {
    if (elements_[i].tag == tags::kCodeValue && Text(i) == value) return true;
  }
  return false;
}

void ScrubPass::AddMissing() {
  if (to_utf8_ && !has_character_set_) {
    const std::uint64_t begin = arena_.size();
    AppendElement(arena_, tags::kSpecificCharacterSet, Vr::kCS, "ISO_IR 192",
                  target_);
    Add(tags::kSpecificCharacterSet, begin, Change::Kind::kAdded);
  }
  if (!has_sop_class_) AddUid(tags::kSopClassUid, sop_class_);
  if (!has_sop_instance_) AddUid(tags::kSopInstanceUid, s_.sop_instance_);
  if (!rules_.keeps_unlisted) AddMarks();
  if (!rules_.sets.empty()) AddSets();
  if (rules_.recipients != nullptr) AddOriginals();
  s_.patches_.Settle();
}

void ScrubPass::AddMarks() {
  for (const Tag tag : kMarks) {
    if ((seen_marks_ & MarkBit(tag)) != 0) continue;
    if (tag == tags::kDeidentificationMethodCodeSequence &&
        rules_.method_codes.empty()) {
      continue;
    }
    const std::uint64_t begin = arena_.size();
    const std::size_t seal = AppendMark(arena_, tag, rules_, "", target_);
    if (seal != kNoSeal) seal_place_ = seal;
    Add(tag, begin, Change::Kind::kAdded);
  }
}

// Of several statements for one attribute, the first that holds.
void ScrubPass::AddSets() {
  Tag done;
  for (const RuleTable::SetRule& set : rules_.sets) {
    const SiteStatement& statement = rules_.statements[set.statement];
    if (set.tag == done || !s_.site_.Holds(statement.condition) ||
        object_.Find(set.tag) != kNoElement || IsYielded(set)) {
      continue;
    }
    s_.computed_.clear();
    const SiteRules::Outcome outcome = rules_.site->Compute(
        set.statement, object_, kNoElement, identity_, s_.computed_);
    if (outcome == SiteRules::Outcome::kLookupMiss) {
      return Fail(Error::kLookupMiss, set.tag, 0, set.statement);
    }
    if (outcome == SiteRules::Outcome::kBadValue) {
      return Fail(Error::kBadRuleValue, set.tag, 0, set.statement);
    }
    done = set.tag;
    if (outcome != SiteRules::Outcome::kText &&
        outcome != SiteRules::Outcome::kEmpty) {
      continue;
    }
    const Rule* const rule = FindRule(rules_, set.tag);
    const bool may_hold = rule != nullptr && rule->may_hold_residue;
    if (takes_out() && !statement.constant && !may_hold) {
      TakeOutOf(set.vr, s_.computed_);
    }
    const std::uint64_t begin = arena_.size();
    if (!WriteComputed(set.vr, input_.facts.character_set, target_.order,
                       set.tag, 0, set.statement)) {
      return;
    }
    PutHeaderBefore(arena_, begin, set.tag, set.vr, target_);
    Add(set.tag, begin, Change::Kind::kComputed);
  }
}

// Whether an earlier statement decides about the attribute.
bool ScrubPass::IsYielded(const RuleTable::SetRule& set) const {
  const Rule* const rule = FindRule(rules_, set.tag);
  return rule != nullptr && StatementIfAdded(*rule) != set.statement;
}

void ScrubPass::AddUid(Tag tag, const ShortText& uid) {
  const std::uint64_t begin = arena_.size();
  AppendElement(arena_, tag, Vr::kUI, uid.view(), target_);
  Add(tag, begin, Change::Kind::kAdded);
}

// Whatever was removed or replaced, as whole attributes of the top level.
void ScrubPass::AddOriginals() {
  s_.originals_.clear();
  for (const Patch& patch : s_.patches_.patches()) {
    if (patch.kind == Patch::Kind::kRewrite) continue;
    // Patches ascend: this one may lie in the attribute that is noted already.
    if (!s_.originals_.empty() &&
        patch.element < elements_[s_.originals_.back()].next) {
      continue;
    }
    std::uint32_t top = patch.element;
    while (elements_[top].parent != kNoElement) top = elements_[top].parent;
    s_.originals_.push_back(top);
  }
  const std::uint64_t begin = arena_.size();
  const Error error =
      s_.encrypter_.Append(*input_.index, input_.memory, s_.originals_,
                           *rules_.recipients, target_, arena_);
  if (error != Error::kOk) return Fail(error, Tag(), 0);
  if (arena_.size() != begin) {
    Add(kEncryptedAttributesSequence, begin, Change::Kind::kAdded);
  }
}

void ScrubPass::Add(Tag tag, std::uint64_t begin, Change::Kind kind) {
  s_.patches_.Add(tag, begin, arena_.size() - begin);
  NoteChange(tag, kind);
}

// The first reason counts.
void ScrubPass::Fail(Error error, Tag tag, std::uint64_t offset,
                     std::uint64_t detail) {
  if (!fault_) fault_ = {error, tag, offset, detail};
}

}  // namespace dcmscrub
