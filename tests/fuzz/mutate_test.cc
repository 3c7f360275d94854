// Mutants of the fuzzers' seeds through whole runs: what `./dev fuzz` does for
// longer, with sanitizers, and with real files.
#include "tests/fuzz/mutate.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/fuzz/run_check.h"
#include "tests/fuzz/scrub_check.h"
#include "tests/fuzz/seeds.h"

namespace dcmscrub {
namespace {

constexpr std::uint64_t kSeed = 7;
constexpr std::uint64_t kBatch = 32;

TEST(Mutant, IsTheSameForTheSameNumber) {
  const DicomBytes file = ScrubSeeds().front().bytes;
  std::size_t changed = 0;
  for (std::uint64_t number = 0; number < 200; ++number) {
    const std::vector<std::uint8_t> mutant = Mutant(file, kSeed, number);
    EXPECT_EQ(mutant, Mutant(file, kSeed, number));
    changed += mutant != file.bytes() ? 1 : 0;
  }
  EXPECT_GT(changed, 190u);
}

TEST(Mutant, LeavesRunsAsTheyShouldBe) {
  const std::vector<Seed> seeds = ScrubSeeds();
  for (std::uint64_t batch = 0; batch < 60; ++batch) {
    std::vector<std::vector<std::uint8_t>> files;
    for (std::uint64_t i = 0; i < kBatch; ++i) {
      const std::uint64_t number = batch * kBatch + i;
      files.push_back(
          Mutant(seeds[number % seeds.size()].bytes, kSeed, number));
    }
    EXPECT_EQ(RunProblem(files, batch % kScrubPolicies), "") << batch;
  }
}

}  // namespace
}  // namespace dcmscrub
