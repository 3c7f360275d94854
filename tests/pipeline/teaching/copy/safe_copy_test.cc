// Originals that are replaced come back whole, whatever happens and whenever.
#include "pipeline/teaching/copy/safe_copy.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "pipeline/files/own_names.h"
#include "pipeline/teaching/copy/noting_file_system.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using Files = std::map<std::string, std::string>;
using Operation = FaultyFileSystem::Operation;

void AddCase(FaultyFileSystem& files) {
  files.AddFile("/cases/in/a/1", AsBytes("one"));
  files.AddFile("/cases/in/a/2", AsBytes("two"));
  files.AddFile("/cases/in/SMITH/3", AsBytes("three"));
  files.AddFile("/cases/in/SMITH/note", AsBytes("a note"));
  files.AddFile("/cases/other/4", AsBytes("four"));
}

const std::vector<std::string> kSources = {"/cases/in", "/cases/other/4"};

// The files of the user: what is not in a work folder, nor a temporary.
Files OfUser(const FaultyFileSystem& files) {
  Files of_user;
  for (const auto& [path, bytes] : files.Files()) {
    if (path.find("/.dcmscrub-") == std::string::npos) of_user[path] = bytes;
  }
  return of_user;
}

bool HasWorkFolders(const FaultyFileSystem& files) {
  return OfUser(files).size() != files.Files().size();
}

bool Replace(FileSystem& files, const std::string& path,
             const std::string& text) {
  std::unique_ptr<OutputFile> file;
  const Bytes part = AsBytes(std::string_view(text));
  return files.CreateTemporary(path, nullptr, file) == 0 &&
         file->Write({&part, 1}) == 0 && file->Close() == 0 &&
         file->Publish(path, true) == 0;
}

// What a run does: files replaced, one renamed, one made, a folder renamed.
// Gives up where something fails.
void Change(SafeCopy& copy, FileSystem& files) {
  if (!Replace(files, "/cases/in/a/1", "ONE") ||
      !Replace(files, "/cases/other/4", "FOUR") ||
      !Replace(files, "/cases/in/SMITH/3", "THREE") ||
      !copy.NoteMade("/cases/in/a/2.dcm").ok() ||
      !copy.NoteFolder("/cases/in/TEACHING").ok() ||
      !copy.NoteMade("/cases/in/TEACHING/x").ok() || !copy.SyncNotes().ok() ||
      !Replace(files, "/cases/in/a/2.dcm", "TWO") ||
      files.Remove("/cases/in/a/2", FileKind::kFile) != 0 ||
      MakeFolders(files, "/cases/in/TEACHING") != 0 ||
      !Replace(files, "/cases/in/TEACHING/x", "X") ||
      !copy.NoteMoved("/cases/in/SMITH", "/cases/in/F-1").ok() ||
      !copy.SyncNotes().ok()) {
    return;
  }
  files.Move("/cases/in/SMITH", "/cases/in/F-1", /*replace=*/false);
}

TEST(SafeCopy, BringsAllBackAndGoes) {
  for (const bool keep : {false, true}) {
    FaultyFileSystem files;
    AddCase(files);
    const Files before = files.Files();
    auto copy = SafeCopy::Make(kSources, files, nullptr);
    ASSERT_TRUE(copy.ok()) << copy.status();
    EXPECT_EQ((*copy)->files(), 5u);
    EXPECT_EQ(OfUser(files), before);
    Change(**copy, files);
    EXPECT_NE(OfUser(files), before);
    ASSERT_TRUE((*copy)->Restore(keep).ok());
    EXPECT_EQ(OfUser(files), before);
    EXPECT_EQ(HasWorkFolders(files), keep);
    FileInfo info;
    EXPECT_EQ(files.Info("/cases/in/TEACHING", false, info), ENOENT);
    EXPECT_EQ(files.Info("/cases/in/F-1", false, info), ENOENT);
    if (!keep) continue;
    // And again.
    Change(**copy, files);
    ASSERT_TRUE((*copy)->Restore(false).ok());
    EXPECT_EQ(files.Files(), before);
  }
}

