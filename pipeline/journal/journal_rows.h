// Rows of a journal besides those of its inputs: the series that outputs belong
// to, and what a run did. journal.h says what they hold.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <sqlite3.h>

#include <cstdint>
#include <string>

#include "pipeline/files/sqlite_statement.h"
#include "pipeline/journal/journal.h"

namespace dcmscrub {

// Inputs of one series tend to follow one another, so the last one is kept at
// hand, and a bounded number of others. Not for two threads at once.
class SeriesRows {
 public:
  bool Prepare(sqlite3* database);
  // series.id, of a new row where there was none; 0 where none can be written.
  std::int64_t IdOf(const OutputSeries& series);
  // After a group of rows was lost.
  void Forget();

 private:
  static constexpr std::size_t kMostKnown = 1 << 12;

  std::int64_t Look(const OutputSeries& series);
  std::int64_t Put(const OutputSeries& series);

  sqlite3* database_ = nullptr;
  SqliteStatement find_;
  SqliteStatement put_;
  OutputSeries last_;
  std::int64_t last_id_ = 0;
  std::string key_;
  absl::flat_hash_map<std::string, std::int64_t> known_;
};

// Notes that the run ended, and what it did. In a transaction of the caller's;
// false where that failed.
bool PutRunEnd(sqlite3* database, std::int64_t run, const JournalTerms& terms,
               const RunSummary& summary);

}  // namespace dcmscrub
