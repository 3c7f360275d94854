#include "rules/parse/csv_reader.h"

#include <algorithm>

#include "kernels/core/ascii.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

CsvReader::CsvReader(std::string_view text) : rest_(text) {
  if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(3);
}

bool CsvReader::Next(std::vector<std::string>& cells, std::uint32_t& line,
                     std::string_view& fault) {
  cells.clear();
  fault = {};
  if (rest_.empty()) return false;
  line = line_;
  while (true) {
    fault = ReadCell(cells.emplace_back());
    if (!fault.empty()) SkipLine();
    if (EndsRow() || !fault.empty()) return true;
    rest_.remove_prefix(1);  // the comma
  }
}

// What is wrong with the cell; empty when nothing is. Leaves `rest_` at the
// comma or line end behind it.
std::string_view CsvReader::ReadCell(std::string& cell) {
  const std::size_t begin = rest_.find_first_not_of(" \t");
  if (begin != std::string_view::npos && rest_[begin] == '"') {
    rest_.remove_prefix(begin + 1);
    return ReadQuoted(cell);
  }
  const std::size_t end = std::min(rest_.find_first_of(",\n"), rest_.size());
  std::string_view text = rest_.substr(0, end);
  rest_.remove_prefix(end);
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (text.find('"') != std::string_view::npos) {
    return "has a quote inside a cell that does not begin with one";
  }
  cell = Trimmed(text, kBlanks);
  return {};
}

std::string_view CsvReader::ReadQuoted(std::string& cell) {
  while (true) {
    const std::size_t quote = rest_.find('"');
    if (quote == std::string_view::npos) {
      rest_ = {};
      return "has a quote that is never closed";
    }
    cell += rest_.substr(0, quote);
    CountLines(rest_.substr(0, quote));
    rest_.remove_prefix(quote + 1);
    if (!rest_.starts_with('"')) break;
    cell += '"';
    rest_.remove_prefix(1);
  }
  cell = std::string(Trimmed(cell, kBlanks));
  const std::size_t next =
      std::min(rest_.find_first_not_of(" \t\r"), rest_.size());
  rest_.remove_prefix(next);
  if (!rest_.empty() && rest_[0] != ',' && rest_[0] != '\n') {
    return "has something behind a closing quote";
  }
  return {};
}

bool CsvReader::EndsRow() {
  if (rest_.empty()) return true;
  if (rest_[0] != '\n') return false;
  rest_.remove_prefix(1);
  ++line_;
  return true;
}

void CsvReader::SkipLine() {
  rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
}

void CsvReader::CountLines(std::string_view text) {
  for (const char c : text) line_ += c == '\n' ? 1 : 0;
}

bool IsBlankRow(const std::vector<std::string>& cells) {
  return cells.size() == 1 && cells[0].empty();
}

}  // namespace dcmscrub
