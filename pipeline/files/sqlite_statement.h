// A prepared statement of SQLite that finalizes itself. Not for two threads at
// once.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/core/bytes.h"

namespace dcmscrub {

// Lives from one use to the next. Places count from 1, columns from 0.
class SqliteStatement {
 public:
  SqliteStatement() = default;
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  ~SqliteStatement() { sqlite3_finalize(statement_); }

  bool Prepare(sqlite3* database, const char* sql) {
    return sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT,
                              &statement_, nullptr) == SQLITE_OK;
  }

  // What is passed must live until Finish.
  void Text(int at, std::string_view text) {
    sqlite3_bind_text64(statement_, at, text.data(), text.size(), SQLITE_STATIC,
                        SQLITE_UTF8);
  }
  void Blob(int at, Bytes bytes) {
    sqlite3_bind_blob64(statement_, at, bytes.data(), bytes.size(),
                        SQLITE_STATIC);
  }
  void Number(int at, std::int64_t number) {
    sqlite3_bind_int64(statement_, at, number);
  }
  void Real(int at, double number) {
    sqlite3_bind_double(statement_, at, number);
  }

  int Step() { return sqlite3_step(statement_); }
  std::int64_t NumberAt(int column) {
    return sqlite3_column_int64(statement_, column);
  }
  double RealAt(int column) {
    return sqlite3_column_double(statement_, column);
  }
  // Until the next Step or Finish.
  Bytes BlobAt(int column) {
    const void* const bytes = sqlite3_column_blob(statement_, column);
    const auto size = sqlite3_column_bytes(statement_, column);
    return {static_cast<const std::uint8_t*>(bytes),
            static_cast<std::size_t>(size)};
  }
  std::string TextAt(int column) { return std::string(AsText(BlobAt(column))); }

  void Finish() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace dcmscrub
