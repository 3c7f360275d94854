#include "pipeline/journal/journal.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>

#include "kernels/identity/identity.h"
#include "pipeline/journal/journal_facts.h"
#include "pipeline/journal/journal_reader.h"
#include "tests/pipeline/run/sample_run.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

// The rows of an SQL query, values separated by '|'.
std::string Ask(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  std::string text;
  const auto add = [](void* to, int count, char** values, char**) {
    for (int i = 0; i < count; ++i) {
      *static_cast<std::string*>(to) +=
          std::string(values[i] == nullptr ? "-" : values[i]) +
          (i + 1 < count ? "|" : "\n");
    }
    return 0;
  };
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), add, &text, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
  return text;
}

constexpr char kRows[] =
    "SELECT source, status, reason, fault, tag, offset, error, output, "
    "size_in, size_out, policy, key, place, run FROM input ORDER BY source";

TEST(Journal, RowsAreTheSameWithAnyNumberOfThreads) {
  TempFolder folder;
  std::string want;
  for (const int threads : {0, 1, 4}) {
    FaultyFileSystem files;
    AddArchive(files);
    const DicomBytes whole = SmallFile(9);
    files.AddFile("/in/cut.dcm", Bytes(whole).first(whole.size() - 5));
    RunOptions options = ToFolder();
    options.serial = threads == 0;
    options.threads = threads;
    options.journal = folder / std::to_string(threads);
    EXPECT_FALSE(RunWell(options, files).journal_incomplete);
    const std::string rows = Ask(options.journal, kRows);
    if (threads == 0) want = rows;
    EXPECT_EQ(rows, want);
    EXPECT_EQ(Ask(options.journal, "SELECT count(*), count(finished) FROM run"),
              "1|1\n");
  }
  EXPECT_EQ(Ask(folder / "4", "SELECT count(*) FROM input"), "7\n");
  EXPECT_NE(want.find("/in/c/note.txt|skipped|not-dicom|-|"),
            std::string::npos);
  EXPECT_NE(want.find("/in/cut.dcm|quarantined|fault|length-past-end|"),
            std::string::npos);
}

TEST(Journal, IsForItsOwnerAlone) {
  TempFolder folder;
  const mode_t old = ::umask(0);
  FaultyFileSystem files;
  AddArchive(files);
  RunOptions options = ToFolder();
  options.journal = folder / "j.db";
  RunHooks hooks;
  hooks.record = [&](const InputRecord&) {
    for (const auto& entry :
         std::filesystem::directory_iterator(folder.path())) {
      struct stat found;
      ASSERT_EQ(::stat(entry.path().c_str(), &found), 0);
      EXPECT_EQ(found.st_mode & 0777, 0600u) << entry.path();
    }
  };
  RunWell(options, files, hooks);
  ::umask(old);
}

TEST(Journal, NextRunDoesWhatChangedAndNothingElse) {
  const struct {
    const char* fact;
    std::function<void(RunOptions&, FaultyFileSystem&)> change;
    std::uint64_t unchanged;
  } cases[] = {
      {"nothing", [](RunOptions&, FaultyFileSystem&) {}, 5},
      {"a new file",
       [](RunOptions&, FaultyFileSystem& files) {
         files.AddFile("/in/new.dcm", SmallFile(8));
       },
       5},
      {"other bytes",
       [](RunOptions&, FaultyFileSystem& files) {
         files.AddFile("/in/a/1.dcm", SmallFile(7));
       },
       4},
      {"an output is gone",
       [](RunOptions&, FaultyFileSystem& files) {
         files.Remove(Below(files, "/out").begin()->first, FileKind::kFile);
       },
       4},
      {"another key",
       [](RunOptions& options, FaultyFileSystem&) { options.key.fill(8); }, 0},
      {"another layout",
       [](RunOptions& options, FaultyFileSystem&) {
         options.layout = "{instance}";
       },
       0},
      {"another output folder",
       [](RunOptions& options, FaultyFileSystem&) { options.output = "/o"; },
       0},
  };
  for (const bool serial : {true, false}) {
    for (const auto& c : cases) {
      SCOPED_TRACE(c.fact);
      TempFolder folder;
      FaultyFileSystem files;
      AddArchive(files);
      RunOptions options = ToFolder();
      options.serial = serial;
      options.journal = folder / "j.db";
      RunWell(options, files);
      c.change(options, files);
      std::atomic<std::uint64_t> opened = 0;
      files.SetHook([&](const FaultyFileSystem::Operation& operation) {
        opened +=
            operation.name == "open" && operation.path.starts_with("/in/");
        return 0;
      });
      const RunSummary summary = RunWell(options, files);
      EXPECT_EQ(Count(summary, Outcome::kUnchanged), c.unchanged);
      EXPECT_EQ(opened, summary.found - c.unchanged);
    }
  }
}