TEST(SafeCopy, StandsBesideTheCaseAndHoldsTheOriginals) {
  FaultyFileSystem files;
  AddCase(files);
  auto copy = SafeCopy::Make(kSources, files, nullptr);
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ(FolderOf((*copy)->folder()), "/cases");
  EXPECT_TRUE(IsWorkFolder((*copy)->folder(), files));
  Change(**copy, files);
  const auto originals = (*copy)->originals();
  ASSERT_EQ(originals.size(), 2u);
  const Files all = files.Files();
  EXPECT_EQ(all.at(originals[0] + "/a/1"), "one");
  EXPECT_EQ(all.at(originals[0] + "/SMITH/3"), "three");
  EXPECT_EQ(all.at(originals[1] + "/4"), "four");
}

TEST(SafeCopy, DiscardLeavesWhatTheRunMade) {
  FaultyFileSystem files;
  AddCase(files);
  auto copy = SafeCopy::Make(kSources, files, nullptr);
  ASSERT_TRUE(copy.ok()) << copy.status();
  Change(**copy, files);
  const Files after = OfUser(files);
  ASSERT_TRUE((*copy)->Discard().ok());
  EXPECT_EQ(files.Files(), after);
  EXPECT_EQ(SafeCopy::Find("/cases/in", files).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(SafeCopy, LeavesWhatTheUserMadeSince) {
  FaultyFileSystem files;
  AddCase(files);
  Files before = files.Files();
  auto copy = SafeCopy::Make(kSources, files, nullptr);
  ASSERT_TRUE(copy.ok()) << copy.status();
  Change(**copy, files);
  files.AddFile("/cases/in/F-1/mine", AsBytes("mine"));
  ASSERT_TRUE((*copy)->Restore(false).ok());
  before["/cases/in/SMITH/mine"] = "mine";
  EXPECT_EQ(files.Files(), before);
}

TEST(SafeCopy, IsFoundByAnySourceOfItsFolder) {
  FaultyFileSystem files;
  AddCase(files);
  const Files before = files.Files();
  {
    auto copy = SafeCopy::Make(kSources, files, nullptr);
    ASSERT_TRUE(copy.ok()) << copy.status();
    Change(**copy, files);
  }
  EXPECT_EQ(SafeCopy::Find("/cases/other", files).status().code(),
            absl::StatusCode::kNotFound);
  const auto second = SafeCopy::Make(kSources, files, nullptr);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  const auto found = SafeCopy::Find("/cases/in/", files);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ((*found)->files(), 5u);
  EXPECT_FALSE((*found)->NoteMade("/cases/in/x").ok());
  ASSERT_TRUE((*found)->Restore(false).ok());
  EXPECT_EQ(files.Files(), before);
}

TEST(SafeCopy, StandsInTheSourceWhereItsParentIsNotOurs) {
  FaultyFileSystem files;
  AddCase(files);
  const Files before = files.Files();
  files.SetHook([](const Operation& operation) {
    return operation.name == "mkdir" &&
                   operation.path.starts_with("/cases/.dcmscrub-")
               ? EACCES
               : 0;
  });
  auto copy = SafeCopy::Make(kSources, files, nullptr);
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ(FolderOf((*copy)->folder()), "/cases/in");
  EXPECT_EQ((*copy)->files(), 5u);
  Change(**copy, files);
  const auto found = SafeCopy::Find("/cases/in", files);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_TRUE((*found)->Restore(false).ok());
  EXPECT_EQ(files.Files(), before);
}

TEST(SafeCopy, CopiesWhereLinksDoNotWork) {
  for (const int error : {EXDEV, EPERM, EOPNOTSUPP}) {
    for (const bool keep : {false, true}) {
      FaultyFileSystem files;
      AddCase(files);
      const Files before = files.Files();
      files.SetHook([&](const Operation& operation) {
        return operation.name == "link" ? error : 0;
      });
      auto copy = SafeCopy::Make(kSources, files, nullptr);
      ASSERT_TRUE(copy.ok()) << copy.status();
      Change(**copy, files);
      ASSERT_TRUE((*copy)->Restore(keep).ok());
      EXPECT_EQ(OfUser(files), before);
      EXPECT_EQ(HasWorkFolders(files), keep);
    }
  }
}

TEST(SafeCopy, AFailureWhileItIsMadeLeavesNothing) {
  for (const bool links : {true, false}) {
    std::uint64_t last = 0;
    for (std::uint64_t at = 0; at == 0 || at <= last; ++at) {
      SCOPED_TRACE("operation " + std::to_string(at));
      FaultyFileSystem files;
      AddCase(files);
      const Files before = files.Files();
      bool cleaning = false;
      files.SetHook([&](const Operation& operation) {
        if (operation.number == at) {
          cleaning = operation.name == "remove" || operation.name == "rmdir";
          return ENOSPC;
        }
        return operation.name == "link" && !links ? EXDEV : 0;
      });
      const auto copy = SafeCopy::Make(kSources, files, nullptr);
      if (at == 0) {
        ASSERT_TRUE(copy.ok()) << copy.status();
        last = files.operations();
        continue;
      }
      EXPECT_EQ(OfUser(files), before);
      if (!copy.ok() && !cleaning) {
        EXPECT_EQ(files.Files(), before);
      }
    }
  }
}

TEST(SafeCopy, StopsWithoutATrace) {
  FaultyFileSystem files;
  AddCase(files);
  const Files before = files.Files();
  const std::atomic<int> stop = 1;
  EXPECT_EQ(SafeCopy::Make(kSources, files, &stop).status().code(),
            absl::StatusCode::kCancelled);
  EXPECT_EQ(files.Files(), before);
}

// Makes a copy, changes the case, brings it back; `end` comes between any two
// operations, by a kill or a loss of power, and the next program undoes it.
void ExpectAllBack(const std::function<void(FaultyFileSystem&)>& end,
                   bool links) {
  const auto work = [](FaultyFileSystem& files) {
    auto copy = SafeCopy::Make(kSources, files, nullptr);
    if (!copy.ok()) return;
    Change(**copy, files);
    (void)(*copy)->Restore(true);
    Change(**copy, files);
    (void)(*copy)->Restore(false);
  };
  std::uint64_t last = 0;
  for (std::uint64_t at = 0; at == 0 || at <= last; ++at) {
    SCOPED_TRACE("operation " + std::to_string(at));
    FaultyFileSystem files;
    AddCase(files);
    const Files before = files.Files();
    files.SetHook([&](const Operation& operation) {
      if (operation.number == at) files.TurnPowerOff();
      return operation.name == "link" && !links ? EXDEV : 0;
    });
    work(files);
    if (at == 0) {
      last = files.operations();
      continue;
    }
    end(files);
    const auto found = SafeCopy::Find("/cases/in", files);
    if (found.ok()) {
      ASSERT_TRUE((*found)->Restore(false).ok());
    }
    RemoveHalfCopies("/cases/in", files);
    EXPECT_EQ(OfUser(files), before);
    for (const auto& [path, bytes] : files.Files()) {
      EXPECT_TRUE(before.contains(path) || IsTemporaryName(NameOf(path)))
          << path;
    }
  }
}

TEST(SafeCopy, AKillBetweenAnyTwoStepsCostsNothing) {
  for (const bool links : {true, false}) {
    ExpectAllBack([](FaultyFileSystem& files) { files.TurnPowerOn(); }, links);
  }
}

// Names that were not synced may be lost or not: both ways.
TEST(SafeCopy, APowerLossCostsNoOriginal) {
  for (const bool keep_names : {true, false}) {
    std::uint64_t last = 0;
    for (std::uint64_t at = 0; at == 0 || at <= last; ++at) {
      SCOPED_TRACE("operation " + std::to_string(at));
      FaultyFileSystem files;
      AddCase(files);
      const Files before = files.Files();
      files.SetHook([&](const Operation& operation) {
        if (operation.number == at) files.TurnPowerOff();
        return 0;
      });
      auto copy = SafeCopy::Make(kSources, files, nullptr);
      if (copy.ok()) Change(**copy, files);
      if (at == 0) {
        last = files.operations();
        continue;
      }
      files.Crash(keep_names);
      const auto found = SafeCopy::Find("/cases/in", files);
      if (found.ok()) {
        ASSERT_TRUE((*found)->Restore(false).ok());
      }
      for (const auto& [path, bytes] : before) {
        EXPECT_EQ(files.Files()[path], bytes) << path;
      }
    }
  }
}

// What is said to be done is so for good, before what relies on it is.
TEST(SafeCopy, EachStepSurvivesAPowerLossAfterIt) {
  const auto bring_back = [](FaultyFileSystem& files) {
    const auto found = SafeCopy::Find("/cases/in", files);
    return found.ok() && (*found)->Restore(false).ok();
  };
  FaultyFileSystem made;
  AddCase(made);
  const Files before = made.Files();
  const std::vector<std::string> folders = made.Folders();
  {
    auto copy = SafeCopy::Make(kSources, made, nullptr);
    ASSERT_TRUE(copy.ok()) << copy.status();
    Change(**copy, made);
    made.SyncBelow("/cases/in");
    made.SyncBelow("/cases/other");
  }
  made.Crash(/*keep_names=*/false);
  ASSERT_TRUE(bring_back(made));
  EXPECT_EQ(OfUser(made), before);

  // That was a restore and the end of the copy.
  made.Crash(/*keep_names=*/false);
  EXPECT_FALSE(SafeCopy::Find("/cases/in", made).ok());
  RemoveHalfCopies("/cases/in", made);
  EXPECT_EQ(made.Files(), before);
  EXPECT_EQ(made.Folders(), folders);

  FaultyFileSystem anew;
  AddCase(anew);
  {
    auto copy = SafeCopy::Make(kSources, anew, nullptr);
    ASSERT_TRUE(copy.ok()) << copy.status();
    Change(**copy, anew);
    ASSERT_TRUE((*copy)->Restore(/*keep=*/true).ok());
    ASSERT_TRUE((*copy)->NoteMade("/cases/in/late").ok());
    ASSERT_TRUE((*copy)->SyncNotes().ok());
    ASSERT_TRUE(Replace(anew, "/cases/in/late", "late"));
    anew.SyncBelow("/cases/in");
  }
  anew.Crash(/*keep_names=*/false);
  ASSERT_TRUE(bring_back(anew));
  EXPECT_EQ(OfUser(anew), before);
}

// The note of a name that is new comes before the name.
TEST(SafeCopy, NoNameThatARunMadeOutlivesItsNote) {
  FaultyFileSystem files;
  AddCase(files);
  const Files before = files.Files();
  {
    auto copy = SafeCopy::Make(kSources, files, nullptr);
    ASSERT_TRUE(copy.ok()) << copy.status();
    NotingFileSystem noting(files, **copy);
    ASSERT_TRUE(Replace(noting, "/cases/in/late", "late"));
    files.SyncBelow("/cases/in");
  }
  files.Crash(/*keep_names=*/false);
  const auto found = SafeCopy::Find("/cases/in", files);
  ASSERT_TRUE(found.ok() && (*found)->Restore(false).ok());
  EXPECT_EQ(files.Files(), before);
}

// A disk may have lost what stood in the copy, and still know its old name.
TEST(SafeCopy, ThatGoesIsNeverHalfThereUnderItsName) {
  FaultyFileSystem files;
  AddCase(files);
  auto copy = SafeCopy::Make(kSources, files, nullptr);
  ASSERT_TRUE(copy.ok()) << copy.status();
  ASSERT_TRUE((*copy)->Discard().ok());
  files.CrashKeeping(
      [](const std::string& folder) { return folder != "/cases"; });
  EXPECT_FALSE(SafeCopy::Find("/cases/in", files).ok());
  RemoveHalfCopies("/cases/in", files);
  for (const std::string& folder : files.Folders()) {
    EXPECT_FALSE(NameOf(folder).starts_with(kOriginalsPrefix)) << folder;
  }
}

TEST(SafeCopy, IsPrivateAndKeepsModesOnARealDisk) {
  TempFolder folder;
  WriteFile(folder / "case/a/1", "one");
  ASSERT_EQ(::chmod((folder / "case/a/1").c_str(), 0640), 0);
  auto copy = SafeCopy::Make({folder / "case"}, RealFileSystem(), nullptr);
  ASSERT_TRUE(copy.ok()) << copy.status();
  struct stat found;
  ASSERT_EQ(::stat((*copy)->folder().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700u);
  ASSERT_TRUE(Replace(RealFileSystem(), folder / "case/a/1", "ONE"));
  ASSERT_TRUE((*copy)->Restore(true).ok());
  EXPECT_EQ(ReadFile(folder / "case/a/1"), "one");
  ASSERT_EQ(::stat((folder / "case/a/1").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0640u);
  EXPECT_EQ(found.st_nlink, 2u) << "no bytes were copied";
  ASSERT_TRUE((*copy)->Discard().ok());
  EXPECT_EQ(ReadFile(folder / "case/a/1"), "one");
  ASSERT_EQ(::stat((folder / "case/a/1").c_str(), &found), 0);
  EXPECT_EQ(found.st_nlink, 1u);
}

}  // namespace
}  // namespace dcmscrub
