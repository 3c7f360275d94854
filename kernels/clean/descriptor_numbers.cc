#include "kernels/clean/descriptor_numbers.h"

#include <algorithm>
#include <charconv>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

using Fate = DescriptorToken::Fate;
using Shape = DescriptorToken::Shape;
constexpr std::size_t kNone = DescriptorText::kNone;

bool IsInteger(const DescriptorText& text, const DescriptorToken& token) {
  return token.is_number() &&
         text.Folded(token).find_first_of(".,") == std::string_view::npos;
}

int ValueOf(const DescriptorText& text, const DescriptorToken& token) {
  const std::string_view digits = text.Folded(token);
  int value = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool IsYear(const DescriptorText& text, const DescriptorToken& token) {
  if (token.folded_size != 4 || !IsInteger(text, token)) return false;
  const int value = ValueOf(text, token);
  return value >= 1900 && value < 2100;
}

// Four digits that measure nothing known: 4711. 1500, 2048 are sizes and times.
bool IsLong(const DescriptorText& text, const DescriptorToken& token) {
  if (token.folded_size < 4 || !IsInteger(text, token)) return false;
  const int value = ValueOf(text, token);
  return value % 50 != 0 && (value & (value - 1)) != 0;
}

bool HasLeadingZero(const DescriptorText& text, const DescriptorToken& token) {
  return token.folded_size > 1 && text.Folded(token).front() == '0';
}

bool IsParameter(const DescriptorText& text, const DescriptorToken& token) {
  if (token.Is(kParameterWord)) return true;
  if (token.shape != Shape::kMixed) return false;
  const std::string_view folded = text.Folded(token);  // b50
  const std::string_view letters =
      folded.substr(0, folded.find_first_of("0123456789"));
  return (text.vocabulary().KindsOf(letters) & kParameterWord) != 0;
}

bool IsOnly(std::string_view gap, std::string_view characters) {
  return gap.find_first_not_of(characters) == std::string_view::npos;
}

// A unit right behind a number: "5 mm", "2 VIEWS", "0-5 cm". Single letters
// are units only where they touch it, so they are no tokens of their own.
bool HasUnit(const DescriptorText& text, std::size_t i) {
  const auto& tokens = text.tokens();
  if (i + 1 >= tokens.size() || !IsOnly(text.GapBehind(i), " -_")) return false;
  const DescriptorToken& unit = tokens[i + 1];
  const bool kilos =
      unit.Is(kAgeWord) && (!unit.Is(kUnitWord) || tokens[i].folded_size > 2);
  return unit.Is(kUnitWord) && !kilos && !unit.is_letter;
}

// 24x30, 5x5: the x touches both.
bool IsMultiplied(const DescriptorText& text, std::size_t i) {
  const auto is_times = [&](std::size_t left) {
    const auto& tokens = text.tokens();
    return left + 1 < tokens.size() && tokens[left].is_number() &&
           text.GapBehind(left).size() == 1 &&
           (text.GapBehind(left)[0] | 0x20) == 'x';
  };
  return is_times(i) || (i > 0 && is_times(i - 1));
}

void KeepMeasures(DescriptorText& text) {
  auto& tokens = text.tokens();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    DescriptorToken& token = tokens[i];
    if (!token.is_number() || token.goes()) continue;
    const std::size_t before = text.Before(i);
    const bool percent = text.text()[token.end - 1] == '%';
    const int value = ValueOf(text, token);
    const bool year = IsYear(text, token);
    const bool parameter = before != kNone &&
                           IsParameter(text, tokens[before]) &&
                           (!year || value % 50 == 0);
    const bool height = i + 1 < tokens.size() && value >= 100 && value <= 250 &&
                        text.Folded(tokens[i + 1]) == "cm";
    if (height && !parameter) {
      token.fate = Fate::kGoes;
      tokens[i + 1].fate = Fate::kGoes;
    } else if (percent || parameter || HasUnit(text, i) ||
               IsMultiplied(text, i)) {
      token.fate = Fate::kStays;
    } else if (year || IsLong(text, token)) {
      token.fate = Fate::kGoes;
    }
  }
}

// 10:30, 10:30:15.
void DropTimes(DescriptorText& text) {
  auto& tokens = text.tokens();
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    DescriptorToken& left = tokens[i];
    DescriptorToken& right = tokens[i + 1];
    if (text.GapBehind(i) != ":" || !IsInteger(text, left)) continue;
    const std::string_view minutes = text.Folded(right);
    const bool two_digits = right.shape != Shape::kWord &&
                            minutes.find_first_not_of("0123456789") >= 2 &&
                            minutes.size() >= 2;
    if (!two_digits || left.folded_size > 2) continue;
    left.fate = Fate::kGoes;
    right.fate = Fate::kGoes;
  }
}

