#include "kernels/search/residue_patterns.h"

#include <algorithm>

#include "kernels/core/ascii.h"
#include "kernels/core/utf8.h"
#include "kernels/search/raw_match.h"
#include "kernels/search/residue_readings.h"
#include "kernels/search/romanised.h"
#include "kernels/search/written_day.h"

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

bool IsSought(const Pattern& pattern, ResiduePatterns::Sought sought) {
  using Sought = ResiduePatterns::Sought;
  if (sought == Sought::kAll) return true;
  const bool name = (pattern.flags & Pattern::kOfName) != 0;
  const bool several = (pattern.flags & Pattern::kOfWords) != 0;
  if (sought == Sought::kNames) return name;
  if (sought == Sought::kFullNames) return name && several;
  const bool number = (pattern.flags & Pattern::kNumber) != 0 &&
                      (pattern.flags & Pattern::kInBytes) != 0;
  return number || several;
}

// Whether a maker or a product may be called so: no person, nor an ID.
bool IsMakers(const Pattern& pattern, std::string_view letters) {
  constexpr std::size_t kNumber = 5;
  return (pattern.flags & (Pattern::kOfName | Pattern::kNumber)) == 0 &&
         !HasDigits(letters, kNumber);
}

// A person's name among the words of a code string.
bool IsNameInCode(const FoldedText& folded, const PatternIndex::Match& match) {
  constexpr std::size_t kLeastLetters = 5;
  constexpr unsigned kNever = Pattern::kCommon | Pattern::kNumber;
  return (match.pattern->flags & Pattern::kOfName) != 0 &&
         (match.pattern->flags & kNever) == 0 &&
         match.end - match.begin >= kLeastLetters && HasBorders(folded, match);
}

bool IsDotted(std::string_view text, TextRange range) {
  return text.substr(range.begin, range.end - range.begin).find('.') !=
         std::string_view::npos;
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
  values_.all.clear();
  values_.text.clear();
  index_.Clear();
  spelled_.Clear();
  uids_.Clear();
  days_.Clear();
  bytes_.Clear();
}

void ResiduePatterns::Add(IdentifierKind kind, std::string_view utf8) {
  values_.all.push_back({kind, static_cast<std::uint32_t>(values_.text.size()),
                         static_cast<std::uint32_t>(utf8.size())});
  values_.text.append(utf8);
}

void ResiduePatterns::Build(const ResidueWords& words, TextCodec& codec,
                            std::string_view character_set) {
  ReadCharacterSet(codec, character_set);
  index_.Clear();
  spelled_.Clear();
  days_.Clear();
  for (const Value& value : values_.all) BuildValue(words, value, codec);
  tools_.grams.clear();
  index_.AppendGrams(false, tools_.grams);
  spelled_.AppendGrams(true, tools_.grams);
  days_.AppendGrams(tools_.grams);
  bytes_.SetGrams(tools_.grams);
  span_ = 0;
  filter_.Clear();
  std::string_view last;  // many have the letters of the one before
  for (const Pattern& pattern : index_.patterns()) {
    const std::string_view letters = index_.LettersOf(pattern);
    if (letters != last) filter_.Add(letters);
    last = letters;
    span_ = std::max(span_, kBytesOfLetter * pattern.size +
                                kBytesOfGap * (pattern.ends_size + 2));
  }
}

void ResiduePatterns::BuildValue(const ResidueWords& words, const Value& value,
                                 TextCodec& codec) {
  std::string_view rest =
      std::string_view(values_.text).substr(value.begin, value.size);
  const std::string_view delimiters =
      value.kind == IdentifierKind::kName ? "\\=" : "\\";
  while (!rest.empty()) {
    const std::size_t size =
        std::min(rest.find_first_of(delimiters), rest.size());
    const std::string_view one = rest.substr(0, size);
    rest.remove_prefix(std::min(size + 1, rest.size()));
    if (value.kind == IdentifierKind::kDate && AddDay(one)) continue;
    tools_.words.AddTo(index_, words, value.kind, one);
    if (value.kind == IdentifierKind::kName) AddRomanised(words, one);
    tools_.words.ForEachBeyondAscii(
        one, [&](std::span<const std::string_view> beyond) {
          tools_.spellings.AddTo(spelled_, beyond, codec, set_.name,
                                 set_.searched_as_bytes);
        });
  }
}

