// What becomes of a single element: see scrub_pass.h.
#include <algorithm>

#include "kernels/clean/cut_text.h"
#include "kernels/clean/dummy_writer.h"
#include "kernels/clean/value_ops.h"
#include "kernels/core/dictionary.h"
#include "kernels/core/element_writer.h"
#include "kernels/core/text.h"
#include "kernels/scrub/scrub_pass.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kUtf8Term = "ISO_IR 192";

// Whether a value of `vr` that is too long to be loaded must be overlong. Not
// so for lists of numbers and unlimited text.
bool IsAlwaysShort(Vr vr) {
  const VrTraits& traits = Traits(vr);
  return traits.text && traits.max_length != 0 && vr != Vr::kDS &&
         vr != Vr::kIS;
}

// The VR of a value that is written anew: the dictionary's, unless that
// leaves a choice which the file has made.
Vr TargetVr(const Element& element, const Rule& rule) {
  const bool chosen =
      element.written_vr != Vr::kNone && element.written_vr != Vr::kUN;
  if (chosen && DictionaryVrIsAmbiguous(element.tag)) {
    return element.written_vr;
  }
  return rule.vr;
}

// Whether what stood there is gone. What a statement computed may hold it.
bool TakesOut(Change::Kind kind) {
  return kind == Change::Kind::kEmptied || kind == Change::Kind::kReplaced ||
         kind == Change::Kind::kUidMapped || kind == Change::Kind::kShifted;
}

Change::Kind KindOf(Action action) {
  return action == Action::kShift ? Change::Kind::kShifted
                                  : Change::Kind::kCleaned;
}

}  // namespace

std::uint32_t ScrubPass::Empty(std::uint32_t i, const Rule& rule,
                               Change::Kind kind) {
  const Element& element = elements_[i];
  const Vr vr = TargetVr(element, rule);
  if (vr == Vr::kNone) return Remove(i);
  const std::uint64_t begin = arena_.size();
  AppendElement(arena_, element.tag, vr, Bytes(), EncodingOf(element));
  return Replace(i, begin, kind);
}

std::uint32_t ScrubPass::EmptyOrDummy(std::uint32_t i, const Rule& rule,
                                      const Verdict& verdict) {
  return verdict.required ? PutDummy(i, rule, verdict.dummy) : Empty(i, rule);
}

std::uint32_t ScrubPass::PutDummy(std::uint32_t i, const Rule& rule,
                                  std::uint16_t number, Change::Kind kind) {
  const Element& element = elements_[i];
  const Vr vr = TargetVr(element, rule);
  const Dummy* const dummy = number == 0 ? nullptr : &rules_.dummies[number];
  if (vr == Vr::kUN || vr == Vr::kNone) return Remove(i);
  const std::uint64_t begin = arena_.size();
  AppendDummy(arena_, rules_, rule, dummy, vr, input_.facts.mime_type,
              EncodingOf(element));
  PutHeaderBefore(arena_, begin, element.tag, vr, EncodingOf(element));
  return Replace(i, begin, kind);
}

// Patient ID and Patient's Name, at the top level or in an item, from the
// Patient ID that stands in the same place.
std::uint32_t ScrubPass::PutPseudonym(std::uint32_t i, const Rule& rule,
                                      Action action) {
  const Element& element = elements_[i];
  if (element.value_length == 0) return KeepLeaf(i, rule);
  ShortText pseudonym = s_.pseudonym_;
  if (element.parent != kNoElement) {
    const std::string_view name = SiblingText(i, tags::kPatientName);
    const std::string_view id = SiblingText(i, tags::kPatientId);
    pseudonym =
        Patient(id, SiblingText(i, tags::kIssuerOfPatientId),
                action == Action::kPatientName ? name : std::string_view());
  }
  const std::uint64_t begin = arena_.size();
  AppendElement(arena_, element.tag, TargetVr(element, rule), pseudonym.view(),
                EncodingOf(element));
  return Replace(i, begin, Change::Kind::kReplaced);
}

// The text of `tag` in the item that holds element i.
std::string_view ScrubPass::SiblingText(std::uint32_t i, Tag tag) const {
  const std::uint32_t at = object_.FindIn(elements_[i].parent, tag);
  return at == kNoElement ? std::string_view() : Text(at);
}

std::string_view ScrubPass::Text(std::uint32_t i) const {
  return TrimPadding(AsText(LoadedValue(elements_[i], input_.memory)));
}

