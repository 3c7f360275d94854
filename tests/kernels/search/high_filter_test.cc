#include "kernels/search/high_filter.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace dcmscrub {
namespace {

bool MayHold(const HighFilter& filter, std::string_view bytes) {
  return filter.MayHold(bytes, 0, bytes.size());
}

// "Müller" in one byte to a character, in UTF-8, and with the accent apart.
TEST(HighFilter, SeesLettersOfAPatternBesideOnesBeyondAscii) {
  for (const std::string_view letters : {"muller", "mueller"}) {
    HighFilter filter;
    filter.Add(letters);
    for (const std::string_view bytes :
         {"M\xFCller", "DR. M\xDCLLER", "..M\xC3\xBCller", "Mu\xCC\x88ller"}) {
      EXPECT_TRUE(MayHold(filter, bytes)) << letters;
    }
  }
}

TEST(HighFilter, SaysNoToNumbersAndOtherWords) {
  HighFilter filter;
  filter.Add("muller");
  for (const std::string_view bytes :
       {std::string_view("\x80\x3F\x00\x00\x80\x3F\x12\xF0", 8),
        std::string_view("Gr\xF6\xDF"
                         "e"),
        std::string_view("muller"), std::string_view("m\xFC...ller")}) {
    EXPECT_FALSE(MayHold(filter, bytes));
  }
}

// A match may reach into the bytes that are asked about.
TEST(HighFilter, LooksAroundThePlace) {
  HighFilter filter;
  filter.Add("muller");
  const std::string_view text = "......M\xFCller......";
  EXPECT_TRUE(filter.MayHold(text, 7, 8));
  EXPECT_FALSE(filter.MayHold(text.substr(0, 8), 7, 8));
}

TEST(HighFilter, KnowsShortPatterns) {
  HighFilter three;
  three.Add("zoe");
  EXPECT_TRUE(MayHold(three, "Zo\xEB"));
  EXPECT_FALSE(MayHold(three, "Za\xEB"));
  EXPECT_TRUE(three.AnyIn("zoe"));
  EXPECT_FALSE(three.AnyIn("zo"));
  HighFilter two;  // too short to tell
  two.Add("li");
  EXPECT_TRUE(MayHold(two, "\xE9"));
  EXPECT_TRUE(two.AnyIn("x"));
}

TEST(HighFilter, ReadsTheCharacterSetItIsTold) {
  HighCharacters cyrillic = kLatin1;
  const std::u32string_view word = U"иван";
  for (std::size_t i = 0; i < word.size(); ++i) cyrillic[i] = word[i];
  HighFilter filter;
  filter.Add("иван");
  const std::string_view bytes = "\x80\x81\x82\x83";
  EXPECT_FALSE(MayHold(filter, bytes));
  filter.SetCharacters(cyrillic, /*utf8=*/false);
  EXPECT_TRUE(MayHold(filter, bytes));
}

TEST(HighFilter, ForgetsWhenCleared) {
  HighFilter filter;
  filter.Add("muller");
  filter.Add("zoe");
  filter.Clear();
  EXPECT_FALSE(filter.AnyIn("muller"));
  EXPECT_FALSE(filter.AnyIn("zoe"));
  EXPECT_FALSE(MayHold(filter, "M\xFCller"));
}

}  // namespace
}  // namespace dcmscrub
