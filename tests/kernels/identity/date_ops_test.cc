#include "kernels/identity/date_ops.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "tests/support/allocation_count.h"

namespace dcmscrub {
namespace {

// What stands for a value that was refused.
constexpr std::string_view kBad = "(malformed)";

std::string Shifted(Vr vr, std::string_view value, int days) {
  std::string out = "before";
  const bool well_formed = AppendShifted(out, vr, value, days);
  if (well_formed) return out.substr(6);
  EXPECT_EQ(out, "before") << value;
  return std::string(kBad);
}

std::string Truncated(Vr vr, std::string_view value, DatePrecision precision) {
  std::string out = "before";
  const bool well_formed = AppendTruncated(out, vr, value, precision);
  if (well_formed) return out.substr(6);
  EXPECT_EQ(out, "before") << value;
  return std::string(kBad);
}

TEST(AppendShifted, MovesDates) {
  const struct {
    std::string_view value;
    int days;
    std::string_view want;
  } kCases[] = {
      {"20200301", -1, "20200229"},
      {"20190301", -1, "20190228"},
      {"19000301", -1, "19000228"},  // no leap year, but 2000 is one
      {"20000301", -1, "20000229"},
      {"20200101", -1, "20191231"},
      {"20200101", -366, "20181231"},
      {"20201231", -366, "20191231"},
      {"20200101", 31, "20200201"},
      {"20200101", 0, "20200101"},
      {"19700101", -3650, "19600104"},
      {"00010102", -1, "00010101"},
      {"00010101", -1, kBad},
      {"99991230", 1, "99991231"},
      {"99991231", 1, kBad},
      {"20200101", -2000000000, kBad},
      {"20200101", 2000000000, kBad},
      {"2020.03.01", -1, "20200229"},
      {"2020.01.01", 0, "20200101"},
      {"", -1, ""},
      {"20200301\\20190301", -1, "20200229\\20190228"},
      {"20200301 \\ 20190301", -1, "20200229\\20190228"},
      {"\\20190301\\", -1, "\\20190228\\"},
      {" \\ ", -1, "\\"},
      {"20200301-20200401", -1, "20200229-20200331"},
      {"-20200301", -1, "-20200229"},
      {"20200301-", -1, "20200229-"},
      {"-2020.03.01\\20200301-", -1, "-20200229\\20200229-"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Shifted(Vr::kDA, c.value, c.days), c.want) << c.value;
  }
}

TEST(AppendShifted, RefusesWhatIsNoDate) {
  for (const std::string_view value : {"2020",
                                       "202001",
                                       "2020010",
                                       "202001011",
                                       "20200230",
                                       "20190229",
                                       "20201301",
                                       "20200001",
                                       "20200100",
                                       "20200132",
                                       "00000101",
                                       "2020-01-01",
                                       "2020/01/01",
                                       "01.02.2020",
                                       "2020.1.1",
                                       "2020.0101",
                                       "202001.01",
                                       "2020.01.01.",
                                       "20200101x",
                                       "x20200101",
                                       "2020 0101",
                                       "JAN 2020",
                                       "-",
                                       "--",
                                       "-20200101-",
                                       "20200101--",
                                       "20200101-20200230",
                                       "*",
                                       "2020010?",
                                       "20200101\\x",
                                       "x\\20200101",
                                       "20200101,",
                                       "20200101^A",
                                       "20200101\n",
                                       "\t20200101",
                                       "20200101120000",
                                       "+20200101",
                                       "20200101-0500",
                                       "20200101-2020",
                                       "19990101 -",
                                       "20200101 - 20200102"}) {
    EXPECT_EQ(Shifted(Vr::kDA, value, -1), kBad) << value;
  }
  EXPECT_EQ(Shifted(Vr::kDA,
                    std::string("2020\0"
                                "101",
                                8),
                    -1),
            kBad);
  EXPECT_EQ(Shifted(Vr::kDA,
                    "\xEF\xBC\x92"
                    "0200101",
                    -1),
            kBad);
}

TEST(AppendShifted, MovesDateTimesOfEveryPrecision) {
  const struct {
    std::string_view value;
    int days;
    std::string_view want;
  } kCases[] = {
      {"20200301103059.123456-0500", -1, "20200229103059.123456-0500"},
      {"20200301103059.123456+1400", -1, "20200229103059.123456+1400"},
      {"20200301103059.1", -1, "20200229103059.1"},
      {"20200301103059", -1, "20200229103059"},
      {"20200301103060", -1, "20200229103060"},  // a leap second
      {"202003011030", -1, "202002291030"},
      {"2020030110", -1, "2020022910"},
      {"20200301", -1, "20200229"},
      {"20200301+0100", -1, "20200229+0100"},
      {"202003", -1, "202003"},
      {"202003", -30, "202002"},
      {"202003-0330", -30, "202002-0330"},
      {"2020", -1, "2020"},
      {"2020", -365, "2019"},
      {"2020+0000", -365, "2019+0000"},
      {"2020-1200", -365, "2019-1200"},
      {"0001", -365, kBad},
      {"2020-2021", -365, "2019-2020"},  // no offset is that far west
      {"20200101-1201", -1, "20191231-1201"},
      {"2020-0500-2021+0100", -365, "2019-0500-2020+0100"},
      {"20200301-20200401", -1, "20200229-20200331"},
      {"-2020", -365, "-2019"},
      {"-2020-0500", -365, "-2019-0500"},
      {"2020-", -365, "2019-"},
      {"2020-0500-", -365, "2019-0500-"},
      {"2020\\20200301", -365, "2019\\20190302"},
      {"", -1, ""},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Shifted(Vr::kDT, c.value, c.days), c.want) << c.value;
  }
}

TEST(AppendShifted, RefusesWhatIsNoDateTime) {
  for (const std::string_view value : {"202",
                                       "20201",
                                       "2020011",
                                       "0000",
                                       "202013",
                                       "202000",
                                       "20200230",
                                       "2020010124",
                                       "202001011",
                                       "202001011060",
                                       "20200101103061",
                                       "20200101103059.",
                                       "20200101103059.1234567",
                                       "2020010110.5",
                                       "2020.5",
                                       "20200101+1401",
                                       "20200101+1500",
                                       "20200101-0000",
                                       "20200101+01",
                                       "20200101+0160",
                                       "20200101+01000",
                                       "2020+",
                                       "2020+0100+0100",
                                       "2020Z",
                                       "2020.01.01",
                                       "2020010110:30:59",
                                       "2020-01-01",
                                       "2020-01-01T10:30:59",
                                       "-",
                                       "-2020-",
                                       "x"}) {
    EXPECT_EQ(Shifted(Vr::kDT, value, -1), kBad) << value;
  }
}

TEST(AppendShifted, LeavesTimesButNotMalformedOnes) {
  const struct {
    std::string_view value;
    std::string_view want;
  } kCases[] = {
      {"103059.123456", "103059.123456"},
      {"103059.1", "103059.1"},
      {"103059", "103059"},
      {"235960", "235960"},
      {"1030", "1030"},
      {"10", "10"},
      {"000000", "000000"},
      {"", ""},
      {"10:30:59.5", "103059.5"},
      {"10:30:59", "103059"},
      {"10:30", "1030"},
      {"10-11", "10-11"},
      {"-1030", "-1030"},
      {"1030-", "1030-"},
      {"10 \\\\1130", "10\\\\1130"},
      {"24", kBad},
      {"1060", kBad},
      {"103061", kBad},
      {"103", kBad},
      {"10305", kBad},
      {"1", kBad},
      {"1030.5", kBad},
      {"103059.", kBad},
      {"103059.1234567", kBad},
      {"10:", kBad},
      {"10:3059", kBad},
      {"1030:59", kBad},
      {"10:30:", kBad},
      {"103059+0100", kBad},
      {"10 30", kBad},
      {"10-11-12", kBad},
      {"noon", kBad},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Shifted(Vr::kTM, c.value, -100), c.want) << c.value;
  }
}