TEST(Journal, KnowsWhatWasRewrittenAndRenamedInPlace) {
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/Anna Secretive/HOSP-4711/1.2.3.1.dcm", SmallFile(1));
  files.AddFile("/in/Anna Secretive/scan.dcm", SmallFile(2));
  files.AddFile("/in/plain.dcm", BigFile(3));
  RunOptions options = InPlace();
  options.rename = true;
  options.journal = folder / "j.db";
  RunWell(options, files);
  const Files after = files.Files();
  const RunSummary again = RunWell(options, files);
  EXPECT_EQ(Count(again, Outcome::kUnchanged), 3u);
  EXPECT_EQ(files.Files(), after);
  const std::string rows = Ask(options.journal, kRows);
  EXPECT_EQ(rows.find("Secretive"), std::string::npos);
}

TEST(Journal, StoppedRunIsTakenUp) {
  TempFolder folder;
  FaultyFileSystem files;
  AddArchive(files);
  RunOptions options = ToFolder();
  options.sync = Sync::kEach;
  options.serial = true;
  options.journal = folder / "j.db";
  std::atomic<int> stop = 0;
  RunHooks hooks;
  hooks.stop = &stop;
  hooks.record = [&](const InputRecord& record) {
    if (record.number == 2) stop = 15;
  };
  const RunSummary first = RunWell(options, files, hooks);
  EXPECT_TRUE(first.interrupted);
  EXPECT_EQ(first.found, 2u);
  const RunSummary second = RunWell(options, files);
  EXPECT_FALSE(second.interrupted);
  EXPECT_EQ(Count(second, Outcome::kUnchanged), 2u);
  EXPECT_EQ(Count(second, Outcome::kWritten), 3u);
}

TEST(Journal, RunAfterAKilledOneRemovesItsTemporaries) {
  TempFolder folder;
  FaultyFileSystem files;
  AddArchive(files);
  RunOptions options = ToFolder();
  options.journal = folder / "j.db";
  RunWell(options, files);
  files.AddFile("/out/left/.dcmscrub-0-1.tmp", AsBytes("called like one"));
  const Files done = files.Files();
  const std::string left =
      "/out/left/" + std::string(files.temporary_prefix()) + "1.tmp";
  files.AddFile(left, AsBytes("half"));
  RunWell(options, files);
  EXPECT_TRUE(files.Files().contains(left))
      << "the last run ended well: no search";

  Ask(options.journal, "UPDATE run SET finished = NULL");
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kUnchanged), 5u);
  EXPECT_EQ(files.Files(), done);
}

// The digits of a run are in its row, so a later process knows them.
TEST(Journal, InPlaceKnowsTheTemporariesOfKilledRunsFromInputs) {
  TempFolder folder;
  FaultyFileSystem files;
  RunOptions options = InPlace();
  options.journal = folder / "j.db";
  files.AddFile("/in/1.dcm", SmallFile(1));
  RunWell(options, files);
  Ask(options.journal,
      "UPDATE run SET finished = NULL, temporaries = "
      "'.dcmscrub-00000000000000aa-'");
  files.AddFile("/in/.dcmscrub-00000000000000aa-7.tmp", AsBytes("half"));
  files.AddFile("/in/.dcmscrub-00000000000000ab-7.tmp", SmallFile(2));
  const RunSummary summary = RunWell(options, files);
  EXPECT_EQ(summary.found, 2u);
  EXPECT_EQ(Count(summary, Outcome::kWritten), 1u);
  EXPECT_FALSE(files.Files().contains("/in/.dcmscrub-00000000000000aa-7.tmp"));
  EXPECT_FALSE(
      HoldsName(files.Files().at("/in/.dcmscrub-00000000000000ab-7.tmp")));
}

