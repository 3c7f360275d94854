// Dates at random: against a slow way to move them, and what holds of all.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <random>
#include <regex>
#include <string>

#include "tests/kernels/identity/moved_dates.h"

namespace dcmscrub {
namespace {

// A slow way to do the same, written without a look at the fast one: forms by
// regular expressions, days counted one by one.
namespace slow {

bool IsLeap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int DaysIn(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays[month - 1];
}

struct Date {
  int year, month, day;
};

bool Exists(const Date& date) {
  return date.year >= 1 && date.month >= 1 && date.month <= 12 &&
         date.day >= 1 && date.day <= DaysIn(date.year, date.month);
}

void StepBack(Date& date) {
  if (--date.day >= 1) return;
  if (--date.month < 1) {
    date.month = 12;
    --date.year;
  }
  date.day = DaysIn(date.year, date.month);
}

void StepOn(Date& date) {
  if (++date.day <= DaysIn(date.year, date.month)) return;
  date.day = 1;
  if (++date.month > 12) {
    date.month = 1;
    ++date.year;
  }
}

std::string Digits(int number, std::size_t count) {
  const std::string digits = std::to_string(number);
  return std::string(count - digits.size(), '0') + digits;
}

// Year, month and day of `text`, cut where the text ends.
std::optional<std::string> ShiftDigits(const std::string& text, int days) {
  Date date = {std::stoi(text.substr(0, 4)), 7, 2};
  if (text.size() >= 6) date = {date.year, std::stoi(text.substr(4, 2)), 15};
  if (text.size() >= 8) date.day = std::stoi(text.substr(6, 2));
  if (!Exists(date)) return std::nullopt;
  for (; days < 0; ++days) StepBack(date);
  for (; days > 0; --days) StepOn(date);
  if (date.year < 1 || date.year > 9999) return std::nullopt;
  return (Digits(date.year, 4) + Digits(date.month, 2) + Digits(date.day, 2))
      .substr(0, text.size());
}

#define TIME "(?:[01][0-9]|2[0-3])"
#define MINUTE "[0-5][0-9]"
#define SECOND "(?:[0-5][0-9]|60)(?:\\.[0-9]{1,6})?"
#define WEST "-(?!0000)(?:(?:0[0-9]|1[01])" MINUTE "|1200)"
#define EAST "\\+(?:(?:0[0-9]|1[0-3])" MINUTE "|1400)"

std::optional<std::string> ShiftPoint(Vr vr, const std::string& text,
                                      int days) {
  static const std::regex kDate("([0-9]{8})|([0-9]{4}\\.[0-9]{2}\\.[0-9]{2})");
  static const std::regex kDateTime("([0-9]{4}(?:[0-9]{2}){0,2})((?:" TIME
                                    "(?:" MINUTE "(?:" SECOND ")?)?)?(?:" WEST
                                    "|" EAST ")?)");
  static const std::regex kTime(TIME "(?:" MINUTE "(?:" SECOND ")?)?|" TIME
                                     ":" MINUTE "(?::" SECOND ")?");
  std::smatch match;
  std::string digits = text;
  if (vr == Vr::kTM) {
    if (!std::regex_match(text, kTime)) return std::nullopt;
    digits.erase(std::remove(digits.begin(), digits.end(), ':'), digits.end());
    return digits;
  }
  if (vr == Vr::kDA) {
    if (!std::regex_match(text, kDate)) return std::nullopt;
    digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
    return ShiftDigits(digits, days);
  }
  if (!std::regex_match(text, match, kDateTime)) return std::nullopt;
  // A time needs a day before it.
  const std::string rest = match[2];
  if (match[1].length() < 8 && !rest.empty() && std::isdigit(rest[0])) {
    return std::nullopt;
  }
  const auto shifted = ShiftDigits(match[1], days);
  return shifted ? std::optional(*shifted + rest) : std::nullopt;
}

// The first reading wins: no range, then each hyphen from the right, so that
// as many as can be are UTC offsets of what stands before them.
std::optional<std::string> ShiftOne(Vr vr, const std::string& text, int days) {
  if (const auto point = ShiftPoint(vr, text, days)) return point;
  for (std::size_t i = text.size(); i-- > 0;) {
    if (text[i] != '-' || text.size() == 1) continue;
    const std::string from = text.substr(0, i);
    const std::string to = text.substr(i + 1);
    // Once cut to its year, the end would be the offset of the beginning.
    const auto is_offset = [&](const std::string& end) {
      return vr == Vr::kDT && !from.empty() && !end.empty() &&
             end.substr(0, 4) <= "1200";
    };
    if (is_offset(to)) continue;
    const auto first =
        from.empty() ? std::optional(from) : ShiftPoint(vr, from, days);
    const auto last = to.empty() ? std::optional(to) : ShiftPoint(vr, to, days);
    if (first && last && is_offset(*last)) return std::nullopt;
    if (first && last) return *first + "-" + *last;
  }
  return std::nullopt;
}

std::string Shift(Vr vr, const std::string& values, int days) {
  std::string out;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = std::min(values.find('\\', begin), values.size());
    std::string one = values.substr(begin, end - begin);
    one.erase(0, std::min(one.find_first_not_of(' '), one.size()));
    one.erase(one.find_last_not_of(' ') + 1);
    if (!one.empty()) {
      const auto shifted = ShiftOne(vr, one, days);
      if (!shifted) return std::string(kBad);
      out += *shifted;
    }
    if (end == values.size()) return out;
    out += '\\';
    begin = end + 1;
  }
}

}  // namespace slow

// Values as files have them.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  int Below(int end) { return static_cast<int>(random_() % unsigned(end)); }

