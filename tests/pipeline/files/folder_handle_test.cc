// What is done in a held folder is done in that one, whatever gets its path.
#include "pipeline/files/folder_handle.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <vector>

#include "kernels/core/text.h"
#include "pipeline/files/file_system.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;

using Opener = int (*)(const char* path);
int ByWalk(const char* path) { return WalkToFolder(path); }

// Both ways to open one say the same.
TEST(FolderHandle, FollowsNoLinkAnywhere) {
  TempFolder temp;
  const std::string root = fs::canonical(temp.path());
  fs::create_directories(root + "/a/b");
  fs::create_directory_symlink(root + "/a", root + "/link");
  fs::create_directory_symlink("b", root + "/a/beside");
  WriteFile(root + "/file", "x");
  const struct {
    const char* path;
    int error;
  } kCases[] = {{"", 0},
                {"/a", 0},
                {"/a/b", 0},
                {"/a//b/", 0},
                {"/link", ELOOP},
                {"/link/b", ELOOP},
                {"/a/beside", ELOOP},
                {"/no", ENOENT},
                {"/no/b", ENOENT},
                {"/file", ENOTDIR},
                {"/file/b", ENOTDIR}};
  for (const Opener open : {Opener{OpenFolder}, Opener{ByWalk}}) {
    for (const auto& [below, error] : kCases) {
      const std::string path = root + below;
      const int descriptor = open(path.c_str());
      EXPECT_EQ(descriptor < 0 ? errno : 0, error) << below;
      if (descriptor < 0) continue;
      struct stat opened, there;
      ASSERT_EQ(::fstat(descriptor, &opened), 0);
      ASSERT_EQ(::stat(path.c_str(), &there), 0);
      EXPECT_EQ(opened.st_ino, there.st_ino) << below;
      ::close(descriptor);
    }
    const int top = open("/");
    EXPECT_GE(top, 0);
    ::close(top);
  }
}

// A file system that holds "in", in the place of which is by now a link to
// "out", or a new folder.
class Swapped : public ::testing::Test {
 protected:
  Swapped() {
    fs::create_directories(in_);
    fs::create_directories(out_);
    WriteFile(in_ + "/file", "in");
    WriteFile(out_ + "/file", "out");
    std::vector<FolderEntry> entries;
    EXPECT_EQ(held_->List(in_, entries), 0);
  }
  void Swap() {
    fs::rename(in_, kept_);
    fs::create_directory_symlink(out_, in_);
  }
  std::unique_ptr<OutputFile> Temporary(const std::string& target) {
    std::unique_ptr<OutputFile> file;
    EXPECT_EQ(held_->CreateTemporary(target, nullptr, file), 0);
    const Bytes part = AsBytes("new");
    EXPECT_EQ(file->Write({&part, 1}), 0);
    return file;
  }
  std::vector<std::string> NamesIn(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
      names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  }

  TempFolder temp_;
  const std::string root_ = fs::canonical(temp_.path());
  const std::string in_ = root_ + "/in", out_ = root_ + "/out",
                    kept_ = root_ + "/kept";
  const std::shared_ptr<FileSystem> held_ = RealFileSystem().Hold();
};

using Names = std::vector<std::string>;

TEST_F(Swapped, IsReadAndListedStill) {
  Swap();
  std::unique_ptr<InputFile> file;
  FileInfo info;
  ASSERT_EQ(held_->Open(in_ + "/file", false, file, &info), 0);
  EXPECT_EQ(info.size, 2u);
  ASSERT_EQ(held_->Info(in_ + "/file", false, info), 0);
  EXPECT_EQ(info.size, 2u);
  std::vector<FolderEntry> entries;
  EXPECT_EQ(held_->List(in_, entries), 0);
  ASSERT_EQ(entries.size(), 1u);
}

TEST_F(Swapped, GetsWhatIsPublishedInIt) {
  const auto before = Temporary(in_ + "/file");
  Swap();
  EXPECT_EQ(before->Publish(in_ + "/file", /*replace=*/true), 0);
  const auto after = Temporary(in_ + "/other");
  EXPECT_EQ(after->Publish(in_ + "/other", /*replace=*/false), 0);
  Temporary(in_ + "/third").reset();
  EXPECT_EQ(NamesIn(out_), Names{"file"});
  EXPECT_EQ(ReadFile(out_ + "/file"), "out");
  EXPECT_EQ(NamesIn(kept_), (Names{"file", "other"}));
  EXPECT_EQ(ReadFile(kept_ + "/file"), "new");
}