TEST(Journal, DryRunKeepsNone) {
  TempFolder folder;
  FaultyFileSystem files;
  AddArchive(files);
  RunOptions options = ToFolder();
  options.journal = folder / "j.db";
  options.dry_run = true;
  RunWell(options, files);
  EXPECT_FALSE(std::filesystem::exists(options.journal));
}

TEST(Journal, RefusesFilesThatAreNotItsOwn) {
  TempFolder folder;
  const std::string text = folder / "text";
  WriteFile(text, "some notes of mine, worth keeping");
  EXPECT_FALSE(Journal::Open(text, {}).ok());
  EXPECT_EQ(ReadFile(text), "some notes of mine, worth keeping");

  const std::string foreign = folder / "foreign";
  Ask(foreign, "CREATE TABLE t(x); INSERT INTO t VALUES(1)");
  const std::string before = ReadFile(foreign);
  EXPECT_FALSE(Journal::Open(foreign, {}).ok());
  EXPECT_EQ(ReadFile(foreign), before);

  const std::string later = folder / "later";
  {
    auto journal = Journal::Open(later, {});
    ASSERT_TRUE(journal.ok());
    ASSERT_TRUE((*journal)->Start().ok());
  }
  Ask(later, "PRAGMA user_version = 99");
  EXPECT_FALSE(Journal::Open(later, {}).ok());
}

// Takes from a journal what a version did not have.
void MakeOlder(const std::string& path, int version) {
  std::string sql =
      "ALTER TABLE folder DROP COLUMN stays; DROP TABLE series; DROP TABLE "
      "tally; DROP TABLE change; "
      "DROP TABLE sample; "
      "ALTER TABLE input DROP COLUMN number; "
      "ALTER TABLE input DROP COLUMN series;";
  for (const char* column :
       {"version", "policy_name", "profile", "options", "edition", "random_key",
        "searched", "interrupted", "seconds", "bytes_in", "bytes_out",
        "temporaries"}) {
    sql += std::string("ALTER TABLE run DROP COLUMN ") + column + ";";
  }
  if (version == 1) {
    sql +=
        "ALTER TABLE input DROP COLUMN rule; "
        "ALTER TABLE input DROP COLUMN labels;";
  }
  Ask(path, sql + "PRAGMA user_version = " + std::to_string(version));
}

TEST(Journal, TakesOverThoseOfOlderVersions) {
  for (const int version : {1, 2}) {
    SCOPED_TRACE(version);
    TempFolder folder;
    FaultyFileSystem files;
    AddArchive(files);
    RunOptions options = ToFolder();
    options.journal = folder / "j.db";
    RunWell(options, files);
    MakeOlder(options.journal, version);
    JournalFacts facts;
    EXPECT_TRUE(AddJournal(options.journal, facts).ok());
    EXPECT_EQ(facts.Count(Outcome::kWritten), 5u);
    EXPECT_EQ(facts.outside_studies, 5u);
    EXPECT_EQ(facts.not_searched, 5u) << "such a version did not search";
    files.AddFile("/in/new.dcm", SmallFile(8));
    const RunSummary again = RunWell(options, files);
    EXPECT_EQ(Count(again, Outcome::kUnchanged), 5u);
    EXPECT_FALSE(again.journal_incomplete);
    EXPECT_EQ(Ask(options.journal,
                  "SELECT count(*), count(rule), count(series) FROM input"),
              "7|0|1\n");
    EXPECT_EQ(Ask(options.journal, "PRAGMA user_version"), "5\n");
  }
}

