#include "kernels/clean/descriptor_words.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "kernels/core/ascii.h"
#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

using Shape = DescriptorToken::Shape;
using Fate = DescriptorToken::Fate;

bool IsNumeric(char c) { return IsDigit(c) || c == '.' || c == ','; }

// Where the number ends that `text` begins with: 2.5, 2p5, which is the same
// in names of protocols.
std::size_t NumberSize(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() &&
         (IsNumeric(text[size]) ||
          ((text[size] | 0x20) == 'p' && size > 0 && IsDigit(text[size - 1]) &&
           size + 1 < text.size() && IsDigit(text[size + 1])))) {
    ++size;
  }
  return size;
}

// A run in parts: numbers, and words as capitals tell them: ep|2|d|Diff,
// AA|Head. Letters beyond ASCII go on with the part they stand in.
class Parts {
 public:
  explicit Parts(std::string_view run) : rest_(run) {}

  bool Next(std::string_view& part) {
    if (rest_.empty()) return false;
    const std::size_t size =
        IsNumeric(rest_[0]) ? NumberSize(rest_) : WordSize();
    part = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }

 private:
  std::size_t WordSize() const {
    std::size_t size = 1;
    while (size < rest_.size() && !IsNumeric(rest_[size])) {
      const bool up = IsLower(rest_[size - 1]) && IsUpper(rest_[size]);
      const bool down = IsUpper(rest_[size - 1]) && IsUpper(rest_[size]) &&
                        size + 1 < rest_.size() && IsLower(rest_[size + 1]);
      if (up || down) break;
      ++size;
    }
    return size;
  }

  std::string_view rest_;
};

std::string_view WithoutSigns(std::string_view written) {
  while (!written.empty() &&
         (written.front() == '+' || written.front() == '-')) {
    written.remove_prefix(1);
  }
  while (!written.empty() && (written.back() == '+' || written.back() == '-' ||
                              written.back() == '%')) {
    written.remove_suffix(1);
  }
  return written;
}

int CountDigits(std::string_view text) {
  return static_cast<int>(std::ranges::count_if(text, IsDigit));
}

