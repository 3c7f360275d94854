#include "rules/lookup_table.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_format.h>
#include <absl/strings/string_view.h>

#include <utility>

namespace dcmscrub {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  return text;
}

// Reads one row after the other.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : rest_(text) {}

  // false at the end. `line` is where the row begins; `fault` says why it
  // cannot be read: then the rest of its line was skipped.
  bool Next(std::vector<std::string>& cells, std::uint32_t& line,
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

 private:
  // What is wrong with the cell; empty when nothing is. Leaves `rest_` at the
  // comma or line end behind it.
  std::string_view ReadCell(std::string& cell) {
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
    cell = Trim(text);
    return {};
  }

  std::string_view ReadQuoted(std::string& cell) {
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
    cell = std::string(Trim(cell));
    const std::size_t next =
        std::min(rest_.find_first_not_of(" \t\r"), rest_.size());
    rest_.remove_prefix(next);
    if (!rest_.empty() && rest_[0] != ',' && rest_[0] != '\n') {
      return "has something behind a closing quote";
    }
    return {};
  }

  bool EndsRow() {
    if (rest_.empty()) return true;
    if (rest_[0] != '\n') return false;
    rest_.remove_prefix(1);
    ++line_;
    return true;
  }

  void SkipLine() {
    rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
  }

  void CountLines(std::string_view text) {
    for (char c : text) line_ += c == '\n' ? 1 : 0;
  }

  std::string_view rest_;
  std::uint32_t line_ = 1;
};

bool IsBlank(const std::vector<std::string>& cells) {
  return cells.size() == 1 && cells[0].empty();
}

// `key`, or `key,value` and whatever follows.
bool IsHeader(const std::vector<std::string>& cells) {
  return absl::AsciiStrToLower(cells[0]) == "key" &&
         (cells.size() == 1 || absl::AsciiStrToLower(cells[1]) == "value");
}

}  // namespace

LookupTable LookupTable::Parse(std::string_view csv,
                               std::vector<Mistake>& mistakes) {
  if (csv.starts_with(kByteOrderMark)) csv.remove_prefix(3);
  LookupTable table;
  CsvReader reader(csv);
  std::vector<std::string> cells;
  std::uint32_t line = 0;
  std::string_view fault;
  while (reader.Next(cells, line, fault)) {
    if (!fault.empty()) {
      mistakes.push_back({line, std::string(fault)});
      continue;
    }
    if (IsBlank(cells)) continue;
    const bool first = table.columns_ == 0;
    if (first) table.columns_ = cells.size();
    if (first && IsHeader(cells)) continue;
    if (cells.size() != table.columns_) {
      mistakes.push_back(
          {line, absl::StrFormat("has %d cells where the first row has %d",
                                 cells.size(), table.columns_)});
      continue;
    }
    if (cells[0].empty()) {
      mistakes.push_back({line, "has no key"});
      continue;
    }
    Row row{cells.size() > 1 ? std::move(cells[1]) : std::string(), line};
    const auto [known, is_new] =
        table.rows_.try_emplace(std::move(cells[0]), std::move(row));
    if (!is_new) {
      mistakes.push_back({line, absl::StrFormat("has the key of line %d",
                                                known->second.line)});
    }
  }
  return table;
}

const std::string* LookupTable::Find(std::string_view key) const {
  const auto row = rows_.find(absl::string_view(key.data(), key.size()));
  return row == rows_.end() ? nullptr : &row->second.value;
}

}  // namespace dcmscrub
