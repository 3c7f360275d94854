#include "pipeline/journal/journal.h"

#include <absl/status/status.h>
#include <absl/strings/str_format.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <mutex>
#include <system_error>
#include <utility>

#include "kernels/core/text.h"
#include "pipeline/files/operand.h"
#include "pipeline/files/sqlite_statement.h"
#include "pipeline/journal/journal_reader.h"
#include "pipeline/journal/journal_rows.h"
#include "pipeline/journal/journal_schema.h"
#include "pipeline/journal/telling_rows.h"

namespace dcmscrub {
namespace {

constexpr char kFind[] =
    "SELECT status IN ('written', 'duplicate') AND policy = ?2 AND key = ?3 "
    "AND place = ?4, size_in, mtime_ns, output, size_out "
    "FROM input WHERE source = ?1";
constexpr char kPut[] =
    "INSERT OR REPLACE INTO input(source, status, reason, fault, tag, offset, "
    "error, output, size_in, size_out, mtime_ns, policy, key, place, run, "
    "rule, labels, number, series) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
    "?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";
constexpr char kForget[] = "DELETE FROM input WHERE source = ?1";
// ?1, and all paths that begin with it and a slash; '0' follows '/' in ASCII.
constexpr char kMove[] =
    "UPDATE OR REPLACE input SET "
    "source = ?2 || substr(CAST(source AS BLOB), length(CAST(?1 AS BLOB)) + "
    "1), output = CASE WHEN output = ?1 OR output >= ?1 || '/' AND output < ?1 "
    "|| '0' THEN "
    "?2 || substr(CAST(output AS BLOB), length(CAST(?1 AS BLOB)) + 1) "
    "ELSE output END "
    "WHERE source = ?1 OR source >= ?1 || '/' AND source < ?1 || '0'";
// The same of what is noted below it.
constexpr char kMoveFolders[] =
    "UPDATE OR REPLACE folder SET "
    "path = ?2 || substr(CAST(path AS BLOB), length(CAST(?1 AS BLOB)) + 1) "
    "WHERE path >= ?1 || '/' AND path < ?1 || '0'";
constexpr char kPutRun[] =
    "INSERT INTO run(started, policy, key, version, policy_name, profile, "
    "options, edition, random_key, searched, temporaries) "
    "VALUES(strftime('%Y-%m-%dT%H:%M:%SZ', ?10, 'unixepoch'), ?1, ?2, ?3, ?4, "
    "?5, ?6, ?7, ?8, ?9, ?11)";
constexpr char kKilled[] =
    "SELECT DISTINCT temporaries FROM run WHERE finished IS NULL AND "
    "temporaries > ''";
// Series are few. The inputs are read only where some study has several
// patients, once: an output of each has to be there still.
constexpr char kCountMixedStudies[] =
    "SELECT count(*) FROM (SELECT study FROM series WHERE study IN "
    "(SELECT study FROM series WHERE study <> '' "
    "GROUP BY study HAVING min(patient) <> max(patient)) AND +id IN "
    "(SELECT series FROM input WHERE status IN ('written', 'duplicate')) "
    "GROUP BY study HAVING min(patient) <> max(patient))";

// What is asked and put for each input.
struct Statements {
  bool Prepare(sqlite3* database) {
    return find.Prepare(database, kFind) && put.Prepare(database, kPut) &&
           forget.Prepare(database, kForget) && move.Prepare(database, kMove) &&
           move_folders.Prepare(database, kMoveFolders) &&
           series.Prepare(database);
  }

  SqliteStatement find, put, forget, move, move_folders;
  SeriesRows series;
};

class SqliteJournal : public Journal {
 public:
  explicit SqliteJournal(JournalTerms terms) : terms_(std::move(terms)) {}
  ~SqliteJournal() override;

  absl::Status Find(const std::string& path);

  bool was_empty() const override { return was_empty_; }
  const std::vector<std::string>& killed_temporaries() const override {
    return killed_temporaries_;
  }
  absl::Status Start() override;
  bool Find(const std::string& source, JournalRow& row) override;
  void Begin() override { Note(Run("BEGIN")); }
  void Put(const JournalRecord& record) override;
  void ForgetTelling(const std::string& path) override {
    Note(DropTellingRow(database_, path));
  }
  void SetTellingStays(const std::string& path, bool stays) override {
    Note(SetTellingRow(database_, path, stays));
  }
  void MovePath(const std::string& from, const std::string& to) override;
  void Commit() override;
  bool NoteTelling(std::span<const TellingName> names) override;
  std::vector<TellingName> TellingAfter(const std::string& path,
                                        std::size_t most) override {
    std::vector<TellingName> names;
    Note(ReadTellingRows(database_, path, most, names));
    return names;
  }
  std::uint64_t CountMixedStudies() override;
  void FinishRun(const RunSummary& summary) override;
  bool failed() const override { return failed_; }

