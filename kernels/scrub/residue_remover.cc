#include "kernels/scrub/residue_remover.h"

#include <algorithm>

#include "kernels/clean/cut_text.h"
#include "kernels/core/text.h"
#include "kernels/core/utf8.h"
#include "kernels/core/values.h"
#include "kernels/match/tag_matcher.h"
#include "kernels/search/plain_words.h"

namespace dcmscrub {
namespace {

// Takes out what was found, in order. Of the spaces on both sides of what went,
// one is enough. From the end, as what stays there decides; each byte moves
// once.
void CutRanges(std::string& text, const std::vector<TextRange>& found) {
  std::size_t kept = text.size();  // what stays of the end begins here
  std::size_t rest = text.size();  // what was not looked at ends here
  for (auto range = found.rbegin(); range != found.rend(); ++range) {
    // Those of a site and of the object may overlap.
    const std::size_t end = std::min(range->end, rest);
    std::size_t begin = range->begin;
    if (begin >= end) continue;
    std::copy_backward(text.begin() + static_cast<std::ptrdiff_t>(end),
                       text.begin() + static_cast<std::ptrdiff_t>(rest),
                       text.begin() + static_cast<std::ptrdiff_t>(kept));
    kept -= rest - end;
    const bool space_before = begin == 0 || text[begin - 1] == ' ' ||
                              text[begin - 1] == '\\' || text[begin - 1] == '^';
    if (space_before) {
      while (kept < text.size() && text[kept] == ' ') ++kept;
    }
    const bool at_end = kept == text.size() || text[kept] == '\\';
    while (at_end && begin > 0 && text[begin - 1] == ' ') --begin;
    rest = begin;
  }
  text.erase(rest, kept - rest);
}

// Whether what was found is all of a text, but for what nobody reads.
bool IsAllOf(std::string_view utf8, const std::vector<TextRange>& found) {
  std::size_t end = 0;
  for (const TextRange& range : found) {
    if (range.begin > end &&
        !ResidueRemover::IsBlank(utf8.substr(end, range.begin - end))) {
      return false;
    }
    end = std::max(end, range.end);
  }
  return ResidueRemover::IsBlank(utf8.substr(end));
}

// ASCII that anyone could read: not UTF-16, nor numbers.
bool IsReadable(std::string_view value) {
  return std::ranges::all_of(TrimPadding(value), [](char c) {
    return (c >= ' ' && c < '\x7F') || c == '\t' || c == '\n' || c == '\r';
  });
}

bool HasOverlong(Vr vr, std::string_view value) {
  if (!MayBeOverlong(vr, value.size())) return false;
  for (const std::string_view one : Values(value)) {
    if (MayBeOverlong(vr, TrimPadding(one).size())) return true;
  }
  return false;
}

bool IsNumeric(std::string_view text) {
  return text.find_first_not_of("0123456789.+-Ee \\") == std::string_view::npos;
}

// Whether nothing but a table says that `element` has the VR `vr`, in which
// each value counts as a whole: a list's VR says what should stand there, not
// what does, and what is too long for a code is none. Numbers are what they
// are.
bool MayBeOtherText(const Element& element, Vr vr, std::string_view value) {
  if (!Traits(vr).text || IsFreeText(vr)) return false;
  const Vr written = element.written_vr;
  const bool read =
      written == vr || (written == Vr::kNone && !element.tag.is_private());
  if (read && !HasOverlong(vr, value)) return false;
  return !IsNumeric(TrimPadding(value));
}

// Whether several values of `vr` are more than a vector of numbers or UIDs.
bool StandApart(Vr vr) {
  return vr != Vr::kIS && vr != Vr::kDS && vr != Vr::kUI;
}

// A number with a point in it or a sign before it, whatever its digits are.
bool IsMeasure(std::string_view text) {
  const bool sign = text.starts_with('-') || text.starts_with('+');
  return IsNumeric(text) && (sign || std::ranges::count(text, '.') == 1);
}

}  // namespace

bool ResidueRemover::IsBlank(std::string_view utf8) {
  return utf8.find_first_not_of(" \\^=\t\r\n,;:._-/") == std::string_view::npos;
}

ResidueRemover::Loss ResidueRemover::FindLoss(std::uint32_t i, const Rule& rule,
                                              Stays stays, std::string& left) {
  const Element& element = job_.elements()[i];
  if (element.value_length == 0 || rule.may_hold_residue ||
      IsPixelData(element.tag)) {
    return Loss::kNothing;
  }
  if (HoldsBytes(rule.vr) || !element.has(Element::kLoaded)) {
    return FindLossOfBytes(i);
  }
  Field field = FieldOf(rule);
  field.stays = stays;
  const Bytes value = job_.object.Value(i);
  const bool other = MayBeOtherText(element, rule.vr, AsText(value));
  if ((other || HoldsBytes(element.vr)) && !IsReadable(AsText(value)) &&
      finder_.IsInBytes(value)) {
    return Loss::kWhole;
  }
  if (other) field.vr = Vr::kLO;
  if (Traits(rule.vr).text) return FindLossOfText(i, field, left);
  return Tells(i, field, left) ? Loss::kWhole : Loss::kNothing;
}

// Text that was not loaded loses parts as bytes do.
ResidueRemover::Loss ResidueRemover::FindLossOfBytes(std::uint32_t i) {
  hits_.clear();
  if (job_.elements()[i].has(Element::kLoaded)) {
    finder_.AnyInBytes(job_.object.Value(i), [this](const ByteHit& hit) {
      hits_.push_back(hit);
      return false;
    });
    MergeHits(hits_);
  } else {
    const std::span<const ByteHit> hits = telling_.Of(i);
    hits_.assign(hits.begin(), hits.end());
  }
  if (hits_.empty()) return Loss::kNothing;
  NoteHit({});
  return std::ranges::any_of(hits_, &ByteHit::whole) ? Loss::kWhole
                                                     : Loss::kBytes;
}

ResidueRemover::Loss ResidueRemover::FindLossOfText(std::uint32_t i,
                                                    Field field,
                                                    std::string& left) {
  const bool creator = job_.elements()[i].tag.is_private_creator();
  if (creator) field.wording = Wording::kMakers;
  if (creator &&
      std::ranges::binary_search(job_.rules.privates.creators, job_.Text(i))) {
    return Loss::kNothing;
  }
  left.clear();
  if (!job_.object.AppendTextAs(i, field.vr, left)) {
    return finder_.IsInBytes(job_.object.Value(i)) ? Loss::kWhole
                                                   : Loss::kNothing;
  }
  if (!Cut(field, left) && !(ReadAsUtf8(i, left) && Cut(field, left))) {
    return Loss::kNothing;
  }
  return creator || IsBlank(left) ? Loss::kWhole : Loss::kPart;
}

// Text in UTF-8 that is declared to be in another set, which `text` is. false:
// it is none.
bool ResidueRemover::ReadAsUtf8(std::uint32_t i, std::string& text) const {
  const std::string_view value = job_.Text(i);
  if (IsPlainAscii(value) || value == text || !IsUtf8(value)) return false;
  text = value;
  return true;
}

bool ResidueRemover::FindInText(Field field, std::string_view utf8) const {
  using Sought = ResiduePatterns::Sought;
  found_.clear();
  Sought sought = Sought::kAll;
  if (field.wording == Wording::kMakers) sought = Sought::kPhrases;
  if (field.stays == Stays::kTexts) sought = Sought::kNames;
  if (!finder_.FindInText(utf8, found_, sought)) return false;
  if (field.stays != Stays::kNothing && IsAllOf(utf8, found_)) {
    if (field.stays == Stays::kAll) return false;
    found_.clear();  // of people, a full name does not stay
    if (!finder_.FindInText(utf8, found_, Sought::kFullNames)) return false;
  }
  const Vocabulary* const words = WordsOf(field);
  if (words != nullptr) DropPlainWords(utf8, *words, found_);
  return !found_.empty();
}

bool ResidueRemover::IsValue(Field field, std::string_view utf8) const {
  if (field.stays != Stays::kNothing) return false;
  if (field.vr == Vr::kDS && IsMeasure(TrimPadding(utf8))) return false;
  const bool number = field.vr == Vr::kDS || field.vr == Vr::kIS;
  if (number && !IsNumeric(TrimPadding(utf8))) {  // somebody's text
    found_.clear();
    return finder_.FindInText(utf8, found_);
  }
  const Vocabulary* const words = WordsOf(field);
  return finder_.IsValue(utf8, field.vr == Vr::kCS) &&
         (words == nullptr || !IsOfPlainWords(utf8, *words));
}

// Values go whole, and of several those that tell, but for numbers and UIDs:
// what is left of a vector is none. Nor are its digits those of one number.
bool ResidueRemover::CutValues(Field field, std::string& utf8) {
  const bool apart = StandApart(field.vr);
  bool found = apart && IsValue(field, utf8);
  if (found) utf8.clear();
  std::size_t kept = 0;  // bytes of what stays
  for (std::size_t begin = 0; begin < utf8.size();) {
    const std::size_t end = std::min(utf8.find('\\', begin), utf8.size());
    const std::size_t next = std::min(end + 1, utf8.size());
    const bool tells =
        IsValue(field, std::string_view(utf8).substr(begin, end - begin));
    for (std::size_t at = tells ? end : begin; at < next; ++at) {
      utf8[kept++] = utf8[at];
    }
    begin = next;
    found |= tells;
  }
  utf8.resize(kept);
  if (!found) return false;
  NoteHit(field);
  if (!apart) utf8.clear();
  while (utf8.ends_with('\\')) utf8.pop_back();
  return true;
}

// Words that move together may make a name again.
bool ResidueRemover::Cut(Field field, std::string& utf8) {
  if (!IsFreeText(field.vr)) return CutValues(field, utf8);
  constexpr int kRounds = 8;
  for (int round = 0; round < kRounds; ++round) {
    if (!FindInText(field, utf8)) return round != 0;
    NoteHit(field);
    CutRanges(utf8, found_);
  }
  utf8.clear();
  return true;
}

void ResidueRemover::NoteHit(Field field) {
  notes_.warnings.Add(Warning::kResidue);
  if (field.wording != Wording::kPeoples)
    notes_.warnings.Add(Warning::kTechnicalResidue);
}

bool ResidueRemover::Tells(std::uint32_t i, Field field,
                           std::string& text) const {
  const Vr vr = field.vr;
  const Element& element = job_.elements()[i];
  if (!element.has(Element::kLoaded)) {
    return !telling_.Of(i).empty();
  }
  const Bytes value = job_.object.Value(i);
  if (HoldsBytes(vr)) return finder_.IsInBytes(value);
  if (MayBeOtherText(element, vr, AsText(value)) && finder_.IsInBytes(value)) {
    return true;
  }
  // Numbers, or what a list takes for some.
  if (!Traits(vr).text) return finder_.IsInBytes(value);
  text.clear();
  if (!job_.object.AppendText(i, text)) return finder_.IsInBytes(value);
  return TellsAsText(field, text) ||
         (ReadAsUtf8(i, text) && TellsAsText(field, text));
}

bool ResidueRemover::TellsAsText(Field field, std::string_view utf8) const {
  if (IsFreeText(field.vr)) return FindInText(field, utf8);
  if (StandApart(field.vr) && IsValue(field, utf8)) return true;
  for (const std::string_view one : Values(utf8)) {
    if (IsValue(field, one)) return true;
  }
  return false;
}

std::optional<SpelledDay> ResidueRemover::DayThatIs(std::uint32_t i,
                                                    std::string& text) const {
  text.clear();
  if (!active_ || !job_.elements()[i].has(Element::kLoaded) ||
      !job_.object.AppendText(i, text)) {
    return std::nullopt;
  }
  return finder_.DayThatIs(text);
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
    const ResidueRemover::Field field = rule == nullptr
                                            ? ResidueRemover::Field{element.vr}
                                            : ResidueRemover::FieldOf(*rule);
    if (remover.IsIn(i, field, text)) {
      return notes.Fail(Error::kResidue, element.tag, element.offset, i);
    }
  }
}

}  // namespace dcmscrub
