// Takes out of what stays what was taken out elsewhere: see scrub_pass.h and
// docs/residue.md.
#include <algorithm>

#include "kernels/core/element_writer.h"
#include "kernels/core/text.h"
#include "kernels/match/tag_matcher.h"
#include "kernels/scrub/scrub_pass.h"

namespace dcmscrub {
namespace {

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \\^=\t\r\n,;:._-/") == std::string_view::npos;
}

// Of the spaces on both sides of what went, one is enough.
void Cut(std::string& text, const TextRange& range) {
  std::size_t begin = range.begin;
  std::size_t end = range.end;
  const bool space_before = begin == 0 || text[begin - 1] == ' ' ||
                            text[begin - 1] == '\\' || text[begin - 1] == '^';
  if (space_before) {
    while (end < text.size() && text[end] == ' ') ++end;
  }
  const bool at_end = end == text.size() || text[end] == '\\';
  while (at_end && begin > 0 && text[begin - 1] == ' ') --begin;
  text.erase(begin, end - begin);
}

}  // namespace

// What an option or a statement has stay though PS3.15 has it go. Its value is
// no secret then, wherever else it stands.
void ScrubPass::NoteSpared(std::uint32_t i, const Rule& rule) {
  const Tag tag = elements_[i].tag;
  if (rules_.keeps_unlisted) return;
  if (tag.is_private()) {
    if (!tag.is_private_creator()) NoteChange(tag, Change::Kind::kKept);
    return;
  }
  // A statement may keep what would stay anyway.
  if (!rule.spared && rule.unknown == Action::kKeep) return;
  NoteChange(tag, Change::Kind::kKept);
  if (!takes_out() && !elements_[i].has(Element::kContainer)) {
    s_.residue_.NoteKept(i);
  }
}

// A leaf that would stay as it is. false: it may.
bool ScrubPass::TakeOut(std::uint32_t i, const Rule& rule) {
  const Element& element = elements_[i];
  if (element.value_length == 0 || rule.may_hold_residue ||
      IsPixelData(element.tag)) {
    return false;
  }
  const Vr vr = rule.vr;
  if (element.has(Element::kLoaded) && IsFreeText(vr)) {
    return TakeOutOfText(i, vr, rule);
  }
  if (!Tells(i, vr)) return false;
  TakeWhole(i, rule);
  return true;
}

bool ScrubPass::TakeOutOfText(std::uint32_t i, Vr vr, const Rule& rule) {
  const Element& element = elements_[i];
  if (element.tag.is_private_creator() && IsKnownCreator(i)) return false;
  s_.computed_.clear();
  if (!object_.AppendText(i, s_.computed_)) {
    if (!s_.residue_.IsInBytes(object_.Value(i))) return false;
    TakeWhole(i, rule);
    return true;
  }
  if (!TakeOutOf(vr, s_.computed_)) return false;
  const std::uint64_t begin = arena_.size();
  const bool blank = IsBlank(s_.computed_);
  if (blank || element.tag.is_private_creator() ||
      s_.texts_.Write(vr, s_.computed_, CharacterSetOf(i),
                      EncodingOf(element).order,
                      arena_) != TextChanger::Result::kChanged) {
    arena_.resize(begin);
    TakeWhole(i, rule);
    return true;
  }
  PutHeaderBefore(arena_, begin, element.tag, vr, EncodingOf(element));
  Replace(i, begin, Change::Kind::kResidue);
  return true;
}

// false: nothing to take out. Words that move together may make a name again.
bool ScrubPass::TakeOutOf(Vr vr, std::string& utf8) {
  if (!IsFreeText(vr)) {
    if (!s_.residue_.IsValue(utf8, vr == Vr::kCS)) return false;
    s_.warnings_.Add(Warning::kResidue);
    utf8.clear();
    return true;
  }
  constexpr int kRounds = 8;
  for (int round = 0; round < kRounds; ++round) {
    s_.found_.clear();
    if (!s_.residue_.FindInText(utf8, s_.found_)) return round != 0;
    s_.warnings_.Add(Warning::kResidue);
    std::size_t cut = utf8.size();
    for (auto range = s_.found_.rbegin(); range != s_.found_.rend(); ++range) {
      // Those of a site and of the object may overlap.
      const TextRange rest{range->begin, std::min(range->end, cut)};
      if (rest.begin < rest.end) Cut(utf8, rest);
      cut = std::min(cut, rest.begin);
    }
  }
  utf8.clear();
  return true;
}