  std::string Date() {
    const int year = 1800 + Below(400);
    const int month = 1 + Below(12);
    const int day = 1 + Below(slow::DaysIn(year, month));
    return slow::Digits(year, 4) + slow::Digits(month, 2) +
           slow::Digits(day, 2);
  }

  std::string Time() {
    std::string time = slow::Digits(Below(24), 2) + slow::Digits(Below(60), 2) +
                       slow::Digits(Below(60), 2);
    if (Below(2) == 0) return time.substr(0, std::size_t(2 + 2 * Below(3)));
    time += '.';
    for (int i = Below(6); i >= 0; --i) time += char('0' + Below(10));
    return time;
  }

  std::string Point(Vr vr) {
    if (vr == Vr::kTM) return Time();
    std::string point = Date();
    if (vr == Vr::kDA) {
      if (Below(4) != 0) return point;
      return point.insert(6, ".").insert(4, ".");
    }
    switch (Below(5)) {
      case 0:
        point.resize(4);
        break;
      case 1:
        point.resize(6);
        break;
      case 2:
        break;
      default:
        point += Time();
    }
    constexpr std::string_view kOffsets[] = {"", "", "+0100", "-0500", "-1200"};
    return point.append(kOffsets[Below(5)]);
  }

  std::string Value(Vr vr) {
    switch (Below(8)) {
      case 0:
        return Point(vr) + '-' + Point(vr);
      case 1:
        return '-' + Point(vr);
      case 2:
        return Point(vr) + '-';
      case 3:
        return "";
      default:
        return Point(vr);
    }
  }

  std::string Values(Vr vr) {
    std::string values = Value(vr);
    while (Below(4) == 0) values += (Below(2) ? "\\" : " \\ ") + Value(vr);
    return values;
  }

  void Mutate(std::string& value) {
    constexpr std::string_view kBytes = "00112233456789-+.:\\ ^xZ/";
    for (int i = Below(3); i >= 0; --i) {
      const auto at = std::size_t(Below(int(value.size()) + 1));
      const char c = kBytes[std::size_t(Below(int(kBytes.size())))];
      switch (Below(3)) {
        case 0:
          value.insert(at, 1, c);
          break;
        case 1:
          if (at < value.size()) value[at] = c;
          break;
        default:
          if (at < value.size()) value.erase(at, 1);
      }
    }
  }

 private:
  std::mt19937 random_;
};

constexpr Vr kVrs[] = {Vr::kDA, Vr::kDT, Vr::kTM};

