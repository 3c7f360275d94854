#include "kernels/search/plain_words.h"

#include <gtest/gtest.h>

#include <vector>

namespace dcmscrub {
namespace {

const Vocabulary& Words() {
  static const Vocabulary kWords(
      std::vector<VocabularyWord>{{"head", kPlainWord | kAmbiguousWord},
                                  {"long", kAmbiguousWord},
                                  {"axial", kPlainWord},
                                  {"aquilion", kMakersWord},
                                  {"herr", kTitleWord},
                                  {"schadel", kPlainWord}});
  return kWords;
}

TEST(PlainWords, AreOfTheVocabularyOrOfMakers) {
  const struct {
    std::string_view text;
    bool plain;
  } kCases[] = {
      {"HEAD", true},        {"Head, long", true},   {"Aquilion ONE", false},
      {"Aquilion 64", true}, {"head 1234", false},   {"head 123", true},
      {"head x", true},      {"head-axial_3", true}, {"headaxial", false},
      {"Herr", false},       {"Sch\u00E4del", true}, {"", false},
      {"4711", false},       {"13.03.15", false},    {"\u5C71 head", false},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(IsOfPlainWords(test.text, Words()), test.plain) << test.text;
  }
}

TEST(PlainWords, AreTakenFromWhatWasFound) {
  const std::string_view text = "head Quagmire axial";
  std::vector<TextRange> parts = {{0, 4}, {5, 13}, {14, 19}};
  DropPlainWords(text, Words(), parts);
  EXPECT_EQ(parts, (std::vector<TextRange>{{5, 13}}));
  parts = {{0, 13}};
  DropPlainWords(text, Words(), parts);
  EXPECT_EQ(parts.size(), 1u);
}

}  // namespace
}  // namespace dcmscrub