void ResiduePatterns::AddRomanised(const ResidueWords& words,
                                   std::string_view name) {
  for (const Romanisation romanisation :
       {Romanisation::kPassport, Romanisation::kEnglish}) {
    tools_.romanised.clear();
    if (!AppendRomanised(name, romanisation, tools_.romanised)) return;
    tools_.latin.AddTo(index_, words, IdentifierKind::kName, tools_.romanised);
  }
}

// False: to be taken for a text. Less than a day is not searched for.
bool ResiduePatterns::AddDay(std::string_view value) {
  constexpr std::size_t kDigits = 8;
  const std::array<std::optional<Day>, 2> days = ReadDays(value);
  for (const std::optional<Day>& day : days) {
    if (day) days_.Add(*day);
  }
  if (days[0]) return true;
  const auto is_blank = [](char c) {
    return c == ' ' || c == '\0' || c == '.';
  };
  return std::ranges::all_of(
             value, [&](char c) { return IsDigit(c) || is_blank(c); }) &&
         static_cast<std::size_t>(std::ranges::count_if(value, IsDigit)) <
             kDigits;
}

void ResiduePatterns::ReadCharacterSet(TextCodec& codec,
                                       std::string_view character_set) {
  if (character_set == set_.name) return;
  set_.name = character_set;
  set_.searched_as_bytes = IsSearchedAsBytes(character_set);
  std::string utf8;
  for (std::size_t i = 0; i < set_.high.size(); ++i) {
    const char byte = static_cast<char>(0x80 + i);
    utf8.clear();
    codec.Decode(character_set, Vr::kLO, std::string_view(&byte, 1), utf8);
    std::string_view decoded = utf8;
    set_.high[i] = TakeCharacter(decoded);
  }
  filter_.SetCharacters(set_.high, IsUtf8Set(character_set));
}

void ResiduePatterns::ClearUids() {
  uids_.Clear();
  bytes_.ClearExtra();
}

void ResiduePatterns::AddUid(std::string_view uid) {
  if (uids_.Add(uid)) bytes_.AddExtra(GramAt(uid.data(), sizeof(Gram)));
}

bool ResiduePatterns::empty() const {
  return index_.empty() && uids_.empty() && days_.empty();
}

// In big endian, the zero of the last character stands before it.
bool ResiduePatterns::AnyInWide(std::string_view bytes, TextRange range,
                                SeeHit see) const {
  SearchScratch& scratch = OwnScratch();
  const auto see_wide = [&](const ByteHit& hit) {
    return see({.begin = range.begin + 2 * hit.begin,
                .end = range.begin + 2 * hit.end - 1,
                .every_second = true});
  };
  for (const std::size_t more : {0, 1}) {
    if (range.end + more > bytes.size()) break;
    Narrow(bytes, {range.begin, range.end + more}, scratch.narrow);
    if (AnyInNumbers(scratch.narrow, see_wide)) return true;
    const auto read = [&](Umlauts umlauts) {
      scratch.folded.ReadHigh(scratch.narrow, kLatin1, umlauts);
    };
    const auto find = [&] { return AnyInReading(scratch.folded, see_wide); };
    if (InEitherReading(scratch.folded, read, find)) return true;
  }
  return false;
}

bool ResiduePatterns::FindInText(std::string_view utf8,
                                 std::vector<TextRange>& found,
                                 Sought sought) const {
  const std::size_t before = found.size();
  FoldedText& folded = OwnScratch().folded;
  const auto collect = [&](const PatternIndex::Match& match) {
    if (!HasBorders(folded, match)) return false;
    if (!IsSought(*match.pattern, sought)) return false;
    std::size_t begin = folded.NumberStart(match.begin);
    if (sought == Sought::kPhrases && begin == 0 &&
        IsMakers(*match.pattern, index_.LettersOf(*match.pattern))) {
      return false;
    }
    const bool all = begin == 0 && match.end == folded.size();
    if ((match.pattern->flags & Pattern::kAlone) != 0 && !all) return false;
    std::size_t end = match.end;
    while (!folded.IsBorder(begin)) --begin;
    while (!folded.IsBorder(end)) ++end;
    found.push_back({folded.place(begin).begin, folded.place(end - 1).end});
    return false;
  };
  InEitherReading(
      folded, [&](Umlauts umlauts) { folded.ReadText(utf8, umlauts); },
      [&] { return index_.Find(folded, collect); });
  if (sought == Sought::kAll || sought == Sought::kPhrases) {
    const auto collect_hit = [&](const ByteHit& hit) {
      found.push_back({hit.begin, hit.end});
      return false;
    };
    AnyInNumbers(utf8, collect_hit, sought == Sought::kPhrases);
  }
  Merge(found, before);
  return found.size() > before;
}

