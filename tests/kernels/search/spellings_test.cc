#include "kernels/search/spellings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::vector<std::string> SpellingsOf(std::vector<std::string_view> words,
                                     std::string_view set) {
  PatternIndex index;
  TextCodec codec;
  Spellings spellings;
  spellings.AddTo(index, words, codec, set, IsSearchedAsBytes(set));
  std::vector<std::string> all;
  for (const Pattern& pattern : index.patterns()) {
    all.emplace_back(index.LettersOf(pattern));
  }
  return all;
}

TEST(Spellings, LettersHaveTheirCase) {
  const struct {
    char32_t small;
    char32_t capital;
  } kPairs[] = {{U'a', U'A'}, {U'ü', U'Ü'}, {U'ø', U'Ø'}, {U'ł', U'Ł'},
                {U'ž', U'Ž'}, {U'ά', U'Ά'}, {U'ω', U'Ω'}, {U'я', U'Я'},
                {U'ё', U'Ё'}, {U'ա', U'Ա'}, {U'ế', U'Ế'}};
  for (const auto& [small, capital] : kPairs) {
    EXPECT_EQ(AsCapital(small), capital);
    EXPECT_EQ(AsSmall(capital), small);
    EXPECT_EQ(AsCapital(capital), capital);
    EXPECT_EQ(AsSmall(small), small);
  }
  for (const char32_t none : {U'1', U'山', U'÷', U'×', U'ß'}) {
    EXPECT_EQ(AsCapital(none), none);
    EXPECT_EQ(AsSmall(none), none);
  }
  EXPECT_EQ(AsCapital(U'ς'), U'Σ');  // at the end of a word
}

TEST(Spellings, AreInUtf16OfEitherByteOrder) {
  const auto all = SpellingsOf({"Яна"}, "ISO_IR 192");
  for (const std::string_view want :
       {"\x2F\x04\x3D\x04\x30\x04", "\x04\x2F\x04\x3D\x04\x30",
        "\x2F\x04\x1D\x04\x10\x04", "\x4F\x04\x3D\x04\x30\x04"}) {
    EXPECT_THAT(all, Contains(std::string(want)));
  }
}

// They are read as they are, in any case.
TEST(Spellings, AreNotOfWordsThatUtf16IsReadFor) {
  EXPECT_THAT(SpellingsOf({"Müller"}, "ISO_IR 100"), IsEmpty());
}

TEST(Spellings, AreInSetsOfSeveralBytesWithoutEscapes) {
  const auto all = SpellingsOf({"山田"}, "\\ISO 2022 IR 87");
  EXPECT_THAT(all, Contains(std::string("\x3B\x33\x45\x44")));
  EXPECT_THAT(all, Contains(std::string("\x71\x5C\x30\x75")));
  EXPECT_THAT(all, SizeIs(3));  // UTF-16 of either order; ideographs: no case
  EXPECT_THAT(SpellingsOf({"山田"}, "GB18030"),
              Contains(std::string("\xC9\xBD\xCC\xEF")));
}

TEST(Spellings, LeaveOutWhatASetCannotWrite) {
  const auto all = SpellingsOf({"Яна"}, "ISO_IR 13");
  EXPECT_THAT(all, Not(Contains(std::string("Яна"))));
}

TEST(Spellings, SomeSetsAreSearchedAsBytes) {
  for (const std::string_view set : {"GB18030", "GBK", "\\ISO 2022 IR 149",
                                     "ISO 2022 IR 13\\ISO 2022 IR 87"}) {
    EXPECT_TRUE(IsSearchedAsBytes(set)) << set;
    EXPECT_FALSE(IsUtf8Set(set)) << set;
  }
  for (const std::string_view set : {"", "ISO_IR 100", "ISO_IR 192"}) {
    EXPECT_FALSE(IsSearchedAsBytes(set)) << set;
  }
  EXPECT_TRUE(IsUtf8Set("ISO_IR 192"));
}

}  // namespace
}  // namespace dcmscrub