TEST(AppendShifted, AgreesWithTheSlowWay) {
  Generator generator(1);
  int refused = 0, passed = 0;
  for (int i = 0; i < 30000; ++i) {
    const Vr vr = kVrs[i % 3];
    std::string value = generator.Values(vr);
    if (i % 2 == 0) generator.Mutate(value);
    const int days = generator.Below(1000) - 700;
    const std::string want = slow::Shift(vr, value, days);
    ASSERT_EQ(Shifted(vr, value, days), want) << VrName(vr) << ' ' << value;
    ++(want == kBad ? refused : passed);
  }
  EXPECT_GT(refused, 5000);
  EXPECT_GT(passed, 15000);
}

TEST(AppendShifted, GoesBackTheWayItCame) {
  Generator generator(2);
  for (int i = 0; i < 100000; ++i) {
    const std::string value = generator.Date();
    const int days = generator.Below(73000) - 36500;
    const std::string moved = Shifted(Vr::kDA, value, days);
    ASSERT_EQ(Shifted(Vr::kDA, moved, -days), value) << days;
    const std::string time = value + generator.Time() + "-0500";
    ASSERT_EQ(Shifted(Vr::kDT, Shifted(Vr::kDT, time, days), -days), time);
  }
}

TEST(AppendShifted, KeepsOrderAndIntervals) {
  Generator generator(3);
  for (int i = 0; i < 50000; ++i) {
    const std::string one = generator.Date();
    const std::string two = generator.Date();
    const int days = generator.Below(7300) - 3650;
    const std::string one_moved = Shifted(Vr::kDA, one, days);
    const std::string two_moved = Shifted(Vr::kDA, two, days);
    std::int64_t a, b, a_moved, b_moved;
    ASSERT_TRUE(ParseDay(one, a) && ParseDay(two, b));
    ASSERT_TRUE(ParseDay(one_moved, a_moved) && ParseDay(two_moved, b_moved));
    ASSERT_EQ(a_moved - a, days);
    ASSERT_EQ(b_moved - a_moved, b - a);
    // Digits in their order are days in their order.
    ASSERT_EQ(one < two, one_moved < two_moved);
  }
}

TEST(AppendShifted, KeepsTheOrderOfPartialDates) {
  for (int days = -800; days <= 800; days += 7) {
    for (const std::size_t precision : {4u, 6u}) {
      std::string last;
      for (int month = 1995 * 12; month < 2006 * 12; ++month) {
        const std::string value =
            (slow::Digits(month / 12, 4) + slow::Digits(month % 12 + 1, 2))
                .substr(0, precision);
        const std::string moved = Shifted(Vr::kDT, value, days);
        ASSERT_EQ(moved.size(), precision);
        ASSERT_LE(last, moved) << value << ' ' << days;
        last = moved;
      }
    }
  }
}

// What comes out is legal, and stays as it is when moved by no day.
TEST(AppendShifted, ResultsAreLegal) {
  Generator generator(4);
  for (int i = 0; i < 60000; ++i) {
    const Vr vr = kVrs[i % 3];
    std::string value = generator.Values(vr);
    if (i % 4 == 0) generator.Mutate(value);
    const std::string moved = Shifted(vr, value, generator.Below(4000) - 3650);
    if (moved == kBad) continue;
    ASSERT_EQ(Shifted(vr, moved, 0), moved) << value;
    for (const DatePrecision precision :
         {DatePrecision::kYear, DatePrecision::kMonth}) {
      const std::string cut = Truncated(vr, value, precision);
      ASSERT_NE(cut, kBad) << value;
      ASSERT_EQ(Shifted(vr, cut, 0), cut) << value;
      ASSERT_EQ(Truncated(vr, cut, precision), cut) << value;
    }
  }
}

// The three read the same values as legal.
TEST(DateOps, RefuseTheSameValues) {
  Generator generator(5);
  for (int i = 0; i < 60000; ++i) {
    const Vr vr = kVrs[i % 3];
    std::string value = generator.Value(vr);
    generator.Mutate(value);
    const bool shifts = Shifted(vr, value, 0) != kBad;
    ASSERT_EQ(Truncated(vr, value, DatePrecision::kYear) != kBad, shifts);
    std::int64_t day = 0;
    if (vr == Vr::kDA && ParseDay(value, day)) {
      // A DT, which ParseDay takes as well, has more digits.
      ASSERT_TRUE(shifts || Shifted(Vr::kDT, value, 0) != kBad) << value;
    }
  }
}

}  // namespace
}  // namespace dcmscrub
