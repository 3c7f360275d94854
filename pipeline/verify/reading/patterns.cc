#include "pipeline/verify/reading/patterns.h"

#include <algorithm>
#include <array>

#include "kernels/core/ascii.h"
#include "kernels/core/text.h"
#include "pipeline/verify/reading/values.h"
#include "pipeline/verify/reading/words.h"
#include "rules/compile/vocabulary.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kMostWords = 64;
constexpr std::size_t kShortestUid = 8;

bool IsNumber(std::string_view word) {
  return std::ranges::all_of(word, IsDigit);
}

// The day of a date in DICOM's form, or of one with other delimiters that has
// one reading.
std::optional<std::int64_t> DayIn(std::string_view value) {
  std::string digits;
  for (const char c : value.substr(0, 10)) {
    if (IsDigit(c)) digits += c;
  }
  if (value.find_first_not_of("0123456789./-") < 10 || digits.size() < 8) {
    return std::nullopt;
  }
  if (IsNumber(value.substr(0, 4))) return DayOf(digits);
  const std::string year = digits.substr(4, 4);
  const std::string first = digits.substr(0, 2), second = digits.substr(2, 2);
  const auto day_last = DayOf(year + first + second);
  const auto day_first = DayOf(year + second + first);
  if (day_last && day_first && first != second) return std::nullopt;
  return day_first ? day_first : day_last;
}

// Lead bytes of Chinese, Japanese and Korean characters, and bytes inside them:
// every such character is a word of its own.
bool IsWideLead(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0xE3 && byte <= 0xED) || byte == 0xEF;
}

bool IsInside(char c) { return (c & 0xC0) == 0x80; }

std::size_t LettersOf(std::string_view word) {
  std::size_t letters = 0;
  for (const char c : word) letters += IsWideLead(c) ? 2 : IsInside(c) ? 0 : 1;
  return letters;
}

bool IsOfShortList(std::string_view word) {
  const auto list = ResidueCommonWords();
  return std::ranges::find(list, word) != list.end() || LettersOf(word) == 1 ||
         (IsNumber(word) && word.size() < 4);
}

bool IsCommon(std::string_view word) {
  if (IsOfShortList(word) || word == "anonymized" || word == "removed" ||
      word == "anon") {
    return true;
  }
  const WordKinds kinds = BuiltInVocabulary().KindsOf(word);
  constexpr WordKinds kBesideNames = kTitleWord | kDottedTitleWord |
                                     kTitleBehindWord | kConnectorWord |
                                     kLabelWord;
  if ((kinds & kBesideNames) != 0) return true;
  return (kinds & kPlainWord) != 0 && (kinds & kAmbiguousWord) == 0;
}

// Whether the words that [begin, end) of a folded text lies in are all of the
// vocabulary, names or not, or of makers; short numbers and lone letters may
// stand among them.
bool IsOfVocabulary(std::string_view folded, std::size_t begin,
                    std::size_t end) {
  while (begin > 0 && folded[begin - 1] != kNoLetter) --begin;
  end = std::min(folded.find(kNoLetter, end), folded.size());
  bool any = false;
  for (const std::string_view word :
       LetterRunsOf(folded.substr(begin, end - begin))) {
    if (word.size() == 1 || (IsNumber(word) && word.size() < 4)) continue;
    const WordKinds kinds = BuiltInVocabulary().KindsOf(word);
    if ((kinds & (kPlainWord | kAmbiguousWord)) == 0 &&
        !BuiltInVocabulary().IsOfMakers(word)) {
      return false;
    }
    any = true;
  }
  return any;
}

// Whether the words that [begin, end) of a folded text lies in are all of it.
bool IsAllOf(std::string_view folded, std::size_t begin, std::size_t end) {
  while (begin > 0 && folded[begin - 1] != kNoLetter) --begin;
  end = std::min(folded.find(kNoLetter, end), folded.size());
  return folded.find_first_not_of(kNoLetter) >= begin &&
         folded.find_first_not_of(kNoLetter, end) == std::string_view::npos;
}

std::vector<std::string> FoldedWords(std::string_view utf8, bool umlauts) {
  const std::string folded = FoldForSearch(utf8, umlauts);
  std::vector<std::string> words;
  for (const std::string_view word : LetterRunsOf(folded))
    words.emplace_back(word);
  return words;
}

// Where a word may end or begin.
bool IsBorder(std::string_view text, std::size_t at) {
  if (at == 0 || at == text.size()) return true;
  if (text[at] == kNoLetter || text[at - 1] == kNoLetter) return true;
  if (IsWideLead(text[at])) return true;
  // Behind a wide character.
  std::size_t before = at - 1;
  while (before > 0 && IsInside(text[before])) --before;
  return IsWideLead(text[before]);
}

