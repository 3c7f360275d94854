#include "pipeline/journal/journal_reader.h"

#include <absl/strings/str_format.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "pipeline/files/operand.h"

namespace dcmscrub {
namespace {

// As a URI of SQLite, in which %, ? and # have a meaning; absolute, as
// ":memory:" has one as well, and behind two slashes, as a third would make a
// host of a path that begins with two.
std::string UriOf(const std::string& path) {
  std::string uri = "file://";
  for (const char c : path) {
    const bool plain = c != '%' && c != '?' && c != '#';
    uri += plain ? std::string(1, c)
                 : absl::StrFormat("%%%02X", static_cast<unsigned char>(c));
  }
  return uri;
}

absl::Status StatusOf(int code) {
  return code == SQLITE_BUSY
             ? absl::UnavailableError("a run has it; wait for its end")
             : absl::FailedPreconditionError("it is damaged");
}

// -1: no answer.
std::int64_t Ask(sqlite3* database, const char* sql) {
  SqliteStatement statement;
  if (!statement.Prepare(database, sql)) return -1;
  return statement.Step() == SQLITE_ROW ? statement.NumberAt(0) : -1;
}

// Columns as they were made, whatever their order: later versions of a journal
// got theirs one by one. Empty where there is no such table.
std::string ColumnsOf(sqlite3* database, const char* table) {
  SqliteStatement columns;
  if (!columns.Prepare(database,
                       "SELECT group_concat(name || ' ' || type || ' ' || "
                       "\"notnull\" || ' ' || pk) FROM (SELECT * FROM "
                       "pragma_table_info(?1) ORDER BY name)")) {
    return "";
  }
  columns.Text(1, table);
  return columns.Step() == SQLITE_ROW ? columns.TextAt(0) : "";
}

// Of this version: whether each table has the columns that it is made with.
bool HasItsColumns(sqlite3* database) {
  sqlite3* made = nullptr;
  bool fine = sqlite3_open(":memory:", &made) == SQLITE_OK &&
              sqlite3_exec(made, JournalSchema(0).c_str(), nullptr, nullptr,
                           nullptr) == SQLITE_OK;
  for (const char* const table : JournalTables(kJournalVersion)) {
    fine = fine && ColumnsOf(database, table) == ColumnsOf(made, table);
  }
  sqlite3_close(made);
  return fine;
}

// SQLite waits for ever for somebody to write to a pipe, also one that stands
// beside the journal where it keeps its own.
absl::Status CheckFiles(const std::string& path) {
  for (const char* const suffix : {"", "-wal", "-shm", "-journal"}) {
    Descriptor file;
    struct stat found {};
    const int error = OpenOperand(path + suffix, file, found);
    if (error == ENXIO || error == EISDIR) {
      return absl::FailedPreconditionError(
          absl::StrFormat("it%s is not a regular file", suffix));
    }
    if (*suffix != '\0' || error == 0) continue;
    return error == ENOENT
               ? absl::NotFoundError("there is no such journal")
               : absl::FailedPreconditionError(OperandErrorText(error));
  }
  return absl::OkStatus();
}

}  // namespace

bool IsJournalSound(sqlite3* database, std::int64_t version) {
  for (const char* const table : JournalTables(version)) {
    SqliteStatement any;
    const std::string sql = std::string("SELECT 1 FROM ") + table;
    if (!any.Prepare(database, sql.c_str())) return false;
  }
  if (version == kJournalVersion && !HasItsColumns(database)) return false;
  SqliteStatement foreign;
  SqliteStatement check;
  return foreign.Prepare(database,
                         "SELECT 1 FROM sqlite_schema "
                         "WHERE type IN ('view', 'trigger') "
                         "OR sql LIKE 'CREATE UNIQUE %'") &&
         foreign.Step() == SQLITE_DONE &&
         check.Prepare(database, "PRAGMA quick_check(1)") &&
         check.Step() == SQLITE_ROW && check.TextAt(0) == "ok";
}

int JournalReader::OpenAs(const std::string& uri, const char* before) {
  sqlite3* database = nullptr;
  const int opened = sqlite3_open_v2(
      uri.c_str(), &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  database_.reset(database);
  if (opened != SQLITE_OK) return opened;
  // Nothing is written, so nothing is brought from the log to the database.
  sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_exec(database, before, nullptr, nullptr, nullptr);
  return sqlite3_exec(database, "SELECT 1 FROM sqlite_schema", nullptr, nullptr,
                      nullptr);
}

// Without a log there is nothing that could change it. With one, others may
// have it, so SQLite's ways of sharing come first. Where the file that a log
// is shared by cannot be made, nobody shares it: its index is kept in memory,
// which SQLite does for a database that is locked. To lock it needs the right
// to write, so that is left out; that no run has it was seen before.
int JournalReader::OpenAnyhow(const std::string& path) {
  std::error_code error;
  const std::string uri =
      UriOf(std::filesystem::absolute(path, error).string());
  if (error) return SQLITE_CANTOPEN;
  struct stat found;
  if (::stat((path + "-wal").c_str(), &found) != 0) {
    return OpenAs(uri + "?immutable=1", "");
  }
  const int opened = OpenAs(uri + "?mode=ro", "");
  if (opened == SQLITE_OK || opened == SQLITE_BUSY) return opened;
  return OpenAs(uri + "?mode=ro&vfs=unix-none",
                "PRAGMA locking_mode = EXCLUSIVE");
}

absl::Status JournalReader::Open(const std::string& path) {
  if (absl::Status status = CheckFiles(path); !status.ok()) return status;
  switch (const int opened = OpenAnyhow(path)) {
    case SQLITE_OK:
      return CheckIsOurs();
    case SQLITE_CANTOPEN:
      return absl::FailedPreconditionError("it cannot be opened");
    case SQLITE_NOTADB:
      return absl::FailedPreconditionError("it is no journal of dcmscrub");
    default:
      return StatusOf(opened);
  }
}

absl::Status JournalReader::CheckIsOurs() {
  if (Ask(database_.get(), "PRAGMA application_id") != kJournalApplicationId) {
    return absl::FailedPreconditionError("it is no journal of dcmscrub");
  }
  version_ = Ask(database_.get(), "PRAGMA user_version");
  if (version_ < 1 || version_ > kJournalVersion) {
    return absl::FailedPreconditionError(
        "it was written by another version of dcmscrub");
  }
  return IsJournalSound(database_.get(), version_)
             ? absl::OkStatus()
             : absl::FailedPreconditionError("it is damaged");
}

absl::Status JournalReader::ForEach(
    const std::string& sql,
    const std::function<void(SqliteStatement& row)>& see) const {
  SqliteStatement rows;
  int step = SQLITE_ERROR;
  if (rows.Prepare(database_.get(), sql.c_str())) {
    while ((step = rows.Step()) == SQLITE_ROW) see(rows);
  }
  return step == SQLITE_DONE ? absl::OkStatus() : StatusOf(step);
}

}  // namespace dcmscrub