int ValueOf(std::string_view digits) {
  int value = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

Fate FateOfWord(WordKinds kinds) {
  return (kinds & kAmbiguousWord) != 0 ? Fate::kWeak : Fate::kStays;
}

// Kana and ideographs, which are written without spaces.
bool IsUnspaced(char32_t character) {
  return (character >= 0x3040 && character <= 0x30FF) ||
         (character >= 0x3400 && character <= 0x9FFF) ||
         (character >= 0xF900 && character <= 0xFAFF);
}

bool HasUnspaced(std::string_view folded) {
  while (!folded.empty()) {
    if (IsUnspaced(TakeAnyCharacter(folded))) return true;
  }
  return false;
}

bool HasLongNumber(std::string_view text) {
  std::size_t digits = 0;
  return std::ranges::any_of(text, [&](char c) {
    digits = IsDigit(c) ? digits + 1 : 0;
    return digits > 2;
  });
}

// Words written in one: 胸部|X線|正面, Thorax|drainage,
// Entzündung|s|szintigraphie. Without spaces a word may be one character, but
// not all, and numbers of two digits may stand between. Else each has four
// letters, so that few names come apart, and letters may join them.
class JoinedWords {
 public:
  JoinedWords(const DescriptorText& text, bool unspaced)
      : text_(text), unspaced_(unspaced) {}

  bool Make(std::string_view folded) {
    Reach reach = kByShort;
    std::size_t count = 0;
    for (std::string_view rest = folded; !rest.empty();) {
      begins_[count % kLongest] = folded.size() - rest.size();
      reached_[count % kLongest] = reach;
      ++count;
      TakeAnyCharacter(rest);
      reach = ReachAt(folded.substr(0, folded.size() - rest.size()), count);
    }
    return reach == kByLong;
  }

 private:
  static constexpr std::size_t kLongest = 24;  // characters of a word
  static constexpr std::size_t kShortest = 4;
  enum Reach : std::uint8_t { kNot, kByJoint, kByShort, kByLong };

  // How words come to the end of `begin`, the first `count` characters.
  Reach ReachAt(std::string_view begin, std::size_t count) const {
    Reach best = kNot;
    for (std::size_t size = 1; size <= std::min(count, kLongest); ++size) {
      const std::size_t from = (count - size) % kLongest;
      if (reached_[from] == kNot) continue;
      best = std::max(best, Step(begin.substr(begins_[from]), size,
                                 reached_[from], count == size));
    }
    return best;
  }

  Reach Step(std::string_view word, std::size_t size, Reach before,
             bool first) const {
    const WordKinds kinds = text_.vocabulary().KindsOf(word);
    const bool plain = (kinds & kPlainWord) != 0 &&
                       (unspaced_ || (kinds & kAmbiguousWord) == 0);
    if (unspaced_) {
      if (plain) return size > 1 ? kByLong : before;
      return size <= 2 && std::ranges::all_of(word, IsDigit) ? before : kNot;
    }
    if (plain && size >= kShortest) return kByLong;
    const bool joint =
        word == "s" || word == "n" || word == "es" || word == "en";
    return joint && !first && before == kByLong ? kByJoint : kNot;
  }

  const DescriptorText& text_;
  const bool unspaced_;
  std::array<std::size_t, kLongest> begins_{};  // of the last characters
  std::array<Reach, kLongest> reached_{};
};

constexpr std::size_t kShortestJoined = 11;  // letters: Lightfoot, Passmore

bool IsJoined(DescriptorText& text, std::string_view word) {
  if (word.size() < kShortestJoined) return false;
  return JoinedWords(text, false).Make(text.FoldedOf(word));
}

// AAHead: every part of it is a word of two letters or more; dMRI, rCBF: a
// small letter before capitals.
Fate FateOfCompound(DescriptorText& text, std::string_view written) {
  Fate fate = Fate::kStays;
  if (written.size() > 3 && IsLower(written[0]) && IsUpper(written[1]) &&
      IsUpper(written[2])) {
    written.remove_prefix(1);
  }
  Parts parts(written);
  std::string_view part;
  while (parts.Next(part)) {
    const WordKinds kinds = text.KindsOf(part);
    const bool plain = (kinds & kPlainWord) != 0 && part.size() > 1;
    if (!plain && !IsJoined(text, part)) return Fate::kGoes;
    if (FateOfWord(kinds) == Fate::kWeak) fate = Fate::kWeak;
  }
  return fate;
}

void JudgeLetter(DescriptorText& text, DescriptorToken& token) {
  const std::string_view written = WithoutSigns(text.Written(token));
  if (token.Is(kConnectorWord) && IsLower(written[0])) {
    token.fate = Fate::kStays;
    return;
  }
  token.kinds &= static_cast<WordKinds>(~kConnectorWord);
  token.is_initial = !token.Is(kLoneLetter);
  token.fate = token.is_initial ? Fate::kGoes : Fate::kWeak;
}

void JudgeWord(DescriptorText& text, DescriptorToken& token) {
  if (token.is_letter) return JudgeLetter(text, token);
  if (token.Is(kPlainWord)) {
    if (token.Is(kConnectorWord) &&
        std::ranges::all_of(text.Written(token), IsUpper)) {
      // OP, LE, CON: a short form, no connector.
      token.kinds &= static_cast<WordKinds>(~kConnectorWord);
    }
    token.is_initial = false;
    token.fate = FateOfWord(token.kinds);
    return;
  }
  if (token.is_initial && !token.Is(kTitleWord | kTitleBehindWord)) return;
  if (token.Is(kTitleWord | kTitleBehindWord)) token.is_initial = false;
  if (token.Is(kConnectorWord)) {
    token.fate = Fate::kStays;
  } else if (token.Is(kUnitWord | kParameterWord) &&
             !token.Is(kTitleBehindWord)) {
    token.fate = Fate::kWeak;
  } else {
    token.fate = FateOfCompound(text, WithoutSigns(text.Written(token)));
  }
}

// A number by itself: how many digits do not identify. Dates, phones and
// numbers that stand together are descriptor_numbers' part.
Fate FateOfNumber(std::string_view number) {
  const auto joints =
      std::ranges::count_if(number, [](char c) { return !IsDigit(c); });
  const int digits = CountDigits(number);
  if (joints == 0) return digits <= 4 ? Fate::kWeak : Fate::kGoes;
  if (joints > 1) return Fate::kGoes;  // a date, a version, an address
  const std::size_t joint = number.find_first_not_of("0123456789");
  const bool below_one = number.substr(0, joint) == "0";
  if (number.front() == '0' && !below_one) return Fate::kGoes;
  return digits <= (below_one ? 6 : 4) ? Fate::kDecimal : Fate::kGoes;
}

struct CodeParts {
  bool words = true;  // but for single letters
  bool plain = true;  // no name among them, and no single letter
  bool month = false;
  bool number = false;  // one that identifies
  int digits = 0;       // but those that a parameter announces: TE115
};

CodeParts PartsOfCode(DescriptorText& text, std::string_view written) {
  constexpr WordKinds kWords = kPlainWord | kParameterWord | kUnitWord;
  CodeParts code;
  bool announced = false;
  Parts parts(written);
  std::string_view part;
  while (parts.Next(part)) {
    if (IsNumeric(part[0])) {
      code.number |= FateOfNumber(part) == Fate::kGoes;
      if (!announced) code.digits += CountDigits(part);
      announced = false;
      continue;
    }
    const WordKinds kinds = text.KindsOf(part);
    announced = (kinds & kParameterWord) != 0;
    code.month |= (kinds & kMonthWord) != 0;
    code.words &= part.size() == 1 || (kinds & kWords) != 0;
    code.plain &= part.size() > 1 && (kinds & kAmbiguousWord) == 0;
  }
  return code;
}

// 5mm, 120kV, 3D, 2nd, 64ch; not 45Y, 70kg, 012M, and not 170cm, which is a
// person's height.
Fate FateOfMeasure(DescriptorText& text, std::string_view written,
                   std::string_view number, std::string_view unit) {
  if (FateOfNumber(number) == Fate::kGoes) return Fate::kGoes;
  const WordKinds kinds = text.KindsOf(unit);
  const int digits = CountDigits(number);
  const char first = static_cast<char>(unit[0] | 0x20);
  const bool letter = unit.size() == 1;
  if (letter && digits == 3 && (first == 'd' || first == 'w' || first == 'm')) {
    return Fate::kGoes;  // an age of VR AS
  }
  if (letter && digits > 1 && (first == 'f' || first == 'm')) {
    return Fate::kGoes;  // age and sex
  }
  if ((kinds & kAgeWord) != 0 && ((kinds & kUnitWord) == 0 || digits > 2)) {
    return Fate::kGoes;
  }
  const bool centimetres =
      unit.size() == 2 && first == 'c' && (unit[1] | 0x20) == 'm';
  if (centimetres && ValueOf(number) >= 100 && ValueOf(number) <= 250) {
    return Fate::kGoes;
  }
  if ((kinds & kUnitWord) != 0) return Fate::kStays;
  if ((kinds & kPlainWord) != 0 && !letter && digits <= 3)
    return FateOfWord(kinds);
  const CodeParts code = PartsOfCode(text, written);  // 3mmIso
  if (code.words && code.plain && !code.month && digits <= 3) {
    return Fate::kStays;
  }
  return digits <= 2 && unit.size() <= 2 ? Fate::kWeak : Fate::kGoes;
}

// C7, T12, Th4, L5, LWK3.
bool IsVertebra(std::string_view letters, int number) {
  struct Section {
    std::string_view letters;
    int last;
  };
  static constexpr Section kSections[] = {
      {"c", 8},   {"t", 13},   {"th", 13}, {"d", 12},  {"l", 6}, {"s", 5},
      {"hwk", 7}, {"bwk", 13}, {"lwk", 6}, {"swk", 5}, {"co", 4}};
  return std::ranges::any_of(kSections, [&](const Section& section) {
    return section.letters == letters && number >= 1 && number <= section.last;
  });
}

// Letters, then digits, then what may follow: T2, b1000, ep2d, B31f, FC08.
Fate FateOfCode(DescriptorText& text, const DescriptorToken& token) {
  constexpr int kMostDigits = 8;
  const std::string_view folded = text.Folded(token);
  const std::size_t begin = static_cast<std::size_t>(
      std::ranges::find_if(folded, IsDigit) - folded.begin());
  const std::string_view letters = folded.substr(0, begin);
  const std::string_view number = folded.substr(begin);
  const CodeParts code = PartsOfCode(text, WithoutSigns(text.Written(token)));
  const int digits = CountDigits(folded);
  if (code.number || code.digits > 4 || digits > kMostDigits) {
    return Fate::kGoes;
  }
  if (NumberSize(number) == number.size()) {
    if (IsVertebra(letters, ValueOf(number)) && number[0] != '0') {
      return Fate::kStays;
    }
    if ((text.vocabulary().KindsOf(letters) & kParameterWord) != 0) {
      // b1000, but B141 is a code.
      const bool round = digits < 3 || ValueOf(number) % 50 == 0;
      return letters.size() > 1 || round ? Fate::kStays : Fate::kGoes;
    }
    if (digits > 1 && (letters == "f" || letters == "m")) return Fate::kGoes;
  }
  if (code.month) return Fate::kGoes;
  if (code.words && code.plain) {
    return code.digits <= 3 ? Fate::kStays : Fate::kGoes;
  }
  const bool is_short = folded.size() - static_cast<std::size_t>(digits) <= 3;
  return (code.words || is_short) && code.digits <= 2 ? Fate::kWeak
                                                      : Fate::kGoes;
}

void JudgeUnspaced(const DescriptorText& text, DescriptorToken& token) {
  const std::string_view folded = text.Folded(token);
  const bool stays =
      token.Is(kPlainWord) ||
      (!HasLongNumber(folded) && JoinedWords(text, true).Make(folded));
  token.is_letter = false;
  token.fate = stays ? Fate::kStays : Fate::kGoes;
}

void JudgeMixed(DescriptorText& text, DescriptorToken& token) {
  if (token.Is(kPlainWord)) {
    token.fate = FateOfWord(token.kinds);
    return;
  }
  const std::string_view folded = text.Folded(token);
  if (!IsDigit(folded[0])) {
    token.fate = FateOfCode(text, token);
    return;
  }
  const std::size_t unit = NumberSize(folded);
  const bool two_parts = std::ranges::none_of(folded.substr(unit), IsDigit);
  if (two_parts) {
    const std::string_view written = WithoutSigns(text.Written(token));
    token.fate = FateOfMeasure(text, written.substr(unit),
                               folded.substr(0, unit), folded.substr(unit));
    return;
  }
  // 10h30, 12MAR61, 2D3; short ones alone may be codes.
  const bool may_stay = CountDigits(folded) <= 2 && folded.size() <= 4;
  token.fate = may_stay ? Fate::kWeak : Fate::kGoes;
}

}  // namespace

void JudgeAlone(DescriptorText& text) {
  for (DescriptorToken& token : text.tokens()) {
    if (HasUnspaced(text.Folded(token))) {
      JudgeUnspaced(text, token);
      continue;
    }
    switch (token.shape) {
      case Shape::kBreak:
        break;
      case Shape::kWord:
        JudgeWord(text, token);
        break;
      case Shape::kNumber:
        token.fate = FateOfNumber(text.Folded(token));
        break;
      case Shape::kMixed:
        JudgeMixed(text, token);
        break;
    }
  }
}

bool HasPart(DescriptorText& text, const DescriptorToken& token,
             std::string_view folded) {
  Parts parts(WithoutSigns(text.Written(token)));
  std::string_view part;
  while (parts.Next(part)) {
    if (text.FoldedOf(part) == folded) return true;
  }
  return false;
}

}  // namespace dcmscrub
