#include "app/user/teach_settings.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

class Settings : public ::testing::Test {
 protected:
  Settings() {
    const char* const before = getenv("XDG_CONFIG_HOME");
    if (before != nullptr) before_ = before;
    setenv("XDG_CONFIG_HOME", (folder_ / "config").c_str(), 1);
  }
  ~Settings() override {
    before_.empty() ? unsetenv("XDG_CONFIG_HOME")
                    : setenv("XDG_CONFIG_HOME", before_.c_str(), 1);
  }

  TempFolder folder_;
  std::string before_;
};

TEST_F(Settings, AreEmptyAtFirstAndComeBackAsTheyWereWritten) {
  EXPECT_EQ(ReadTeachSettings(), TeachSettings());
  const TeachSettings settings{"Ä. B.", "TF-0041", "/results/a b"};
  ASSERT_TRUE(WriteTeachSettings(settings).ok());
  EXPECT_EQ(ReadTeachSettings(), settings);
  const TeachSettings others{"", "TF-0042", ""};
  ASSERT_TRUE(WriteTeachSettings(others).ok());
  EXPECT_EQ(ReadTeachSettings(), others);
  struct stat info;
  ASSERT_EQ(stat(SettingsFolder().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST_F(Settings, ThatCannotBeReadCountAsEmpty) {
  WriteFile(SettingsFolder() + "/teaching.conf",
            "nonsense\ncontributor: AB\n= x\nlast-case-number = 7");
  EXPECT_EQ(ReadTeachSettings(), (TeachSettings{"", "7", ""}));
}

TEST_F(Settings, ThatCannotBeWrittenAreAnError) {
  WriteFile(folder_ / "config", "a file");
  EXPECT_FALSE(WriteTeachSettings({}).ok());
}

}  // namespace
}  // namespace dcmscrub
