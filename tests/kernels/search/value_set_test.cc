#include "kernels/search/value_set.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dcmscrub {
namespace {

TEST(ValueSet, HasWhatWasAddedAlone) {
  ValueSet set;
  EXPECT_FALSE(set.Has("1"));
  for (const std::size_t count : {1u, 3u, 5000u, 2u}) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(std::to_string(i));
    set.Begin(count);
    for (const std::string& value : values) EXPECT_TRUE(set.Add(value));
    EXPECT_FALSE(set.Add(values.back()));
    for (std::size_t i = 0; i < 2 * count; ++i) {
      EXPECT_EQ(set.Has(std::to_string(i)), i < count) << i;
    }
  }
  set.Begin(0);
  EXPECT_FALSE(set.Has("1"));
}

TEST(ValueSet, TakesNoEmptyOne) {
  ValueSet set;
  set.Begin(1);
  EXPECT_FALSE(set.Add(""));
  EXPECT_FALSE(set.Has(""));
}

}  // namespace
}  // namespace dcmscrub
