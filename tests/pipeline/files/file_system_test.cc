// The real file system keeps the contract that the one in memory keeps.
#include "pipeline/files/file_system.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "tests/pipeline/run/sample_run.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> NamesIn(const fs::path& folder) {
  std::vector<FolderEntry> entries;
  EXPECT_EQ(RealFileSystem().List(folder.string(), entries), 0);
  std::vector<std::string> names;
  for (const FolderEntry& entry : entries) names.push_back(entry.name);
  return names;
}

std::unique_ptr<OutputFile> Temporary(const std::string& target,
                                      std::string_view text) {
  std::unique_ptr<OutputFile> file;
  EXPECT_EQ(RealFileSystem().CreateTemporary(target, nullptr, file), 0);
  const Bytes parts[] = {AsBytes(text.substr(0, 1)), AsBytes(text.substr(1))};
  EXPECT_EQ(file->Write(parts), 0);
  return file;
}

using Names = std::vector<std::string>;

TEST(FileSystem, UnpublishedTemporariesGoAway) {
  TempFolder folder;
  {
    const auto file = Temporary(folder / "target", "text");
    const Names names = NamesIn(folder.path());
    ASSERT_EQ(names.size(), 1u);
    EXPECT_TRUE(IsTemporaryName(names[0]));
    EXPECT_EQ(NameOf(file->temporary_path()), names[0]);
    EXPECT_EQ(ReadFile(file->temporary_path()), "text");
  }
  EXPECT_EQ(NamesIn(folder.path()), Names());
}

TEST(FileSystem, PublishesWithAndWithoutReplacing) {
  TempFolder folder;
  const std::string target = folder / "target";
  WriteFile(target, "old");
  {
    const auto file = Temporary(target, "new");
    EXPECT_EQ(file->Close(), 0);
    EXPECT_EQ(file->Publish(target, false), EEXIST);
    EXPECT_EQ(ReadFile(target), "old");
    EXPECT_EQ(file->Publish(target, true), 0);
  }
  EXPECT_EQ(ReadFile(target), "new");
  EXPECT_EQ(NamesIn(folder.path()), Names{"target"});
  WriteFile(folder / "other", "other");
  EXPECT_EQ(RealFileSystem().Move(target, folder / "other", /*replace=*/false),
            EEXIST);
  EXPECT_EQ(RealFileSystem().Move(target, folder / "third", /*replace=*/false),
            0);
  EXPECT_EQ(NamesIn(folder.path()), (Names{"other", "third"}));
}

