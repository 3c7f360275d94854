// The same bytes whatever the threads, and running twice is running once.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/corpus/corpus_run.h"
#include "tests/corpus/teaching_options.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;

void ExpectSameTrees(const std::string& one, const std::string& two) {
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(one)) {
    if (!entry.is_regular_file()) continue;
    const fs::path relative = fs::relative(entry.path(), one);
    ASSERT_TRUE(fs::exists(two / relative)) << relative;
    EXPECT_TRUE(ReadFile(entry.path().string()) ==
                ReadFile((two / relative).string()))
        << relative;
    ++files;
  }
  std::size_t others = 0;
  for (const auto& entry : fs::recursive_directory_iterator(two)) {
    others += entry.is_regular_file() ? 1 : 0;
  }
  EXPECT_EQ(files, others);
  EXPECT_GT(files, 500U);
}

class Stability : public CorpusRunTest {
 protected:
  // The corpus at another pace.
  static CorpusRun At(const RunPace& pace) {
    RunOptions options;
    static_cast<RunPace&>(options) = pace;
    return CorpusRun(CorpusPath(""), options);
  }
};

TEST_F(Stability, OneThreadGivesTheSameBytes) {
  const CorpusRun alone = At({.threads = 1});
  ExpectSameTrees(Run().output(), alone.output());
}

TEST_F(Stability, EightThreadsGiveTheSameBytes) {
  const CorpusRun many = At({.threads = 8});
  ExpectSameTrees(Run().output(), many.output());
}

TEST_F(Stability, ThePlainLoopGivesTheSameBytes) {
  const CorpusRun serial = At({.serial = true});
  ExpectSameTrees(Run().output(), serial.output());
}

TEST_F(Stability, LittleMemoryGivesTheSameBytes) {
  const CorpusRun small = At({.memory = std::uint64_t{24} << 20});
  ExpectSameTrees(Run().output(), small.output());
}

TEST_F(Stability, ScrubbingOutputsChangesNothing) {
  const CorpusRun again(Run().output());
  ExpectSameTrees(Run().output(), again.output());
}

// Of an output, the first day is day zero.
TEST_F(Stability, MakingTeachingFilesOfOutputsChangesNothing) {
  RunOptions options = TeachingOptions();
  const CorpusRun once(CorpusPath(""), options);
  options.first_day = options.policy->day_zero();
  const CorpusRun again(once.output(), options);
  ExpectSameTrees(once.output(), again.output());
}

TEST_F(Stability, AnotherKeyGivesOtherBytes) {
  RunOptions options;
  options.key.fill(7);
  const CorpusRun other(CorpusPath(""), options);
  for (const std::string& path : Run().Written()) {
    // Of nobody, under UIDs of the Standard: nothing in them is keyed.
    if (path.starts_with("structured/palette/") ||
        path.ends_with("/winter.dcm")) {
      continue;
    }
    EXPECT_FALSE(ReadFile(Run().OutputOf(path)) ==
                 ReadFile(other.OutputOf(path)))
        << path;
  }
}

}  // namespace
}  // namespace dcmscrub
