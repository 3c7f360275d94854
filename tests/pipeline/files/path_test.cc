#include "pipeline/files/path.h"

#include <gtest/gtest.h>

namespace dcmscrub {
namespace {

TEST(Path, IsTakenApartAndPutTogether) {
  EXPECT_EQ(FolderOf("/a/b"), "/a");
  EXPECT_EQ(FolderOf("/a"), "/");
  EXPECT_EQ(FolderOf("a"), ".");
  EXPECT_EQ(NameOf("/a/b"), "b");
  EXPECT_EQ(NameOf("b"), "b");
  EXPECT_EQ(Join("/a", "b"), "/a/b");
  EXPECT_EQ(Join("/", "b"), "/b");
}

TEST(Path, IsInsideByWholeNames) {
  EXPECT_TRUE(IsInside("/a/b/c", "/a"));
  EXPECT_TRUE(IsInside("/a", "/"));
  EXPECT_FALSE(IsInside("/", "/"));
  EXPECT_FALSE(IsInside("/a", "/a"));
  EXPECT_FALSE(IsInside("/ab", "/a"));
  EXPECT_TRUE(IsSameOrInside("/a", "/a"));
  EXPECT_TRUE(IsSameOrInside("/a/b", "/a"));
  EXPECT_FALSE(IsSameOrInside("/ab", "/a"));
}

}  // namespace
}  // namespace dcmscrub
