#include "kernels/search/residue_patterns.h"

#include <algorithm>

#include "kernels/core/ascii.h"
#include "kernels/core/utf8.h"
#include "kernels/search/raw_match.h"
#include "kernels/search/residue_readings.h"

namespace dcmscrub {
namespace {

// IsInBytes reads so much at once.
constexpr std::size_t kPiece = 0x10000;

// Of what a match is made in bytes, at most.
constexpr std::size_t kBytesOfLetter = 4;
constexpr std::size_t kBytesOfGap = 16;

// Digits of a number that no other one is by chance.
constexpr std::size_t kLeastNumber = 5;

// Ascending and apart, from `first` on.
void Merge(std::vector<TextRange>& found, std::size_t first) {
  const auto begin = found.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, found.end(), [](const TextRange& a, const TextRange& b) {
    return a.begin < b.begin;
  });
  auto last = begin;
  for (auto it = begin; it != found.end(); ++it) {
    if (last != begin && it->begin <= (last - 1)->end) {
      (last - 1)->end = std::max((last - 1)->end, it->end);
    } else {
      *last++ = *it;
    }
  }
  found.erase(last, found.end());
}

bool IsUidCharacter(char c) { return IsDigit(c) || c == '.'; }

// Takes the next run of digits and dots off `text`; without dots around it.
std::string_view TakeUidRun(std::string_view& text) {
  const auto begin = std::ranges::find_if(text, IsUidCharacter);
  const auto end = std::find_if_not(begin, text.end(), IsUidCharacter);
  std::string_view run(begin, end);
  text = std::string_view(end, text.end());
  while (run.starts_with('.')) run.remove_prefix(1);
  return run;
}

}  // namespace

void ResiduePatterns::Clear() {
  values_.clear();
  values_text_.clear();
  index_.Clear();
  spelled_.Clear();
  uids_.Clear();
  bytes_.Clear();
}

void ResiduePatterns::Add(IdentifierKind kind, std::string_view utf8) {
  values_.push_back({kind, static_cast<std::uint32_t>(values_text_.size()),
                     static_cast<std::uint32_t>(utf8.size())});
  values_text_.append(utf8);
}

void ResiduePatterns::Build(const ResidueWords& words, TextCodec& codec,
                            std::string_view character_set) {
  ReadCharacterSet(codec, character_set);
  index_.Clear();
  spelled_.Clear();
  for (const Value& value : values_) BuildValue(words, value, codec);
  grams_.clear();
  index_.AppendGrams(false, grams_);
  spelled_.AppendGrams(true, grams_);
  bytes_.SetGrams(grams_);
  span_ = 0;
  filter_.Clear();
  for (const Pattern& pattern : index_.patterns()) {
    filter_.Add(index_.LettersOf(pattern));
    span_ = std::max(span_, kBytesOfLetter * pattern.size +
                                kBytesOfGap * (pattern.ends_size + 1));
  }
}

void ResiduePatterns::BuildValue(const ResidueWords& words, const Value& value,
                                 TextCodec& codec) {
  std::string_view rest =
      std::string_view(values_text_).substr(value.begin, value.size);
  const std::string_view delimiters =
      value.kind == IdentifierKind::kName ? "\\=" : "\\";
  while (!rest.empty()) {
    const std::size_t size =
        std::min(rest.find_first_of(delimiters), rest.size());
    const std::string_view one = rest.substr(0, size);
    words_.AddTo(index_, words, value.kind, one);
    words_.ForEachBeyondAscii(
        one, [&](std::span<const std::string_view> beyond) {
          spellings_.AddTo(spelled_, beyond, codec, character_set_,
                           searched_as_bytes_);
        });
    rest.remove_prefix(std::min(size + 1, rest.size()));
  }
}

void ResiduePatterns::ReadCharacterSet(TextCodec& codec,
                                       std::string_view character_set) {
  if (character_set == character_set_) return;
  character_set_ = character_set;
  searched_as_bytes_ = IsSearchedAsBytes(character_set);
  std::string utf8;
  for (std::size_t i = 0; i < high_.size(); ++i) {
    const char byte = static_cast<char>(0x80 + i);
    utf8.clear();
    codec.Decode(character_set, Vr::kLO, std::string_view(&byte, 1), utf8);
    std::string_view decoded = utf8;
    high_[i] = TakeCharacter(decoded);
  }
  filter_.SetCharacters(high_, IsUtf8Set(character_set));
}

void ResiduePatterns::ClearUids() {
  uids_.Clear();
  bytes_.ClearExtra();
}

void ResiduePatterns::AddUid(std::string_view uid) {
  if (uids_.Add(uid)) bytes_.AddExtra(GramAt(uid.data(), sizeof(Gram)));
}

bool ResiduePatterns::empty() const { return index_.empty() && uids_.empty(); }

// In big endian, the zero of the last character stands before it.
bool ResiduePatterns::IsInWide(std::string_view bytes, TextRange range) const {
  SearchScratch& scratch = OwnScratch();
  for (const std::size_t more : {0, 1}) {
    if (range.end + more > bytes.size()) break;
    Narrow(bytes, {range.begin, range.end + more}, scratch.narrow);
    if (HasUid(scratch.narrow)) return true;
    const auto read = [&](Umlauts umlauts) {
      scratch.folded.ReadHigh(scratch.narrow, kLatin1, umlauts);
    };
    const auto find = [&] { return FindInBytes(scratch.folded); };
    if (InEitherReading(scratch.folded, read, find)) return true;
  }
  return false;
}