// Ages, weights, hours: "45 years", "70 kg", "10 Uhr", "1030 hrs".
void DropAges(DescriptorText& text) {
  auto& tokens = text.tokens();
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    DescriptorToken& token = tokens[i];
    DescriptorToken& number = tokens[i - 1];
    if (!token.Is(kAgeWord) || !number.is_number()) continue;
    if (!IsOnly(text.GapBehind(i - 1), " -_./")) continue;
    if (token.Is(kUnitWord) && number.folded_size <= 2) continue;
    token.fate = Fate::kGoes;
    number.fate = Fate::kGoes;
  }
}

// A number, or one with an ordinal's ending, that can be a day or a year.
bool IsPartOfDate(const DescriptorText& text, const DescriptorToken& token) {
  if (token.shape == Shape::kMixed) {
    const std::string_view folded = text.Folded(token);
    const std::size_t letters = folded.find_first_not_of("0123456789");
    return letters == 1 || letters == 2
               ? folded.size() == letters + 2 && folded[0] != '0'
               : false;
  }
  return IsInteger(text, token) &&
         (token.folded_size <= 2 || IsYear(text, token));
}

// 12. März 2019, 12-MAR-61, March 3rd: the month and what stands beside it.
void DropMonths(DescriptorText& text) {
  auto& tokens = text.tokens();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].Is(kMonthWord)) continue;
    const std::size_t neighbours[] = {text.Before(i), text.Behind(i)};
    for (const std::size_t neighbour : neighbours) {
      if (neighbour == kNone || !IsPartOfDate(text, tokens[neighbour])) {
        continue;
      }
      tokens[i].fate = Fate::kGoes;
      tokens[neighbour].fate = Fate::kGoes;
    }
  }
}

// Integers with nothing but these between them belong together: phones, dates,
// account numbers.
constexpr std::string_view kJoints = " -./()_,";

struct Group {
  std::size_t first = 0;
  std::size_t last = 0;
  int digits = 0;
  bool has_hyphen = false;
  bool has_leading_zero = false;
};

Group GroupAt(const DescriptorText& text, std::size_t i) {
  const auto& tokens = text.tokens();
  Group group{i, i};
  for (;; ++i) {
    group.last = i;
    group.digits += static_cast<int>(tokens[i].folded_size);
    group.has_leading_zero |= HasLeadingZero(text, tokens[i]);
    if (i + 1 >= tokens.size() || !IsInteger(text, tokens[i + 1])) break;
    const std::string_view gap = text.GapBehind(i);
    if (gap.empty() || !IsOnly(gap, kJoints)) break;
    group.has_hyphen |= gap.find('-') != std::string_view::npos ||
                        text.Written(tokens[i + 1]).front() == '-';
  }
  return group;
}

// Days, months and years in any order: 12 3 61, 2019-03-12.
bool IsDate(const DescriptorText& text, const Group& group) {
  const auto& tokens = text.tokens();
  if (group.last - group.first != 2 || group.digits < 4) return false;
  int days = 0;
  for (std::size_t i = group.first; i <= group.last; ++i) {
    const int value = ValueOf(text, tokens[i]);
    if (tokens[i].folded_size <= 2 && value >= 1 && value <= 31) ++days;
  }
  return days >= 2;
}

// 12/03, 3/12, 03/61, 3/1961: a day and a month, a month and a year. 1/2 is
// not.
bool IsShortDate(const DescriptorText& text, const Group& group) {
  const auto& tokens = text.tokens();
  if (group.last != group.first + 1) return false;
  const DescriptorToken& left = tokens[group.first];
  const DescriptorToken& right = tokens[group.last];
  const std::string_view gap = text.GapBehind(group.first);
  const int a = ValueOf(text, left);
  const int b = ValueOf(text, right);
  if (gap == "-") return group.has_leading_zero && group.digits >= 3;
  if (gap != "/") return false;
  if (group.has_leading_zero || IsYear(text, left) || IsYear(text, right)) {
    return true;
  }
  if (left.folded_size > 2 || right.folded_size > 2 || group.digits < 3) {
    return false;
  }
  const auto in = [](int value, int last) {
    return value >= 1 && value <= last;
  };
  return group.digits == 4 || (in(a, 12) && in(b, 31)) ||
         (in(b, 12) && in(a, 31));
}

