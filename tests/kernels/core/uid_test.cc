#include "kernels/core/uid.h"

#include <gtest/gtest.h>

#include <string>

namespace dcmscrub {
namespace {

TEST(IsValidUid, FollowsPs35Section91) {
  const struct {
    std::string uid;
    bool valid;
  } kCases[] = {
      {"1.2.3", true},
      {"0", true},
      {"0.0.0", true},
      {"1.0.10", true},
      {"2.25.340282366920938463463374607431768211455", true},
      {std::string(64, '1'), true},
      {std::string(65, '1'), false},
      {"", false},
      {".", false},
      {"1.", false},
      {".1", false},
      {"1..2", false},
      {"1.02", false},
      {"01.2", false},
      {"1.00", false},
      {"1.2.A", false},
      {"1.2 ", false},
      {" 1.2", false},
      {"1,2", false},
      {"1/2", false},
      {"1:2", false},
      {std::string("1.2\0", 4), false},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(IsValidUid(c.uid), c.valid) << '"' << c.uid << '"';
  }
}

TEST(LooksLikeUids, AllowsPaddingAndSeveralValues) {
  for (const char* yes : {"", "1", "1.2.3", "1.2\\1.3", "1.2 ", "..", "1.02"}) {
    EXPECT_TRUE(LooksLikeUids(yes)) << yes;
  }
  for (const char* no : {"DOE", "1.2.3a", "1,2", "1.2\\DOE", "1 2"}) {
    EXPECT_FALSE(LooksLikeUids(no)) << no;
  }
  EXPECT_TRUE(LooksLikeUids(std::string(64, '1')));
  EXPECT_FALSE(LooksLikeUids(std::string(65, '1')));
}

}  // namespace
}  // namespace dcmscrub
