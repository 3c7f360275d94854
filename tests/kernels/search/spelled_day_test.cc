// Days in text, in the spellings of docs/residue.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

#include "kernels/search/day_set.h"
#include "kernels/search/month_names.h"
#include "kernels/search/written_day.h"

namespace dcmscrub {
namespace {

constexpr Day kDay{2015, 3, 12};

DaySet SetOf(const Day& day) {
  DaySet days;
  days.Add(day);
  return days;
}

std::string FoundIn(std::string_view text, const Day& day = kDay) {
  std::string found;
  SetOf(day).AnyIn(text, [&](const SpelledDay& spelled) {
    const TextRange& at = spelled.all;
    found = text.substr(at.begin, at.end - at.begin);
    return true;
  });
  return found;
}

// Whether a place of one of its grams is taken for one.
bool IsGlimpsed(std::string_view bytes, const Day& day = kDay) {
  const DaySet days = SetOf(day);
  std::vector<Gram> grams;
  days.AppendGrams(grams);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const std::size_t left = std::min(sizeof(Gram), bytes.size() - at);
    const Gram there = FoldedAscii(GramAt(bytes.data() + at, left));
    const auto begins = [&](Gram gram) {
      const auto size = static_cast<std::size_t>(std::bit_width(gram) + 7) / 8;
      return (there & GramMask(size)) == gram;
    };
    if (std::ranges::any_of(grams, begins) && days.MayBeAt(bytes, at)) {
      return true;
    }
  }
  return false;
}

TEST(SpelledDay, IsFoundInEverySpelling) {
  for (const std::string spelled : {"20150312",
                                    "2015-03-12",
                                    "2015/03/12",
                                    "2015.03.12",
                                    "2015-3-12",
                                    "12.03.2015",
                                    "12.3.2015",
                                    "12/03/2015",
                                    "03/12/2015",
                                    "3/12/2015",
                                    "12032015",
                                    "03122015",
                                    "12. 3. 2015",
                                    "12 03 2015",
                                    "12.03.15",
                                    "12/03/15",
                                    "03-12-15",
                                    "12.3.15",
                                    "12MAR2015",
                                    "12-Mar-2015",
                                    "12 March 2015",
                                    "Mar 12 2015",
                                    "March 12, 2015",
                                    "mar. 12, 2015",
                                    "March 12th, 2015",
                                    "12th of March 2015",
                                    "2015-MAR-12",
                                    "12. März 2015",
                                    "12 mars 2015",
                                    "12 de marzo de 2015",
                                    "12 marzo 2015",
                                    "12 maart 2015",
                                    "12 de março de 2015",
                                    "20150312094500",
                                    "201503120945",
                                    "20150312094500.123",
                                    "15.03.12",
                                    "15-03-12",
                                    "12MAR15",
                                    "12-Mar-15",
                                    "12 Mar 15",
                                    "12mrz15",

                                    "12 marca 2015",
                                    "12. března 2015",
                                    "12 martie 2015",
                                    "12. marts 2015",
                                    "12 III 2015",
                                    "12.III.2015",

                                    "2015年3月12日",
                                    "2015年 3月 12日",
                                    "2015년 3월 12일",
                                    "Mar 12 09:45:00 2015",
                                    "Mar 12 09:45:00 CET 2015"}) {
    for (const std::string before : {"", "on ", "x", "(", "Date:"}) {
      for (const std::string behind : {"", " at noon", ")", ".", ", x"}) {
        const std::string text = before + spelled + behind;
        EXPECT_EQ(FoundIn(text), spelled) << text;
        EXPECT_TRUE(IsGlimpsed(text)) << text;
      }
    }
    EXPECT_TRUE(IsGlimpsed("7" + spelled + "8"))
        << spelled << ": a header stands beside a value";
  }
}

TEST(SpelledDay, IsNotPartOfANumber) {
  for (const std::string_view text : {"2015",
                                      "120150312",
                                      "201503121",
                                      "1.2.840.20150312.5",
                                      "1.2015.03.12",
                                      "12.03.2015.7",
                                      "1.12.03.15",
                                      "12.03.15.2",
                                      "12-03-15-7",
                                      "12.03/15",
                                      "12.03.",
                                      "2015031225",
                                      "201503122500",
                                      "2015 0312",
                                      "13.03.2015",
                                      "12.03.2016",
                                      "12.03.16",
                                      "12 abc 2015",
                                      "12.03.115",
                                      "12 Mar 15:30",
                                      "12-Mar/15",
                                      "12Mar 15",
                                      "12 iii 2015",
                                      "12-III-15",
                                      "12-Mär-15",
                                      "12.Mar.15",
                                      "15.03.12.1",
                                      "15.3.2",
                                      "Mar 12 0945 2015",
                                      "2015年3月",
                                      "T2015 C03 S12",
                                      "20150312094500123"}) {
    EXPECT_EQ(FoundIn(text), "") << text;
  }
}

TEST(SpelledDay, IsFoundInTheBytesOfAnotherSet) {
  EXPECT_EQ(FoundIn("12. M\xE4rz 2015"), "12. M\xE4rz 2015");
}

TEST(SpelledDay, KnowsWhatIsADay) {
  EXPECT_EQ(FoundIn("29.02.2016", {2016, 2, 29}), "29.02.2016");
  EXPECT_EQ(FoundIn("29.02.2015", {2015, 2, 29}), "");
  EXPECT_EQ(FoundIn("31.04.2015", {2015, 4, 31}), "");
}

TEST(ReadDays, ReadsWhatIsADay) {
  for (const std::string_view value :
       {"20150312", "2015.03.12", "2015-03-12", "2015/03/12", "20150312 ",
        "20150312094500.123+0100", "12MAR2015", "Mar 12, 2015"}) {
    EXPECT_EQ(ReadDays(value)[0], kDay) << value;
    EXPECT_FALSE(ReadDays(value)[1]) << value;
  }
  EXPECT_EQ(ReadDays("25.03.1961")[0], (Day{1961, 3, 25}));
  EXPECT_FALSE(ReadDays("25.03.1961")[1]);
  EXPECT_TRUE(ReadDays("12.03.1961")[1]);
  for (const std::string_view value :
       {"", "2015", "201503", "12.03.15", "born 20150312", "20151312",
        "UNKNOWN"}) {
    EXPECT_FALSE(ReadDays(value)[0]) << value;
  }
}

TEST(WithDay, WritesAnotherDayAlike) {
  const Day to{2009, 11, 3};
  const struct {
    std::string_view text;
    std::string_view moved;
  } kCases[] = {
      {"20150312", "20091103"},
      {"2015-03-12", "2009-11-03"},
      {"12.03.2015", "03.11.2009"},
      {"03/12/2015", "11/03/2009"},
      {"12.3.2015", "03.11.2009"},
      {"12.03.15", "03.11.09"},
      {"15.03.12", "09.11.03"},
      {"12MAR2015", "03NOV2009"},
      {"12-Mar-15", "03-Nov-09"},
      {"12 III 2015", "03 XI 2009"},
      {"2015年3月12日", "2009年11月03日"},
      {"Mar 12 09:45:00 2015", "Nov 03 09:45:00 2009"},
      {"12-mar-2015", "03-nov-2009"},
      {"March 12, 2015", "November 03, 2009"},
      {"12. März 2015", "03. November 2009"},
      {"12 MÄRZ 2015", "03 NOVEMBER 2009"},
      {"12 de marzo de 2015", "03 de noviembre de 2009"},
      {"20150312094500", "20091103094500"},
  };
  for (const auto& test : kCases) {
    const auto spelled = SetOf(kDay).WholeOf(test.text);
    ASSERT_TRUE(spelled) << test.text;
    EXPECT_EQ(spelled->day, kDay);
    EXPECT_EQ(WithDay(test.text, *spelled, to), test.moved);
  }
  EXPECT_FALSE(SetOf(kDay).WholeOf("on 12.03.2015"));
}

TEST(MonthNamed, KnowsNoOtherWords) {
  for (const std::string_view word :
       {"", "ma", "mars1", "marble", "T2", "sun"}) {
    EXPECT_EQ(MonthNamed(word), 0u) << word;
  }
  EXPECT_EQ(MonthNamed("DÉC"), 12u);
  EXPECT_EQ(MonthNamed("Jänner"), 1u);
}

}  // namespace
}  // namespace dcmscrub
