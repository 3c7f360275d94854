#include "kernels/search/raw_match.h"

#include <algorithm>
#include <cstdint>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

constexpr char kEscape = '\x1B';

// Two other characters are so many bytes, at most, where one is beyond ASCII.
constexpr std::size_t kPlainGap = 2;
constexpr std::size_t kLongestGap = 16;
// As many others in a row, in ASCII, end a text.
constexpr std::size_t kOthersBetweenTexts = 5;
constexpr std::size_t kLongestUid = 256;

std::uint8_t ByteAt(std::string_view bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}
bool IsHigh(char c) { return (c & 0x80) != 0; }
bool IsWordCharacter(char c) { return IsLetterOrDigit(c); }
bool IsUidCharacter(char c) { return IsDigit(c) || c == '.'; }

bool IsVr(std::string_view bytes, std::size_t i) {
  return IsUpper(bytes[i]) && IsUpper(bytes[i + 1]);
}

// `word` is in small letters.
bool IsWordAt(std::string_view bytes, std::size_t at, std::string_view word) {
  if (at > bytes.size() || bytes.size() - at < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = bytes[at + i];
    if ((IsUpper(c) ? c + 0x20 : c) != word[i]) return false;
  }
  return true;
}

struct Gap {
  std::size_t size = 0;
  bool tells = true;  // false: what stands behind it cannot be said
};

// What is between words from `at` on, a step being 1 or, backwards, -1.
Gap GapAt(std::string_view bytes, std::size_t at, int step) {
  Gap gap;
  bool beyond_ascii = false;
  for (; gap.size < kLongestGap; ++gap.size) {
    const std::size_t i = at + static_cast<std::size_t>(step) * gap.size;
    if (i >= bytes.size()) break;
    if (bytes[i] == kEscape) gap.tells = false;
    if (IsWordCharacter(bytes[i])) break;
    beyond_ascii |= IsHigh(bytes[i]);
  }
  // Backwards, the end of an escape sequence comes first.
  for (std::size_t i = 1; step < 0 && i <= kLongestGap && i <= at; ++i) {
    if (bytes[at - i] == kEscape) gap.tells = false;
  }
  if (!beyond_ascii && gap.size > kPlainGap) gap.size = kPlainGap + 1;
  return gap;
}

// The words of a pattern, one after the other.
class WordsOf {
 public:
  WordsOf(const PatternIndex& index, const Pattern& pattern)
      : letters_(index.LettersOf(pattern)), ends_(index.EndsOf(pattern)) {}
  std::size_t size() const { return ends_.size() + 1; }
  std::size_t begin(std::size_t i) const { return i == 0 ? 0 : ends_[i - 1]; }
  std::string_view operator[](std::size_t i) const {
    const std::size_t end = i < ends_.size() ? ends_[i] : letters_.size();
    return letters_.substr(begin(i), end - begin(i));
  }
  // That of the letter at `offset`.
  std::size_t At(std::size_t offset) const {
    std::size_t i = 0;
    while (i < ends_.size() && ends_[i] <= offset) ++i;
    return i;
  }

 private:
  std::string_view letters_;
  std::span<const std::uint32_t> ends_;
};

bool IsBorder(std::string_view bytes, std::size_t i, bool anywhere) {
  if (i == 0 || i == bytes.size()) return true;
  const char before = bytes[i - 1];
  const char after = bytes[i];
  return anywhere ? !IsDigit(before) || !IsDigit(after)
                  : !IsWordCharacter(before) || !IsWordCharacter(after);
}

// Whether a number may begin at `i`: FoldedText::NumberStart.
bool MayBeginNumber(std::string_view bytes, std::size_t i) {
  constexpr std::size_t kLongestCode = 3;
  while (i > 0 && bytes[i - 1] == '0') --i;
  if (i == 0 || !IsDigit(bytes[i - 1]) || MayBeginValue(bytes, i)) return true;
  for (std::size_t size = 1; size <= kLongestCode && size < i; ++size) {
    const std::string_view before = bytes.substr(0, i - size);
    if (before.ends_with('+') || before.ends_with("00")) return true;
    // A soft hyphen joins digits.
    const std::size_t last = before.size() - 1;
    if (IsHigh(before[last - (last > 0 && before[last] == '0' ? 1 : 0)])) {
      return true;
    }
    if (!IsDigit(before[last])) break;
  }
  return false;
}

}  // namespace

