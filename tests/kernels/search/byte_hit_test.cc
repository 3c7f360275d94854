#include "kernels/search/byte_hit.h"

#include <gtest/gtest.h>

#include <vector>

namespace dcmscrub {
namespace {

TEST(ByteHits, ThatOverlapBecomeOne) {
  std::vector<ByteHit> hits = {{10, 20}, {0, 4}, {15, 30}, {4, 6}, {12, 14}};
  MergeHits(hits);
  EXPECT_EQ(hits, (std::vector<ByteHit>{{0, 4}, {4, 6}, {10, 30}}));
}

TEST(ByteHits, KeepTheZerosOfCharactersThatLieAlike) {
  std::vector<ByteHit> hits = {{0, 7, true}, {4, 11, true}};
  MergeHits(hits);
  EXPECT_EQ(hits, (std::vector<ByteHit>{{0, 11, true}}));
  hits = {{0, 7, true}, {5, 10, true}};
  MergeHits(hits);
  EXPECT_EQ(hits, (std::vector<ByteHit>{{0, 10, false}}));
  hits = {{0, 7, true}, {2, 3}};
  MergeHits(hits);
  EXPECT_EQ(hits, (std::vector<ByteHit>{{0, 7, false}}));
}

TEST(ByteHits, OfAWholeValueStayOne) {
  std::vector<ByteHit> hits = {{2, 4}, {0, 100, false, true}};
  MergeHits(hits);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_TRUE(hits[0].whole);
}

}  // namespace
}  // namespace dcmscrub
