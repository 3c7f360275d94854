#include <absl/strings/str_format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <cstdlib>
#include <memory>

#include "pipeline/files/sqlite_statement.h"
#include "pipeline/journal/archive_facts.h"
#include "pipeline/journal/journal_schema.h"

namespace dcmscrub {
namespace {

std::uint64_t Unsigned(std::int64_t number) {
  return number < 0 ? 0 : static_cast<std::uint64_t>(number);
}

// "(gggg,eeee)", as journals have it.
Tag TagOf(const std::string& text) {
  if (text.size() != 11) return Tag();
  const std::string digits = text.substr(1, 4) + text.substr(6, 4);
  return Tag(
      static_cast<std::uint32_t>(std::strtoul(digits.c_str(), nullptr, 16)));
}

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

// A journal, open to be read.
class Reader {
 public:
  absl::Status Open(const std::string& path);
  // Version 3 alone has all of its columns.
  bool is_full() const { return version_ == kJournalVersion; }
  // The column of inputs that version 1 lacks.
  std::string_view rule() const { return version_ == 1 ? "NULL" : "rule"; }
  bool Prepare(SqliteStatement& statement, const char* sql) const {
    return statement.Prepare(database_.get(), sql);
  }

 private:
  std::int64_t Ask(const char* sql) const {
    SqliteStatement statement;
    if (!statement.Prepare(database_.get(), sql)) return -1;
    return statement.Step() == SQLITE_ROW ? statement.NumberAt(0) : -1;
  }

