#include "pipeline/journal/journal_schema.h"

#include <array>

namespace dcmscrub {
namespace {

constexpr char kTables[] = R"sql(
CREATE TABLE IF NOT EXISTS run(
  id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT,
  policy TEXT NOT NULL, key TEXT NOT NULL, version TEXT, policy_name TEXT,
  profile TEXT, options TEXT, edition TEXT, random_key INTEGER,
  searched INTEGER, interrupted INTEGER, seconds REAL, bytes_in INTEGER,
  bytes_out INTEGER, temporaries TEXT);
CREATE TABLE IF NOT EXISTS input(
  source TEXT PRIMARY KEY, status TEXT NOT NULL, reason TEXT, fault TEXT,
  tag TEXT, offset INTEGER, error INTEGER, output TEXT,
  size_in INTEGER NOT NULL, size_out INTEGER, mtime_ns INTEGER NOT NULL,
  policy TEXT NOT NULL, key TEXT NOT NULL, place TEXT NOT NULL,
  run INTEGER NOT NULL, rule TEXT, labels TEXT, number INTEGER,
  series INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS folder(
  path TEXT PRIMARY KEY, stays INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS series(
  id INTEGER PRIMARY KEY, series TEXT NOT NULL, study TEXT NOT NULL,
  patient TEXT NOT NULL, modality TEXT NOT NULL,
  UNIQUE(series, study, patient, modality));
CREATE TABLE IF NOT EXISTS tally(
  run INTEGER, what TEXT, name TEXT, rule TEXT, count INTEGER NOT NULL,
  PRIMARY KEY(run, what, name, rule)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS change(
  run INTEGER, tag TEXT, change TEXT, rule TEXT, elements INTEGER NOT NULL,
  PRIMARY KEY(run, tag, change, rule)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sample(
  run INTEGER, seconds REAL, files INTEGER NOT NULL, bytes INTEGER NOT NULL,
  PRIMARY KEY(run, seconds)) WITHOUT ROWID;
)sql";

constexpr char kAfterFirst[] = R"sql(
ALTER TABLE input ADD COLUMN rule TEXT;
ALTER TABLE input ADD COLUMN labels TEXT;
)sql";

constexpr char kAfterSecond[] = R"sql(
ALTER TABLE input ADD COLUMN number INTEGER;
ALTER TABLE input ADD COLUMN series INTEGER;
ALTER TABLE run ADD COLUMN version TEXT;
ALTER TABLE run ADD COLUMN policy_name TEXT;
ALTER TABLE run ADD COLUMN profile TEXT;
ALTER TABLE run ADD COLUMN options TEXT;
ALTER TABLE run ADD COLUMN edition TEXT;
ALTER TABLE run ADD COLUMN random_key INTEGER;
ALTER TABLE run ADD COLUMN searched INTEGER;
ALTER TABLE run ADD COLUMN interrupted INTEGER;
ALTER TABLE run ADD COLUMN seconds REAL;
ALTER TABLE run ADD COLUMN bytes_in INTEGER;
ALTER TABLE run ADD COLUMN bytes_out INTEGER;
)sql";

constexpr char kAfterThird[] = R"sql(
ALTER TABLE folder ADD COLUMN stays INTEGER;
)sql";

constexpr char kAfterFourth[] = R"sql(
ALTER TABLE run ADD COLUMN temporaries TEXT;
)sql";

constexpr std::array<const char*, 7> kTableNames = {
    "input", "run", "folder", "series", "tally", "change", "sample"};
constexpr std::size_t kOldTables = 3;  // of the versions before 3

}  // namespace

std::string JournalSchema(std::int64_t version) {
  std::string sql = kTables;
  if (version == 1) sql += kAfterFirst;
  if (version == 1 || version == 2) sql += kAfterSecond;
  if (version >= 1 && version <= 3) sql += kAfterThird;
  if (version >= 1 && version <= 4) sql += kAfterFourth;
  return sql;
}

std::span<const char* const> JournalTables(std::int64_t version) {
  return std::span(kTableNames)
      .first(version < 3 ? kOldTables : kTableNames.size());
}

}  // namespace dcmscrub