// What text that is written for element i has to be in.
std::string_view ScrubPass::CharacterSetOf(std::uint32_t i) const {
  return to_utf8_ ? kUtf8Term : object_.CharacterSetOf(i);
}

std::uint32_t ScrubPass::PutMappedUids(std::uint32_t i, const Rule& rule) {
  const Element& element = elements_[i];
  if (element.value_length == 0) return KeepLeaf(i, rule);
  const Vr vr = rule.vr == Vr::kUN ? Vr::kUI : rule.vr;
  if (!Traits(vr).text) return PutDummy(i, rule, 0);
  const std::uint64_t begin = arena_.size();
  // A value that was not loaded is far longer than any UID: no reference
  // can point to it, so that any new UID will do.
  const std::string_view text =
      element.has(Element::kLoaded) ? Text(i) : std::string_view("0");
  if (!AppendMappedUids(arena_, text, identity_, s_.uids_)) {
    s_.warnings_.Add(Warning::kInvalidUid);
  }
  PutHeaderBefore(arena_, begin, element.tag, vr, EncodingOf(element));
  return Replace(i, begin, Change::Kind::kUidMapped);
}

// Text that is made another: moved, capped, cleaned. Where that cannot be, as
// little stays as may.
std::uint32_t ScrubPass::PutChanged(std::uint32_t i, const Rule& rule,
                                    const Verdict& verdict) {
  const Element& element = elements_[i];
  if (element.value_length == 0) return KeepLeaf(i, rule);
  const Vr vr = TargetVr(element, rule);
  if (verdict.action == Action::kClean) {
    if (vr == Vr::kUI) return PutMappedUids(i, rule);
    // Numbers alone tell little; bytes may tell anything.
    if (!Traits(vr).text && Traits(vr).unit > 1) return KeepLeaf(i, rule);
  }
  const std::uint64_t begin = arena_.size();
  switch (ChangeText(i, vr, verdict.action)) {
    case TextChanger::Result::kSame:
      return KeepLeaf(i, rule);
    case TextChanger::Result::kChanged:
      break;
    case TextChanger::Result::kBad:
      arena_.resize(begin);
      if (verdict.action == Action::kShift) {
        s_.warnings_.Add(Warning::kMalformedDate);
      }
      return EmptyOrDummy(i, rule, verdict);
  }
  if (takes_out()) TakeOutOfChanged(i, vr, rule, begin);
  if (arena_.size() == begin) return EmptyOrDummy(i, rule, verdict);
  PutHeaderBefore(arena_, begin, element.tag, vr, EncodingOf(element));
  return Replace(i, begin, KindOf(verdict.action));
}

TextChanger::Result ScrubPass::ChangeText(std::uint32_t i, Vr vr,
                                          Action action) {
  switch (action) {
    case Action::kShift:
      return s_.texts_.Shift(i, vr, s_.date_offset_, arena_);
    case Action::kCapAge:
      return vr == Vr::kAS ? s_.texts_.CapAge(i, arena_)
                           : TextChanger::Result::kBad;
    default:
      return Traits(vr).text ? s_.texts_.Clean(i, vr, CharacterSetOf(i), arena_)
                             : TextChanger::Result::kBad;
  }
}

std::uint32_t ScrubPass::PutComputed(std::uint32_t i, const Rule& rule,
                                     const Found& found) {
  const Element& element = elements_[i];
  const Vr vr = TargetVr(element, rule);
  s_.computed_.clear();
  switch (rules_.site->Compute(found.statement, object_, i, identity_,
                               s_.computed_)) {
    case SiteRules::Outcome::kText:
      break;
    case SiteRules::Outcome::kKeep:
      return element.has(Element::kContainer) ? EnterSequence(i)
                                              : KeepLeaf(i, rule);
    case SiteRules::Outcome::kRemove:
      return Remove(i);
    case SiteRules::Outcome::kEmpty:
      return Empty(i, rule);
    case SiteRules::Outcome::kDummy:
      return PutDummy(i, rule, found.verdict.dummy);
    case SiteRules::Outcome::kLookupMiss:
      Fail(Error::kLookupMiss, element.tag, element.offset, found.statement);
      return element.next;
    case SiteRules::Outcome::kBadValue:
      Fail(Error::kBadRuleValue, element.tag, element.offset, found.statement);
      return element.next;
  }
  const bool constant = rules_.statements[found.statement].constant;
  if (takes_out() && !constant && !rule.may_hold_residue) {
    TakeOutOf(vr, s_.computed_);
  }
  const std::uint64_t begin = arena_.size();
  if (!WriteComputed(vr, CharacterSetOf(i), EncodingOf(element).order,
                     element.tag, element.offset, found.statement)) {
    return element.next;
  }
  if (element.parent == kNoElement && element.tag == tags::kPatientId) {
    s_.patient_ = ShortText(s_.computed_);
  }
  PutHeaderBefore(arena_, begin, element.tag, vr, EncodingOf(element));
  if (StaysWithin(i, rule)) {
    if (!takes_out()) s_.residue_.NoteKept(i);
  } else {
    NoteTaken(i);
  }
  return Replace(i, begin, Change::Kind::kComputed);
}

