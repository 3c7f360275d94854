// The seeds of the scrub fuzzer, whole, cut and with bytes changed, under each
// of its policies.
#include "tests/fuzz/scrub_check.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/fuzz/seeds.h"

namespace dcmscrub {
namespace {

constexpr int kChanged = 20'000;  // copies of each seed

TEST(ScrubCheck, HoldsOfSeedsUnderEveryPolicy) {
  for (const Seed& seed : ScrubSeeds()) {
    for (std::size_t policy = 0; policy < kScrubPolicies; ++policy) {
      EXPECT_EQ(ScrubProblem(seed.bytes, policy), "")
          << seed.name << " under policy " << policy;
    }
  }
}

TEST(ScrubCheck, HoldsOfDamagedSeedsUnderEveryPolicy) {
  std::mt19937 random(1);
  for (const Seed& seed : ScrubSeeds()) {
    for (int n = 0; n < kChanged; ++n) {
      std::vector<std::uint8_t> bytes = seed.bytes.bytes();
      if (n % 4 == 0) bytes.resize(133 + random() % (bytes.size() - 132));
      for (int changes = n % 3; changes >= 0; --changes) {
        bytes[132 + random() % (bytes.size() - 132)] =
            static_cast<std::uint8_t>(random());
      }
      const std::size_t policy = random() % kScrubPolicies;
      EXPECT_EQ(ScrubProblem(bytes, policy), "")
          << seed.name << ", copy " << n << ", under policy " << policy;
    }
  }
}

}  // namespace
}  // namespace dcmscrub
