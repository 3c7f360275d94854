// Folders of a run on a disk that others write to as well: nothing outside of
// what it was given changes.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <utility>

#include "tests/pipeline/run/sample_run.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;

Files FilesBelow(const std::string& folder) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[entry.path()] = ReadFile(entry.path());
  }
  return files;
}

class SwappedFolder : public ::testing::Test {
 protected:
  SwappedFolder() {
    for (int i = 0; i < 4; ++i) {
      const std::string name = "/f" + std::to_string(i) + ".dcm";
      WriteFile(source_ + "/sub" + name, SmallFile(i));
      WriteFile(outside_ + name, SmallFile(i + 10));
    }
    before_ = FilesBelow(outside_);
  }

  RunOptions Options(bool in_place) const {
    RunOptions options = in_place ? InPlace() : ToFolder();
    options.sources = {source_};
    if (!in_place) options.output = output_;
    options.serial = true;
    options.sync = Sync::kEach;
    return options;
  }
  // After the first input.
  RunSummary Run(const RunOptions& options, std::function<void()> change) {
    RunHooks hooks;
    hooks.record = [&](const InputRecord&) {
      if (change) std::exchange(change, nullptr)();
    };
    const auto summary = RunPipeline(options, RealFileSystem(), hooks);
    EXPECT_TRUE(summary.ok()) << summary.status();
    EXPECT_EQ(FilesBelow(outside_), before_);
    return summary.ok() ? *summary : RunSummary();
  }
  void SwapForLink(const std::string& folder) {
    fs::rename(folder, root_ + "/hidden");
    fs::create_directory_symlink(outside_, folder);
  }

  TempFolder temp_;
  const std::string root_ = fs::canonical(temp_.path());
  const std::string source_ = root_ + "/in", output_ = root_ + "/out",
                    outside_ = root_ + "/outside";
  Files before_;
};

TEST_F(SwappedFolder, InPlaceIsTheOneThatWasFound) {
  for (const bool rename : {false, true}) {
    SCOPED_TRACE(rename);
    RunOptions options = Options(/*in_place=*/true);
    options.rename = rename;
    const RunSummary summary =
        Run(options, [this] { SwapForLink(source_ + "/sub"); });
    EXPECT_EQ(Count(summary, Outcome::kWritten), 4u);
    for (const auto& [path, bytes] : FilesBelow(root_ + "/hidden")) {
      EXPECT_FALSE(HoldsName(bytes)) << path;
    }
    fs::remove(source_ + "/sub");
    fs::rename(root_ + "/hidden", source_ + "/sub");
  }
}

TEST_F(SwappedFolder, OfTheOutputIsTheOneThatWasMade) {
  RunOptions options = Options(/*in_place=*/false);
  options.layout = "all/{instance}.dcm";
  const RunSummary summary =
      Run(options, [this] { SwapForLink(output_ + "/all"); });
  EXPECT_EQ(Count(summary, Outcome::kWritten), 4u);
  EXPECT_EQ(FilesBelow(root_ + "/hidden").size(), 4u);
}

// Planted before the run: nothing goes through it, and the exit status knows.
TEST_F(SwappedFolder, LinksInTheOutputAreNotFollowed) {
  RunOptions options = Options(/*in_place=*/false);
  options.layout = "all/{instance}.dcm";
  fs::create_directory(output_);
  fs::create_directory_symlink(outside_, output_ + "/all");
  const RunSummary summary = Run(options, nullptr);
  EXPECT_EQ(Count(summary, Reason::kWriteError), 4u);
}

TEST_F(SwappedFolder, LinksInTheSourceAreNotFollowed) {
  fs::create_directory_symlink(outside_, source_ + "/link");
  const RunSummary summary = Run(Options(/*in_place=*/true), nullptr);
  EXPECT_EQ(Count(summary, Outcome::kWritten), 4u);
  EXPECT_EQ(Count(summary, Reason::kOutsideSource), 1u);
}

}  // namespace
}  // namespace dcmscrub
