#include "kernels/identity/date_ops.h"

#include <algorithm>
#include <chrono>

#include "kernels/core/ascii.h"
#include "kernels/core/values.h"

namespace dcmscrub {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr sys_days kFirstDay = year(1) / 1 / 1;
constexpr sys_days kLastDay = year(9999) / 12 / 31;

// One date, time, or both: an end of a range, or all of a value. What is not
// there is 0 or empty; what follows in precision then is as well.
struct Point {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  std::string_view hour, minute, second;
  std::string_view fraction;    // with its dot
  std::string_view utc_offset;  // with its sign
};

bool StartsWithDigit(std::string_view text) {
  return !text.empty() && IsDigit(text[0]);
}

// Takes `count` digits off the front of `text`.
bool TakeDigits(std::string_view& text, std::size_t count,
                std::string_view& digits, int& number) {
  if (text.size() < count) return false;
  number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!IsDigit(text[i])) return false;
    number = number * 10 + (text[i] - '0');
  }
  digits = text.substr(0, count);
  text.remove_prefix(count);
  return true;
}

bool TakeNumber(std::string_view& text, std::size_t count, int& number) {
  std::string_view digits;
  return TakeDigits(text, count, digits, number);
}

// Two digits up to `last`.
bool TakePair(std::string_view& text, int last, std::string_view& digits) {
  int number = 0;
  return TakeDigits(text, 2, digits, number) && number <= last;
}