bool ResiduePatterns::IsValue(std::string_view utf8, bool is_code) const {
  FoldedText& folded = OwnScratch().folded;
  const auto accept = [&](const PatternIndex::Match& match) {
    if (is_code && IsNameInCode(folded, match)) return true;
    if (folded.NumberStart(match.begin) != 0 || match.end != folded.size()) {
      return false;
    }
    const bool short_number = (match.pattern->flags & Pattern::kNumber) != 0 &&
                              folded.size() < kLeastNumber;
    if (short_number) return false;
    return !is_code || (match.pattern->flags & Pattern::kCommon) == 0;
  };
  const auto read = [&](Umlauts umlauts) { folded.ReadText(utf8, umlauts); };
  const auto find = [&] { return index_.Find(folded, accept); };
  return InEitherReading(folded, read, find) || HasUid(utf8) ||
         days_.WholeOf(utf8) || days_.IsDayOf(utf8);
}

bool ResiduePatterns::IsInBytes(Bytes bytes) const {
  return AnyInBytes(bytes, [](const ByteHit&) { return true; });
}

bool ResiduePatterns::AnyInBytes(Bytes bytes, SeeHit see) const {
  if (empty()) return false;
  const std::string_view text = AsText(bytes);
  std::size_t begin = 0;
  const auto see_piece = [&](const ByteHit& hit) {
    ByteHit moved = hit;
    moved.begin += begin;
    moved.end += begin;
    return see(moved);
  };
  for (; text.size() - begin > kPiece; begin += kPiece - kOverlap) {
    if (AnyInPiece(text.substr(begin, kPiece), see_piece)) return true;
  }
  return AnyInPiece(text.substr(begin), see_piece);
}

bool ResiduePatterns::AnyInPiece(std::string_view bytes, SeeHit see) const {
  if (AnyInNumbers(bytes, see)) return true;
  SearchScratch& scratch = OwnScratch();
  FoldedText& folded = scratch.folded;
  const auto find = [&] { return AnyInReading(folded, see); };
  const auto read_utf8 = [&](Umlauts umlauts) {
    folded.ReadUtf8(bytes, umlauts);
  };
  if (InEitherReading(folded, read_utf8, find)) return true;
  const auto read_high = [&](Umlauts umlauts) {
    folded.ReadHigh(bytes, set_.high, umlauts);
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
      if (!IsSpelledAt(bytes, begin + marks.places[i])) continue;
      if (see({.end = bytes.size(), .whole = true})) return true;
    }
    if (AnyWideText(bytes, begin, marks, wide_done, [&](TextRange range) {
          return AnyInWide(bytes, range, see);
        })) {
      return true;
    }
  }
  return false;
}

bool ResiduePatterns::AnyInReading(const FoldedText& folded, SeeHit see) const {
  return index_.Find(folded, [&](const PatternIndex::Match& match) {
    return (match.pattern->flags & Pattern::kInBytes) != 0 &&
           HasBorders(folded, match) &&
           see({.begin = folded.place(folded.NumberStart(match.begin)).begin,
                .end = folded.place(match.end - 1).end});
  });
}

// UIDs and days. A version may be a day with points in it and a short year.
bool ResiduePatterns::AnyInNumbers(std::string_view text, SeeHit see,
                                   bool in_versions) const {
  std::string_view rest = text;
  while (!rest.empty() && !uids_.empty()) {
    const std::string_view run = TakeUidRun(rest);
    if (!uids_.HasBeginningOf(run)) continue;
    const auto begin = static_cast<std::size_t>(run.data() - text.data());
    if (see({.begin = begin, .end = begin + run.size()})) return true;
  }
  return days_.AnyIn(text, [&](const SpelledDay& spelled) {
    const bool version =
        in_versions && spelled.short_year && IsDotted(text, spelled.all);
    if (version) return false;
    return see({.begin = spelled.all.begin, .end = spelled.all.end});
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
