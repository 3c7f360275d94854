#include "kernels/clean/descriptor_words.h"

#include <algorithm>
#include <charconv>

#include "kernels/core/ascii.h"
#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

using Shape = DescriptorToken::Shape;
using Fate = DescriptorToken::Fate;

bool IsNumeric(char c) { return IsDigit(c) || c == '.' || c == ','; }

// A run in parts: numbers, and words as capitals tell them: ep|2|d|Diff,
// AA|Head. Letters beyond ASCII go on with the part they stand in.
class Parts {
 public:
  explicit Parts(std::string_view run) : rest_(run) {}

  bool Next(std::string_view& part) {
    if (rest_.empty()) return false;
    const std::size_t size = IsNumeric(rest_[0]) ? NumberSize() : WordSize();
    part = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }

 private:
  std::size_t NumberSize() const {
    return static_cast<std::size_t>(std::ranges::find_if_not(rest_, IsNumeric) -
                                    rest_.begin());
  }
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

// AAHead: every part of it is a word of two letters or more.
Fate FateOfCompound(DescriptorText& text, std::string_view written) {
  Fate fate = Fate::kStays;
  Parts parts(written);
  std::string_view part;
  while (parts.Next(part)) {
    const WordKinds kinds = text.KindsOf(part);
    if ((kinds & kPlainWord) == 0 || part.size() < 2) return Fate::kGoes;
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
  const auto joints = std::ranges::count_if(
      number, [](char c) { return c == '.' || c == ','; });
  const int digits = CountDigits(number);
  if (joints == 0) return digits <= 4 ? Fate::kWeak : Fate::kGoes;
  if (joints > 1) return Fate::kGoes;  // a date, a version, an address
  const std::size_t joint = number.find_first_of(".,");
  const bool below_one = number.substr(0, joint) == "0";
  if (number.front() == '0' && !below_one) return Fate::kGoes;
  return digits <= (below_one ? 6 : 4) ? Fate::kDecimal : Fate::kGoes;
}

// 5mm, 120kV, 3D, 2nd, 64ch; not 45Y, 70kg, 012M, and not 170cm, which is a
// person's height.
Fate FateOfMeasure(DescriptorText& text, std::string_view number,
                   std::string_view unit) {
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
  const std::string_view written = WithoutSigns(text.Written(token));
  const std::string_view folded = text.Folded(token);
  const std::size_t begin = static_cast<std::size_t>(
      std::ranges::find_if(folded, IsDigit) - folded.begin());
  const std::string_view letters = folded.substr(0, begin);
  const std::string_view number = folded.substr(begin);
  const bool ends_with_number = std::ranges::all_of(number, IsNumeric);
  const int digits = CountDigits(folded);
  if (digits > 4 || FateOfNumber(number.substr(
                        0, static_cast<std::size_t>(
                               std::ranges::find_if_not(number, IsNumeric) -
                               number.begin()))) == Fate::kGoes) {
    return Fate::kGoes;
  }
  if (ends_with_number) {
    if (IsVertebra(letters, ValueOf(number)) && number[0] != '0') {
      return Fate::kStays;
    }
    if ((text.vocabulary().KindsOf(letters) & kParameterWord) != 0)
      return Fate::kStays;
    if (digits > 1 && (letters == "f" || letters == "m")) return Fate::kGoes;
  }
  bool words = true;
  bool plain = true;
  bool month = false;
  Parts parts(written);
  std::string_view part;
  while (parts.Next(part)) {
    if (IsNumeric(part[0])) continue;
    const WordKinds kinds = text.KindsOf(part);
    month |= (kinds & kMonthWord) != 0;
    words &= part.size() == 1 || (kinds & kPlainWord) != 0;
    plain &= part.size() > 1 && (kinds & kAmbiguousWord) == 0;
  }
  if (month) return Fate::kGoes;
  if (words && plain) return digits <= 3 ? Fate::kStays : Fate::kGoes;
  const bool is_short = folded.size() - static_cast<std::size_t>(digits) <= 3;
  return (words || is_short) && digits <= 2 ? Fate::kWeak : Fate::kGoes;
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
  const std::size_t unit = static_cast<std::size_t>(
      std::ranges::find_if_not(folded, IsNumeric) - folded.begin());
  const bool two_parts = std::ranges::none_of(folded.substr(unit), IsDigit);
  if (two_parts) {
    token.fate =
        FateOfMeasure(text, folded.substr(0, unit), folded.substr(unit));
    return;
  }
  // 10h30, 12MAR61, 2D3; short ones alone may be codes.
  const bool may_stay = CountDigits(folded) <= 2 && folded.size() <= 4;
  token.fate = may_stay ? Fate::kWeak : Fate::kGoes;
}

}  // namespace

void JudgeAlone(DescriptorText& text) {
  for (DescriptorToken& token : text.tokens()) {
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
    if (text.FoldsTo(part, folded)) return true;
  }
  return false;
}

}  // namespace dcmscrub