TEST(FileSystem, CopiesRangesAndTellsWhenTheyEndEarly) {
  TempFolder folder;
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i % 10);
  WriteFile(folder / "from", text);
  std::unique_ptr<InputFile> from;
  FileInfo info;
  ASSERT_EQ(RealFileSystem().Open(folder / "from", false, from, &info), 0);
  EXPECT_EQ(info.size, text.size());
  const auto file = Temporary(folder / "to", "head");
  EXPECT_EQ(file->CopyFrom(*from, 7, 150'000, nullptr), 0);
  EXPECT_EQ(file->CopyFrom(*from, 3, 4, nullptr), 0);
  EXPECT_EQ(ReadFile(file->temporary_path()),
            "head" + text.substr(7, 150'000) + text.substr(3, 4));
  EXPECT_EQ(file->CopyFrom(*from, 199'990, 11, nullptr), ENODATA);
  const std::atomic<int> stop = 2;
  EXPECT_EQ(file->CopyFrom(*from, 0, 1, &stop), ECANCELED);
}

// A pipe would wait for a writer for ever.
TEST(FileSystem, NeverOpensPipesOrLinks) {
  TempFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  fs::create_symlink("file", folder / "link");
  WriteFile(folder / "file", "x");
  std::unique_ptr<InputFile> file;
  EXPECT_EQ(RealFileSystem().Open(folder / "pipe", false, file, nullptr),
            ENXIO);
  EXPECT_EQ(RealFileSystem().Open(folder / "link", false, file, nullptr),
            ELOOP);
  EXPECT_EQ(RealFileSystem().Open(folder / "link", true, file, nullptr), 0);
  std::vector<FolderEntry> entries;
  ASSERT_EQ(RealFileSystem().List(folder.path().string(), entries), 0);
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].kind, FileKind::kFile);
  EXPECT_EQ(entries[1].kind, FileKind::kLink);
  EXPECT_EQ(entries[2].kind, FileKind::kOther);
}

TEST(FileSystem, MakesFoldersOnce) {
  TempFolder folder;
  EXPECT_EQ(MakeFolders(RealFileSystem(), folder / "a/b/c"), 0);
  EXPECT_EQ(MakeFolders(RealFileSystem(), folder / "a/b/c"), 0);
  WriteFile(folder / "file", "x");
  EXPECT_EQ(MakeFolders(RealFileSystem(), folder / "file"), ENOTDIR);
}

TEST(FileSystem, MakesPrivateFoldersAndTakesEmptyOnesAway) {
  TempFolder folder;
  const std::string place = folder / "private";
  EXPECT_EQ(RealFileSystem().MakeFolder(place, FolderMode::kPrivate), 0);
  struct stat found;
  ASSERT_EQ(::stat(place.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700u);
  EXPECT_EQ(RealFileSystem().MakeFolder(place, FolderMode::kPrivate), EEXIST);
  EXPECT_EQ(RealFileSystem().MakeFolder(folder / "a/b", FolderMode::kPrivate),
            ENOENT);
  WriteFile(place + "/file", "x");
  EXPECT_EQ(RealFileSystem().Remove(place, FileKind::kFolder), ENOTEMPTY);
  EXPECT_EQ(RealFileSystem().Remove(place + "/file", FileKind::kFile), 0);
  EXPECT_EQ(RealFileSystem().Remove(place, FileKind::kFolder), 0);
  EXPECT_EQ(RealFileSystem().Remove(place, FileKind::kFolder), ENOENT);
}

// What safe copies rest on.
TEST(FileSystem, LinksKeepWhatIsReplaced) {
  TempFolder folder;
  FaultyFileSystem memory;
  WriteFile(folder / "file", "old");
  memory.AddFile("/in/file", AsBytes("old"));
  const auto check = [](FileSystem& files, const std::string& top) {
    const std::string file = top + "/file", link = top + "/link";
    EXPECT_EQ(files.Link(file, link), 0);
    EXPECT_EQ(files.Link(file, link), EEXIST);
    EXPECT_EQ(files.Link(top + "/none", top + "/other"), ENOENT);
    // Two names of one file: nothing happens.
    EXPECT_EQ(files.Move(link, file, /*replace=*/true), 0);
    FileInfo a, b;
    EXPECT_EQ(files.Info(file, false, a), 0);
    EXPECT_EQ(files.Info(link, false, b), 0);
    EXPECT_EQ(a.inode, b.inode);
    std::unique_ptr<OutputFile> made;
    EXPECT_EQ(files.CreateTemporary(file, nullptr, made), 0);
    const Bytes part = AsBytes("newer");
    EXPECT_EQ(made->Write({&part, 1}), 0);
    EXPECT_EQ(made->Close(), 0);
    EXPECT_EQ(made->Publish(file, true), 0);
    EXPECT_EQ(files.Info(link, false, b), 0);
    EXPECT_EQ(b.size, 3u);
    EXPECT_EQ(files.Move(link, file, /*replace=*/true), 0);
    EXPECT_EQ(files.Info(file, false, a), 0);
    EXPECT_EQ(a.inode, b.inode);
    EXPECT_EQ(files.Info(link, false, b), ENOENT);
  };
  check(RealFileSystem(), folder.path().string());
  check(memory, "/in");
}

TEST(FileSystem, SyncsFewAndMany) {
  TempFolder folder;
  for (const std::size_t count : {1u, 4u, 20u}) {
    std::vector<std::unique_ptr<OutputFile>> owned;
    std::vector<OutputFile*> temporaries;
    for (std::size_t i = 0; i < count; ++i) {
      owned.push_back(Temporary(folder / "target", "text"));
      temporaries.push_back(owned.back().get());
    }
    std::vector<int> errors(count, -1);
    SyncFiles(temporaries, errors);
    EXPECT_EQ(errors, std::vector<int>(count, 0));
    // One that is not there fails alone; files go as well.
    WriteFile(folder / "file", "text");
    std::vector<std::string> paths(count, folder.path().string());
    paths.front() = folder / "file";
    paths.back() = folder / "none";
    RealFileSystem().SyncPaths(paths, errors);
    EXPECT_NE(errors.back(), 0);
    errors.back() = 0;
    EXPECT_EQ(errors, std::vector<int>(count, 0));
  }
}

TEST(FileSystem, InPlaceOutputsKeepTheirMode) {
  TempFolder folder;
  WriteFile(folder / "in/1.dcm", SmallFile(1));
  ASSERT_EQ(::chmod((folder / "in/1.dcm").c_str(), 0640), 0);
  RunOptions options = InPlace();
  options.sources = {folder / "in"};
  const auto summary = RunPipeline(options, RealFileSystem(), {});
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(Count(*summary, Outcome::kWritten), 1u);
  EXPECT_FALSE(HoldsName(ReadFile(folder / "in/1.dcm")));
  struct stat found;
  ASSERT_EQ(::stat((folder / "in/1.dcm").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0640u);
}

TEST(FileSystem, RunsGiveTheSameBytesAsInMemory) {
  TempFolder folder;
  FaultyFileSystem memory;
  AddArchive(memory);
  for (const auto& [path, bytes] : memory.Files()) {
    WriteFile(folder / path.substr(1), bytes);
  }
  RunWell(ToFolder(), memory);
  RunOptions options = ToFolder();
  options.sources = {folder / "in"};
  options.output = folder / "out";
  const auto summary = RunPipeline(options, RealFileSystem(), {});
  ASSERT_TRUE(summary.ok()) << summary.status();
  Files real;
  for (const auto& entry : fs::recursive_directory_iterator(folder / "out")) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().string();
    real[path.substr(folder.path().string().size())] = ReadFile(path);
  }
  EXPECT_EQ(real, Below(memory, "/out"));
}

TEST(FileSystem, KnowsItsOwnNames) {
  EXPECT_TRUE(IsTemporaryName(".dcmscrub-1-2.tmp"));
  EXPECT_FALSE(IsTemporaryName(".dcmscrub-.tmp"));
  EXPECT_FALSE(IsTemporaryName("dcmscrub-1.tmp"));
  EXPECT_FALSE(IsTemporaryName(".dcmscrub-1.dcm"));
}

}  // namespace
}  // namespace dcmscrub