// Whether a statement only added to the value.
bool ScrubPass::StaysWithin(std::uint32_t i, const Rule& rule) const {
  if (rule.identifier == IdentifierKind::kNone) return false;
  std::string original;
  return object_.AppendText(i, original) &&
         s_.computed_.find(original) != std::string::npos;
}

// Appends what a statement computed, cut to what the VR allows. false: it
// cannot stand there, or only after the object is turned to UTF-8.
bool ScrubPass::WriteComputed(Vr vr, std::string_view set, ByteOrder order,
                              Tag tag, std::uint64_t offset,
                              std::uint16_t statement) {
  const std::uint64_t begin = arena_.size();
  if (to_utf8_) set = kUtf8Term;
  if (s_.texts_.Write(vr, s_.computed_, set, order, arena_) ==
      TextChanger::Result::kBad) {
    if (Traits(vr).character_set && !to_utf8_) {
      needs_utf8_ = true;
    } else {
      Fail(Error::kBadRuleValue, tag, offset, statement);
    }
    return false;
  }
  if (MayBeOverlong(vr, arena_.size() - begin)) {
    const std::string written(AsText(Bytes(arena_).subspan(begin)));
    arena_.resize(begin);
    if (AppendCutText(arena_, vr, written, set, s_.codec_)) {
      s_.warnings_.Add(Warning::kOverlongValue);
    }
  }
  return true;
}

// What stays may still have to be put right.
std::uint32_t ScrubPass::KeepLeaf(std::uint32_t i, const Rule& rule) {
  const Element& element = elements_[i];
  if (element.tag == tags::kPixelData && element.parent == kNoElement) {
    return KeepPixelData(i, rule);
  }
  if (takes_out() && TakeOut(i, rule)) return element.next;
  if (!element.has(Element::kLoaded) && !IsPixelData(element.tag)) {
    s_.unread_.push_back(i);
  }
  return KeepValue(i, rule);
}

// Pixel Data is not looked at, but for what the header says of it.
std::uint32_t ScrubPass::KeepPixelData(std::uint32_t i, const Rule& rule) {
  const Element& element = elements_[i];
  const EmbeddedOverlays& overlays = input_.facts.overlays;
  const bool fragments = element.has(Element::kEncapsulated);
  if (fragments && !input_.syntax.encapsulated) {
    // Of a codec that nothing names.
    Fail(Error::kNoTransferSyntax, element.tag, element.offset);
  }
  if (!overlays.any) return KeepValue(i, rule);
  if (fragments || !overlays.clearable || element.value_length % 2 != 0 ||
      NeedsNewHeader(element)) {
    Fail(Error::kEmbeddedOverlay, element.tag, element.offset);
  }
  BitMask mask;
  Store(mask.keep.data(), static_cast<std::uint16_t>(~overlays.bits),
        element.encoding().order);
  s_.patches_.Mask(i, mask);
  NoteChange(element.tag, Change::Kind::kRepaired);
  return element.next;
}