bool IsBetweenDigits(std::string_view text, std::size_t at) {
  return at > 0 && at < text.size() && IsDigit(text[at - 1]) &&
         IsDigit(text[at]);
}

// The end of `words` in `text` from `at` on, with up to two other characters
// between one and the next; npos: they are not there.
std::size_t EndOf(const std::vector<std::string>& words, std::string_view text,
                  std::size_t at) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (int gap = 0; i > 0 && gap < 2; ++gap) {
      if (at < text.size() && text[at] == kNoLetter) ++at;
    }
    if (!text.substr(std::min(at, text.size())).starts_with(words[i])) {
      return std::string_view::npos;
    }
    at += words[i].size();
  }
  return at;
}

// A number beside letters is a number, too.
bool MayStandAt(std::string_view text, std::size_t begin, std::size_t end,
                bool anywhere) {
  if (IsBetweenDigits(text, begin) || IsBetweenDigits(text, end)) return false;
  constexpr std::size_t kLongNumber = 6;
  const bool digits =
      end - begin >= kLongNumber && IsNumber(text.substr(begin, end - begin));
  return anywhere || digits || (IsBorder(text, begin) && IsBorder(text, end));
}

}  // namespace

void VerifyPatterns::Add(ResidueKind kind, std::string_view utf8) {
  if (kind == ResidueKind::kUid) {
    if (utf8.size() >= kShortestUid) uids_.emplace(utf8);
    return;
  }
  const std::string_view delimiters = kind == ResidueKind::kName ? "\\=" : "\\";
  while (!utf8.empty()) {
    const std::size_t size =
        std::min(utf8.find_first_of(delimiters), utf8.size());
    AddValue(kind, TrimPadding(utf8.substr(0, size)));
    utf8.remove_prefix(std::min(size + 1, utf8.size()));
  }
}

void VerifyPatterns::Merge(const VerifyPatterns& other) {
  uids_.insert(other.uids_.begin(), other.uids_.end());
  days_.Merge(other.days_);
  patterns_.insert(other.patterns_.begin(), other.patterns_.end());
}

void VerifyPatterns::AddValue(ResidueKind kind, std::string_view value) {
  if (kind == ResidueKind::kDate) {
    if (const auto day = DayIn(value)) return days_.Add(*day);
    kind = ResidueKind::kText;
  }
  for (const bool umlauts : {false, true}) {
    const std::vector<std::string> words = FoldedWords(value, umlauts);
    AddWhole(kind, words);
    for (const std::string& word : words) AddAlone(kind, word);
    if (kind != ResidueKind::kName || words.size() < 2) continue;
    // Family and given name, and the other way round.
    std::vector<std::string> family, given;
    const std::size_t cut = value.find('^');
    if (cut == std::string_view::npos) {
      family = {words[0]};
      given = {words.begin() + 1, words.end()};
    } else {
      family = FoldedWords(value.substr(0, cut), umlauts);
      const std::string_view rest = value.substr(cut + 1);
      given = FoldedWords(rest.substr(0, rest.find('^')), umlauts);
    }
    std::vector<std::string> forth = family, back = given;
    forth.insert(forth.end(), given.begin(), given.end());
    back.insert(back.end(), family.begin(), family.end());
    AddWhole(kind, forth);
    AddWhole(kind, back);
  }
}

void VerifyPatterns::AddWhole(ResidueKind kind,
                              std::vector<std::string> words) {
  std::size_t letters = 0, digits = 0, longest = 0;
  for (const std::string& word : words) {
    letters += LettersOf(word);
    if (IsNumber(word)) {
      digits += word.size();
    } else {
      longest = std::max(longest, LettersOf(word));
    }
  }
  const bool number = std::ranges::all_of(words, IsNumber);
  const bool common = std::ranges::all_of(words, IsCommon);
  if (letters < 4 || words.size() > kMostWords ||
      std::ranges::all_of(words, IsOfShortList) || (number && digits < 6) ||
      (common && !(words.size() > 1 && longest >= 4) && digits < 6)) {
    return;
  }
  // An initial is not the beginning of a word.
  const bool initial =
      LettersOf(words.front()) == 1 || LettersOf(words.back()) == 1;
  patterns_.insert({kind, std::move(words), false, letters >= 6 && !initial,
                    common, number ? digits >= 6 : true,
                    number && digits >= 6});
}

