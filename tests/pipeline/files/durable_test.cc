// What returns 0 is there after a power loss, whatever failed meanwhile.
#include "pipeline/files/durable.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <functional>

#include "pipeline/files/zip_writer.h"
#include "tests/support/faulty_file_system.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kText = "new";

int Write(FaultyFileSystem& files) {
  return WriteDurably(files, "/a/file", AsBytes(kText), /*replace=*/true);
}

int WriteIntoNewFolder(FaultyFileSystem& files) {
  if (int error = MakeFoldersDurably(files, "/a/b/c")) return error;
  return WriteDurably(files, "/a/b/c/file", AsBytes(kText), false);
}

int Zip(FaultyFileSystem& files) {
  ZipWriter zip;
  if (int error = zip.Open("/a/file", files)) return error;
  if (int error = zip.Add("entry", AsBytes(kText))) return error;
  return zip.Publish();
}

int Tell(FaultyFileSystem& files) {
  if (int error = MakeFolders(files, "/a/b")) return error;
  if (int error = WriteDurably(files, "/a/b/file", AsBytes(kText), false)) {
    return error;
  }
  NewFolders new_folders;
  std::vector<std::string> above;
  new_folders.AddAbove("/a/b", above);
  EXPECT_EQ(above, (std::vector<std::string>{"/a", "/"}));
  const int error = SyncPaths(files, above);
  above.clear();
  new_folders.AddAbove("/a/b", above);
  EXPECT_TRUE(above.empty());
  return error;
}

TEST(Durable, WhatSucceededSurvivesPowerLoss) {
  const std::function<int(FaultyFileSystem&)> jobs[] = {
      Write, WriteIntoNewFolder, Zip, Tell};
  for (const auto& job : jobs) {
    FaultyFileSystem undisturbed;
    undisturbed.AddFolder("/a");
    ASSERT_EQ(job(undisturbed), 0);
    const auto want = undisturbed.Files();
    undisturbed.Crash(false);
    EXPECT_EQ(undisturbed.Files(), want);
    for (std::uint64_t at = 1; at <= undisturbed.operations(); ++at) {
      FaultyFileSystem files;
      files.AddFolder("/a");
      files.SetHook([&](const FaultyFileSystem::Operation& operation) {
        return operation.number == at ? EIO : 0;
      });
      const int error = job(files);
      files.Crash(false);
      if (error == 0) {
        EXPECT_EQ(files.Files(), want) << at;
      }
    }
  }
}

}  // namespace
}  // namespace dcmscrub