// Version 3 knew of a folder no more than that it was to be renamed.
TEST(Journal, TakesOverTheFoldersOfVersionThree) {
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/SECRETIVE/1.dcm", SmallFile(1));
  RunOptions options = InPlace();
  options.rename = true;
  options.journal = folder / "j.db";
  files.SetHook([](const FaultyFileSystem::Operation& operation) {
    return operation.name == "rename" && operation.path == "/in/SECRETIVE"
               ? EBUSY
               : 0;
  });
  RunWell(options, files);
  Ask(options.journal,
      "ALTER TABLE folder DROP COLUMN stays; ALTER TABLE run DROP COLUMN "
      "temporaries; PRAGMA user_version = 3");
  JournalFacts facts;
  EXPECT_TRUE(AddJournal(options.journal, facts).ok());
  EXPECT_EQ(facts.folders_not_renamed, 1u);
  files.SetHook(nullptr);
  EXPECT_EQ(RunWell(options, files).renamed, 1u);
  EXPECT_EQ(Ask(options.journal, "PRAGMA user_version"), "5\n");
}

TEST(Journal, NotesWhatARunDid) {
  TempFolder folder;
  FaultyFileSystem files;
  AddArchive(files);
  const DicomBytes whole = SmallFile(9);
  files.AddFile("/in/cut.dcm", Bytes(whole).first(whole.size() - 5));
  RunOptions options = ToFolder();
  options.journal = folder / "j.db";
  options.description = {"9.8.7", "site.rules", "basic", "retain-uids",
                         "2026x", true,         false};
  const RunSummary summary = RunWell(options, files);
  EXPECT_FALSE(summary.journal_incomplete);
  const auto ask = [&](const std::string& sql) {
    return Ask(options.journal, sql);
  };
  EXPECT_EQ(ask("SELECT version, policy_name, profile, options, edition, "
                "random_key, searched, interrupted, seconds > 0 FROM run"),
            "9.8.7|site.rules|basic|retain-uids|2026x|1|0|0|1\n");
  EXPECT_EQ(ask("SELECT bytes_in, bytes_out FROM run"),
            std::to_string(summary.bytes_in) + "|" +
                std::to_string(summary.bytes_out) + "\n");
  EXPECT_EQ(ask("SELECT what, name, rule, count FROM tally "
                "WHERE what IN ('outcome', 'reason', 'fault')"),
            "fault|length-past-end||1\n"
            "outcome|quarantined||1\noutcome|skipped||1\noutcome|written||5\n"
            "reason|fault||1\nreason|none||5\nreason|not-dicom||1\n");
  EXPECT_EQ(ask("SELECT sum(elements) FROM change "
                "WHERE tag = '(0010,0010)' AND change = 'replaced'"),
            "5\n");
  EXPECT_EQ(
      ask("SELECT files, bytes FROM sample ORDER BY seconds DESC LIMIT 1"),
      "7|" + std::to_string(summary.bytes_in) + "\n");
  EXPECT_EQ(ask("SELECT number FROM input WHERE source = '/in/cut.dcm'"),
            "7\n");
}

TEST(Journal, NotesSeriesInNewIdentifiersAlone) {
  for (const char* profile : {"basic", "none"}) {
    SCOPED_TRACE(profile);
    TempFolder folder;
    FaultyFileSystem files;
    AddArchive(files);
    RunOptions options = ToFolder();
    options.journal = folder / "j.db";
    auto policy = Policy::FromProfileName(profile);
    ASSERT_TRUE(policy.ok());
    options.policy = *std::move(policy);
    RunWell(options, files);
    EXPECT_EQ(Ask(options.journal,
                  "SELECT modality, count(*) FROM input JOIN series AS s "
                  "ON s.id = input.series GROUP BY 1"),
              "CT|5\n");
    const Identity identity(options.key);
    EXPECT_EQ(Ask(options.journal,
                  "SELECT DISTINCT study, series, patient FROM series "
                  "WHERE study = '" +
                      std::string(identity.MapUid("1.2.3.77").view()) + "'"),
              std::string(identity.MapUid("1.2.3.77").view()) + "|" +
                  std::string(identity.MapUid("1.2.3.88").view()) + "|" +
                  std::string(identity.PatientPseudonym(kId, "").view()) +
                  "\n");
  }
}

