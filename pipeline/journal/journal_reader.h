// A journal, open to be read: the one way to look into one without a run.
// journal.h says what is in it.
//
// It leaves the journal as it is, and reads it where nothing may be written:
// what a killed run left in the write ahead log is read as well, from a folder
// or a medium in which SQLite can make no file to share the log with others.
#pragma once

#include <absl/status/status.h>
#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "pipeline/files/sqlite_statement.h"
#include "pipeline/journal/journal_schema.h"

namespace dcmscrub {

class JournalReader {
 public:
  // NotFound; Unavailable while a run has it; FailedPrecondition for what is
  // no journal of ours, one of a later version, or a damaged one.
  absl::Status Open(const std::string& path);

  std::int64_t version() const { return version_; }
  // Version 3 alone has all of its columns.
  bool is_full() const { return version_ == kJournalVersion; }

  // Calls `see` with the statement at each row of the answer to `sql`. An
  // error, as of Open: there is more that could not be read.
  absl::Status ForEach(
      const std::string& sql,
      const std::function<void(SqliteStatement& row)>& see) const;

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
  };

  // Codes of SQLite; OK once something could be read. `before` is done first.
  int OpenAs(const std::string& uri, const char* before);
  int OpenAnyhow(const std::string& path);
  absl::Status CheckIsOurs();

  std::unique_ptr<sqlite3, Close> database_;
  std::int64_t version_ = 0;
};

// Looks at every page, as a page that nobody asks for would be found damaged
// when the journal is needed most; less than 1 µs a row. False: it is damaged,
// lacks a table of its version, or could not be read. Of a journal that is open
// anywhere.
bool IsJournalSound(sqlite3* database, std::int64_t version);

}  // namespace dcmscrub
