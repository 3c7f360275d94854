// Tables as people and spreadsheets write them: CSV by RFC 4180, its cells
// parted by commas, semicolons or tabs. The one reader of all tables that users
// give: lookup_table.h, labels of cases.
//
// The first row that is not empty tells what parts the cells: which of the
// three stands there most often, outside quotes; where none does, a row is one
// cell. Cells stand in double quotes where they hold that, quotes ("") or line
// ends. Lines end with LF, CR LF or CR. Blanks around a cell, inside its quotes
// or out, do not count.
//
// Text is UTF-8, where a byte order mark is skipped, or else Latin-1, with the
// letters that Windows-1252 has in its gap. Cells come as UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// Reads one row after the other. `text` must outlive the reader.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text);
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  // Why it can be no table, as the end of a sentence; empty: it can be one.
  // Nothing of the text is in it. Next has no rows then.
  std::string_view why_not() const { return why_not_; }
  bool is_latin1() const { return !decoded_.empty(); }

  // false at the end. `line` is where the row begins; `fault` says why it
  // cannot be read: then the rest of its line was skipped.
  bool Next(std::vector<std::string>& cells, std::uint32_t& line,
            std::string_view& fault);

 private:
  std::string_view ReadCell(std::string& cell);
  std::string_view ReadQuoted(std::string& cell);
  bool EndsRow();
  void SkipLine();

  std::string decoded_;  // of Latin-1
  std::string_view rest_;
  std::string_view why_not_;
  char separator_ = ',';
  std::uint32_t line_ = 1;
};

// Whether nothing stands in a row: an empty line, or what spreadsheets write
// for an empty one.
bool IsBlankRow(const std::vector<std::string>& cells);

}  // namespace dcmscrub
