// What runs in place with one journal know of names that tell.
#include "pipeline/run/telling_names.h"

#include <absl/strings/str_format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "kernels/identity/identity.h"
#include "pipeline/journal/journal_facts.h"
#include "pipeline/run/run.h"
#include "tests/pipeline/run/sample_run.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

// In place, with one journal from run to run.
RunOptions NotedIn(const TempFolder& folder) {
  RunOptions options = InPlace();
  options.journal = folder / "j.db";
  return options;
}

TEST(Run, RenamesAFolderWhoseFilesComeASecondTime) {
  TempFolder folder;
  FaultyFileSystem files;
  RunOptions options = NotedIn(folder);
  options.rename = true;
  for (int i = 1; i <= 3; ++i) {
    files.AddFile("/in/SECRETIVE/1.dcm", SmallFile(i));
    const RunSummary summary = RunWell(options, files);
    EXPECT_EQ(summary.renamed, 1u);
    EXPECT_EQ(summary.folders_not_renamed, 0u);
    const Files all = files.Files();
    EXPECT_EQ(all.size(), static_cast<std::size_t>(i));
    for (const auto& [path, bytes] : all) EXPECT_FALSE(HoldsName(path));
  }
  // Their rows went with them.
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kUnchanged), 3u);
}

// What ends like this cannot be renamed, as a mount point cannot.
void MakeBusy(FaultyFileSystem& files, std::string end) {
  files.SetHook([end](const FaultyFileSystem::Operation& operation) {
    return operation.name == "rename" && operation.path.ends_with(end) ? EBUSY
                                                                       : 0;
  });
}

std::uint64_t FoldersLeftIn(const std::string& journal) {
  JournalFacts facts;
  EXPECT_TRUE(AddJournal(journal, facts).ok());
  return facts.folders_not_renamed;
}

// A mount point, say. Its files tell no more what its name is.
TEST(Run, TriesAgainToRenameAFolderThatCouldNotBe) {
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/SECRETIVE/SECRETIVE/1.dcm", SmallFile(1));
  RunOptions options = NotedIn(folder);
  options.rename = true;
  MakeBusy(files, "/SECRETIVE/SECRETIVE");
  RunSummary summary = RunWell(options, files);
  EXPECT_EQ(summary.renamed, 1u);
  EXPECT_EQ(summary.names_with_identifiers, 0u);
  EXPECT_EQ(summary.folders_not_renamed, 1u);
  const std::string above = files.Folders().at(2);
  EXPECT_THAT(above, testing::StartsWith("/in/F-"));

  MakeBusy(files, "");
  summary = RunWell(options, files);
  EXPECT_EQ(Count(summary, Outcome::kUnchanged), 1u);
  EXPECT_EQ(summary.folders_not_renamed, 1u) << "counted as long as it stays";
  EXPECT_EQ(FoldersLeftIn(options.journal), 1u);

  files.SetHook(nullptr);
  summary = RunWell(options, files);
  EXPECT_EQ(Count(summary, Outcome::kUnchanged), 1u);
  EXPECT_EQ(summary.renamed, 1u);
  EXPECT_EQ(summary.folders_not_renamed, 0u);
  EXPECT_EQ(FoldersLeftIn(options.journal), 0u);
  EXPECT_FALSE(HoldsName(files.Files().begin()->first));
}

// Once they are scrubbed, files tell no more what their names are.
TEST(Run, RenamesWhatAnEarlierRunLeftUnderItsName) {
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/SECRETIVE/SECRETIVE 1.dcm", SmallFile(1));
  files.AddFile("/in/SECRETIVE/plain.dcm", SmallFile(2));
  files.AddFile("/in/other/plain.dcm", SmallFile(3));
  RunOptions options = NotedIn(folder);
  RunSummary summary = RunWell(options, files);
  EXPECT_EQ(summary.names_with_identifiers, 2u);
  EXPECT_EQ(FoldersLeftIn(options.journal), 0u) << "nobody wanted them renamed";

  options.rename = true;
  MakeBusy(files, "/in/SECRETIVE");
  summary = RunWell(options, files);
  EXPECT_EQ(summary.renamed, 1u);
  EXPECT_EQ(summary.folders_not_renamed, 1u);
  EXPECT_EQ(FoldersLeftIn(options.journal), 1u);

  files.SetHook(nullptr);
  summary = RunWell(options, files);
  EXPECT_EQ(Count(summary, Outcome::kUnchanged), 3u);
  EXPECT_EQ(summary.renamed, 1u);
  EXPECT_EQ(FoldersLeftIn(options.journal), 0u);
  for (const auto& [path, bytes] : files.Files()) {
    EXPECT_FALSE(HoldsName(path)) << path;
    EXPECT_TRUE(path.ends_with(".dcm")) << path;
  }
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kUnchanged), 3u);
}