std::uint32_t ScrubPass::KeepValue(std::uint32_t i, const Rule& rule) {
  const Element& element = elements_[i];
  const Vr vr = rule.vr;
  if (!element.has(Element::kLoaded) && IsAlwaysShort(vr)) {
    s_.warnings_.Add(Warning::kOverlongValue);
    return Empty(i, rule);
  }
  if (element.has(Element::kLoaded)) {
    if (vr == Vr::kUI && !LooksLikeUids(Text(i))) {
      return PutMappedUids(i, rule);
    }
    if (MayBeOverlong(vr, element.value_length) && CutText(i, vr)) {
      return element.next;
    }
    if (element.tag == tags::kBurnedInAnnotation && Text(i) == "YES") {
      s_.warnings_.Add(Warning::kBurnedInAnnotation);
    }
  }
  if (to_utf8_ && Traits(vr).character_set && KeepAsUtf8(i, rule)) {
    return element.next;
  }
  // UN is written back with the dictionary's VR where it holds text: then
  // byte order does not matter and readers without a dictionary profit.
  const bool un_as_text = element.written_vr == Vr::kUN && Traits(vr).text &&
                          element.has(Element::kLoaded);
  if (un_as_text) s_.warnings_.Add(Warning::kUnAsText);
  const bool odd =
      element.value_length % 2 != 0 && !element.has(Element::kEncapsulated);
  if (un_as_text || odd || NeedsNewHeader(element)) {
    if (odd) s_.warnings_.Add(Warning::kOddLength);
    Rewrite(i, un_as_text ? vr : RewrittenVr(element, rule));
    NoteChange(element.tag, Change::Kind::kRepaired);
  }
  return element.next;
}

// Whether something else than the value as it stands was put in its place.
bool ScrubPass::KeepAsUtf8(std::uint32_t i, const Rule& rule) {
  const Element& element = elements_[i];
  const Vr vr = TargetVr(element, rule);
  const std::uint64_t begin = arena_.size();
  switch (s_.texts_.ToUtf8(i, vr, arena_)) {
    case TextChanger::Result::kSame:
      return false;
    case TextChanger::Result::kChanged:
      break;
    case TextChanger::Result::kBad:
      Fail(Error::kCannotReencode, element.tag, element.offset);
      return true;
  }
  PutHeaderBefore(arena_, begin, element.tag, vr, EncodingOf(element));
  Replace(i, begin, Change::Kind::kRepaired);
  return true;
}

bool ScrubPass::CutText(std::uint32_t i, Vr vr) {
  const Element& element = elements_[i];
  const std::uint64_t begin = arena_.size();
  std::string_view text = AsText(LoadedValue(element, input_.memory));
  s_.computed_.clear();
  if (to_utf8_ && object_.AppendText(i, s_.computed_)) text = s_.computed_;
  if (!AppendCutText(arena_, vr, text, CharacterSetOf(i), s_.codec_)) {
    arena_.resize(begin);
    return false;
  }
  PutHeaderBefore(arena_, begin, element.tag, vr, EncodingOf(element));
  s_.warnings_.Add(Warning::kOverlongValue);
  Replace(i, begin, Change::Kind::kRepaired);
  return true;
}

void ScrubPass::Rewrite(std::uint32_t i, Vr vr) {
  const Element& element = elements_[i];
  const bool undefined = element.has(Element::kUndefinedLength);
  const std::uint64_t padding = undefined || element.has(Element::kContainer)
                                    ? 0
                                    : element.value_length % 2;
  const auto length =
      static_cast<std::uint32_t>(element.value_length + padding);
  const std::int64_t header =
      HeaderSize(vr, undefined ? 0 : length, EncodingOf(element));
  s_.patches_.Rewrite(
      i, vr, header - element.header_size + static_cast<std::int64_t>(padding));
}

// Puts the arena from `begin` on in the place of element i, or nothing if
// that is what stands there already.
std::uint32_t ScrubPass::Replace(std::uint32_t i, std::uint64_t begin,
                                 Change::Kind kind) {
  const Element& element = elements_[i];
  const std::uint64_t size = arena_.size() - begin;
  if (element.has(Element::kLoaded) && element.end() - element.offset == size &&
      std::equal(arena_.begin() + static_cast<std::ptrdiff_t>(begin),
                 arena_.end(), input_.memory.data() + element.memory)) {
    arena_.resize(begin);
    return element.next;
  }
  s_.patches_.Replace(i, begin, size);
  if (TakesOut(kind)) NoteTaken(i);
  NoteChange(element.tag, kind);
  return element.next;
}

// The VR of a value that stays, under a header that is written anew.
Vr ScrubPass::RewrittenVr(const Element& element, const Rule& rule) const {
  if (element.written_vr != Vr::kNone) return element.written_vr;
  if (element.has(Element::kEncapsulated)) return Vr::kOB;
  if (DictionaryVrIsAmbiguous(element.tag) && rule.vr == Vr::kUS &&
      input_.facts.pixel_representation == 1) {
    return Vr::kSS;
  }
  return rule.vr;
}

}  // namespace dcmscrub
