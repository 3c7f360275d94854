#include "kernels/scrub/residue_remover.h"

#include <algorithm>

#include "kernels/match/tag_matcher.h"

namespace dcmscrub {
namespace {

// Of the spaces on both sides of what went, one is enough.
void CutRange(std::string& text, const TextRange& range) {
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

bool ResidueRemover::IsBlank(std::string_view utf8) {
  return utf8.find_first_not_of(" \\^=\t\r\n,;:._-/") == std::string_view::npos;
}

ResidueRemover::Loss ResidueRemover::FindLoss(std::uint32_t i, const Rule& rule,
                                              std::string& left) {
  const Element& element = job_.elements()[i];
  if (element.value_length == 0 || rule.may_hold_residue ||
      IsPixelData(element.tag)) {
    return Loss::kNothing;
  }
  if (element.has(Element::kLoaded) && IsFreeText(rule.vr)) {
    return FindLossOfText(i, rule.vr, left);
  }
  return Tells(i, rule.vr, left) ? Loss::kWhole : Loss::kNothing;
}

ResidueRemover::Loss ResidueRemover::FindLossOfText(std::uint32_t i, Vr vr,
                                                    std::string& left) {
  const bool creator = job_.elements()[i].tag.is_private_creator();
  if (creator &&
      std::ranges::binary_search(job_.rules.privates.creators, job_.Text(i))) {
    return Loss::kNothing;
  }
  left.clear();
  if (!job_.object.AppendText(i, left)) {
    return finder_.IsInBytes(job_.object.Value(i)) ? Loss::kWhole
                                                   : Loss::kNothing;
  }
  if (!Cut(vr, left)) return Loss::kNothing;
  return creator || IsBlank(left) ? Loss::kWhole : Loss::kPart;
}

// Words that move together may make a name again.
bool ResidueRemover::Cut(Vr vr, std::string& utf8) {
  if (!IsFreeText(vr)) {
    if (!finder_.IsValue(utf8, vr == Vr::kCS)) return false;
    notes_.warnings.Add(Warning::kResidue);
    utf8.clear();
    return true;
  }
  constexpr int kRounds = 8;
  for (int round = 0; round < kRounds; ++round) {
    found_.clear();
    if (!finder_.FindInText(utf8, found_)) return round != 0;
    notes_.warnings.Add(Warning::kResidue);
    std::size_t cut = utf8.size();
    for (auto range = found_.rbegin(); range != found_.rend(); ++range) {
      // Those of a site and of the object may overlap.
      const TextRange rest{range->begin, std::min(range->end, cut)};
      if (rest.begin < rest.end) CutRange(utf8, rest);
      cut = std::min(cut, rest.begin);
    }
  }
  utf8.clear();
  return true;
}

bool ResidueRemover::Tells(std::uint32_t i, Vr vr, std::string& text) const {
  const Element& element = job_.elements()[i];
  if (!element.has(Element::kLoaded)) {
    return std::ranges::binary_search(telling_, i);
  }
  const Bytes value = job_.object.Value(i);
  if (HoldsBytes(vr)) return finder_.IsInBytes(value);
  // A list's VR says what should stand there, not what does.
  if (element.written_vr == Vr::kUN && finder_.IsInBytes(value)) return true;
  if (!Traits(vr).text) return false;  // numbers
  text.clear();
  if (!job_.object.AppendText(i, text)) return finder_.IsInBytes(value);
  if (IsFreeText(vr)) {
    found_.clear();
    return finder_.FindInText(text, found_);
  }
  return finder_.IsValue(text, vr == Vr::kCS);
}

void SearchSealed(const ScrubJob& job, const ResidueRemover& remover,
                  std::string& text, ScrubNotes& notes) {
  const std::span<const Element> elements = job.elements();
  for (std::uint32_t i = 0; i < elements.size(); ++i) {
    const Element& element = elements[i];
    if (element.has(Element::kContainer) || IsPixelData(element.tag)) continue;
    if (!element.has(Element::kLoaded)) notes.unread.push_back(i);
    if (!remover.active()) continue;
    const Rule* const rule =
        element.tag.is_private() ? nullptr : FindRule(job.rules, element.tag);
    if (rule != nullptr && rule->may_hold_residue) continue;
    if (remover.IsIn(i, rule == nullptr ? element.vr : rule->vr, text)) {
      return notes.Fail(Error::kResidue, element.tag, element.offset, i);
    }
  }
}

}  // namespace dcmscrub
