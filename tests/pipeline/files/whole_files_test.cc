#include "pipeline/files/whole_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "tests/support/faulty_file_system.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using ::testing::ElementsAre;

TEST(ReadWholeFile, ReadsAllOrRefusesWhatIsTooLarge) {
  const TempFolder folder;
  WriteFile(folder / "four", "1234");
  std::string bytes = "of before";
  FileSystem& files = RealFileSystem();
  EXPECT_EQ(ReadWholeFile(files, folder / "four", false, bytes, 4), 0);
  EXPECT_EQ(bytes, "1234");
  EXPECT_EQ(ReadWholeFile(files, folder / "four", false, bytes, 3), EFBIG);
  EXPECT_EQ(bytes, "");
  EXPECT_EQ(ReadWholeFile(files, folder / "none", false, bytes), ENOENT);
  EXPECT_EQ(ReadHead(files, folder / "four", false, 3, bytes), 0);
  EXPECT_EQ(bytes, "123");
  EXPECT_EQ(ReadHead(files, folder / "four", false, 9, bytes), 0);
  EXPECT_EQ(bytes, "1234");
}

TEST(ReadWholeFile, FollowsLinksWhereAsked) {
  const TempFolder folder;
  WriteFile(folder / "four", "1234");
  std::filesystem::create_symlink("four", folder / "link");
  std::string bytes;
  EXPECT_EQ(ReadWholeFile(RealFileSystem(), folder / "link", false, bytes),
            ELOOP);
  EXPECT_EQ(ReadWholeFile(RealFileSystem(), folder / "link", true, bytes), 0);
  EXPECT_EQ(bytes, "1234");
}

TEST(ListFiles, FindsFilesAtAnyDepthAndFollowsNoLink) {
  const TempFolder folder;
  std::filesystem::create_directories(folder / "a/b/c");
  WriteFile(folder / "z", "");
  WriteFile(folder / "a/b/c/x", "");
  WriteFile(folder / "a/y", "");
  std::filesystem::create_symlink("a", folder / "link");
  ASSERT_EQ(mkfifo((folder / "a/pipe").c_str(), 0600), 0);
  std::vector<std::string> found, others;
  FileSystem& files = RealFileSystem();
  EXPECT_EQ(ListFiles(files, folder / "a", found, others), 0);
  EXPECT_THAT(found, ElementsAre(folder / "a/b/c/x", folder / "a/y"));
  EXPECT_THAT(others, ElementsAre(folder / "a/pipe"));
  others.clear();
  EXPECT_EQ(ListFiles(files, folder / "z", found, others), 0);
  EXPECT_THAT(found,
              ElementsAre(folder / "a/b/c/x", folder / "a/y", folder / "z"));
  EXPECT_EQ(ListFiles(files, folder / "none", found, others), ENOENT);
  EXPECT_EQ(ListFiles(files, folder.path(), found, others), 0);
  EXPECT_EQ(found.size(), 6u);
  EXPECT_EQ(others.size(), 2u);
}

TEST(ListFiles, GoesOnBehindAFolderThatCannotBeListed) {
  FaultyFileSystem files;
  for (const char* path : {"/in/a/1", "/in/b/2", "/in/c/3"}) {
    files.AddFile(path, AsBytes("x"));
  }
  files.SetHook([](const FaultyFileSystem::Operation& operation) {
    return operation.path == "/in/b" ? EACCES : 0;
  });
  std::vector<std::string> found, others;
  EXPECT_EQ(ListFiles(files, "/in", found, others), EACCES);
  EXPECT_THAT(found, ElementsAre("/in/a/1", "/in/c/3"));
}

TEST(ListFiles, OpensNoMoreFoldersThanItNeeds) {
  const TempFolder folder;
  for (const char* name : {"a", "b", "c"}) {
    std::filesystem::create_directory(folder / name);
    WriteFile(folder / (std::string(name) + "/1"), "");
  }
  std::vector<std::string> found, others;
  EXPECT_EQ(ListFiles(RealFileSystem(), folder.path(), found, others, 2), 0);
  EXPECT_EQ(found.size(), 2u);
}

}  // namespace
}  // namespace dcmscrub