// b50_400_800: what a parameter announces, in round numbers.
bool IsSeriesOfParameter(const DescriptorText& text, const Group& group) {
  const auto& tokens = text.tokens();
  const std::size_t before = text.Before(group.first);
  if (before == kNone || !IsParameter(text, tokens[before])) return false;
  for (std::size_t i = group.first; i <= group.last; ++i) {
    const int value = ValueOf(text, tokens[i]);
    if (tokens[i].folded_size > 4 || value % 50 != 0) return false;
  }
  return true;
}

bool Identifies(const DescriptorText& text, const Group& group) {
  if (group.first == group.last) return false;
  if (IsShortDate(text, group) || IsDate(text, group)) return true;
  // TR/TE 4000/90, W/L 400/-40.
  const bool pair = group.last == group.first + 1 && !group.has_leading_zero &&
                    text.GapBehind(group.first) == "/" &&
                    text.tokens()[group.first].folded_size <= 4 &&
                    text.tokens()[group.last].folded_size <= 4;
  if (pair) return false;
  return group.digits >= (group.has_hyphen ? 5 : 6);
}

void DropGroups(DescriptorText& text) {
  auto& tokens = text.tokens();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!IsInteger(text, tokens[i])) continue;
    const Group group = GroupAt(text, i);
    if (Identifies(text, group) && !IsSeriesOfParameter(text, group)) {
      for (; i <= group.last; ++i) tokens[i].fate = Fate::kGoes;
    }
    i = group.last;
  }
}

// "SW1A 2AA": letters and a digit, a digit and two letters that are no unit.
void DropPostcodes(DescriptorText& text) {
  auto& tokens = text.tokens();
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const std::string_view left = text.Folded(tokens[i]);
    const std::string_view right = text.Folded(tokens[i + 1]);
    if (tokens[i].shape != Shape::kMixed || right.size() != 3 ||
        tokens[i + 1].shape != Shape::kMixed || text.GapBehind(i) != " ") {
      continue;
    }
    const bool outward = left.size() <= 4 && !IsDigit(left[0]) &&
                         (IsDigit(left[1]) || IsDigit(left[2]));
    const bool inward =
        IsDigit(right[0]) && !IsDigit(right[1]) && !IsDigit(right[2]) &&
        (text.vocabulary().KindsOf(right.substr(1)) & kUnitWord) == 0;
    if (!outward || !inward || tokens[i + 1].Is(kPlainWord)) continue;
    tokens[i].fate = Fate::kGoes;
    tokens[i + 1].fate = Fate::kGoes;
  }
}

// "AB-1234", "#1403", "12.03.": codes that a number ends, and a day and a
// month with points.
void DropCodes(DescriptorText& text) {
  auto& tokens = text.tokens();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    DescriptorToken& token = tokens[i];
    if (!token.is_number() || token.goes()) continue;
    const std::string_view gap = text.GapBefore(i);
    const std::string_view folded = text.Folded(token);
    if (IsInteger(text, token) && !gap.empty()) {
      const bool hash = gap.back() == '#' && folded.size() >= 3;
      const bool hyphen =
          i > 0 && (gap == "-" || gap == ":") && !tokens[i - 1].is_number() &&
          !tokens[i - 1].is_break() && !IsParameter(text, tokens[i - 1]);
      const std::size_t most = i > 0 && tokens[i - 1].is_plain_word() ? 3 : 2;
      if (hash || (hyphen && folded.size() > most)) token.fate = Fate::kGoes;
    }
    const std::string_view rest = text.GapBehind(i);
    const bool ends = rest == "." || rest.starts_with(". ");
    if (ends && folded.size() >= 4 && folded[folded.size() - 3] == '.') {
      const int day = ValueOf(text, token);
      const int month = (folded[folded.size() - 2] - '0') * 10 +
                        (folded[folded.size() - 1] - '0');
      if (day >= 1 && day <= 31 && month >= 1 && month <= 12) {
        token.fate = Fate::kGoes;
      }
    }
  }
}

}  // namespace

void JudgeNumbers(DescriptorText& text) {
  KeepMeasures(text);
  DropTimes(text);
  DropMonths(text);
  DropGroups(text);
  DropPostcodes(text);
  DropCodes(text);
  DropAges(text);
}

}  // namespace dcmscrub