bool ResiduePatterns::FindInText(std::string_view utf8,
                                 std::vector<TextRange>& found) const {
  const std::size_t before = found.size();
  FoldedText& folded = OwnScratch().folded;
  const auto collect = [&](const PatternIndex::Match& match) {
    if (!HasBorders(folded, match)) return false;
    const bool all = match.begin == 0 && match.end == folded.size();
    if ((match.pattern->flags & Pattern::kAlone) != 0 && !all) return false;
    std::size_t begin = match.begin;
    std::size_t end = match.end;
    while (!folded.IsBorder(begin)) --begin;
    while (!folded.IsBorder(end)) ++end;
    found.push_back({folded.place(begin).begin, folded.place(end - 1).end});
    return false;
  };
  InEitherReading(
      folded, [&](Umlauts umlauts) { folded.ReadText(utf8, umlauts); },
      [&] { return index_.Find(folded, collect); });
  std::string_view rest = utf8;
  while (!rest.empty() && !uids_.empty()) {
    const std::string_view run = TakeUidRun(rest);
    if (!uids_.HasBeginningOf(run)) continue;
    const auto begin = static_cast<std::size_t>(run.data() - utf8.data());
    found.push_back({begin, begin + run.size()});
  }
  Merge(found, before);
  return found.size() > before;
}

bool ResiduePatterns::IsValue(std::string_view utf8, bool is_code) const {
  FoldedText& folded = OwnScratch().folded;
  // Of a time, the day: what stands before the hour in DT.
  const auto is_day = [&](const PatternIndex::Match& match) {
    return (match.pattern->flags & Pattern::kDate) != 0 && match.end == 8 &&
           folded.place(0).begin ==
               std::min(utf8.find_first_not_of(' '), utf8.size()) &&
           folded.place(7).end - folded.place(0).begin == 8 &&
           utf8.find_first_not_of("0123456789.+- ") >= utf8.size();
  };
  const auto accept = [&](const PatternIndex::Match& match) {
    if (match.begin != 0) return false;
    if (match.end != folded.size()) return is_day(match);
    const bool short_number = (match.pattern->flags & Pattern::kNumber) != 0 &&
                              folded.size() < kLeastNumber;
    if (short_number) return false;
    return !is_code || (match.pattern->flags & Pattern::kCommon) == 0;
  };
  const auto read = [&](Umlauts umlauts) { folded.ReadText(utf8, umlauts); };
  const auto find = [&] { return index_.Find(folded, accept); };
  return InEitherReading(folded, read, find) || HasUid(utf8);
}

bool ResiduePatterns::IsInBytes(Bytes bytes) const {
  if (empty()) return false;
  std::string_view rest = AsText(bytes);
  while (rest.size() > kPiece) {
    if (IsInPiece(rest.substr(0, kPiece))) return true;
    rest.remove_prefix(kPiece - kOverlap);
  }
  return IsInPiece(rest);
}

bool ResiduePatterns::IsInPiece(std::string_view bytes) const {
  if (HasUid(bytes)) return true;
  SearchScratch& scratch = OwnScratch();
  FoldedText& folded = scratch.folded;
  const auto find = [&] { return FindInBytes(folded); };
  const auto read_utf8 = [&](Umlauts umlauts) {
    folded.ReadUtf8(bytes, umlauts);
  };
  if (InEitherReading(folded, read_utf8, find)) return true;
  const auto read_high = [&](Umlauts umlauts) {
    folded.ReadHigh(bytes, high_, umlauts);
  };
  if ((folded.has_beyond_ascii() || folded.ill_formed()) &&
      InEitherReading(folded, read_high, find)) {
    return true;
  }
  std::size_t wide_done[2] = {0, 0};
  for (std::size_t begin = 0; begin < bytes.size();
       begin += ByteSearch::kPiece) {
    ByteSearch::Marks& marks = scratch.marks;
    bytes_.Scan(AsBytes(bytes), begin, ByteSearch::BestMachine(), marks);
    for (std::size_t i = 0; i < marks.place_count; ++i) {
      if (IsSpelledAt(bytes, begin + marks.places[i])) return true;
    }
    if (AnyWideText(bytes, begin, marks, wide_done,
                    [&](TextRange range) { return IsInWide(bytes, range); })) {
      return true;
    }
  }
  return false;
}

bool ResiduePatterns::FindInBytes(const FoldedText& folded) const {
  return index_.Find(folded, [&](const PatternIndex::Match& match) {
    return (match.pattern->flags & Pattern::kInBytes) != 0 &&
           HasBorders(folded, match);
  });
}

bool ResiduePatterns::IsInName(std::string_view component) const {
  std::vector<TextRange>& found = OwnScratch().found;
  found.clear();
  return FindInText(component, found);
}

bool ResiduePatterns::HasUid(std::string_view text) const {
  while (!text.empty() && !uids_.empty()) {
    if (uids_.HasBeginningOf(TakeUidRun(text))) return true;
  }
  return false;
}

}  // namespace dcmscrub
