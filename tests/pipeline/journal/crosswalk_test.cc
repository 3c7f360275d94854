#include "pipeline/journal/crosswalk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "kernels/identity/identity.h"
#include "tests/pipeline/run/sample_run.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kHeader =
    "kind,original,issuer,replacement,patient,study,days\n";

CrosswalkEntry Example() {
  CrosswalkEntry entry;
  entry.patient = {"A-1", "P-NEW"};
  entry.issuer = "WEST";
  entry.study = {"1.2.3", "2.25.3"};
  entry.days = -400;
  entry.series = {"1.2.4", "2.25.4"};
  return entry;
}

class CrosswalkFile : public ::testing::Test {
 protected:
  std::unique_ptr<Crosswalk> Open() {
    auto crosswalk = Crosswalk::Open(path_);
    EXPECT_TRUE(crosswalk.ok()) << crosswalk.status();
    if (!crosswalk.ok()) return nullptr;
    EXPECT_TRUE((*crosswalk)->Start().ok());
    (*crosswalk)->Keep();
    return *std::move(crosswalk);
  }
  // What one run leaves behind.
  std::string Written(const CrosswalkEntry& entry) {
    const auto crosswalk = Open();
    crosswalk->Add(entry);
    EXPECT_EQ(crosswalk->Commit(true), 0);
    return ReadFile(path_);
  }

  TempFolder folder_;
  const std::string path_ = folder_ / "who.csv";
};

TEST_F(CrosswalkFile, HasARowForPatientStudyAndSeries) {
  EXPECT_EQ(Written(Example()), std::string(kHeader) +
                                    "patient,A-1,WEST,P-NEW,,,-400\n"
                                    "study,1.2.3,,2.25.3,P-NEW,,-400\n"
                                    "series,1.2.4,,2.25.4,P-NEW,2.25.3,\n");
}

TEST_F(CrosswalkFile, IsItsOwnersAlone) {
  WriteFile(path_, kHeader);
  ASSERT_EQ(chmod(path_.c_str(), 0644), 0);
  Written(Example());
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
}

TEST_F(CrosswalkFile, HasEachRowOnceFromRunToRun) {
  const std::string once = Written(Example());
  EXPECT_EQ(Written(Example()), once);
  CrosswalkEntry more = Example();
  more.series = {"1.2.5", "2.25.5"};
  EXPECT_EQ(Written(more), once + "series,1.2.5,,2.25.5,P-NEW,2.25.3,\n");
}

TEST_F(CrosswalkFile, LeavesOutWhatWasNotReplaced) {
  CrosswalkEntry entry;
  entry.patient = {"P-NEW", "P-NEW"};
  entry.study = {"", "2.25.3"};
  EXPECT_EQ(Written(entry), kHeader);
}

TEST_F(CrosswalkFile, QuotesAsCsvDoesAndKeepsARowOnALine) {
  CrosswalkEntry entry;
  entry.by_name = true;
  entry.days_of_study = true;
  entry.patient = {"DOE, \"J\"\nJANE\x1B", "P-NEW"};
  EXPECT_EQ(Written(entry),
            std::string(kHeader) +
                "patient-name,\"DOE, \"\"J\"\" JANE \",,P-NEW,,,\n");
}

