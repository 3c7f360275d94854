// One way to read a journal: damage is an error for all who read it, and a
// place where nothing can be written is none.
#include "pipeline/journal/journal_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "pipeline/journal/journal.h"
#include "pipeline/journal/journal_facts.h"
#include "pipeline/verify/journal.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;

// The superuser may write anywhere; nobody may not.
class AsNobody {
 public:
  AsNobody() : was_(::geteuid()) {
    if (was_ == 0) {
      EXPECT_EQ(::seteuid(65534), 0);
    }
  }
  ~AsNobody() {
    if (was_ == 0) {
      EXPECT_EQ(::seteuid(0), 0);
    }
  }

 private:
  uid_t was_;
};

class JournalFile : public testing::Test {
 protected:
  static constexpr int kRows = 3000;

  // Rows of a run that came to its end, and what another one had noted when it
  // was killed: a log that is still to be read.
  void Make(bool killed) {
    const std::string path = folder_ / "live";
    Run(path, 0, kRows);
    if (!killed) {
      std::filesystem::copy_file(path, path_);
      return;
    }
    auto journal = Journal::Open(path, {"policy", "key", "place"});
    ASSERT_TRUE(journal.ok() && (*journal)->Start().ok());
    Put(**journal, kRows, kRows + 10);
    std::filesystem::copy_file(path, path_);
    std::filesystem::copy_file(path + "-wal", path_ + "-wal");
  }

  void MakeUnwritable() {
    for (const auto& entry :
         std::filesystem::directory_iterator(folder_.path())) {
      ASSERT_EQ(::chmod(entry.path().c_str(), 0444), 0);
    }
    ASSERT_EQ(::chmod(folder_.path().c_str(), 0555), 0);
  }

  // One page in the middle, where the rows are.
  void Damage() {
    const auto size = std::filesystem::file_size(path_);
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(size / 8192 * 4096));
    file << std::string(4096, '\xA5');
  }

  absl::Status Report() {
    JournalFacts facts;
    const absl::Status status = AddJournal(path_, facts);
    rows_ = facts.Count(Outcome::kWritten);
    return status;
  }
  absl::Status Verify() {
    const auto journal = ReadVerifyJournal(path_);
    rows_ = journal.ok() ? journal->rows.size() : 0;
    return journal.status();
  }
  absl::Status Pictures() {
    return ReadOutputs(path_, [](const auto&) {});
  }
  absl::Status Resume() {
    return Journal::Open(path_, {"policy", "key", "place"}).status();
  }

  std::uint64_t rows_ = 0;
  TempFolder folder_;
  const std::string path_ = folder_ / "j%20#?";  // no URI

 private:
  static void Put(Journal& journal, int first, int last) {
    journal.Begin();
    for (int i = first; i < last; ++i) {
      const std::string source = "/in/" + std::to_string(100000 + i);
      const std::string output = "/out/" + std::to_string(100000 + i);
      Ending ending;
      ending.Decide(Outcome::kWritten, Reason::kNone);
      journal.Put({.number = 0,
                   .source = source,
                   .output = output,
                   .read = {},
                   .written = {},
                   .ending = ending,
                   .labels = {},
                   .series = {}});
    }
    journal.Commit();
    ASSERT_FALSE(journal.failed());
  }

  static void Run(const std::string& path, int first, int last) {
    auto journal = Journal::Open(path, {"policy", "key", "place"});
    ASSERT_TRUE(journal.ok() && (*journal)->Start().ok());
    Put(**journal, first, last);
    (*journal)->FinishRun({});
  }
};

TEST_F(JournalFile, IsReadByAll) {
  Make(/*killed=*/false);
  EXPECT_TRUE(Report().ok());
  EXPECT_EQ(rows_, std::uint64_t{kRows});
  EXPECT_TRUE(Verify().ok());
  EXPECT_EQ(rows_, std::uint64_t{kRows});
  EXPECT_TRUE(Pictures().ok());
  EXPECT_TRUE(Resume().ok());
}

TEST_F(JournalFile, DamageIsAnErrorEverywhere) {
  Make(/*killed=*/false);
  Damage();
  for (const absl::Status& status :
       {Report(), Verify(), Pictures(), Resume()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(status.message()), HasSubstr("damaged"));
  }
}

// One could go on for ever.
TEST_F(JournalFile, AViewInPlaceOfATableIsDamage) {
  Make(/*killed=*/false);
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database,
                         "DROP TABLE tally; CREATE VIEW tally AS "
                         "SELECT 1 run, 'a' what, 'b' name, '' rule, 1 count",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
  for (const absl::Status& status :
       {Report(), Verify(), Pictures(), Resume()}) {
    EXPECT_THAT(std::string(status.message()), HasSubstr("damaged"));
  }
}

TEST_F(JournalFile, CutShortIsDamaged) {
  Make(/*killed=*/false);
  std::filesystem::resize_file(path_, std::filesystem::file_size(path_) / 2);
  for (const absl::Status& status :
       {Report(), Verify(), Pictures(), Resume()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  }
}

TEST_F(JournalFile, IsReadWhereNothingCanBeWritten) {
  for (const bool killed : {false, true}) {
    SCOPED_TRACE(killed);
    std::filesystem::remove(path_);
    std::filesystem::remove(folder_ / "live");
    Make(killed);
    MakeUnwritable();
    const std::uint64_t rows = kRows + (killed ? 10 : 0);
    {
      const AsNobody nobody;
      EXPECT_TRUE(Report().ok()) << Report();
      EXPECT_EQ(rows_, rows);
      EXPECT_TRUE(Verify().ok()) << Verify();
      EXPECT_EQ(rows_, rows);
      EXPECT_TRUE(Pictures().ok());
    }
    ASSERT_EQ(::chmod(folder_.path().c_str(), 0755), 0);
  }
}

// What is in the log of a killed run is in the journal, and stays there.
TEST_F(JournalFile, IsLeftAsItIs) {
  Make(/*killed=*/true);
  const std::string log = ReadFile(path_ + "-wal");
  const std::string bytes = ReadFile(path_);
  ASSERT_FALSE(log.empty());
  EXPECT_TRUE(Report().ok());
  EXPECT_TRUE(Verify().ok());
  EXPECT_EQ(ReadFile(path_ + "-wal"), log);
  EXPECT_EQ(ReadFile(path_), bytes);
  EXPECT_TRUE(Resume().ok());
}

TEST_F(JournalFile, IsNotTakenFromARun) {
  auto journal = Journal::Open(path_, {});
  ASSERT_TRUE(journal.ok() && (*journal)->Start().ok());
  EXPECT_EQ(Report().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Verify().code(), absl::StatusCode::kUnavailable);
}

// It would wait for somebody to write.
TEST_F(JournalFile, IsNoPipe) {
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_EQ(Report().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Verify().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace dcmscrub
