#include "kernels/core/enum_table.h"

#include <gtest/gtest.h>

namespace dcmscrub {
namespace {

enum class Fruit { kApple, kPear, kPlum };
struct FruitTraits {
  Fruit fruit;
  int stones;
};

TEST(EnumTable, HasARowForEachEnumeratorInOrder) {
  using enum Fruit;
  constexpr auto in_order = [](std::array<FruitTraits, 3> rows) {
    return RowsInOrder(rows, &FruitTraits::fruit);
  };
  EXPECT_TRUE(in_order({{{kApple, 0}, {kPear, 0}, {kPlum, 1}}}));
  EXPECT_FALSE(in_order({{{kApple, 0}, {kPlum, 1}, {kPear, 0}}}));
  EXPECT_FALSE(in_order({{{kApple, 0}, {kApple, 0}, {kPlum, 1}}}));
  EXPECT_FALSE(in_order({{{kApple, 0}, {kPear, 0}}}));  // one is missing
}

}  // namespace
}  // namespace dcmscrub