// A spreadsheet computes none of it, and who reads it back gets what was there.
TEST_F(CrosswalkFile, HasNoFormulas) {
  const struct {
    const char *original, *field;
  } kCases[] = {
      {"=HYPERLINK(\"http://x\",\"y\")",
       "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
      {"+1", "\"'+1\""},
      {"-1", "\"'-1\""},
      {"@SUM(1)", "\"'@SUM(1)\""},
      {"\t=1", "\"'\t=1\""},
      {"\r1", "\"'\r1\""},
      {" =1", "\"' =1\""},
      {"\uFF1D1", "\"'\uFF1D1\""},
      {"'quoted", "\"''quoted\""},
      {"a;=1", "\"a;=1\""},
      {"A-1", "A-1"},
  };
  for (const auto& [original, field] : kCases) {
    SCOPED_TRACE(original);
    std::filesystem::remove(path_);
    CrosswalkEntry entry;
    entry.patient = {original, "P-NEW"};
    entry.days = -400;
    EXPECT_EQ(Written(entry),
              std::string(kHeader) + "patient," + field + ",,P-NEW,,,-400\n");
    EXPECT_EQ(Written(entry), ReadFile(path_)) << "once";
  }
}

TEST_F(CrosswalkFile, LosesHalfARowOfACrashAndNothingElse) {
  const std::string whole = Written(Example());
  for (const std::size_t size : {whole.size() - 1, whole.size() - 30}) {
    WriteFile(path_, whole.substr(0, size));
    EXPECT_EQ(Written(Example()), whole) << size;
  }
  WriteFile(path_, kHeader.substr(0, 7));
  EXPECT_EQ(Written(Example()), whole);
}

TEST_F(CrosswalkFile, IsReadBackInPieces) {
  const auto many = [](const std::unique_ptr<Crosswalk>& crosswalk) {
    CrosswalkEntry entry;
    for (int i = 0; i < 40'000; ++i) {
      entry.series = {"1.2.840.99999.1." + std::to_string(i), "2.25.1"};
      crosswalk->Add(entry);
    }
    EXPECT_EQ(crosswalk->Commit(false), 0);
  };
  many(Open());
  const std::string once = ReadFile(path_);
  EXPECT_GT(once.size(), std::size_t{1} << 20);
  many(Open());
  EXPECT_EQ(ReadFile(path_), once);
}

TEST_F(CrosswalkFile, SaysWhetherItHadRows) {
  EXPECT_TRUE(Open()->was_empty());
  EXPECT_TRUE(Open()->was_empty());
  Written(Example());
  EXPECT_FALSE(Open()->was_empty());
}

TEST_F(CrosswalkFile, RefusesWhatIsSomethingElse) {
  for (const char* text : {"name,id\nDOE,1\n", "notes", "\n"}) {
    WriteFile(path_, text);
    EXPECT_FALSE(Crosswalk::Open(path_).ok());
    EXPECT_EQ(ReadFile(path_), text);
  }
  EXPECT_FALSE(Crosswalk::Open(folder_.path().string()).ok());
  EXPECT_FALSE(Crosswalk::Open(folder_ / "none/who.csv").ok());
}

// A run that is refused in the end was none.
TEST_F(CrosswalkFile, GoesAgainWhereItIsNotKept) {
  for (const bool start : {false, true}) {
    {
      auto crosswalk = Crosswalk::Open(path_);
      ASSERT_TRUE(crosswalk.ok());
      if (start) {
        EXPECT_TRUE((*crosswalk)->Start().ok());
      }
    }
    EXPECT_FALSE(std::filesystem::exists(path_));
  }
  const std::string text = Written(Example()) + "half a";
  WriteFile(path_, text);
  EXPECT_TRUE(Crosswalk::Open(path_).ok());
  EXPECT_EQ(ReadFile(path_), text);
}

TEST_F(CrosswalkFile, IsOneRunsAtATime) {
  const auto first = Open();
  EXPECT_EQ(Crosswalk::Open(path_).status().code(),
            absl::StatusCode::kUnavailable);
}

// No file may grow past `size` bytes while it lives.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t size)
      : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{size, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  rlimit old_;
  void (*old_handler_)(int);
};

TEST_F(CrosswalkFile, IsAsItWasWhenItCannotBeWritten) {
  const std::string before = Written(Example());
  CrosswalkEntry more = Example();
  more.series = {"1.2.5", "2.25.5"};
  const auto crosswalk = Open();
  {
    const FileSizeLimit full(before.size() + 10);
    crosswalk->Add(more);
    EXPECT_EQ(crosswalk->Commit(false), EFBIG);
    EXPECT_EQ(ReadFile(path_), before);
  }
  crosswalk->Add(more);
  EXPECT_EQ(crosswalk->Commit(false), 0);
  EXPECT_EQ(ReadFile(path_), before + "series,1.2.5,,2.25.5,P-NEW,2.25.3,\n");
}

class CrosswalkRun : public CrosswalkFile {
 protected:
  CrosswalkRun() {
    AddArchive(files_);
    options_ = ToFolder();
    options_.crosswalk = path_;
  }

  FaultyFileSystem files_;
  RunOptions options_;
};

TEST_F(CrosswalkRun, TellsOriginalsInTheOrderOfInputs) {
  RunWell(options_, files_);
  const Identity identity(options_.key);
  const std::string patient(identity.PatientPseudonym(kId, "").view());
  const std::string text = ReadFile(path_);
  EXPECT_THAT(text, testing::StartsWith(std::string(kHeader) + "patient," +
                                        std::string(kId) + ",," + patient));
  const std::string study(identity.MapUid("1.2.3.77").view());
  EXPECT_THAT(text, testing::HasSubstr("\nstudy,1.2.3.77,," + study + "," +
                                       patient + ",,\n"));
  options_.serial = true;
  options_.output = "/out2";
  options_.crosswalk = folder_ / "serial.csv";
  RunWell(options_, files_);
  EXPECT_EQ(ReadFile(options_.crosswalk), text);
}

TEST_F(CrosswalkRun, HasNoNewRowsFromOutputs) {
  RunWell(options_, files_);
  const std::string before = ReadFile(path_);
  options_.sources = {"/out"};
  options_.output = "/again";
  RunWell(options_, files_);
  EXPECT_EQ(ReadFile(path_), before);
}

TEST_F(CrosswalkRun, DryRunWritesNone) {
  options_.dry_run = true;
  RunWell(options_, files_);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(CrosswalkRun, NoOutputIsWithoutItsRows) {
  const FileSizeLimit full(kHeader.size());
  const RunSummary summary = RunWell(options_, files_);
  EXPECT_EQ(Count(summary, Outcome::kWritten), 0u);
  EXPECT_EQ(Count(summary, Reason::kCrosswalk), 5u);
  EXPECT_TRUE(Below(files_, "/out").empty());
  EXPECT_FALSE(files_.HasTemporaries());
}

}  // namespace
}  // namespace dcmscrub