TEST(Throughput, KeepsABoundedNumberOfPointsAndTheLast) {
  Throughput throughput;
  for (std::uint64_t i = 1; i <= 100'000; ++i) {
    throughput.Add({static_cast<double>(i) / 10, i, 10 * i});
  }
  const auto samples = throughput.Samples();
  EXPECT_LE(samples.size(), Throughput::kMostSamples + 1);
  EXPECT_GE(samples.size(), Throughput::kMostSamples / 2);
  EXPECT_EQ(samples.back().files, 100'000u);
  for (std::size_t i = 1; i < samples.size(); ++i) {
    EXPECT_LT(samples[i - 1].seconds, samples[i].seconds);
  }
}

// Of a run that was refused for another reason.
TEST(Journal, GoesAgainWhereNoRunStarts) {
  TempFolder folder;
  const std::string path = folder / "j.db";
  EXPECT_TRUE(Journal::Open(path, {}).ok());
  EXPECT_FALSE(std::filesystem::exists(path));
  {
    const auto journal = Journal::Open(path, {});
    ASSERT_TRUE(journal.ok());
    EXPECT_TRUE((*journal)->Start().ok());
  }
  EXPECT_TRUE(std::filesystem::exists(path));
  EXPECT_TRUE(Journal::Open(path, {}).ok());
  EXPECT_EQ(Ask(path, "SELECT count(*) FROM run"), "1\n");
}

// A kill between opening and the first table leaves a page and no tables.
TEST(Journal, TakesADatabaseInWhichNothingWasEverMade) {
  TempFolder folder;
  const std::string path = folder / "j.db";
  Ask(path, "BEGIN EXCLUSIVE; COMMIT");
  EXPECT_GT(std::filesystem::file_size(path), 0u);
  {
    const auto journal = Journal::Open(path, {});
    ASSERT_TRUE(journal.ok()) << journal.status();
    EXPECT_TRUE((*journal)->Start().ok());
  }
  const std::string other = folder / "other.db";
  Ask(other, "PRAGMA user_version = 3");
  EXPECT_EQ(Journal::Open(other, {}).status().message(),
            "journal: the file is another program's database");
}

TEST(Journal, SaysThatTablesAreNotAsTheyWereMade) {
  for (const char* change :
       {"ALTER TABLE run DROP COLUMN edition", "DROP TABLE folder",
        "DROP TABLE change", "DROP TABLE tally", "DROP TABLE sample",
        "DROP TABLE run; DROP TABLE input; DROP TABLE folder; DROP TABLE "
        "series; DROP TABLE change; DROP TABLE tally; DROP TABLE sample",
        "ALTER TABLE input RENAME COLUMN output TO result",
        "ALTER TABLE sample RENAME COLUMN bytes TO octets",
        "ALTER TABLE folder DROP COLUMN stays",
        "ALTER TABLE folder ADD COLUMN x INTEGER",
        "CREATE UNIQUE INDEX one ON input(status)",
        "DROP TABLE folder; CREATE TABLE folder(path TEXT, stays INTEGER)"}) {
    SCOPED_TRACE(change);
    TempFolder folder;
    const std::string path = folder / "j.db";
    {
      const auto whole = Journal::Open(path, {});
      ASSERT_TRUE(whole.ok() && (*whole)->Start().ok());
    }
    Ask(path, change);
    const auto journal = Journal::Open(path, {});
    const absl::Status status =
        journal.ok() ? (*journal)->Start() : journal.status();
    EXPECT_EQ(status.message(), "journal: the file is damaged");
  }
}

// SQLite would keep the one in memory and make the other what its text says.
TEST(Journal, IsTheFileThatWasNamed) {
  TempFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  for (const char* const name : {":memory:", "file:j?mode=memory", "file:j"}) {
    auto journal = Journal::Open(name, {});
    ASSERT_TRUE(journal.ok() && (*journal)->Start().ok()) << name;
    journal->reset();
    EXPECT_EQ(Ask(folder / name, "SELECT count(*) FROM run"), "1\n") << name;
    EXPECT_TRUE(JournalReader().Open(name).ok()) << name;
  }
  std::filesystem::current_path(before);
}

TEST(Journal, OneRunAtATimeHasIt) {
  TempFolder folder;
  const std::string path = folder / "j.db";
  {
    const auto first = Journal::Open(path, {});
    ASSERT_TRUE(first.ok()) << first.status();
    EXPECT_EQ(Journal::Open(path, {}).status().code(),
              absl::StatusCode::kUnavailable);
  }
  EXPECT_TRUE(Journal::Open(path, {}).ok());
}

}  // namespace
}  // namespace dcmscrub