bool TakeChar(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

bool DayExists(const Point& point) {
  return point.year != 0 &&
         (year(point.year) / month(point.month) / day(point.day)).ok();
}

// DA: 20200229, or 2020.02.29 as before 1993.
bool TakeDate(std::string_view& text, Point& point) {
  int numbers[2] = {};
  if (!TakeNumber(text, 4, point.year)) return false;
  const bool dots = text.starts_with('.');
  for (int& number : numbers) {
    if (dots && !TakeChar(text, '.')) return false;
    if (!TakeNumber(text, 2, number)) return false;
  }
  point.month = static_cast<unsigned>(numbers[0]);
  point.day = static_cast<unsigned>(numbers[1]);
  return DayExists(point);
}

bool TakeFraction(std::string_view& text, Point& point) {
  if (!text.starts_with('.')) return true;
  std::size_t size = 1;
  while (size < text.size() && IsDigit(text[size])) ++size;
  if (size == 1 || size > 7) return false;
  point.fraction = text.substr(0, size);
  text.remove_prefix(size);
  return true;
}

// TM: 10, 1030, 103059, 103059.123456, or 10:30:59.123456 as before 1993.
bool TakeTime(std::string_view& text, Vr vr, Point& point) {
  if (!TakePair(text, 23, point.hour)) return false;
  const bool colons = vr == Vr::kTM && text.starts_with(':');
  const auto goes_on = [&] {
    return colons ? TakeChar(text, ':') : StartsWithDigit(text);
  };
  if (!goes_on()) return true;
  if (!TakePair(text, 59, point.minute)) return false;
  if (!goes_on()) return true;
  return TakePair(text, 60, point.second) && TakeFraction(text, point);
}

// -1200 to +1400, and not -0000 (PS3.5 6.2, DT). What follows must be the end
// of the value or of the first half of a range.
bool IsUtcOffset(std::string_view text) {
  const bool west = text.starts_with('-');
  std::string_view rest = text.substr(1);
  int hours = 0;
  int minutes = 0;
  if (!TakeNumber(rest, 2, hours) || !TakeNumber(rest, 2, minutes)) {
    return false;
  }
  if (!rest.empty() && rest[0] != '-') return false;
  const int offset = hours * 60 + minutes;
  return minutes < 60 && offset <= (west ? 12 : 14) * 60 &&
         !(west && offset == 0);
}

// A hyphen that is no UTC offset stays, and makes a range.
bool TakeUtcOffset(std::string_view& text, Point& point) {
  if (!text.starts_with('+') && !text.starts_with('-')) return true;
  if (!IsUtcOffset(text)) return text[0] == '-';
  point.utc_offset = text.substr(0, 5);
  text.remove_prefix(5);
  return true;
}

// DT: YYYYMMDDHHMMSS.FFFFFF&ZZXX, cut after any of its components.
bool TakeDateTime(std::string_view& text, Point& point) {
  if (!TakeNumber(text, 4, point.year) || point.year == 0) return false;
  int number = 0;
  if (StartsWithDigit(text)) {
    if (!TakeNumber(text, 2, number)) return false;
    point.month = static_cast<unsigned>(number);
    if (!month(point.month).ok()) return false;
  }
  if (StartsWithDigit(text)) {
    if (!TakeNumber(text, 2, number)) return false;
    point.day = static_cast<unsigned>(number);
    if (!DayExists(point)) return false;
  }
  if (StartsWithDigit(text)) {
    if (!TakeTime(text, Vr::kDT, point)) return false;
  }
  return TakeUtcOffset(text, point);
}

bool TakePoint(std::string_view& text, Vr vr, Point& point) {
  switch (vr) {
    case Vr::kDA:
      return TakeDate(text, point);
    case Vr::kDT:
      return TakeDateTime(text, point);
    case Vr::kTM:
      return TakeTime(text, Vr::kTM, point);
    default:
      return false;
  }
}

void AppendNumber(std::string& out, unsigned number, unsigned digits) {
  const std::size_t begin = out.size();
  out.append(digits, '0');
  for (std::size_t at = out.size(); at > begin; number /= 10) {
    out[--at] = static_cast<char>('0' + number % 10);
  }
}

void AppendPoint(std::string& out, const Point& point) {
  if (point.year != 0) AppendNumber(out, static_cast<unsigned>(point.year), 4);
  if (point.month != 0) AppendNumber(out, point.month, 2);
  if (point.day != 0) AppendNumber(out, point.day, 2);
  for (const std::string_view part : {point.hour, point.minute, point.second,
                                      point.fraction, point.utc_offset}) {
    out += part;
  }
}

sys_days DayOf(const Point& point) {
  return year(point.year) / month(point.month) / day(point.day);
}

// The middle stands for a year or month without a day, so that as many of its
// days move the right way as can.
sys_days MiddleOf(const Point& point) {
  if (point.month == 0) return year(point.year) / 7 / 2;
  if (point.day == 0) return year(point.year) / month(point.month) / 15;
  return DayOf(point);
}

bool Shift(Point& point, int by) {
  if (point.year == 0) return true;  // TM
  const sys_days moved = MiddleOf(point) + days(by);
  if (moved < kFirstDay || moved > kLastDay) return false;
  const year_month_day date(moved);
  point.year = static_cast<int>(date.year());
  if (point.month != 0) point.month = static_cast<unsigned>(date.month());
  if (point.day != 0) point.day = static_cast<unsigned>(date.day());
  return true;
}

// Of a DT that is the end of a range: once it is cut to its year it would be
// read as the UTC offset of the beginning.
bool MayBeTakenForUtcOffset(const Point& end) {
  return end.year != 0 && end.year <= 1200;
}

// One value: a point, or a range, whose halves may be open.
template <typename Change>
bool AppendChanged(std::string& out, Vr vr, std::string_view value,
                   const Change& change) {
  Point point;
  const auto put = [&] {
    if (!change(point)) return false;
    AppendPoint(out, point);
    return true;
  };
  const bool open = value.starts_with('-');
  if (!open && !(TakePoint(value, vr, point) && put())) return false;
  if (value.empty()) return true;
  if (!TakeChar(value, '-')) return false;
  out += '-';
  if (value.empty()) return !open;
  point = {};
  if (!TakePoint(value, vr, point) || !value.empty()) return false;
  const auto is_clear = [&] {
    return open || vr != Vr::kDT || !MayBeTakenForUtcOffset(point);
  };
  return is_clear() && put() && is_clear();
}

bool IsAgeUnit(char c) { return c == 'D' || c == 'W' || c == 'M' || c == 'Y'; }

// What people write behind an age, in small letters: English, German, Dutch,
// French, Spanish, Italian, Portuguese. An age without any is one of years.
constexpr struct {
  std::string_view word;
  char unit;
} kAgeWords[] = {
    {"", 'Y'},      {"y", 'Y'},           {"yr", 'Y'},      {"yrs", 'Y'},
    {"year", 'Y'},  {"years", 'Y'},       {"j", 'Y'},       {"jahre", 'Y'},
    {"jaar", 'Y'},  {"a", 'Y'},           {"ans", 'Y'},     {"anni", 'Y'},
    {"anos", 'Y'},  {"a\xC3\xB1os", 'Y'}, {"a\xF1os", 'Y'}, {"m", 'M'},
    {"month", 'M'}, {"months", 'M'},      {"monate", 'M'},  {"w", 'W'},
    {"week", 'W'},  {"weeks", 'W'},       {"wochen", 'W'},  {"d", 'D'},
    {"day", 'D'},   {"days", 'D'},        {"tage", 'D'}};

// 0: nothing that is known.
char AgeUnitOf(std::string_view written) {
  for (const auto& [word, unit] : kAgeWords) {
    if (std::ranges::equal(written, word, {}, ToLower)) return unit;
  }
  return 0;
}

// One DA and nothing else.
bool IsDay(std::string_view value, Point& point) {
  value = Trimmed(value, " ");
  return TakeDate(value, point) && value.empty();
}

// Each value of several; empty ones stay. All or nothing.
template <typename Append>
bool AppendEach(std::string& out, std::string_view values,
                const Append& append) {
  const std::size_t begin = out.size();
  bool first = true;
  for (const std::string_view padded : Values(values)) {
    if (!first) out += '\\';
    first = false;
    const std::string_view value = Trimmed(padded, " ");
    if (!value.empty() && !append(value)) {
      out.resize(begin);
      return false;
    }
  }
  return true;
}

}  // namespace

