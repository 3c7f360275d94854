// Small real files cut short at every length: each cut ends as an output or as
// a fault, with no step beyond the last byte (which the address sanitizer
// watches: every cut stands in memory of just its size).
#include <gtest/gtest.h>

#include <vector>

#include "tests/corpus/manifest.h"
#include "tests/support/scrubbed_file.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

constexpr std::uint64_t kSmall = 3000;

class Cuts : public CorpusTest {};

TEST_F(Cuts, EndCleanlyAtEveryLength) {
  FileScrubber scrubber;
  std::uint64_t files = 0;
  std::uint64_t cuts = 0;
  std::uint64_t outputs = 0;
  for (const CorpusFile& file : CorpusFiles()) {
    if (file.size > kSmall) continue;
    SCOPED_TRACE(file.path);
    const std::string whole = ReadFile(CorpusPath(file.path));
    ++files;
    for (std::size_t size = 0; size < whole.size(); ++size, ++cuts) {
      const std::vector<std::uint8_t> cut(
          whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      const ScrubbedFile scrubbed = scrubber.Scrub(cut);
      if (scrubbed.fault) {
        EXPECT_TRUE(scrubbed.bytes.empty()) << size;
        continue;
      }
      // Cut between two elements: a shorter object, but a sound one.
      ++outputs;
      EXPECT_FALSE(scrubber.Scrub(scrubbed.bytes).fault) << size;
    }
  }
  EXPECT_GT(files, 100U);
  EXPECT_GT(cuts, 100'000U);
  EXPECT_GT(outputs, files);
}

}  // namespace
}  // namespace dcmscrub