// More than are looked at in one go, at several depths; some that cannot be
// renamed stand between them.
TEST(Run, RenamesAnyNumberOfNames) {
  constexpr int kFolders = 600;
  for (const bool earlier : {false, true}) {
    SCOPED_TRACE(earlier ? "left by an earlier run" : "found by this one");
    TempFolder folder;
    FaultyFileSystem files;
    for (int i = 0; i < kFolders; ++i) {
      files.AddFile(
          absl::StrFormat("/in/SECRETIVE %d/a/HOSP4711 b/%d.dcm", i, i),
          SmallFile(i));
    }
    RunOptions options = NotedIn(folder);
    options.rename = !earlier;
    MakeBusy(files, "7/a/HOSP4711 b");
    RunSummary summary = RunWell(options, files);
    if (earlier) {
      EXPECT_EQ(summary.renamed, 0u);
      options.rename = true;
      summary = RunWell(options, files);
    }
    EXPECT_EQ(summary.renamed, 2u * kFolders - kFolders / 10);
    EXPECT_EQ(summary.folders_not_renamed, kFolders / 10u);
    files.SetHook(nullptr);
    summary = RunWell(options, files);
    EXPECT_EQ(summary.renamed, kFolders / 10u);
    EXPECT_EQ(Count(summary, Outcome::kUnchanged), std::size_t{kFolders});
    EXPECT_EQ(FoldersLeftIn(options.journal), 0u);
    for (const auto& [path, bytes] : files.Files()) {
      EXPECT_FALSE(HoldsName(path)) << path;
    }
  }
}

// Only the journal knows the name by then.
TEST(Run, RemembersNamesOfWhatIsNotThereToday) {
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/disk/SECRETIVE/1.dcm", SmallFile(1));
  RunOptions options = NotedIn(folder);
  RunWell(options, files);
  const Files scrubbed = files.Files();

  options.rename = true;
  FaultyFileSystem other;
  other.AddFile("/in/2.dcm", SmallFile(2));
  EXPECT_EQ(RunWell(options, other).folders_not_renamed, 0u);

  FaultyFileSystem again;
  for (const auto& [path, bytes] : scrubbed)
    again.AddFile(path, AsBytes(bytes));
  EXPECT_EQ(RunWell(options, again).renamed, 1u);
  EXPECT_FALSE(HoldsName(again.Files().begin()->first));
  EXPECT_EQ(FoldersLeftIn(options.journal), 0u);
}

// Gone for good, or for today: nobody knows. Neither is left to be done.
TEST(Run, KeepsAndDoesNotCountNamesThatAreNotThere) {
  const struct {
    const char* fact;
    const char* file;  // what is there when the name is looked for
    const char* folder;
  } kCases[] = {
      {"others stand there", "/in/disk/other.dcm", "/in/disk"},
      {"nothing stands there", "/in/x.dcm", "/in/disk"},
      {"its folder is not there", "/in/x.dcm", "/in"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.fact);
    TempFolder folder;
    FaultyFileSystem files;
    files.AddFile("/in/disk/SECRETIVE/1.dcm", SmallFile(1));
    RunOptions options = NotedIn(folder);
    options.rename = true;
    MakeBusy(files, "SECRETIVE");
    EXPECT_EQ(RunWell(options, files).folders_not_renamed, 1u);
    EXPECT_EQ(FoldersLeftIn(options.journal), 1u);

    FaultyFileSystem later;
    later.AddFile(c.file, SmallFile(2));
    ASSERT_EQ(MakeFolders(later, c.folder), 0);
    EXPECT_EQ(RunWell(options, later).folders_not_renamed, 0u);
    EXPECT_EQ(FoldersLeftIn(options.journal), 0u);
    options.rename = false;
    EXPECT_EQ(RunWell(options, later).names_noted, 0u);

    options.rename = true;
    files.SetHook(nullptr);
    EXPECT_EQ(RunWell(options, files).renamed, 1u);
    EXPECT_FALSE(HoldsName(files.Files().begin()->first));
    EXPECT_EQ(FoldersLeftIn(options.journal), 0u);
  }
}

// Of those that it was asked about, and that are there.
TEST(Run, TellsOfNamesThatEarlierRunsNoted) {
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/SECRETIVE/SECRETIVE 1.dcm", SmallFile(1));
  files.AddFile("/in/ct/plain.dcm", SmallFile(2));
  files.AddFile("/other/SECRETIVE/2.dcm", SmallFile(3));
  RunOptions options = NotedIn(folder);
  options.sources = {"/in", "/other"};
  RunSummary summary = RunWell(options, files);
  EXPECT_EQ(summary.names_with_identifiers, 2u);
  EXPECT_EQ(summary.names_noted, 0u);

  const Files scrubbed = files.Files();
  options.sources = {"/in"};
  for (const bool dry_run : {false, true}) {
    options.dry_run = dry_run;
    summary = RunWell(options, files);
    EXPECT_EQ(summary.names_with_identifiers, 0u);
    EXPECT_EQ(summary.names_noted, 2u) << dry_run;
    EXPECT_EQ(summary.renamed, 0u);
    EXPECT_EQ(files.Files(), scrubbed);
  }
  // What a dry run finds itself is counted once.
  options.rename = true;
  files.AddFile("/in/SECRETIVE/new.dcm", SmallFile(4));
  summary = RunWell(options, files);
  EXPECT_EQ(summary.renamed, 2u);
  EXPECT_EQ(summary.names_noted, 0u);
  options.dry_run = false;
  EXPECT_EQ(RunWell(options, files).renamed, 2u);
  EXPECT_EQ(RunWell(options, files).renamed, 0u);
  options.rename = false;
  EXPECT_EQ(RunWell(options, files).names_noted, 0u);
}

