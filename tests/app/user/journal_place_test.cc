#include "app/user/journal_place.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class JournalPlace : public ::testing::Test {
 protected:
  JournalPlace() {
    std::filesystem::create_directories(folder_ / "in/DOE^JANE");
    options_.sources = {folder_ / "in"};
    options_.output = folder_ / "out";
  }

  bool Allowed(const std::string& journal) {
    options_.journal = journal;
    return CheckJournal(options_).ok();
  }

  TempFolder folder_;
  RunOptions options_;
};

TEST_F(JournalPlace, IsBesideTheOutput) {
  const std::string want = folder_ / "out.dcmscrub-journal";
  EXPECT_EQ(DefaultJournal(options_), want);
  options_.output += "/";
  EXPECT_EQ(DefaultJournal(options_), want);
  options_.output = folder_ / "in/../out/.";
  EXPECT_EQ(DefaultJournal(options_), want);
}

TEST_F(JournalPlace, InPlaceHasANameThatTellsNothing) {
  options_.output.clear();
  options_.in_place = true;
  options_.sources = {folder_ / "in/DOE^JANE/"};
  const std::string journal = DefaultJournal(options_);
  EXPECT_THAT(journal, StartsWith(folder_ / "in/F-"));
  EXPECT_THAT(journal, EndsWith(".dcmscrub-journal"));
  EXPECT_THAT(journal, Not(HasSubstr("DOE")));
  EXPECT_EQ(DefaultJournal(options_), journal) << "the same every time";
  options_.key[0] ^= 1;
  EXPECT_NE(DefaultJournal(options_), journal) << "a function of the key";
}

TEST_F(JournalPlace, IsRefusedInsideOutputAndSource) {
  EXPECT_TRUE(Allowed(folder_ / "journal"));
  EXPECT_TRUE(Allowed(folder_ / "out2/journal")) << "a name that begins alike";
  EXPECT_FALSE(Allowed(folder_ / "out"));
  EXPECT_FALSE(Allowed(folder_ / "out/journal"));
  EXPECT_FALSE(Allowed(folder_ / "out/deep/journal"));
  EXPECT_FALSE(Allowed(folder_ / "elsewhere/../out/journal"));
  EXPECT_FALSE(Allowed(folder_ / "in/journal"));
  EXPECT_FALSE(Allowed(folder_ / "in/DOE^JANE/journal"));
}

TEST_F(JournalPlace, IsRefusedThroughALink) {
  std::filesystem::create_symlink(folder_ / "in", folder_ / "link");
  EXPECT_FALSE(Allowed(folder_ / "link/journal"));
}

TEST_F(JournalPlace, KeyIsRefusedInsideOutput) {
  EXPECT_TRUE(CheckKeyPlace(folder_ / "key", options_).ok());
  EXPECT_FALSE(CheckKeyPlace(folder_ / "out/key", options_).ok());
}

// Whoever comes second would replace the first one's.
TEST_F(JournalPlace, IsNobodyElses) {
  const auto refused = [&](std::vector<std::string> reports) {
    return std::string(CheckPlaces(options_, reports).message());
  };
  options_.journal = folder_ / "j";
  options_.crosswalk = folder_ / "c.csv";
  EXPECT_EQ(refused({folder_ / "r.html", folder_ / "r.json"}), "");
  EXPECT_THAT(refused({folder_ / "in/../j"}),
              HasSubstr("--journal and --report"));
  EXPECT_THAT(refused({folder_ / "r.html", folder_ / "r.html"}),
              HasSubstr("--report and --report"));
  WriteFile(folder_ / "r.json", "{}");
  std::filesystem::create_symlink("r.json", (folder_ / "l.html").c_str());
  EXPECT_THAT(refused({folder_ / "r.json", folder_ / "l.html"}),
              HasSubstr("--report and --report"));
  for (const char* const suffix : {"-wal", "-shm", "-journal"}) {
    options_.crosswalk = options_.journal + suffix;
    EXPECT_THAT(refused({}), HasSubstr("goes with the journal")) << suffix;
  }
}

TEST_F(JournalPlace, IsNotInAFolderThatIsRenamedForReports) {
  options_.in_place = true;
  options_.output.clear();
  options_.journal = folder_ / "j";
  const std::vector<std::string> reports = {folder_ / "in/DOE^JANE/r.json"};
  EXPECT_TRUE(CheckPlaces(options_, reports).ok());
  options_.rename = true;
  EXPECT_THAT(std::string(CheckPlaces(options_, reports).message()),
              HasSubstr("--rename"));
}

}  // namespace
}  // namespace dcmscrub
