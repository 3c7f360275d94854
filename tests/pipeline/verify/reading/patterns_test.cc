// What verify finds of a value, and in which spellings: docs/residue.md.
#include "pipeline/verify/reading/patterns.h"

#include <gtest/gtest.h>

#include <string_view>

namespace dcmscrub {
namespace {

using namespace std::string_view_literals;
using Kind = ResidueKind;

struct Case {
  Kind kind;
  std::string_view value;
  std::string_view text;
  bool found = true;
};

VerifyPatterns PatternsFor(const Case& of) {
  VerifyPatterns patterns;
  patterns.Add(of.kind, of.value);
  return patterns;
}

TEST(VerifyPatterns, FindWhatOthersSpellOtherwiseInText) {
  constexpr Case kCases[] = {
      // Zeros before a number.
      {Kind::kText, "0004711815", "id 4711815"},
      {Kind::kText, "4711815", "id 0004711815."},
      {Kind::kText, "0004711", "4711"},
      {Kind::kText, "4711", "0004711"},
      {Kind::kText, "4711", "104711", false},
      {Kind::kText, "4711", "pat 4711"},
      {Kind::kText, "0000471", "471", false},
      {Kind::kText, "4711815", "14711815", false},
      // A number behind letters, on either side.
      {Kind::kText, "4711815", "ACC4711815"},
      {Kind::kText, "4711815", "P0004711815"},
      {Kind::kText, "HX4711815", "nr 4711815"},
      {Kind::kText, "HX4711815", "nr 47118150", false},
      {Kind::kText, "HX47118", "nr 47118", false},
      // One delimiter among digits.
      {Kind::kText, "4711815", "4711.815"},
      {Kind::kText, "4711815", "4 711815"},
      {Kind::kText, "4711815", "471181 5"},
      {Kind::kText, "4711815", "47.118.15", false},
      {Kind::kText, "47118", "47.118", false},
      // Phone numbers.
      {Kind::kText, "+49 89 123456", "Tel 089/123456"},
      {Kind::kText, "+49 89 123456", "Tel 89 123456"},
      {Kind::kText, "+4989123456", "089123456"},
      {Kind::kText, "0049 (0)89-123456", "(089) 123456"},
      {Kind::kText, "0049 (0)89-123456", "+49 89 123456"},
      {Kind::kText, "089 123456", "+49 89 123456!"},
      {Kind::kText, "089 123456", "+4989123456"},
      {Kind::kText, "089123456", "004989123456"},
      {Kind::kText, "089123456", "124989123456", false},
      {Kind::kText, "089 123 456", "089-123-456"},
      {Kind::kText, "+1 212 5550123", "(212) 555-0123"},
      {Kind::kText, "+353861234567", "0861234567"},
      // Other scripts in Latin letters.
      {Kind::kName, "Петрова^Юлия", "by Petrova"},
      {Kind::kName, "Петрова^Юлия", "iuliia"},
      {Kind::kName, "Петрова^Юлия", "Yuliya Petrova"},
      {Kind::kName, "Γεωργίου^Άννα", "georgiou"},
      {Kind::kName, "SATO^JIRO=佐藤^次郎=サトウ^ジロウ", "satou"},
      {Kind::kName, "佐藤^次郎", "sato", false},
      {Kind::kText, "Петрова", "Petrova", false},
      // Apostrophes.
      {Kind::kName, "O'BRIEN^M", "obrien"},
      {Kind::kName, "OBRIEN^M", "O'Brien"},
      {Kind::kName, "OBRIEN^M", "O\u2019BRIEN"},
      {Kind::kName, "OBRIEN^M", "O`Brien"},
      {Kind::kName, "O'SHEA^M", "OSHEA"},
      {Kind::kName, "OSHEA^M", "o'shea"},
      {Kind::kName, "KOYL^M", "l'Koyl"},
      // What programs leave in a word.
      {Kind::kName, "DOENITZ^K", "DOE\tNITZ"},
      {Kind::kName, "DOENITZ^K", "DOE\0NITZ 1"sv},
      {Kind::kName, "DOENITZ^K", "DOE\x1B(BNITZ 1"},
      {Kind::kName, "DOENITZ^K", "DOE\nNITZ", false},
      {Kind::kName, "DOENITZ^K", "DOE-NITZ", false},
      {Kind::kName, "DOE^K", "SMITH\x1B(BDOE"},
      {Kind::kText, "4711815", "4711\x1B(B815"},
      // Letters that ASCII lacks.
      {Kind::kName, "Jürgenhard^M", "JRGENHARD"},
      {Kind::kName, "Jürgenhard^M", "J?RGENHARD"},
      {Kind::kName, "Jürgenhard^M", "J_RGENHARD"},
      {Kind::kName, "Jürgenhard^M", "J??RGENHARD"},
      {Kind::kName, "Ju\u0308rgenhard^M", "JRGENHARD"},
      {Kind::kName, "Jürgenhard^M", "Juergenhard"},
      {Kind::kName, "Müller^X", "m ller"},
      {Kind::kName, "Müller^X", "xmllerx", false},
      {Kind::kName, "Löw^X", "lw l?w", false},
      {Kind::kName, "Ågren^X", "gren ?gren", false},
      {Kind::kText, "Tübinghaus", "T?binghaus"},
      // A date of birth with two readings.
      {Kind::kDate, "12.03.1961", "19610312"},
      {Kind::kDate, "12.03.1961", "19611203"},
      {Kind::kDate, "13.03.1961", "19610313"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(PatternsFor(c).InText(c.text).has_value(), c.found)
        << c.value << " in " << c.text;
  }
}

TEST(VerifyPatterns, FindDaysInEachSpelling) {
  constexpr std::string_view kSpellings[] = {
      "20150312",       "2015-03-12",   "2015/03/12",       "12.03.2015",
      "12/03/2015",     "03/12/2015",   "12.3.2015",        "12.03.15",
      "12MAR2015",      "12-Mar-2015",  "Mar 12 2015",      "March 12th, 2015",
      "20150312094500", "201503120945", "12 de marzo 2015", "12. März 2015",
      "12 mars 2015",   "12 maart 2015"};
  for (const std::string_view spelling : kSpellings) {
    const VerifyPatterns patterns = PatternsFor({Kind::kDate, "20150312", ""});
    const std::string text = "on " + std::string(spelling) + " x";
    EXPECT_TRUE(patterns.InText(text)) << spelling;
    EXPECT_TRUE(patterns.InBytes('\1' + text)) << spelling;
  }
  for (const std::string_view other :
       {"2015", "201503", "1.2.20150312.4", "9201503121"}) {
    EXPECT_FALSE(PatternsFor({Kind::kDate, "20150312", ""}).InText(other))
        << other;
  }
}

TEST(VerifyPatterns, FindOtherSpellingsInBytes) {
  constexpr Case kCases[] = {
      {Kind::kText, "4711815", "\1 0004711815 \2"},
      {Kind::kText, "0004711815", "\1 4711815 \2"},
      {Kind::kText, "0004711", "\1 4711 \2", false},
      {Kind::kText, "4711", "\1 4711 \2", false},
      {Kind::kText, "4711815", "\1 4711.815 \2"},
      {Kind::kText, "HX4711815", "\1 nr 4711815 \2"},
      {Kind::kName, "OBRIEN^M", "\1 O'Brien \2"},
      {Kind::kName, "DOENITZ^K", "\1 DOE\tNITZ \2"},
      {Kind::kName, "DOENITZ^K", "\1 DOE\0NITZ \2"sv, false},
      {Kind::kName, "Jürgenhard^M", "\1 J?RGENHARD \2"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(PatternsFor(c).InBytes(c.text).has_value(), c.found)
        << c.value << " in " << c.text;
  }
}

// A number of five digits tells where it is all of a value that is no measure.
TEST(VerifyPatterns, FindWholeShortValues) {
  struct ShortCase {
    Case of;
    Vr vr;
  };
  constexpr ShortCase kCases[] = {
      {{Kind::kText, "47118", "47118"}, Vr::kCS},
      {{Kind::kText, "47118", "47118"}, Vr::kIS},
      {{Kind::kText, "47118", "12\\47118"}, Vr::kDS},
      {{Kind::kText, "0047118", "47118"}, Vr::kIS},
      {{Kind::kText, "4711", "4711", false}, Vr::kIS},
      {{Kind::kText, "4711", "0004711"}, Vr::kIS},
      {{Kind::kText, "4711815", "0004711815"}, Vr::kCS},
      {{Kind::kText, "4711815", "4711815.0", false}, Vr::kDS},
      {{Kind::kText, "4711815", "-4711815", false}, Vr::kDS},
      {{Kind::kText, "4711815", "4711.815", false}, Vr::kDS},
      {{Kind::kText, "4711815", "nr 4711815"}, Vr::kDS},
      {{Kind::kText, "4711815", "AT 4711815", false}, Vr::kCS},
      {{Kind::kText, "HX4711815", "4711815"}, Vr::kIS},
      {{Kind::kName, "Jürgenhard^M", "J_RGENHARD"}, Vr::kCS},
      {{Kind::kName, "Özdemirli^M", "?ZDEMIRLI"}, Vr::kCS},
      {{Kind::kName, "Jürgenhard^M", "AT_JRGENHARD", false}, Vr::kCS},
      {{Kind::kDate, "20150312", "20150312101500"}, Vr::kDT},
  };
  for (const auto& [of, vr] : kCases) {
    EXPECT_EQ(PatternsFor(of).InShortValue(of.text, vr).has_value(), of.found)
        << of.value << " in " << of.text;
  }
}

}  // namespace
}  // namespace dcmscrub