bool MayBeginValue(std::string_view bytes, std::size_t i) {
  // Big endian: a short length, or behind four bytes VR, a longer one.
  if (i < 2 || ByteAt(bytes, i - 2) < 0x20) return true;
  if (i < 4) return false;
  // An escape sequence of ISO 2022.
  if (bytes[i - 3] == kEscape || bytes[i - 4] == kEscape) return true;
  // Either byte order, two bytes of length: all these VRs can be so long.
  if (bytes[i - 4] == 'L' && bytes[i - 3] == 'T') return true;
  if (bytes[i - 4] == 'S' && bytes[i - 3] == 'T') return true;
  return i >= 8 && IsVr(bytes, i - 8) && bytes[i - 6] == 0 && bytes[i - 5] == 0;
}

bool MayEndValue(std::string_view bytes, std::size_t i) {
  if (bytes.size() - i < 8) return true;
  // A group of the Standard; any group in explicit or implicit VR.
  return bytes[i + 1] == 0 || IsVr(bytes, i + 4) ||
         (bytes[i + 6] == 0 && bytes[i + 7] == 0);
}

namespace {

// Where a pattern may stand: what is asked of it is told below.
struct Stand {
  std::size_t begin = 0;
  std::size_t end = 0;
  enum class Says : std::uint8_t { kNo, kMaybe, kHere } says = Says::kNo;
};

// Words and what is between them, around the anchor at `at`.
Stand StandOfWords(const PatternIndex& index, const Pattern& pattern,
                   std::string_view bytes, std::size_t at) {
  using Says = Stand::Says;
  const WordsOf words(index, pattern);
  const std::size_t anchor = words.At(pattern.anchor);
  const std::size_t offset = pattern.anchor - words.begin(anchor);
  if (at < offset || !IsWordAt(bytes, at - offset, words[anchor])) return {};
  std::size_t begin = at - offset;
  std::size_t end = begin + words[anchor].size();
  for (std::size_t i = anchor + 1; i < words.size(); ++i) {
    const Gap gap = GapAt(bytes, end, 1);
    if (!gap.tells) return {begin, end, Says::kMaybe};
    if (!IsWordAt(bytes, end + gap.size, words[i])) return {};
    end += gap.size + words[i].size();
  }
  for (std::size_t i = anchor; i-- > 0;) {
    if (begin == 0) return {};
    const Gap gap = GapAt(bytes, begin - 1, -1);
    if (!gap.tells) return {begin, end, Says::kMaybe};
    const std::size_t back = gap.size + words[i].size();
    if (begin < back || !IsWordAt(bytes, begin - back, words[i])) return {};
    begin -= back;
  }
  return {begin, end, Says::kHere};
}

// One word with a gap in it, or none.
Stand StandOfSplit(const PatternIndex& index, const Pattern& pattern,
                   std::string_view bytes, std::size_t at) {
  using Says = Stand::Says;
  const std::string_view letters = index.LettersOf(pattern);
  const std::size_t anchor_end = pattern.anchor + pattern.anchor_size;
  if (!IsWordAt(bytes, at,
                letters.substr(pattern.anchor, pattern.anchor_size))) {
    return {};
  }
  std::size_t begin = at;
  std::size_t end = at + pattern.anchor_size;
  bool split = false;
  for (std::size_t i = anchor_end; i < letters.size(); ++i, ++end) {
    if (IsWordAt(bytes, end, letters.substr(i, 1))) continue;
    const Gap gap = GapAt(bytes, end, 1);
    if (!gap.tells) return {begin, end, Says::kMaybe};
    end += gap.size;
    if (split || !IsWordAt(bytes, end, letters.substr(i, 1))) return {};
    split = true;
  }
  for (std::size_t i = pattern.anchor; i-- > 0; --begin) {
    if (begin == 0) return {};
    if (IsWordAt(bytes, begin - 1, letters.substr(i, 1))) continue;
    const Gap gap = GapAt(bytes, begin - 1, -1);
    if (!gap.tells) return {begin, end, Says::kMaybe};
    if (split || begin <= gap.size) return {};
    begin -= gap.size;
    if (!IsWordAt(bytes, begin - 1, letters.substr(i, 1))) return {};
    split = true;
  }
  return {begin, end, Says::kHere};
}

}  // namespace

bool MayStandAt(const PatternIndex& index, const Pattern& pattern,
                std::string_view bytes, std::size_t at) {
  const auto [begin, end, says] = pattern.split()
                                      ? StandOfSplit(index, pattern, bytes, at)
                                      : StandOfWords(index, pattern, bytes, at);
  if (says != Stand::Says::kHere) return says == Stand::Says::kMaybe;
  const bool anywhere =
      (pattern.flags & (Pattern::kInside | Pattern::kNumber)) != 0;
  if (!IsBorder(bytes, begin, anywhere) && !MayBeginValue(bytes, begin) &&
      !(IsDigit(bytes[begin]) && MayBeginNumber(bytes, begin))) {
    return false;
  }
  return IsBorder(bytes, end, anywhere) || MayEndValue(bytes, end);
}