TEST_F(Swapped, IsWhereThingsAreMadeMovedAndRemoved) {
  Swap();
  EXPECT_EQ(held_->MakeFolder(in_ + "/folder", FolderMode::kPrivate), 0);
  EXPECT_EQ(held_->TryFolder(in_), 0);
  EXPECT_EQ(held_->Link(in_ + "/file", in_ + "/second"), 0);
  EXPECT_EQ(held_->Move(in_ + "/file", in_ + "/third", false), 0);
  EXPECT_EQ(held_->Remove(in_ + "/second", FileKind::kFile), 0);
  std::vector<int> errors(1);
  held_->SyncPaths(std::vector{in_ + "/third"}, errors);
  EXPECT_EQ(errors[0], 0);
  EXPECT_EQ(NamesIn(out_), Names{"file"});
  EXPECT_EQ(NamesIn(kept_), (Names{"folder", "third"}));
}

TEST_F(Swapped, IsRefusedWhereItIsNamedForTheFirstTime) {
  Swap();
  const auto fresh = RealFileSystem().Hold();
  const std::string path = in_ + "/file";
  std::unique_ptr<InputFile> input;
  std::unique_ptr<OutputFile> output;
  std::vector<FolderEntry> entries;
  FileInfo info;
  EXPECT_EQ(fresh->Open(path, false, input, nullptr), ELOOP);
  EXPECT_EQ(fresh->Info(path, false, info), ELOOP);
  EXPECT_EQ(fresh->List(in_, entries), ELOOP);
  EXPECT_EQ(fresh->CreateTemporary(path, nullptr, output), ELOOP);
  EXPECT_EQ(fresh->MakeFolder(in_ + "/folder", FolderMode::kShared), ELOOP);
  EXPECT_EQ(fresh->Move(path, in_ + "/x", false), ELOOP);
  EXPECT_EQ(fresh->Move(kept_ + "/file", path, true), ELOOP);
  EXPECT_EQ(fresh->Link(kept_ + "/file", in_ + "/x"), ELOOP);
  EXPECT_EQ(fresh->Remove(path, FileKind::kFile), ELOOP);
  EXPECT_EQ(fresh->TryFolder(in_), ELOOP);
  std::vector<int> errors(1);
  fresh->SyncPaths(std::vector{path}, errors);
  EXPECT_EQ(errors[0], ELOOP);
  EXPECT_EQ(NamesIn(out_), Names{"file"});
}

// Renamed or removed through us, or made anew by others, a path leads to what
// is there now.
TEST_F(Swapped, IsForgottenWhenItGoes) {
  FileInfo info;
  EXPECT_EQ(held_->Move(in_, kept_, false), 0);
  EXPECT_EQ(held_->Info(in_ + "/file", false, info), ENOENT);
  EXPECT_EQ(held_->Info(kept_ + "/file", false, info), 0);
  EXPECT_EQ(held_->MakeFolder(in_, FolderMode::kShared), 0);
  EXPECT_EQ(held_->Info(in_ + "/file", false, info), ENOENT);
  fs::remove(in_);
  std::unique_ptr<OutputFile> file;
  EXPECT_EQ(held_->CreateTemporary(in_ + "/x", nullptr, file), ENOENT);
  fs::create_directory(in_);
  EXPECT_EQ(held_->CreateTemporary(in_ + "/x", nullptr, file), 0);
}

TEST(HeldFolders, OpenEachOnceAndKeepWhatIsInUse) {
  TempFolder temp;
  const std::string root = fs::canonical(temp.path());
  HeldFolders held;
  FolderPointer first;
  ASSERT_EQ(held.Find(root, first), 0);
  for (int i = 0; i < 300; ++i) {
    const std::string path = root + "/" + std::to_string(i);
    fs::create_directory(path);
    FolderPointer one, same;
    ASSERT_EQ(held.Find(path, one), 0);
    ASSERT_EQ(held.Find(path, same), 0);
    EXPECT_EQ(one, same);
  }
  FolderPointer again;
  ASSERT_EQ(held.Find(root, again), 0);
  EXPECT_EQ(again, first);
  const auto open = std::distance(fs::directory_iterator("/proc/self/fd"),
                                  fs::directory_iterator());
  EXPECT_LT(open, 200);
}

}  // namespace
}  // namespace dcmscrub
