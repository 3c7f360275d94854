#include "kernels/core/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace dcmscrub {
namespace {

using testing::ElementsAre;

std::vector<std::string_view> Listed(std::string_view text,
                                     bool multiple = true) {
  std::vector<std::string_view> values;
  for (const std::string_view value : Values(text, multiple)) {
    values.push_back(value);
  }
  return values;
}

TEST(Values, AreWhatBackslashesSeparate) {
  EXPECT_THAT(Listed("A"), ElementsAre("A"));
  EXPECT_THAT(Listed("A\\BC \\D"), ElementsAre("A", "BC ", "D"));
}

TEST(Values, MayBeEmptyAndAreNeverNone) {
  EXPECT_THAT(Listed(""), ElementsAre(""));
  EXPECT_THAT(Listed("\\"), ElementsAre("", ""));
  EXPECT_THAT(Listed("A\\\\B\\"), ElementsAre("A", "", "B", ""));
}

TEST(Values, AreOneWhereABackslashIsACharacter) {
  EXPECT_THAT(Listed("A\\B", false), ElementsAre("A\\B"));
  EXPECT_THAT(Listed("", false), ElementsAre(""));
}

TEST(Values, AreViewsIntoTheText) {
  const std::string_view text = "A\\B";
  EXPECT_EQ(Listed(text)[1].data(), text.data() + 2);
}

TEST(Values, HaveAFirst) {
  EXPECT_EQ(FirstValue("A\\B"), "A");
  EXPECT_EQ(FirstValue("A"), "A");
  EXPECT_EQ(FirstValue("\\B"), "");
  EXPECT_EQ(FirstValue(""), "");
}

}  // namespace
}  // namespace dcmscrub