bool IsSpelledAt(const PatternIndex& index, const Pattern& pattern,
                 std::string_view bytes, std::size_t at) {
  const WordsOf words(index, pattern);
  const std::size_t anchor = words.At(pattern.anchor);
  const std::size_t offset = pattern.anchor - words.begin(anchor);
  if (at < offset) return false;
  const auto stands = [&](std::size_t i, std::size_t place) {
    return bytes.substr(place).starts_with(words[i]);
  };
  std::size_t begin = at - offset;
  if (!stands(anchor, begin)) return false;
  std::size_t end = begin + words[anchor].size();
  for (std::size_t i = anchor + 1; i < words.size(); ++i) {
    const std::string_view near =
        bytes.substr(end, kLongestGap + words[i].size());
    const std::size_t place = near.find(words[i]);
    if (place == std::string_view::npos) return false;
    end += place + words[i].size();
  }
  for (std::size_t i = anchor; i-- > 0;) {
    const std::size_t reach = std::min(begin, kLongestGap + words[i].size());
    const std::string_view near = bytes.substr(begin - reach, reach);
    const std::size_t place = near.rfind(words[i]);
    if (place == std::string_view::npos) return false;
    begin -= reach - place;
  }
  return true;
}

bool MayBeUidAt(const UidSet& uids, std::string_view bytes, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && bytes[begin - 1] == '.') --begin;
  if (begin > 0 && IsDigit(bytes[begin - 1]) && !MayBeginValue(bytes, begin)) {
    return false;
  }
  std::string_view run = bytes.substr(at, kLongestUid);
  if (run.starts_with(UidSet::kStandardRoot)) return false;
  run = run.substr(
      0, static_cast<std::size_t>(
             std::ranges::find_if_not(run, IsUidCharacter) - run.begin()));
  // The last one or two may be the group of the element that follows.
  return uids.HasBeginningOf(run, 2);
}

TextRange WideText(std::string_view bytes, std::size_t at) {
  std::size_t begin = at;
  while (begin >= 2 && bytes[begin - 2] != 0 && bytes[begin - 1] == 0) {
    begin -= 2;
  }
  std::size_t end = at;
  while (end + 2 <= bytes.size() && bytes[end] != 0 && bytes[end + 1] == 0) {
    end += 2;
  }
  return {begin, end};
}

std::size_t ItemHeaderSize(std::string_view bytes, std::size_t at) {
  constexpr std::size_t kSize = 4;
  const std::string_view head = bytes.substr(at, kSize);
  if (head == "\xFF\xFF\xFF\xFF") return kSize;
  if (head.size() < kSize || !head.starts_with("\xFE\xFF")) return 0;
  const char kind = head[2];
  const bool item = kind == '\x00' || kind == '\x0D' || kind == '\xDD';
  return item && head[3] == '\xE0' ? kSize : 0;
}

TextRange LettersAroundHigh(std::string_view bytes, std::size_t at) {
  constexpr std::size_t kReach = 48;
  constexpr std::size_t kLetters = 4;
  const std::size_t from = at > kReach ? at - kReach : 0;
  if (bytes.substr(from, 2 * kReach).find(kEscape) != std::string_view::npos) {
    return TextAroundHigh(bytes, at, kReach, 2 * kReach);
  }
  const auto reach = [&](std::size_t i, std::size_t limit, int step) {
    std::size_t letters = 0;
    std::size_t others = 0;
    for (; i != limit && letters < kLetters && others <= kPlainGap;
         i += static_cast<std::size_t>(step)) {
      const char c = bytes[step > 0 ? i : i - 1];
      if (IsWordCharacter(c)) ++letters;
      others = IsWordCharacter(c) || IsHigh(c) ? 0 : others + 1;
      if (IsHigh(c)) letters = 0;
    }
    return i;
  };
  return {reach(at, from, -1),
          reach(at, std::min(bytes.size(), at + 2 * kReach), 1)};
}

TextRange TextAroundHigh(std::string_view bytes, std::size_t at,
                         std::size_t span, std::size_t longest) {
  const auto is_text = [&](std::size_t i) {
    return IsHigh(bytes[i]) || IsWordCharacter(bytes[i]);
  };
  std::size_t begin = at;
  const std::size_t least = at > span ? at - span : 0;
  std::size_t others = 0;
  for (; begin > least && others < kOthersBetweenTexts; --begin) {
    others = is_text(begin - 1) ? 0 : others + 1;
  }
  std::size_t end = at;
  std::size_t limit = at + span;
  others = 0;
  for (; end < std::min({bytes.size(), limit, at + longest}) &&
         others < kOthersBetweenTexts;
       ++end) {
    others = is_text(end) ? 0 : others + 1;
    if (IsHigh(bytes[end])) limit = end + span;
  }
  return {begin, end};
}

}  // namespace dcmscrub
