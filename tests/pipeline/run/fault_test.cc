// Whole runs on a disk that fails or loses power at every operation in turn.
#include <gtest/gtest.h>

#include <cerrno>

#include "pipeline/journal/journal_facts.h"
#include "tests/pipeline/run/sample_run.h"
#include "tests/support/forgetful_sqlite.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

struct Setting {
  const char* fact;
  RunOptions options;
};

std::vector<Setting> Settings() {
  RunOptions rename = InPlace();
  rename.rename = true;
  RunOptions each = InPlace();
  each.sync = Sync::kEach;
  std::vector<Setting> settings = {{"to a folder", ToFolder()},
                                   {"in place", InPlace()},
                                   {"in place, synced each", each},
                                   {"in place, renamed", rename}};
  // Operations then have the same numbers in every run.
  for (Setting& setting : settings) setting.options.serial = true;
  return settings;
}

void AddTellingArchive(FaultyFileSystem& files) {
  files.AddFile("/in/1.2.3.1.dcm", SmallFile(1));
  files.AddFile("/in/SECRETIVE/2.dcm", SmallFile(2));
  files.AddFile("/in/plain/3.dcm", BigFile(3, 300'001));
}

// An undisturbed run: how many operations, and with what result.
struct Undisturbed {
  explicit Undisturbed(const RunOptions& options) {
    FaultyFileSystem files;
    AddTellingArchive(files);
    before = files.Files();
    folders = files.Folders();
    RunWell(options, files);
    operations = files.operations();
    after = files.Files();
  }
  // Whether a file holds all of some original, or all of some output.
  bool IsWhole(const std::string& bytes) const {
    for (const Files* const all : {&before, &after}) {
      for (const auto& [path, whole] : *all) {
        if (bytes == whole) return true;
      }
    }
    return false;
  }
  std::uint64_t operations = 0;
  std::vector<std::string> folders;  // before
  Files before;
  Files after;
};

void ExpectAllWhole(const FaultyFileSystem& files, const Undisturbed& want) {
  for (const auto& [path, bytes] : files.Files()) {
    if (IsTemporaryName(NameOf(path))) continue;
    EXPECT_TRUE(want.IsWhole(bytes)) << bytes.size() << " bytes";
  }
}

// Every object is somewhere: as it was, or scrubbed.
void ExpectNoneLost(const FaultyFileSystem& files, const Undisturbed& want) {
  std::size_t objects = 0;
  for (const auto& [path, bytes] : files.Files()) {
    objects += IsTemporaryName(NameOf(path)) ? 0 : 1;
  }
  EXPECT_GE(objects, want.before.size());
}

TEST(Faults, OneFailedOperationCostsOneInputAtMost) {
  for (const Setting& setting : Settings()) {
    const Undisturbed want(setting.options);
    for (const int error : {ENOSPC, EIO}) {
      for (std::uint64_t at = 1; at <= want.operations; ++at) {
        SCOPED_TRACE(std::string(setting.fact) + ", operation " +
                     std::to_string(at));
        FaultyFileSystem files;
        AddTellingArchive(files);
        bool failed_cleaning = false;
        files.SetHook([&](const FaultyFileSystem::Operation& operation) {
          if (operation.number != at) return 0;
          failed_cleaning =
              operation.name == "remove" || operation.name == "rmdir";
          return error;
        });
        const auto summary = RunPipeline(setting.options, files, {});
        files.SetHook(nullptr);
        ExpectAllWhole(files, want);
        ExpectNoneLost(files, want);
        EXPECT_TRUE(!files.HasTemporaries() || failed_cleaning);
        if (!summary.ok()) {
          EXPECT_EQ(files.Files(), want.before);
          EXPECT_TRUE(failed_cleaning || files.Folders() == want.folders);
          continue;
        }
        std::uint64_t sum = 0;
        for (const std::uint64_t count : summary->outcomes) sum += count;
        EXPECT_EQ(sum, summary->found);
        // A run after the disk was mended gets everything done.
        RunWell(setting.options, files);
        for (const auto& [path, bytes] : files.Files()) {
          EXPECT_TRUE(!HoldsName(bytes) || want.after.contains(path));
        }
      }
    }
  }
}

TEST(Faults, FullDiskLeavesOriginalsAndNoRubbish) {
  for (const Setting& setting : Settings()) {
    SCOPED_TRACE(setting.fact);
    FaultyFileSystem files;
    AddTellingArchive(files);
    const Files before = files.Files();
    files.SetHook([](const FaultyFileSystem::Operation& operation) {
      return operation.name == "write" ? ENOSPC : 0;
    });
    const RunSummary summary = RunWell(setting.options, files);
    EXPECT_EQ(Count(summary, Reason::kWriteError), 3u);
    EXPECT_EQ(files.Files(), before);
  }
}

TEST(Faults, PowerLossLeavesEveryFileWholeOldOrWholeNew) {
  for (const Setting& setting : Settings()) {
    // Only a journal knows of folders that were to be renamed.
    const bool with_journal = setting.options.rename;
    const TempFolder undisturbed;
    RunOptions calm = setting.options;
    if (with_journal) calm.journal = undisturbed / "j.db";
    const Undisturbed want(calm);
    for (const bool keep_names : {false, true}) {
      // The last turn is a loss when the run has ended.
      for (std::uint64_t at = 1; at <= want.operations + 1; ++at) {
        SCOPED_TRACE(std::string(setting.fact) + ", operation " +
                     std::to_string(at));
        TempFolder folder;
        ForgetfulSqlite journals;
        RunOptions options = setting.options;
        if (with_journal) options.journal = folder / "j.db";
        FaultyFileSystem files;
        AddTellingArchive(files);
        files.SetHook([&](const FaultyFileSystem::Operation& operation) {
          if (operation.number == at) {
            files.TurnPowerOff();
            journals.TurnPowerOff();
          }
          return 0;
        });
        (void)RunPipeline(options, files, {});
        files.Crash(keep_names);
        journals.Crash();
        ExpectAllWhole(files, want);
        ExpectNoneLost(files, want);
        // And the next run completes it, rubbish in place included.
        RunWell(options, files);
        if (options.in_place) {
          EXPECT_FALSE(files.HasTemporaries());
          EXPECT_EQ(files.Files(), want.after);
        }
      }
    }
  }
}

// One that is in the new place already may be in memory alone.
TEST(Faults, ADuplicateIsDurableBeforeItsOriginalGoes) {
  RunOptions options = InPlace();
  options.rename = true;
  const std::string telling = "/in/HOSP-4711.dcm";
  options.sources = {telling};  // what stands beside it is no input
  FaultyFileSystem first;
  first.AddFile(telling, SmallFile(1));
  RunWell(options, first);
  const Files want = first.Files();
  ASSERT_EQ(want.size(), 1u);
  const auto& [path, bytes] = *want.begin();

  FaultyFileSystem files;
  files.AddFile(telling, SmallFile(1));
  {
    std::unique_ptr<OutputFile> made;
    ASSERT_EQ(files.CreateTemporary(path, nullptr, made), 0);
    const Bytes part = AsBytes(std::string_view(bytes));
    ASSERT_EQ(made->Write({&part, 1}), 0);
    ASSERT_EQ(made->Publish(path, false), 0);
  }
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kDuplicate), 1u);
  files.Crash(false);
  EXPECT_EQ(files.Files(), want);
}

