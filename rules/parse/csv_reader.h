// CSV by RFC 4180: commas, cells in double quotes where they hold commas,
// quotes ("") or line ends; lines end with LF or CRLF; a byte order mark is
// skipped. Blanks around a cell, inside its quotes or out, do not count.
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

  // false at the end. `line` is where the row begins; `fault` says why it
  // cannot be read: then the rest of its line was skipped.
  bool Next(std::vector<std::string>& cells, std::uint32_t& line,
            std::string_view& fault);

 private:
  std::string_view ReadCell(std::string& cell);
  std::string_view ReadQuoted(std::string& cell);
  bool EndsRow();
  void SkipLine();
  void CountLines(std::string_view text);

  std::string_view rest_;
  std::uint32_t line_ = 1;
};

// Whether a row is an empty line.
bool IsBlankRow(const std::vector<std::string>& cells);

}  // namespace dcmscrub