TEST(Run, DryRunWantsAJournalThatCanBeRead) {
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/1.dcm", SmallFile(1));
  RunOptions options = InPlace();
  options.dry_run = true;
  options.journal = folder / "none.db";
  RunWell(options, files);
  EXPECT_FALSE(std::filesystem::exists(options.journal));
  options.journal = folder / "foreign.db";
  std::ofstream(options.journal) << "something else";
  const auto summary = RunPipeline(options, files, {});
  EXPECT_EQ(summary.status().message(),
            "journal: it is no journal of dcmscrub");
}

TEST(Run, RenamesNothingBehindALinkThatCameInBetween) {
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/disk/SECRETIVE/1.dcm", SmallFile(1));
  RunOptions options = NotedIn(folder);
  RunWell(options, files);

  options.rename = true;
  FaultyFileSystem linked;
  linked.AddFile("/outside/SECRETIVE/1.dcm", SmallFile(1));
  linked.AddLink("/in/disk", "/outside");
  EXPECT_EQ(RunWell(options, linked).renamed, 0u);
  EXPECT_TRUE(linked.Files().contains("/outside/SECRETIVE/1.dcm"));
}

// A folder got its neutral name and the run was killed before it could say so.
TEST(Run, FindsNamesBelowAFolderThatWasRenamedUnnoted) {
  const Identity identity(InPlace().key);
  const std::string neutral =
      "/in/" + std::string(identity.NeutralName("SECRETIVE").view());
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/SECRETIVE/ro/SECRETIVE 2/1.dcm", SmallFile(1));
  RunOptions options = NotedIn(folder);
  RunWell(options, files);

  options.rename = true;
  FaultyFileSystem moved;
  for (const auto& [path, bytes] : files.Files()) {
    moved.AddFile(neutral + path.substr(std::size("/in/SECRETIVE") - 1),
                  AsBytes(bytes));
  }
  EXPECT_EQ(RunWell(options, moved).renamed, 1u);
  EXPECT_FALSE(HoldsName(moved.Files().begin()->first));
  EXPECT_EQ(FoldersLeftIn(options.journal), 0u);
}

TEST(Run, ForgetsNamesThatWereChangedUnnoted) {
  const Identity identity(InPlace().key);
  const auto neutral = [&](std::string_view name) {
    return "/" + std::string(identity.NeutralName(name).view());
  };
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/SECRETIVE/a/SECRETIVE 2/SECRETIVE 3", SmallFile(1));
  RunOptions options = NotedIn(folder);
  RunWell(options, files);

  options.rename = true;
  FaultyFileSystem moved;
  const std::string path = "/in" + neutral("SECRETIVE") + "/a" +
                           neutral("SECRETIVE 2") + neutral("SECRETIVE 3") +
                           ".dcm";
  moved.AddFile(path, AsBytes(files.Files().begin()->second));
  EXPECT_EQ(RunWell(options, moved).renamed, 0u);
  EXPECT_TRUE(moved.Files().contains(path));
  const auto journal = Journal::Open(options.journal, {});
  ASSERT_TRUE(journal.ok()) << journal.status();
  EXPECT_TRUE((*journal)->TellingAfter("", 9).empty());
}

// Names above what a run is asked about are nobody's, until they are asked
// about.
TEST(Run, RemembersNamesAboveWhatItWasAskedAbout) {
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/SECRETIVE/ct/1.dcm", SmallFile(1));
  RunOptions options = NotedIn(folder);
  options.rename = true;
  options.sources = {"/in/SECRETIVE/ct"};
  RunSummary summary = RunWell(options, files);
  EXPECT_EQ(summary.names_with_identifiers, 0u);
  EXPECT_EQ(summary.renamed, 0u);

  options.sources = {"/in"};
  summary = RunWell(options, files);
  EXPECT_EQ(Count(summary, Outcome::kUnchanged), 1u);
  EXPECT_EQ(summary.renamed, 1u);
  EXPECT_FALSE(HoldsName(files.Files().begin()->first));
}

}  // namespace
}  // namespace dcmscrub
