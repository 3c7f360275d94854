#include "kernels/scrub/decide.h"

#include "kernels/core/uid.h"

namespace dcmscrub {
namespace {

using Kind = Decision::Kind;

// Groups that have no place in a data set: of commands, of the file meta
// information (which such an element would run into), of directories, and the
// odd ones that no one may use (PS3.5 7.8.1).
bool IsIllegalGroup(Tag tag) {
  const std::uint16_t group = tag.group();
  return group <= 0x0007 || group == 0xFFFF;
}

bool IsMark(Tag tag) { return std::ranges::find(kMarks, tag) != kMarks.end(); }

// Whether DecideTopLevel may have to say something: a quick no for most.
bool MayBeSpecial(Tag tag) {
  const std::uint16_t group = tag.group();
  return group == 0x0008   ? tag.element() <= 0x0018
         : group == 0x0012 ? tag.element() >= 0x0062
         : group == 0x0020
             ? tag == tags::kStudyInstanceUid || tag == tags::kSeriesInstanceUid
             : tag.value == 0x00280303;
}

}  // namespace

void Decider::Decide(std::uint32_t i, Decision& decision) {
  if (DecideWithoutRules(i, decision)) return;
  decision.kind = Kind::kVerdict;
  verdicts_.FindInto(i, decision.found);
  if (decision.found.verdict.action == Action::kRemove) {
    NoteRemoval(elements_[i], decision.found.verdict);
  }
}

bool Decider::DecideWithoutRules(std::uint32_t i, Decision& decision) {
  const Element& element = elements_[i];
  const auto decide = [&](Kind kind) {
    decision.kind = kind;
    return true;
  };
  if (element.is_item()) {
    return decide(verdicts_.EnterItem(i) ? Kind::kRemove : Kind::kGoIn);
  }
  if (element.tag.is_group_length()) {
    warnings_.Add(Warning::kGroupLengths);
    return decide(Kind::kRemove);
  }
  if (IsIllegalGroup(element.tag)) {
    warnings_.Add(Warning::kIllegalGroup);
    return decide(Kind::kRemove);
  }
  if (duplicates_.any() && duplicates_.Contains(i)) {
    return decide(Kind::kRemove);
  }
  if (element.parent == kNoElement && MayBeSpecial(element.tag) &&
      DecideTopLevel(i, decision)) {
    return true;
  }
  return job_.to_utf8 && element.tag == tags::kSpecificCharacterSet &&
         decide(Kind::kSayUtf8);
}

// The few elements of the top level that no rule decides about.
bool Decider::DecideTopLevel(std::uint32_t i, Decision& decision) {
  const Element& element = elements_[i];
  // An identifier that is empty, padding aside, or far too long to be one.
  const auto fill_in = [&](const ShortText& uid) {
    decision.kind = Kind::kFillIn;
    decision.uid = &uid;
    return !uid.empty() && FirstUid(job_.Text(i)).empty();
  };
  switch (element.tag.value) {
    case tags::kSpecificCharacterSet.value:
      present_.character_set = true;
      return false;
    case tags::kSopClassUid.value:
      present_.sop_class = true;
      return fill_in(ids_.sop_class);
    case tags::kSopInstanceUid.value:
      present_.sop_instance = true;
      return fill_in(ids_.sop_instance);
    case tags::kStudyInstanceUid.value:
      present_.study = true;
      return fill_in(ids_.study);
    case tags::kSeriesInstanceUid.value:
      present_.series = true;
      return fill_in(ids_.series);
    default:
      break;
  }
  if (job_.rules.keeps_unlisted || !IsMark(element.tag)) return false;
  const bool holds_codes =
      element.tag == tags::kDeidentificationMethodCodeSequence;
  if (holds_codes && !element.has(Element::kContainer)) {
    decision.kind = Kind::kRemove;
    return true;
  }
  present_.marks |= Present::Bit(element.tag);
  decision.kind = Kind::kMark;
  return true;
}

void Decider::NoteRemoval(const Element& element, const Verdict& verdict) {
  if (element.tag.group() == 0xFFFC) {
    warnings_.Add(Warning::kTrailingPadding);
  } else if (verdict.rule == nullptr && !element.tag.is_private()) {
    warnings_.Add(Warning::kUnknownElement);
  }
}

}  // namespace dcmscrub
