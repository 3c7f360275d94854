#include "rules/language/text_functions.h"

#include <gtest/gtest.h>

namespace dcmscrub {
namespace {

std::string Upper(std::string_view text) {
  std::string out;
  AppendUpper(text, out);
  return out;
}
std::string Lower(std::string_view text) {
  std::string out;
  AppendLower(text, out);
  return out;
}

TEST(TextFunctions, ChangeTheCaseOfLettersBeyondAscii) {
  struct Pair {
    const char* upper;
    const char* lower;
  };
  const Pair pairs[] = {
      {"MEYER-1", "meyer-1"}, {"MÜLLER", "müller"}, {"ŁÓDŹ", "łódź"},
      {"ÅRHUS Ø", "århus ø"}, {"ŸŽ", "ÿž"},         {"ΆΈΊΌΎΏ", "άέίόύώ"},
      {"ΑΘΗΝΑ", "αθηνα"},     {"ЖЁЩЯЀ", "жёщяѐ"},   {"ԱՖ", "աֆ"},
      {"ҐӐ", "ґӑ"},
  };
  for (const Pair& pair : pairs) {
    EXPECT_EQ(Lower(pair.upper), pair.lower);
    EXPECT_EQ(Upper(pair.lower), pair.upper);
    EXPECT_EQ(Upper(pair.upper), pair.upper);
    EXPECT_EQ(Lower(pair.lower), pair.lower);
  }
  EXPECT_EQ(Upper("ς"), "Σ");
}

TEST(TextFunctions, LeaveWhatHasNoCaseInOneLetter) {
  for (const char* text : {"ß", "ı", "山田^太郎", "×÷", "ĸŉ", "\xFF\xC3", ""}) {
    EXPECT_EQ(Lower(text), text);
    EXPECT_EQ(Upper(text), text);
  }
}

TEST(TextFunctions, EveryLetterStaysItselfOrComesBack) {
  for (unsigned c = 0x80; c < 0x800; ++c) {
    const std::string text = {static_cast<char>(0xC0 | c >> 6),
                              static_cast<char>(0x80 | (c & 0x3F))};
    const std::string upper = Upper(text);
    const std::string lower = Lower(text);
    EXPECT_EQ(upper.size(), 2u) << c;
    EXPECT_EQ(lower.size(), 2u) << c;
    EXPECT_TRUE(upper == text || Lower(upper) == text || c == 0x03C2) << c;
    EXPECT_TRUE(lower == text || Upper(lower) == text) << c;
  }
}

TEST(TextFunctions, SubstringCountsCharactersFromOne) {
  struct Case {
    const char* text;
    int from, count;
    const char* want;
  };
  const Case cases[] = {
      {"abcdef", 1, 3, "abc"}, {"abcdef", 4, 10, "def"},
      {"abcdef", 7, 1, ""},    {"abcdef", 2, 0, ""},
      {"abcdef", 2, -1, ""},   {"abcdef", 0, 3, "ab"},
      {"äöü", 2, 1, "ö"},      {"山田太郎", 3, 2, "太郎"},
      {"", 1, 5, ""},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Substring(c.text, c.from, c.count), c.want) << c.text;
  }
  EXPECT_EQ(CountCharacters("a山ü"), 3u);
}

}  // namespace
}  // namespace dcmscrub
