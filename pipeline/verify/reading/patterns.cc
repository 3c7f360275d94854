#include "pipeline/verify/reading/patterns.h"

#include <algorithm>

#include "kernels/core/ascii.h"
#include "kernels/core/text.h"
#include "pipeline/verify/reading/numbers.h"
#include "pipeline/verify/reading/values.h"
#include "rules/compile/vocabulary.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kNoLetters(&kNoLetter, 1);

// A number with a point or a sign is no ID.
bool IsMeasure(std::string_view text) {
  return IsNumberText(text) &&
         text.find_first_of("+-.") != std::string_view::npos;
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
    if (word.size() == 1 || (IsAllDigits(word) && word.size() < 4)) continue;
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

// Where a word may end or begin.
bool IsBorder(std::string_view text, std::size_t at) {
  if (at == 0 || at == text.size()) return true;
  if (text[at] == kNoLetter || text[at - 1] == kNoLetter) return true;
  if (IsWideLead(text[at])) return true;
  // Behind a wide character.
  std::size_t before = at - 1;
  while (before > 0 && IsTailByte(text[before])) --before;
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
bool MayStandAt(std::string_view text, std::size_t at, std::size_t end,
                bool anywhere) {
  const std::size_t begin = NumberBegin(text, at);
  if (IsBetweenDigits(text, begin) || IsBetweenDigits(text, end)) return false;
  const bool digits = end - begin >= kLongNumber &&
                      IsAllDigits(text.substr(begin, end - begin));
  return anywhere || digits || (IsBorder(text, begin) && IsBorder(text, end));
}

}  // namespace

void VerifyPatterns::Merge(const VerifyPatterns& other) {
  uids_.insert(other.uids_.begin(), other.uids_.end());
  days_.Merge(other.days_);
  patterns_.insert(other.patterns_.begin(), other.patterns_.end());
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

std::string_view VerifyPatterns::Pattern::Beginning() const {
  const std::string_view first = words.front();
  return parted ? first.substr(0, 1) : first;
}

std::size_t VerifyPatterns::Pattern::EndIn(std::string_view text,
                                           std::size_t at) const {
  return parted ? EndOfDigits(words.front(), text, at) : EndOf(words, text, at);
}

bool VerifyPatterns::Pattern::IsAllOf(std::string_view text) const {
  const std::string_view first = Beginning();
  for (std::size_t at = text.find(first); at != std::string_view::npos;
       at = text.find(first, at + 1)) {
    if (NumberBegin(text, at) != 0) return false;
    if (EndIn(text, at) == text.size()) return true;
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
  std::optional<ResidueKind> found;
  AnyReading(WithoutPlus(utf8), /*text=*/!bytes, [&](std::string_view text) {
    found = FindInReading(text, bytes, sought);
    return found.has_value();
  });
  return found;
}

std::optional<ResidueKind> VerifyPatterns::FindInReading(std::string_view text,
                                                         bool bytes,
                                                         Sought sought) const {
  for (const Pattern& pattern : patterns_) {
    if ((bytes && !pattern.in_bytes) || !IsSought(pattern, sought)) continue;
    const std::string_view first = pattern.Beginning();
    for (std::size_t at = text.find(first); at != std::string_view::npos;
         at = text.find(first, at + 1)) {
      const std::size_t end = pattern.EndIn(text, at);
      if (end == std::string_view::npos ||
          !MayStandAt(text, at, end, pattern.anywhere)) {
        continue;
      }
      if (sought.unknown_words_alone && IsOfVocabulary(text, at, end)) continue;
      if (sought.phrases_alone && IsOwnName(pattern, text, at)) continue;
      if (sought.names_alone && pattern.one_word && IsAllOf(text, at, end)) {
        continue;
      }
      return pattern.kind;
    }
  }
  return std::nullopt;
}

std::optional<ResidueKind> VerifyPatterns::InText(std::string_view utf8,
                                                  Sought sought) const {
  return Find(utf8, /*bytes=*/false, sought);
}

std::optional<ResidueKind> VerifyPatterns::InBytes(std::string_view utf8,
                                                   Sought sought) const {
  return Find(utf8, /*bytes=*/true, sought);
}

std::optional<ResidueKind> VerifyPatterns::InShortValue(std::string_view utf8,
                                                        Vr vr,
                                                        Sought sought) const {
  if (sought.names_alone) return std::nullopt;  // a whole value stays
  for (std::string_view value : ValuesOf(utf8)) {
    if (vr == Vr::kDS && IsMeasure(value)) continue;
    const bool number = vr == Vr::kDS || vr == Vr::kIS;
    if (number && !IsNumberText(value)) {  // somebody's text
      if (const auto kind = InText(value, sought)) return kind;
      continue;
    }
    if (HasUid(value)) return ResidueKind::kUid;
    const bool dt = vr == Vr::kDT && IsAllDigits(value.substr(0, 8));
    if (days_.AreIn(dt ? value.substr(0, 8) : value)) return ResidueKind::kDate;
    if (const auto kind = FindWhole(value, vr, sought)) return kind;
  }
  return std::nullopt;
}

std::optional<ResidueKind> VerifyPatterns::FindWhole(std::string_view value,
                                                     Vr vr,
                                                     Sought sought) const {
  constexpr std::size_t kLeastNumber = 5;
  std::optional<ResidueKind> found;
  AnyReading(WithoutPlus(value), /*text=*/true, [&](std::string_view folded) {
    const std::string_view text = Trimmed(folded, kNoLetters);
    const auto others = std::ranges::count(text, kNoLetter);
    const std::size_t letters = text.size() - static_cast<std::size_t>(others);
    if (sought.unknown_words_alone && IsOfVocabulary(text, 0, text.size())) {
      return false;
    }
    for (const Pattern& pattern : patterns_) {
      const bool short_number = letters < kLeastNumber &&
                                std::ranges::all_of(pattern.words, IsAllDigits);
      if ((vr == Vr::kCS && pattern.all_common) || short_number ||
          !IsSought(pattern, sought) || !pattern.IsAllOf(text)) {
        continue;
      }
      found = pattern.kind;
      break;
    }
    return found.has_value();
  });
  return found;
}

}  // namespace dcmscrub
