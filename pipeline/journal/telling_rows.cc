#include "pipeline/journal/telling_rows.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include "pipeline/files/sqlite_statement.h"

namespace dcmscrub {
namespace {

// How many slashes are in a path, below zero: the deepest come first. In bytes,
// as two of them may become a letter where a slash is taken out between them.
constexpr char kHeight[] =
    "(length(CAST(replace(path, '/', '') AS BLOB)) - "
    "length(CAST(path AS BLOB)))";

constexpr char kPut[] =
    "INSERT INTO folder(path, stays) VALUES(?1, ?2) ON CONFLICT(path) DO "
    "UPDATE SET stays = min(coalesce(stays, 0), excluded.stays)";
constexpr char kSet[] = "UPDATE folder SET stays = ?2 WHERE path = ?1";
constexpr char kDrop[] = "DELETE FROM folder WHERE path = ?1";

bool AtHeight(sqlite3* database, std::int64_t height, const std::string& path,
              std::size_t most, std::vector<TellingName>& names) {
  SqliteStatement rows;
  const std::string sql =
      absl::StrCat("SELECT path, coalesce(stays, 0) FROM folder WHERE ",
                   kHeight, " = ?1 AND path > ?2 ORDER BY path LIMIT ?3");
  if (!rows.Prepare(database, sql.c_str())) return false;
  rows.Number(1, height);
  rows.Text(2, path);
  rows.Number(3, static_cast<std::int64_t>(most));
  int step = SQLITE_ERROR;
  while ((step = rows.Step()) == SQLITE_ROW) {
    names.push_back({rows.TextAt(0), rows.NumberAt(1) != 0});
  }
  return step == SQLITE_DONE;
}

// 0: none, as every path has a slash.
bool FindNextHeight(sqlite3* database, std::int64_t& height) {
  SqliteStatement next;
  const std::string sql = absl::StrCat(
      "SELECT min(", kHeight, ") FROM folder WHERE ", kHeight, " > ?1");
  if (!next.Prepare(database, sql.c_str())) return false;
  next.Number(1, height);
  if (next.Step() != SQLITE_ROW) return false;
  height = next.NumberAt(0);
  return true;
}

}  // namespace

bool MakeTellingIndex(sqlite3* database) {
  const std::string sql =
      absl::StrCat("CREATE INDEX IF NOT EXISTS folder_by_depth ON folder(",
                   kHeight, ", path)");
  return sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) ==
         SQLITE_OK;
}

bool PutTellingRows(sqlite3* database, std::span<const TellingName> names) {
  SqliteStatement put;
  bool fine = put.Prepare(database, kPut);
  for (std::size_t i = 0; fine && i < names.size(); ++i) {
    put.Text(1, names[i].path);
    put.Number(2, names[i].stays ? 1 : 0);
    fine = put.Step() == SQLITE_DONE;
    put.Finish();
  }
  return fine;
}

bool SetTellingRow(sqlite3* database, const std::string& path, bool stays) {
  SqliteStatement set;
  if (!set.Prepare(database, kSet)) return false;
  set.Text(1, path);
  set.Number(2, stays ? 1 : 0);
  return set.Step() == SQLITE_DONE;
}

bool DropTellingRow(sqlite3* database, const std::string& path) {
  SqliteStatement drop;
  if (!drop.Prepare(database, kDrop)) return false;
  drop.Text(1, path);
  return drop.Step() == SQLITE_DONE;
}

bool ReadTellingRows(sqlite3* database, const std::string& path,
                     std::size_t most, std::vector<TellingName>& names) {
  names.clear();
  std::int64_t height = std::numeric_limits<std::int64_t>::min();
  if (!path.empty()) {
    height = -std::ranges::count(path, '/');
    if (!AtHeight(database, height, path, most, names)) return false;
    if (!names.empty()) return true;
  }
  if (!FindNextHeight(database, height)) return false;
  return height == 0 || AtHeight(database, height, "", most, names);
}

}  // namespace dcmscrub