 private:
  bool Run(const std::string& sql) {
    return sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) ==
           SQLITE_OK;
  }
  void Note(bool fine) {
    if (!fine) failed_ = true;
  }
  void BindEnding(const Ending& ending);
  std::int64_t Ask(const char* sql);
  absl::Status CheckIsOurs();
  bool PutRun();

  const JournalTerms terms_;
  const std::time_t began_ = std::time(nullptr);
  std::string path_;
  bool made_ = false;  // it was not there before
  bool started_ = false;
  sqlite3* database_ = nullptr;
  std::unique_ptr<Statements> statements_ = std::make_unique<Statements>();
  std::mutex finding_;  // has statements_->find
  std::string tag_;     // of the row that is being put
  std::int64_t run_ = 0;
  bool was_empty_ = true;
  std::vector<std::string> killed_temporaries_;
  std::atomic<bool> failed_ = false;  // Find notes it as well
  std::int64_t version_ = 0;
};

SqliteJournal::~SqliteJournal() {
  statements_.reset();
  sqlite3_close(database_);
  if (!made_ || started_) return;
  for (const char* const suffix : {"", "-wal", "-journal"}) {
    ::unlink((path_ + suffix).c_str());
  }
}

// SQLite would make it with mode 0644 less umask; its companions -wal and
// -shm take the mode of the file.
absl::Status MakePrivate(const std::string& path, bool& made) {
  constexpr int kFlags = O_RDWR | O_CLOEXEC | O_NONBLOCK;
  int descriptor = ::open(path.c_str(), kFlags | O_CREAT | O_EXCL, 0600);
  made = descriptor >= 0;
  if (!made && errno == EEXIST) descriptor = ::open(path.c_str(), kFlags);
  if (descriptor < 0) return absl::ErrnoToStatus(errno, "journal");
  ::close(descriptor);
  return absl::OkStatus();
}

// A file with anything in it must be SQLite's, and it waits for ever for
// somebody to write to a pipe, also to one that stands where it keeps its log.
absl::Status RefuseForeign(const std::string& path) {
  Descriptor file;
  struct stat found;
  for (const char* const suffix : {"-wal", "-shm", "-journal", ""}) {
    const int error = OpenOperand(path + suffix, file, found);
    if (error == ENXIO || error == EISDIR) {
      return absl::FailedPreconditionError(
          absl::StrFormat("journal%s: not a regular file", suffix));
    }
    if (*suffix != '\0' || error == 0) continue;
    return error == ENOENT ? absl::OkStatus()
                           : absl::ErrnoToStatus(error, "journal");
  }
  std::array<char, 16> head{};
  const ssize_t got = ::pread(file.get(), head.data(), head.size(), 0);
  if (got == 0) return absl::OkStatus();
  if (got == 16 && std::string_view(head.data(), 15) == "SQLite format 3") {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError("journal: the file is something else");
}

absl::Status Damaged() {
  return absl::FailedPreconditionError("journal: the file is damaged");
}

// Why the last thing that was asked of it failed. Where tables are not as they
// were made, SQLite speaks of a mistake in what was asked.
absl::Status WhyNot(sqlite3* database) {
  const int code = sqlite3_errcode(database) & 0xFF;
  switch (code) {
    case SQLITE_BUSY:
      return absl::UnavailableError("journal: another run has it");
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Damaged();
    default:
      return absl::UnavailableError(absl::StrFormat(
          "journal: cannot be written: %s", sqlite3_errstr(code)));
  }
}

absl::Status SqliteJournal::Find(const std::string& path) {
  if (absl::Status status = RefuseForeign(path); !status.ok()) return status;
  if (absl::Status status = MakePrivate(path, made_); !status.ok()) {
    return status;
  }
  path_ = path;
  if (sqlite3_open_v2(path.c_str(), &database_,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX,
                      nullptr) != SQLITE_OK) {
    return absl::FailedPreconditionError("journal: cannot be opened");
  }
  // Exclusive before the first access, so that the lock is never given back.
  if (!Run("PRAGMA locking_mode = EXCLUSIVE")) {
    return absl::InternalError("journal: cannot be locked");
  }
  if (absl::Status status = CheckIsOurs(); !status.ok()) return status;
  // Takes the lock; an empty file gets a page without tables.
  if (!Run("BEGIN EXCLUSIVE") || !Run("COMMIT")) return WhyNot(database_);
  was_empty_ = Ask("SELECT NOT EXISTS(SELECT 1 FROM input)") != 0;
  SqliteStatement killed;
  if (version_ >= 5 && killed.Prepare(database_, kKilled)) {
    while (killed.Step() == SQLITE_ROW) {
      killed_temporaries_.emplace_back(killed.TextAt(0));
    }
  }
  return absl::OkStatus();
}

absl::Status SqliteJournal::Start() {
  // Of a journal that was copied here, say.
  if (::chmod(path_.c_str(), 0600) != 0) {
    return absl::FailedPreconditionError("journal: its mode cannot be 0600");
  }
  // Tables before there is a log: who loses a log has a journal still.
  const bool has_tables =
      version_ == kJournalVersion ||
      (Run("BEGIN EXCLUSIVE") && Run(JournalSchema(version_)) &&
       Run("PRAGMA application_id = " +
           std::to_string(kJournalApplicationId)) &&
       Run("PRAGMA user_version = " + std::to_string(kJournalVersion)) &&
       IsJournalSound(database_, kJournalVersion) && Run("COMMIT"));
  started_ = has_tables && Run("PRAGMA journal_mode = WAL") &&
             Run("PRAGMA synchronous = NORMAL") && Run("BEGIN EXCLUSIVE") &&
             MakeTellingIndex(database_) && PutRun() &&
             statements_->Prepare(database_) && Run("COMMIT");
  if (started_) return absl::OkStatus();
  absl::Status why = WhyNot(database_);
  Run("ROLLBACK");
  return why;
}

// SQLite answers questions about a locked or foreign file with an error.
absl::Status SqliteJournal::CheckIsOurs() {
  const int probed = sqlite3_exec(database_,
                                  "SELECT count(*) FROM "
                                  "sqlite_schema",
                                  nullptr, nullptr, nullptr);
  if (probed != SQLITE_OK) return WhyNot(database_);
  // Nothing was ever made in it: new, or a kill came before the first table.
  // Taking the lock writes a page.
  if (Ask("PRAGMA schema_version") == 0 && Ask("PRAGMA user_version") == 0 &&
      Ask("PRAGMA application_id") == 0) {
    return absl::OkStatus();
  }
  if (Ask("PRAGMA application_id") != kJournalApplicationId) {
    return absl::FailedPreconditionError(
        "journal: the file is another program's database");
  }
  version_ = Ask("PRAGMA user_version");
  if (version_ < 1 || version_ > kJournalVersion) {
    return absl::FailedPreconditionError(
        "journal: written by another version of dcmscrub");
  }
  return IsJournalSound(database_, version_) ? absl::OkStatus() : Damaged();
}

bool SqliteJournal::PutRun() {
  SqliteStatement insert;
  bool fine = insert.Prepare(database_, kPutRun);
  if (fine) {
    const RunDescription& about = terms_.run;
    insert.Text(1, terms_.policy);
    insert.Text(2, terms_.key);
    insert.Text(3, about.version);
    insert.Text(4, about.policy);
    insert.Text(5, about.profile);
    insert.Text(6, about.options);
    insert.Text(7, about.edition);
    insert.Number(8, about.random_key ? 1 : 0);
    insert.Number(9, about.searched ? 1 : 0);
    insert.Number(10, began_);
    insert.Text(11, terms_.temporaries);
    fine = insert.Step() == SQLITE_DONE;
  }
  run_ = sqlite3_last_insert_rowid(database_);
  return fine;
}

std::uint64_t SqliteJournal::CountMixedStudies() {
  const std::int64_t count = Ask(kCountMixedStudies);
  Note(count >= 0);
  return count < 0 ? 0 : static_cast<std::uint64_t>(count);
}

std::int64_t SqliteJournal::Ask(const char* sql) {
  SqliteStatement statement;
  if (!statement.Prepare(database_, sql)) return -1;
  return statement.Step() == SQLITE_ROW ? statement.NumberAt(0) : -1;
}

bool SqliteJournal::Find(const std::string& source, JournalRow& row) {
  const std::lock_guard lock(finding_);
  SqliteStatement& find = statements_->find;
  find.Text(1, source);
  find.Text(2, terms_.policy);
  find.Text(3, terms_.key);
  find.Text(4, terms_.place);
  const int step = find.Step();
  const bool found = step == SQLITE_ROW;
  // Damage that came after it was opened: the input is done again.
  Note(found || step == SQLITE_DONE);
  if (found) {
    row.written = find.NumberAt(0) != 0;
    row.size_in = static_cast<std::uint64_t>(find.NumberAt(1));
    row.modified_ns = find.NumberAt(2);
    row.output = find.TextAt(3);
    row.size_out = static_cast<std::uint64_t>(find.NumberAt(4));
  }
  find.Finish();
  return found;
}

void SqliteJournal::Put(const JournalRecord& record) {
  SqliteStatement& put = statements_->put;
  SqliteStatement& forget = statements_->forget;
  const bool rewritten = record.written.modified_ns != 0;
  const std::string_view source = rewritten ? record.output : record.source;
  if (source != record.source) {
    forget.Text(1, record.source);
    Note(forget.Step() == SQLITE_DONE);
    forget.Finish();
  }
  put.Text(1, source);
  if (!record.output.empty()) put.Text(8, record.output);
  const FileStamp& stamp = rewritten ? record.written : record.read;
  put.Number(9, static_cast<std::int64_t>(stamp.size));
  put.Number(10, static_cast<std::int64_t>(record.written.size));
  put.Number(11, stamp.modified_ns);
  put.Text(12, terms_.policy);
  put.Text(13, terms_.key);
  put.Text(14, terms_.place);
  put.Number(15, run_);
  put.Number(18, static_cast<std::int64_t>(record.number));
  if (record.ending.published() && !record.series.empty()) {
    const std::int64_t series = statements_->series.IdOf(record.series);
    Note(series != 0);
    if (series != 0) put.Number(19, series);
  }
  std::string labels;
  for (const std::string_view label : record.labels) {
    if (!labels.empty()) labels += ", ";
    labels += label;
  }
  if (!labels.empty()) put.Text(17, labels);
  BindEnding(record.ending);
  Note(put.Step() == SQLITE_DONE);
  put.Finish();
}

void SqliteJournal::BindEnding(const Ending& ending) {
  SqliteStatement& put = statements_->put;
  put.Text(2, OutcomeName(ending.outcome));
  if (ending.reason != Reason::kNone) put.Text(3, ReasonName(ending.reason));
  if (ending.error_number != 0) put.Number(7, ending.error_number);
  const Fault& fault = ending.fault;
  if (IsByStatement(fault.error) && fault.detail < terms_.statements.size()) {
    put.Text(16, terms_.statements[fault.detail]);
  }
  if (!fault) return;
  tag_ = ending.place.empty() ? TagText(fault.tag) : ending.place;
  put.Text(4, ErrorName(fault.error));
  put.Text(5, tag_);
  put.Number(6, static_cast<std::int64_t>(fault.offset));
}

void SqliteJournal::MovePath(const std::string& from, const std::string& to) {
  for (SqliteStatement* const move :
       {&statements_->move, &statements_->move_folders}) {
    move->Text(1, from);
    move->Text(2, to);
    Note(move->Step() == SQLITE_DONE);
    move->Finish();
  }
}

void SqliteJournal::Commit() {
  if (Run("COMMIT")) return;
  Note(false);
  statements_->series.Forget();
  Run("ROLLBACK");
}

// The level holds for the commits after it, so it is set back in any case.
bool SqliteJournal::NoteTelling(std::span<const TellingName> names) {
  const bool fine = Run("PRAGMA synchronous = FULL") && Run("BEGIN") &&
                    PutTellingRows(database_, names) && Run("COMMIT");
  if (!fine) Run("ROLLBACK");
  Run("PRAGMA synchronous = NORMAL");
  Note(fine);
  return fine;
}

void SqliteJournal::FinishRun(const RunSummary& summary) {
  Begin();
  Note(PutRunEnd(database_, run_, terms_, summary));
  Commit();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(
    const std::string& path, const JournalTerms& terms) {
  auto journal = std::make_unique<SqliteJournal>(terms);
  // Absolute: SQLite has a meaning for some names, ":memory:" and "file:x".
  std::error_code error;
  const std::string place = std::filesystem::absolute(path, error).string();
  if (error) return absl::ErrnoToStatus(error.value(), "journal");
  if (absl::Status status = journal->Find(place); !status.ok()) return status;
  return std::unique_ptr<Journal>(std::move(journal));
}

}  // namespace dcmscrub