void VerifyPatterns::AddAlone(ResidueKind kind, const std::string& word) {
  const std::size_t letters = LettersOf(word);
  const std::size_t least = kind == ResidueKind::kName ? 3 : 6;
  if (letters < least || IsCommon(word)) return;
  if (IsNumber(word) && word.size() < 6) return;
  patterns_.insert(
      {kind, {word}, true, letters >= 5, false, letters >= 4, IsNumber(word)});
}

void VerifyPatterns::Spare(std::string_view utf8) {
  uids_.erase(std::string(utf8));
  if (const auto day = DayOf(utf8)) days_.Spare(*day);
}

// Whether a run of digits and dots begins with one, up to a dot or its end.
bool VerifyPatterns::HasUid(std::string_view text) const {
  if (uids_.empty()) return false;
  const auto is_uid = [](char c) { return IsDigit(c) || c == '.'; };
  std::size_t at = 0;
  while (at < text.size()) {
    if (!is_uid(text[at]) || text[at] == '.') {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_uid(text[end])) ++end;
    for (std::size_t cut = at + kShortestUid; cut <= end; ++cut) {
      if (cut < end && text[cut] != '.') continue;
      if (uids_.contains(std::string(text.substr(at, cut - at)))) return true;
    }
    at = end;
  }
  return false;
}

bool VerifyPatterns::IsOwnName(const Pattern& pattern, std::string_view folded,
                               std::size_t at) {
  constexpr std::size_t kNumber = 5;
  const auto has_number = [](const std::string& word) {
    return HasDigits(word, kNumber);
  };
  return pattern.kind == ResidueKind::kText &&
         std::ranges::none_of(pattern.words, has_number) &&
         at == folded.find_first_not_of(kNoLetter);
}

std::optional<ResidueKind> VerifyPatterns::Find(std::string_view utf8,
                                                bool bytes,
                                                Sought sought) const {
  if (!sought.names_alone) {
    if (HasUid(utf8)) return ResidueKind::kUid;
    std::string text(utf8);
    // A version may be a day with points in it and a short year.
    const bool version = sought.phrases_alone && !HasDigits(text, 4);
    if (version) std::ranges::replace(text, '.', 'x');
    if (days_.AreIn(text)) return ResidueKind::kDate;
  }
  std::string before;
  for (const bool umlauts : {false, true}) {
    const std::string text = FoldForSearch(utf8, umlauts);
    if (text == before) break;
    before = text;
    for (const Pattern& pattern : patterns_) {
      if ((bytes && !pattern.in_bytes) || !IsSought(pattern, sought)) continue;
      const std::string& first = pattern.words.front();
      for (std::size_t at = text.find(first); at != std::string::npos;
           at = text.find(first, at + 1)) {
        const std::size_t end = EndOf(pattern.words, text, at);
        if (end == std::string::npos ||
            !MayStandAt(text, at, end, pattern.anywhere)) {
          continue;
        }
        if (sought.unknown_words_alone && IsOfVocabulary(text, at, end)) {
          continue;
        }
        if (sought.phrases_alone && IsOwnName(pattern, text, at)) continue;
        if (sought.names_alone && pattern.words.size() == 1 &&
            IsAllOf(text, at, end)) {
          continue;
        }
        return pattern.kind;
      }
    }
  }
  return std::nullopt;
}

std::optional<ResidueKind> VerifyPatterns::InText(std::string_view utf8,
                                                  Sought sought) const {
  return Find(utf8, /*bytes=*/false, sought);
}

std::optional<ResidueKind> VerifyPatterns::InBytes(
    std::string_view utf8) const {
  return Find(utf8, /*bytes=*/true, {});
}

std::optional<ResidueKind> VerifyPatterns::InShortValue(std::string_view utf8,
                                                        Vr vr,
                                                        Sought sought) const {
  if (sought.names_alone) return std::nullopt;  // a whole value stays
  for (std::string_view value : ValuesOf(utf8)) {
    if (HasUid(value)) return ResidueKind::kUid;
    const bool dt = vr == Vr::kDT && IsNumber(value.substr(0, 8));
    if (days_.AreIn(dt ? value.substr(0, 8) : value)) return ResidueKind::kDate;
    for (const bool umlauts : {false, true}) {
      const std::string text = FoldForSearch(value, umlauts);
      for (const Pattern& pattern : patterns_) {
        if ((vr == Vr::kCS && pattern.all_common) ||
            !IsSought(pattern, sought)) {
          continue;
        }
        if (EndOf(pattern.words, text, 0) == text.size() && !text.empty()) {
          if (sought.unknown_words_alone &&
              IsOfVocabulary(text, 0, text.size()))
            break;
          return pattern.kind;
        }
      }
    }
  }
  return std::nullopt;
}

}  // namespace dcmscrub