bool AppendShifted(std::string& out, Vr vr, std::string_view value, int days) {
  return AppendEach(out, value, [&](std::string_view one) {
    return AppendChanged(out, vr, one,
                         [&](Point& point) { return Shift(point, days); });
  });
}

bool AppendTruncated(std::string& out, Vr vr, std::string_view value,
                     DatePrecision precision) {
  const auto truncate = [&](Point& point) {
    const unsigned least = vr == Vr::kDA ? 1 : 0;
    Point cut;
    cut.year = point.year;
    cut.month = precision == DatePrecision::kMonth ? point.month : least;
    cut.day = least;
    if (vr == Vr::kTM) cut.hour = cut.minute = cut.second = "00";
    point = cut;
    return true;
  };
  return AppendEach(out, value, [&](std::string_view one) {
    return AppendChanged(out, vr, one, truncate);
  });
}

bool AppendCappedAge(std::string& out, std::string_view value) {
  constexpr int kMost = 999;
  constexpr int kOldest = 90;
  return AppendEach(out, value, [&](std::string_view age) {
    const std::size_t digits =
        std::min(age.find_first_not_of("0123456789"), age.size());
    std::string_view rest = age;
    int number = 0;
    if (digits == 0 || digits > 4 || !TakeNumber(rest, digits, number) ||
        number > kMost) {
      return false;
    }
    rest = Trimmed(rest, " +");  // 90+
    if (rest.ends_with('.')) rest.remove_suffix(1);
    const char unit = AgeUnitOf(rest);
    if (unit == 0) return false;
    if (unit == 'Y') number = std::min(number, kOldest);
    AppendNumber(out, static_cast<unsigned>(number), 3);
    out += unit;
    return true;
  });
}

bool IsLegalAge(std::string_view value) {
  for (const std::string_view padded : Values(value)) {
    const std::string_view age = Trimmed(padded, " ");
    if (age.empty()) continue;
    if (age.size() != 4 || !IsDigit(age[0]) || !IsDigit(age[1]) ||
        !IsDigit(age[2]) || !IsAgeUnit(age[3])) {
      return false;
    }
  }
  return true;
}

bool AppendAge(std::string& out, std::string_view birth,
               std::string_view date) {
  constexpr int kOldest = 130;
  Point from, to;
  if (!IsDay(birth, from) || !IsDay(date, to)) return false;
  const auto days = static_cast<int>((DayOf(to) - DayOf(from)).count());
  const int months = (to.year - from.year) * 12 + static_cast<int>(to.month) -
                     static_cast<int>(from.month) - (to.day < from.day ? 1 : 0);
  if (days < 0 || months / 12 > kOldest) return false;
  const auto append = [&](int number, char unit) {
    AppendNumber(out, static_cast<unsigned>(number), 3);
    out += unit;
    return true;
  };
  if (days < 28) return append(days, 'D');
  if (months < 3) return append(days / 7, 'W');
  return months < 24 ? append(months, 'M') : append(months / 12, 'Y');
}

bool ParseDay(std::string_view value, std::int64_t& day) {
  value = Trimmed(value, " ");
  Point point;
  std::string_view rest = value;
  if (!TakeDate(rest, point) || !rest.empty()) {
    point = {};
    rest = value;
    if (!TakeDateTime(rest, point) || !rest.empty() || point.day == 0) {
      return false;
    }
  }
  day = (DayOf(point) - kFirstDay).count();
  return true;
}

}  // namespace dcmscrub
