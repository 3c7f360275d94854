#include "pipeline/run/discovery.h"

#include <gtest/gtest.h>

#include "tests/support/faulty_file_system.h"

namespace dcmscrub {
namespace {

TEST(Discovery, RunsAheadAndCountsEachOnce) {
  constexpr std::uint64_t kInputs = 500;
  FaultyFileSystem files;
  for (std::uint64_t i = 0; i < kInputs; ++i) {
    files.AddPipe("/in/" + std::to_string(i % 7) + "/" + std::to_string(i));
  }
  Sources sources;
  sources.roots = {"/in"};
  SourceWalker walker(sources, files, 0), plain(sources, files, 0);
  Progress progress;
  Discovery discovery(walker, &progress);
  FoundInput input, want;
  Ending ending, want_ending;
  std::uint64_t known_at = 0;  // the input at which all were found
  std::uint64_t taken = 0;
  while (discovery.Next(input, ending)) {
    ++taken;
    ASSERT_TRUE(plain.Next(want, want_ending));
    EXPECT_EQ(input.number, taken);
    EXPECT_EQ(input.source, want.source);
    EXPECT_EQ(input.below, want.below);
    EXPECT_EQ(ending.reason, Reason::kNotAFile);
    EXPECT_GE(progress.found, taken);
    if (known_at == 0 && progress.discovery_done) {
      known_at = taken;
      EXPECT_EQ(progress.found, kInputs);
    }
  }
  EXPECT_EQ(taken, kInputs);
  EXPECT_FALSE(plain.Next(want, want_ending));
  EXPECT_GT(known_at, 0u);
  EXPECT_LE(known_at, kInputs / 2 + 1);
  EXPECT_FALSE(discovery.Next(input, ending));
}

}  // namespace
}  // namespace dcmscrub