// What a cleaner left of element i, in the arena from `begin` on.
void ScrubPass::TakeOutOfChanged(std::uint32_t i, Vr vr, const Rule& rule,
                                 std::uint64_t begin) {
  if (!IsFreeText(vr) || rule.may_hold_residue) return;
  const std::string_view set = CharacterSetOf(i);
  s_.computed_.clear();
  s_.codec_.Decode(set, vr, AsText(Bytes(arena_).subspan(begin)), s_.computed_);
  if (!TakeOutOf(vr, s_.computed_)) return;
  arena_.resize(begin);
  if (IsBlank(s_.computed_)) return;
  if (s_.texts_.Write(vr, s_.computed_, set, EncodingOf(elements_[i]).order,
                      arena_) != TextChanger::Result::kChanged) {
    arena_.resize(begin);
  }
}

// A value that cannot lose a part of itself.
std::uint32_t ScrubPass::TakeWhole(std::uint32_t i, const Rule& rule) {
  const Element& element = elements_[i];
  const bool creator = element.tag.is_private_creator();
  s_.warnings_.Add(Warning::kResidue);
  if (!creator && !IsRequired(i)) {
    return Empty(i, rule, Change::Kind::kResidue);
  }
  if (!creator && IsFreeText(rule.vr)) {
    return PutDummy(i, rule, verdict_->dummy, Change::Kind::kResidue);
  }
  Fail(Error::kResidue, element.tag, element.offset, i);
  return element.next;
}

// Whether a value that is no free text, or was not loaded, holds something.
bool ScrubPass::Tells(std::uint32_t i, Vr vr) const {
  const Element& element = elements_[i];
  if (!element.has(Element::kLoaded)) {
    return std::ranges::binary_search(*telling_, i);
  }
  if (HoldsBytes(vr)) return s_.residue_.IsInBytes(object_.Value(i));
  // A list's VR says what should stand there, not what does.
  if (element.written_vr == Vr::kUN &&
      s_.residue_.IsInBytes(object_.Value(i))) {
    return true;
  }
  if (!Traits(vr).text) return false;  // numbers
  std::string text;
  if (!object_.AppendText(i, text)) {
    return s_.residue_.IsInBytes(object_.Value(i));
  }
  if (IsFreeText(vr)) {
    s_.found_.clear();
    return s_.residue_.FindInText(text, s_.found_);
  }
  return s_.residue_.IsValue(text, vr == Vr::kCS);
}

bool ScrubPass::IsRequired(std::uint32_t i) const {
  const Element& element = elements_[i];
  if (element.tag.is_private()) return false;
  const NodeId node = s_.verdicts_.NodeOf(i);
  // Where the IOD has no such place, nothing is required.
  if (node == kUnknownNode) return !rules_.sop_class_known;
  if (verdict_->required) return true;
  return std::ranges::binary_search(
      rules_.required_places, RequiredKey(node, CanonicalTag(element.tag)));
}

bool ScrubPass::IsKnownCreator(std::uint32_t i) const {
  return std::ranges::binary_search(rules_.creators, Text(i));
}

// An object that is to stay as it left us may hold what a site has learnt to
// search for since.
void ScrubPass::SearchSealed() {
  for (std::uint32_t i = 0; i < elements_.size(); ++i) {
    const Element& element = elements_[i];
    if (element.has(Element::kContainer) || IsPixelData(element.tag)) continue;
    if (!takes_out()) {
      if (!element.has(Element::kLoaded)) s_.unread_.push_back(i);
      continue;
    }
    const Rule* const rule =
        element.tag.is_private() ? nullptr : FindRule(rules_, element.tag);
    if (rule != nullptr && rule->may_hold_residue) continue;
    if (Tells(i, rule == nullptr ? element.vr : rule->vr)) {
      return Fail(Error::kResidue, element.tag, element.offset, i);
    }
  }
}

}  // namespace dcmscrub