TEST(AppendShifted, RefusesOtherVrs) {
  for (int vr = 0; vr < kVrCount; ++vr) {
    const Vr other = static_cast<Vr>(vr);
    if (other == Vr::kDA || other == Vr::kDT || other == Vr::kTM) continue;
    EXPECT_EQ(Shifted(other, "20200101", -1), kBad) << VrName(other);
  }
}

TEST(AppendTruncated, CutsToYearOrMonth) {
  const struct {
    Vr vr;
    std::string_view value;
    std::string_view year;
    std::string_view month;
  } kCases[] = {
      {Vr::kDA, "20200317", "20200101", "20200301"},
      {Vr::kDA, "2020.03.17", "20200101", "20200301"},
      {Vr::kDA, "20200317-", "20200101-", "20200301-"},
      {Vr::kDA, "-20200317\\\\20190228", "-20200101\\\\20190101",
       "-20200301\\\\20190201"},
      {Vr::kDA, "20200230", kBad, kBad},
      {Vr::kDA, "", "", ""},
      {Vr::kDT, "20200317103059.5+0100", "2020", "202003"},
      {Vr::kDT, "202003", "2020", "202003"},
      {Vr::kDT, "2020", "2020", "2020"},
      {Vr::kDT, "2020-0500", "2020", "2020"},
      {Vr::kDT, "20200317-20210401", "2020-2021", "202003-202104"},
      {Vr::kDT, "1815-0114-0500", kBad, kBad},  // "1815-0500" is no range
      {Vr::kDT, "1815-1201", "1815-1201", "1815-1201"},
      {Vr::kDT, "2020x", kBad, kBad},
      {Vr::kTM, "103059.5", "000000", "000000"},
      {Vr::kTM, "10\\1130", "000000\\000000", "000000\\000000"},
      {Vr::kTM, "10-11", "000000-000000", "000000-000000"},
      {Vr::kTM, "", "", ""},
      {Vr::kTM, "late", kBad, kBad},
      {Vr::kLO, "20200317", kBad, kBad},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Truncated(c.vr, c.value, DatePrecision::kYear), c.year);
    EXPECT_EQ(Truncated(c.vr, c.value, DatePrecision::kMonth), c.month);
  }
}