// An error says that it is not, and has no row that says it is.
TEST(Faults, RowsAreOfDurableOutputsAlone) {
  RunOptions options = ToFolder();
  options.serial = true;
  const Undisturbed want(options);
  for (std::uint64_t at = 1; at <= want.operations; ++at) {
    SCOPED_TRACE(at);
    TempFolder folder;
    options.journal = folder / "j.db";
    FaultyFileSystem files;
    AddTellingArchive(files);
    files.SetHook([&](const FaultyFileSystem::Operation& operation) {
      return operation.number == at ? EIO : 0;
    });
    const bool ran = RunPipeline(options, files, {}).ok();
    files.Crash(false);
    const Files after = files.Files();
    if (!ran) continue;
    const auto status =
        ReadOutputs(options.journal, [&](const JournalOutput& output) {
          EXPECT_TRUE(after.contains(output.path));
        });
    EXPECT_TRUE(status.ok()) << status;
  }
}

TEST(Faults, SyncedOutputsSurvivePowerLossAfterTheRun) {
  for (const Sync sync : {Sync::kBatch, Sync::kEach}) {
    RunOptions options = ToFolder();
    options.sync = sync;
    FaultyFileSystem files;
    AddArchive(files);
    RunWell(options, files);
    const Files after = files.Files();
    files.Crash(false);
    EXPECT_EQ(files.Files(), after);
  }
}

// So that the test above can fail.
TEST(Faults, UnsyncedOutputsMayNotSurvive) {
  RunOptions options = ToFolder();
  options.sync = Sync::kNone;
  FaultyFileSystem files;
  AddArchive(files);
  RunWell(options, files);
  const Files after = files.Files();
  files.Crash(false);
  EXPECT_NE(files.Files(), after);
}

}  // namespace
}  // namespace dcmscrub
