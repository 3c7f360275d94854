#include "rules/parse/lookup_table.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_format.h>
#include <absl/strings/string_view.h>

#include <utility>

#include "rules/parse/csv_reader.h"

namespace dcmscrub {
namespace {

// `key`, or `key,value` and whatever follows.
bool IsHeader(const std::vector<std::string>& cells) {
  return absl::AsciiStrToLower(cells[0]) == "key" &&
         (cells.size() == 1 || absl::AsciiStrToLower(cells[1]) == "value");
}

}  // namespace

LookupTable LookupTable::Parse(std::string_view csv,
                               std::vector<Mistake>& mistakes) {
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
    if (IsBlankRow(cells)) continue;
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
