#include "app/user/keyfile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using ::testing::HasSubstr;

Key CountingKey() {
  Key key;
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = static_cast<std::uint8_t>(i);
  }
  return key;
}

std::string MessageOf(const absl::Status& status) {
  return std::string(status.message());
}

TEST(KeyFile, ComesBackAsItWasWritten) {
  const TempFolder folder;
  const std::string path = folder / "key";
  ASSERT_TRUE(WriteNewKeyFile(path, CountingKey()).ok());
  const auto key = ReadKeyFile(path);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(*key, CountingKey());
}

TEST(KeyFile, IsItsOwnersAlone) {
  const TempFolder folder;
  const std::string path = folder / "key";
  ASSERT_TRUE(WriteNewKeyFile(path, CountingKey()).ok());
  struct stat info;
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
}

TEST(KeyFile, IsNeverOverwritten) {
  const TempFolder folder;
  const std::string path = folder / "key";
  WriteFile(path, "precious");
  const absl::Status status = WriteNewKeyFile(path, CountingKey());
  EXPECT_THAT(MessageOf(status), HasSubstr("never overwritten"));
  EXPECT_EQ(ReadFile(path), "precious");
}

TEST(KeyFile, IsNotWrittenThroughALink) {
  const TempFolder folder;
  std::filesystem::create_symlink(folder / "elsewhere", folder / "key");
  EXPECT_FALSE(WriteNewKeyFile(folder / "key", CountingKey()).ok());
  EXPECT_FALSE(std::filesystem::exists(folder / "elsewhere"));
}

TEST(KeyFile, IsRefusedWhenOthersMayUseIt) {
  const TempFolder folder;
  const std::string path = folder / "key";
  for (const mode_t mode : {0640, 0604, 0620, 0602, 0610, 0644, 0666}) {
    WriteFile(path, std::string(32, 'k'));
    ASSERT_EQ(chmod(path.c_str(), mode), 0);
    const auto key = ReadKeyFile(path);
    EXPECT_THAT(MessageOf(key.status()), HasSubstr("chmod 600")) << mode;
  }
}

TEST(KeyFile, IsRefusedInAnotherSize) {
  const TempFolder folder;
  const std::string path = folder / "key";
  for (const std::size_t size : {0, 1, 31, 33, 64, 4096}) {
    WriteFile(path, std::string(size, 'k'));
    ASSERT_EQ(chmod(path.c_str(), 0600), 0);
    const auto key = ReadKeyFile(path);
    EXPECT_THAT(MessageOf(key.status()), HasSubstr("dcmscrub keygen")) << size;
  }
}

TEST(KeyFile, MustBeARegularFile) {
  const TempFolder folder;
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(MessageOf(ReadKeyFile(folder / "pipe").status()),
              HasSubstr("not a regular file"));
  EXPECT_THAT(MessageOf(ReadKeyFile(folder.path().string()).status()),
              HasSubstr("not a regular file"));
  EXPECT_THAT(MessageOf(ReadKeyFile(folder / "none").status()),
              HasSubstr("No such file"));
}

TEST(RandomKey, IsAnotherEachTime) {
  const auto one = RandomKey();
  const auto other = RandomKey();
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_NE(*one, *other);
}

}  // namespace
}  // namespace dcmscrub
