// What of a value may stay, and what has to be put right about it: see apply.h.
#include <algorithm>
#include <optional>
#include <string>

#include "kernels/clean/cut_text.h"
#include "kernels/core/dictionary.h"
#include "kernels/core/text.h"
#include "kernels/core/uid.h"
#include "kernels/identity/date_ops.h"
#include "kernels/scrub/apply.h"
#include "kernels/search/written_day.h"

namespace dcmscrub {
namespace {

// Whether a value of `vr` that is too long to be loaded must be overlong. Not
// so for lists of numbers and unlimited text.
bool IsAlwaysShort(Vr vr) {
  const VrTraits& traits = Traits(vr);
  return traits.text && traits.max_length != 0 && vr != Vr::kDS &&
         vr != Vr::kIS;
}

// Whether a value of that size may be too long, and what is too long be cut:
// text of people, and what stands where numbers should. Numbers stay.
bool MayBeCut(const Rule& rule, std::size_t size) {
  const bool numbers = rule.vr == Vr::kDS || rule.vr == Vr::kIS;
  return (rule.prose || numbers) && MayBeOverlong(rule.vr, size);
}

std::optional<Day> Moved(const Day& day, int days) {
  std::string moved;
  if (!AppendShifted(moved, Vr::kDA, DaOf(day), days)) return std::nullopt;
  return ReadDays(moved)[0];
}

}  // namespace

// What stays may still have to be put right.
std::uint32_t Applier::KeepLeaf(const Ruled& on) {
  const Element& element = on.element;
  if (element.tag == tags::kPixelData && element.parent == kNoElement) {
    return KeepPixelData(on);
  }
  switch (tools_.remover.LossOf(on.i, on.rule, StaysOf(on), tools_.text)) {
    case ResidueRemover::Loss::kNothing:
      break;
    case ResidueRemover::Loss::kPart:
      return MoveDay(on) ? element.next : TakePart(on);
    case ResidueRemover::Loss::kBytes:
      return BlankBytes(on);
    case ResidueRemover::Loss::kWhole:
      return MoveDay(on) ? element.next : TakeWhole(on);
  }
  if (!element.has(Element::kLoaded) && !IsPixelData(element.tag)) {
    notes_.unread.push_back(on.i);
  }
  return KeepValue(on);
}

// Whatever a statement says.
bool Applier::StaysAnyway(const Rule& rule) {
  return !rule.spared && rule.unknown == Action::kKeep;
}

// An option or a statement may have a value stay that goes elsewhere.
ResidueRemover::Stays Applier::StaysOf(const Ruled& on) const {
  using Stays = ResidueRemover::Stays;
  const bool anyway = !job_.rules.keeps_unlisted && StaysAnyway(on.rule);
  if (on.element.tag.is_private() || anyway) return Stays::kNothing;
  if (on.found.statement != SiteTable::kEndOfChain) return Stays::kAll;
  return on.rule.spared ? Stays::kTexts : Stays::kNothing;
}

// Pixel Data is not looked at, but for what the header says of it.
std::uint32_t Applier::KeepPixelData(const Ruled& on) {
  const Element& element = on.element;
  const EmbeddedOverlays& overlays = job_.input.facts.overlays;
  const bool fragments = element.has(Element::kEncapsulated);
  if (fragments && !job_.input.syntax.encapsulated) {
    // Of a codec that nothing names.
    notes_.Fail(Error::kNoTransferSyntax, element.tag, element.offset);
  }
  if (!overlays.any) return KeepValue(on);
  if (fragments || !overlays.clearable || element.value_length % 2 != 0 ||
      writer_.NeedsNewHeader(element)) {
    notes_.Fail(Error::kEmbeddedOverlay, element.tag, element.offset);
  }
  BitMask mask;
  Store(mask.keep.data(), static_cast<std::uint16_t>(~overlays.bits),
        element.encoding().order);
  return writer_.Mask(on.i, mask);
}

std::uint32_t Applier::KeepValue(const Ruled& on) {
  const Element& element = on.element;
  const Vr vr = on.rule.vr;
  if (!element.has(Element::kLoaded) && IsAlwaysShort(vr)) {
    notes_.warnings.Add(Warning::kOverlongValue);
    return Empty(on, Change::Kind::kEmptied);
  }
  if (element.has(Element::kLoaded)) {
    if (vr == Vr::kUI && !LooksLikeUids(job_.Text(on.i))) {
      return PutMappedUids(on);
    }
    if (MayBeCut(on.rule, element.value_length) && CutText(on)) {
      return element.next;
    }
    if (element.tag == tags::kBurnedInAnnotation && job_.Text(on.i) == "YES") {
      if (LostItsDocument(on)) {
        return writer_.Put(on.i, vr, "NO", Change::Kind::kReplaced);
      }
      notes_.warnings.Add(Warning::kBurnedInAnnotation);
    }
  }
  if (job_.to_utf8 && Traits(vr).character_set && KeepAsUtf8(on)) {
    return element.next;
  }
  if (HeaderMayChange(element)) KeepHeader(on);
  return element.next;
}

// PS3.3 C.24.2: of an encapsulated document (0028,0301) says whether that
// identifies the patient; one that goes does no more. A site's statement about
// it has its way.
bool Applier::LostItsDocument(const Ruled& on) const {
  if (on.element.parent != kNoElement ||
      on.found.statement != SiteTable::kEndOfChain ||
      job_.object.Find(tags::kPixelData) != kNoElement) {
    return false;
  }
  const std::uint32_t document = job_.object.Find(tags::kEncapsulatedDocument);
  if (document == kNoElement) return false;
  const Action action = tools_.verdicts.Find(document).verdict.action;
  return action == Action::kDummy || action == Action::kEmpty ||
         action == Action::kRemove;
}

void Applier::KeepHeader(const Ruled& on) {
  const Element& element = on.element;
  // UN is written back with the dictionary's VR where it holds text: then
  // byte order does not matter and readers without a dictionary profit.
  const bool un_as_text = element.written_vr == Vr::kUN &&
                          Traits(on.rule.vr).text &&
                          element.has(Element::kLoaded);
  if (un_as_text) notes_.warnings.Add(Warning::kUnAsText);
  const bool odd =
      element.value_length % 2 != 0 && !element.has(Element::kEncapsulated);
  if (!un_as_text && !odd && !writer_.NeedsNewHeader(element)) return;
  if (odd) notes_.warnings.Add(Warning::kOddLength);
  writer_.Rewrite(on.i, un_as_text ? on.rule.vr : RewrittenVr(on));
  writer_.NoteChange(element.tag, Change::Kind::kRepaired);
}

// The VR of a value that stays, under a header that is written anew.
Vr Applier::RewrittenVr(const Ruled& on) const {
  const Element& element = on.element;
  if (element.written_vr != Vr::kNone) return element.written_vr;
  if (element.has(Element::kEncapsulated)) return Vr::kOB;
  if (DictionaryVrIsAmbiguous(element.tag) && on.rule.vr == Vr::kUS &&
      job_.input.facts.pixel_representation == 1) {
    return Vr::kSS;
  }
  return on.rule.vr;
}

// Whether something else than the value as it stands was put in its place.
bool Applier::KeepAsUtf8(const Ruled& on) {
  const Vr vr = TargetVr(on);
  const std::uint64_t begin = arena().size();
  switch (tools_.texts.ToUtf8(on.i, vr, arena())) {
    case TextChanger::Result::kSame:
      return false;
    case TextChanger::Result::kChanged:
      break;
    case TextChanger::Result::kBad:
      notes_.Fail(Error::kCannotReencode, on.element.tag, on.element.offset);
      return true;
  }
  writer_.PutValue(on.i, vr, begin, Change::Kind::kRepaired);
  return true;
}

bool Applier::CutText(const Ruled& on) {
  const Vr vr = on.rule.vr;
  const std::uint64_t begin = arena().size();
  std::string_view text = AsText(job_.object.Value(on.i));
  tools_.text.clear();
  if (job_.to_utf8 && job_.object.AppendText(on.i, tools_.text)) {
    text = tools_.text;
  }
  if (!AppendCutText(arena(), vr, text, job_.CharacterSetOf(on.i),
                     job_.object.codec())) {
    arena().resize(begin);
    return false;
  }
  notes_.warnings.Add(Warning::kOverlongValue);
  writer_.PutValue(on.i, vr, begin, Change::Kind::kRepaired);
  return true;
}

// Where dates are moved, a text that is one moves with them. False: nothing was
// done.
bool Applier::MoveDay(const Ruled& on) {
  if (!job_.rules.dates.moves || !Traits(on.rule.vr).text) return false;
  const auto spelled = tools_.remover.DayThatIs(on.i, tools_.original);
  if (!spelled) return false;
  const std::optional<Day> to = Moved(spelled->day, ids_.date_offset);
  if (!to) return false;
  const std::uint64_t begin = arena().size();
  if (tools_.texts.Write(on.rule.vr, WithDay(tools_.original, *spelled, *to),
                         job_.CharacterSetOf(on.i),
                         writer_.EncodingOf(on.element).order,
                         arena()) != TextChanger::Result::kChanged) {
    arena().resize(begin);
    return false;
  }
  notes_.warnings.Add(Warning::kResidue);
  writer_.PutValue(on.i, on.rule.vr, begin, Change::Kind::kShifted);
  return true;
}

// Spaces stand for what bytes lose. Only what is loaded can be put together
// here.
std::uint32_t Applier::BlankBytes(const Ruled& on) {
  const std::span<const ByteHit> hits = tools_.remover.hits();
  if (!on.element.has(Element::kLoaded)) {
    if (HeaderMayChange(on.element)) KeepHeader(on);
    return writer_.Blank(on.i, hits);
  }
  const Bytes value = job_.object.Value(on.i);
  const std::uint64_t begin = arena().size();
  arena().insert(arena().end(), value.begin(), value.end());
  const std::span<std::uint8_t> written = std::span(arena()).subspan(begin);
  for (const ByteHit& hit : hits) {
    SpacesFor(hit).Apply(0, written.subspan(hit.begin, hit.end - hit.begin));
  }
  return writer_.PutValue(on.i, RewrittenVr(on), begin, Change::Kind::kResidue);
}

// What is left of a text stands in `text`.
std::uint32_t Applier::TakePart(const Ruled& on) {
  const Vr vr = on.rule.vr;
  const std::uint64_t begin = arena().size();
  if (tools_.texts.Write(vr, tools_.text, job_.CharacterSetOf(on.i),
                         writer_.EncodingOf(on.element).order,
                         arena()) != TextChanger::Result::kChanged) {
    arena().resize(begin);
    return TakeWhole(on);
  }
  CutWhatIsLeft(on, begin);
  return writer_.PutValue(on.i, vr, begin, Change::Kind::kResidue);
}

// A text that lost a part, in the arena from `begin` on, may be too long still.
void Applier::CutWhatIsLeft(const Ruled& on, std::uint64_t begin) {
  const Vr vr = on.rule.vr;
  if (!MayBeCut(on.rule, arena().size() - begin)) return;
  const std::string left(AsText(Bytes(arena()).subspan(begin)));
  arena().resize(begin);
  if (AppendCutText(arena(), vr, left, job_.CharacterSetOf(on.i),
                    job_.object.codec())) {
    notes_.warnings.Add(Warning::kOverlongValue);
  }
}

// A value that cannot lose a part of itself.
std::uint32_t Applier::TakeWhole(const Ruled& on) {
  const Element& element = on.element;
  const bool creator = element.tag.is_private_creator();
  notes_.warnings.Add(Warning::kResidue);
  if (!creator && !IsRequired(on)) return Empty(on, Change::Kind::kResidue);
  if (!creator && IsFreeText(on.rule.vr)) {
    return PutDummy(on, on.verdict().dummy, Change::Kind::kResidue);
  }
  notes_.Fail(Error::kResidue, element.tag, element.offset, on.i);
  return element.next;
}

bool Applier::IsRequired(const Ruled& on) const {
  if (on.element.tag.is_private()) return false;
  const NodeId node = tools_.verdicts.NodeOf(on.i);
  // Where the IOD has no such place, nothing is required.
  if (node == kUnknownNode) return !job_.rules.attributes.sop_class_known;
  if (on.verdict().required) return true;
  return std::ranges::binary_search(
      job_.rules.attributes.required_places,
      RequiredKey(node, CanonicalTag(on.element.tag)));
}

}  // namespace dcmscrub