  Database database_;
  std::int64_t version_ = 0;
};

// As a URI of SQLite, in which %, ? and # have a meaning.
std::string UriOf(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    const bool plain = c != '%' && c != '?' && c != '#';
    uri += plain ? std::string(1, c)
                 : absl::StrFormat("%%%02X", static_cast<unsigned char>(c));
  }
  return uri;
}

absl::Status Reader::Open(const std::string& path) {
  struct stat found;
  if (::stat(path.c_str(), &found) != 0) {
    return absl::NotFoundError("there is no such journal");
  }
  // Without a log there is nothing that could change it, and it can be read
  // where nothing may be written.
  const bool has_log = ::stat((path + "-wal").c_str(), &found) == 0;
  const std::string uri = UriOf(path) + (has_log ? "?mode=ro" : "?immutable=1");
  sqlite3* database = nullptr;
  const int opened = sqlite3_open_v2(
      uri.c_str(), &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  database_.reset(database);
  if (opened != SQLITE_OK) {
    return absl::FailedPreconditionError("it cannot be opened");
  }
  const int probed = sqlite3_exec(database, "SELECT 1 FROM sqlite_schema",
                                  nullptr, nullptr, nullptr);
  if (probed == SQLITE_BUSY) {
    return absl::UnavailableError("a run has it; wait for its end");
  }
  if (probed != SQLITE_OK ||
      Ask("PRAGMA application_id") != kJournalApplicationId) {
    return absl::FailedPreconditionError("it is no journal of dcmscrub");
  }
  version_ = Ask("PRAGMA user_version");
  if (version_ < 1 || version_ > kJournalVersion) {
    return absl::FailedPreconditionError(
        "it was written by another version of dcmscrub");
  }
  return absl::OkStatus();
}

// Adds one journal. The first query that fails ends it.
class Adder {
 public:
  Adder(const Reader& reader, ArchiveFacts& facts)
      : reader_(reader), facts_(facts), first_run_(facts.runs.size()) {}

  bool Add() {
    return AddRuns() && AddTallies() && AddSamples() && AddChanges() &&
           AddInputs() && AddQuarantined() && AddStudies() && Finish();
  }

 private:
  // Calls `see` with the statement at each row.
  template <typename See>
  bool ForEach(const char* sql, See see) {
    SqliteStatement rows;
    if (!reader_.Prepare(rows, sql)) return false;
    int step = 0;
    while ((step = rows.Step()) == SQLITE_ROW) see(rows);
    return step == SQLITE_DONE;
  }

  // nullptr: a run that the table does not have.
  ArchiveRun* RunOf(std::int64_t id) {
    const auto found = places_.find(id);
    return found == places_.end() ? nullptr : &facts_.runs[found->second];
  }

  bool AddRuns();
  bool AddTallies();
  bool AddSamples();
  bool AddChanges();
  bool AddInputs();
  bool AddQuarantined();
  bool AddStudies();
  bool Finish();

  const Reader& reader_;
  ArchiveFacts& facts_;
  const std::size_t first_run_;
  std::map<std::int64_t, std::size_t> places_;  // run.id → facts_.runs
};

bool Adder::AddRuns() {
  const char* const sql =
      reader_.is_full()
          ? "SELECT id, started, finished, policy, key, version, policy_name, "
            "profile, options, edition, random_key, searched, interrupted, "
            "seconds, bytes_in, bytes_out FROM run ORDER BY id"
          : "SELECT id, started, finished, policy, key FROM run ORDER BY id";
  return ForEach(sql, [&](SqliteStatement& row) {
    ArchiveRun run;
    run.started = row.TextAt(1);
    run.finished = row.TextAt(2);
    run.policy = row.TextAt(3);
    run.key = row.TextAt(4);
    run.about.searched = false;
    if (reader_.is_full()) {
      run.about.version = row.TextAt(5);
      run.described = !run.about.version.empty();
      run.about.policy = row.TextAt(6);
      run.about.profile = row.TextAt(7);
      run.about.options = row.TextAt(8);
      run.about.edition = row.TextAt(9);
      run.about.random_key = row.NumberAt(10) != 0;
      run.about.searched = row.NumberAt(11) != 0;
      run.interrupted = row.NumberAt(12) != 0;
      run.seconds = row.RealAt(13);
      run.bytes_in = Unsigned(row.NumberAt(14));
      run.bytes_out = Unsigned(row.NumberAt(15));
    }
    places_[row.NumberAt(0)] = facts_.runs.size();
    facts_.runs.push_back(std::move(run));
  });
}

bool Adder::AddTallies() {
  if (!reader_.is_full()) return true;
  return ForEach("SELECT run, what, name, count FROM tally",
                 [&](SqliteStatement& row) {
                   const std::string what = row.TextAt(1);
                   const std::string name = row.TextAt(2);
                   const std::uint64_t count = Unsigned(row.NumberAt(3));
                   ArchiveRun* const run = RunOf(row.NumberAt(0));
                   if (what == "outcome" && run != nullptr) {
                     run->outcomes[name] += count;
                   } else if (what == "warning") {
                     facts_.warnings[name] += count;
                   } else if (what == "label") {
                     facts_.labels[name] += count;
                   } else if (what == "name" && name == "identifying") {
                     facts_.identifying_names += count;
                   }
                 });
}

bool Adder::AddSamples() {
  if (!reader_.is_full()) return true;
  return ForEach(
      "SELECT run, seconds, files, bytes FROM sample ORDER BY run, seconds",
      [&](SqliteStatement& row) {
        ArchiveRun* const run = RunOf(row.NumberAt(0));
        if (run == nullptr) return;
        run->throughput.push_back({row.RealAt(1), Unsigned(row.NumberAt(2)),
                                   Unsigned(row.NumberAt(3))});
      });
}

bool Adder::AddChanges() {
  if (!reader_.is_full()) return true;
  return ForEach(
      "SELECT tag, change, rule, sum(elements) FROM change GROUP BY 1, 2, 3",
      [&](SqliteStatement& row) {
        facts_.changes[{TagOf(row.TextAt(0)), row.TextAt(1), row.TextAt(2)}] +=
            Unsigned(row.NumberAt(3));
      });
}

bool Adder::AddInputs() {
  const std::string sql = absl::StrFormat(
      "SELECT run, status, reason, fault, %s, count(*), sum(size_out) "
      "FROM input GROUP BY 1, 2, 3, 4, 5",
      reader_.rule());
  return ForEach(sql.c_str(), [&](SqliteStatement& row) {
    const InputEnd end = {row.TextAt(1), row.TextAt(2), row.TextAt(3),
                          row.TextAt(4)};
    const std::uint64_t count = Unsigned(row.NumberAt(5));
    facts_.inputs[end] += count;
    if (end.outcome != OutcomeName(Outcome::kWritten) &&
        end.outcome != OutcomeName(Outcome::kDuplicate)) {
      return;
    }
    const ArchiveRun* const run = RunOf(row.NumberAt(0));
    if (run == nullptr || !run->about.searched) {
      facts_.not_searched += count;
    }
    if (end.outcome == OutcomeName(Outcome::kWritten)) {
      facts_.bytes_out += Unsigned(row.NumberAt(6));
    }
  });
}

bool Adder::AddQuarantined() {
  const std::string sql = absl::StrFormat(
      "SELECT run, %s, status, reason, fault, %s, tag FROM input "
      "WHERE status = 'quarantined' ORDER BY 1, 2 LIMIT %d",
      reader_.is_full() ? "number" : "NULL", reader_.rule(),
      ArchiveFacts::kMostQuarantined);
  return ForEach(sql.c_str(), [&](SqliteStatement& row) {
    if (facts_.quarantined.size() >= ArchiveFacts::kMostQuarantined) return;
    const auto run = places_.find(row.NumberAt(0));
    QuarantinedInput input;
    input.run = run == places_.end() ? first_run_ : run->second;
    input.number = Unsigned(row.NumberAt(1));
    input.end = {row.TextAt(2), row.TextAt(3), row.TextAt(4), row.TextAt(5)};
    input.place = row.TextAt(6);
    if (input.place == "(0000,0000)") input.place.clear();
    facts_.quarantined.push_back(std::move(input));
  });
}

// Two inputs may be one output.
bool Adder::AddStudies() {
  if (!reader_.is_full()) {
    return ForEach(
        "SELECT count(DISTINCT output) FROM input "
        "WHERE status IN ('written', 'duplicate')",
        [&](SqliteStatement& row) {
          facts_.outside_studies += Unsigned(row.NumberAt(0));
        });
  }
  return ForEach(
      "SELECT patient, study, s.series, modality, count(*), sum(size_out) "
      "FROM (SELECT output, max(series) AS id, max(size_out) AS size_out "
      "FROM input WHERE status IN ('written', 'duplicate') GROUP BY output) "
      "LEFT JOIN series AS s USING(id) GROUP BY s.id",
      [&](SqliteStatement& row) {
        const std::uint64_t files = Unsigned(row.NumberAt(4));
        const std::string series = row.TextAt(2);
        if (series.empty()) {
          facts_.outside_studies += files;
          return;
        }
        ArchiveStudy& study = facts_.studies[{row.TextAt(0), row.TextAt(1)}];
        study.series.insert(series);
        study.modalities.insert(row.TextAt(3));
        study.files += files;
        study.bytes += Unsigned(row.NumberAt(5));
      });
}

bool Adder::Finish() {
  if (facts_.runs.size() == first_run_) return true;
  const ArchiveRun& last = facts_.runs.back();
  facts_.stopped += last.interrupted || last.killed() ? 1 : 0;
  const auto left =
      last.outcomes.find(std::string(OutcomeName(Outcome::kInterrupted)));
  if (left != last.outcomes.end()) facts_.not_done += left->second;
  return true;
}

}  // namespace

absl::Status AddJournal(const std::string& path, ArchiveFacts& facts) {
  Reader reader;
  if (absl::Status status = reader.Open(path); !status.ok()) return status;
  if (Adder(reader, facts).Add()) return absl::OkStatus();
  return absl::FailedPreconditionError("it is damaged");
}

absl::Status ReadOutputs(const std::string& path,
                         const std::function<void(const ArchiveOutput&)>& see) {
  Reader reader;
  if (absl::Status status = reader.Open(path); !status.ok()) return status;
  if (!reader.is_full()) return absl::OkStatus();
  SqliteStatement rows;
  int step = SQLITE_ERROR;
  if (reader.Prepare(rows,
                     "SELECT DISTINCT output, s.study, s.series, s.modality "
                     "FROM input JOIN series AS s ON s.id = input.series "
                     "WHERE status IN ('written', 'duplicate') "
                     "ORDER BY s.study, s.series, output")) {
    while ((step = rows.Step()) == SQLITE_ROW) {
      see({rows.TextAt(0), rows.TextAt(1), rows.TextAt(2), rows.TextAt(3)});
    }
  }
  return step == SQLITE_DONE ? absl::OkStatus()
                             : absl::FailedPreconditionError("it is damaged");
}

}  // namespace dcmscrub
