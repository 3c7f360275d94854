#include "kernels/identity/date_ops.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/kernels/identity/moved_dates.h"
#include "tests/support/allocation_count.h"

namespace dcmscrub {
namespace {

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
      {"089Y", "089Y"},
      {"090Y", "090Y"},
      {"091Y", "090Y"},
      {"103Y", "090Y"},
      {"999Y", "090Y"},
      {"000Y", "000Y"},
      {"999M", "999M"},
      {"999W", "999W"},
      {"999D", "999D"},
      {"005D", "005D"},
      {"", ""},
      {"091Y\\005D", "090Y\\005D"},
      {"091Y \\", "090Y\\"},
      {"Y091", kBad},
      {"091YY", kBad},
      {"ninety", kBad},
      {"09.Y", kBad},
      {"-91Y", kBad},
      {"091Y\\x", kBad},
      {"091X", kBad},
      {"00042Y", kBad},
      {"1091Y", kBad},
      {"Y", kBad},
      {"091 Y Y", kBad},
      // What people write.
      {"59Y", "059Y"},
      {"9M", "009M"},
      {"0042Y", "042Y"},
      {"059", "059Y"},
      {"59", "059Y"},
      {"7", "007Y"},
      {"006w", "006W"},
      {"42 Y", "042Y"},
      {"91Y", "090Y"},
      {"59J", "059Y"},
      {"59 yrs.", "059Y"},
      {"91 Jahre", "090Y"},
      {"59A", "059Y"},
      {"90+", "090Y"},
      {"18 months", "018M"},
      {"9 Tage", "009D"},
      {"0091Y", "090Y"},
      {"103", "090Y"},
      {"5D\\59Y", "005D\\059Y"},
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