TEST(AppendCappedAge, CapsAtNinetyYears) {
  const struct {
    std::string_view value;
    std::string_view want;
  } kCases[] = {
      {"089Y", "089Y"},      {"090Y", "090Y"}, {"091Y", "090Y"},
      {"103Y", "090Y"},      {"999Y", "090Y"}, {"000Y", "000Y"},
      {"999M", "999M"},      {"999W", "999W"}, {"999D", "999D"},
      {"005D", "005D"},      {"", ""},         {"091Y\\005D", "090Y\\005D"},
      {"091Y \\", "090Y\\"}, {"91Y", kBad},    {"0091Y", kBad},
      {"091", kBad},         {"091y", kBad},   {"091 Y", kBad},
      {"Y091", kBad},        {"091YY", kBad},  {"ninety", kBad},
      {"09.Y", kBad},        {"-91Y", kBad},   {"091Y\\x", kBad},
      {"091A", kBad},
  };
  for (const auto& c : kCases) {
    std::string out = "before";
    const bool well_formed = AppendCappedAge(out, c.value);
    EXPECT_EQ(well_formed ? out.substr(6) : std::string(kBad), c.want);
    EXPECT_TRUE(well_formed || out == "before");
  }
}

TEST(AppendAge, CountsWhatIsCompletedInTheUnitOfTheSize) {
  const struct {
    std::string_view birth, date;
    std::string_view want;
  } kCases[] = {
      {"20240301", "20240301", "000D"},
      {"20240301", "20240328", "027D"},
      {"20240301", "20240329", "004W"},  // 4 weeks
      {"20240301", "20240531", "013W"},
      {"20240301", "20240601", "003M"},  // 3 months
      {"20240131", "20240430", "012W"},  // a month has no 31st
      {"20240131", "20240501", "003M"},
      {"20240301", "20260228", "023M"},
      {"20240301", "20260301", "002Y"},  // 2 years
      {"20000229", "20020228", "023M"},  // a leap day
      {"20000229", "20020301", "002Y"},
      {"19610312", "20240311", "062Y"},
      {"19610312", "20240312", "063Y"},
      {"1961.03.12", " 20240312 ", "063Y"},
      {"19240301", "20240301", "100Y"},
      {"18930302", "20240301", "130Y"},
      {"18930301", "20240301", kBad},  // 131 years
      {"18000101", "20240301", kBad},
      {"00010101", "99991231", kBad},
      {"20240302", "20240301", kBad},  // not born yet
      {"", "20240301", kBad},
      {"19610312", "", kBad},
      {"1961", "20240301", kBad},
      {"19610231", "20240301", kBad},
      {"19610312", "20240301120000", kBad},
      {"19610312\\19610313", "20240301", kBad},
      {"19610312-", "20240301", kBad},
  };
  for (const auto& c : kCases) {
    std::string out = "before";
    const bool has_age = AppendAge(out, c.birth, c.date);
    EXPECT_EQ(has_age ? out.substr(6) : std::string(kBad), c.want)
        << c.birth << " " << c.date;
    EXPECT_TRUE(has_age || out == "before");
  }
}

TEST(ParseDay, CountsFromTheFirstDayOfTheFirstYear) {
  const struct {
    std::string_view value;
    std::int64_t day;
  } kCases[] = {
      {"00010101", 0},        {"00010102", 1},
      {"00020101", 365},      {"00050101", 1461},
      {"19700101", 719162},   {"20000229", 730178},
      {"20000301", 730179},   {"2000.03.01", 730179},
      {"99991231", 3652058},  {"20000301 ", 730179},
      {"2000030110", 730179}, {"20000301103059.5-0500", 730179},
  };
  for (const auto& c : kCases) {
    std::int64_t day = -1;
    EXPECT_TRUE(ParseDay(c.value, day)) << c.value;
    EXPECT_EQ(day, c.day) << c.value;
  }
}

TEST(ParseDay, RefusesWhatHasNoOneDay) {
  for (const std::string_view value :
       {"", "2000", "200003", "200003-0500", "20000230", "20000301\\20000302",
        "20000301-20000302", "20000301-", "-20000301", "x"}) {
    std::int64_t day = 4711;
    EXPECT_FALSE(ParseDay(value, day)) << value;
    EXPECT_EQ(day, 4711);
  }
}

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

TEST(DateOps, AllocateNothing) {
  std::string out;
  out.reserve(200);
  std::int64_t day = 0;
  const AllocationCount count;
  const bool all =
      AppendShifted(out, Vr::kDT, "20200301103059.123456-0500\\2020", -1000) &&
      AppendTruncated(out, Vr::kDA, "20200301-20210401",
                      DatePrecision::kMonth) &&
      AppendCappedAge(out, "091Y") && AppendAge(out, "19610312", "20240301") &&
      ParseDay("20200301", day);
  const std::uint64_t allocations = count.value();
  EXPECT_TRUE(all);
  EXPECT_EQ(allocations, 0u);
}

}  // namespace
}  // namespace dcmscrub
