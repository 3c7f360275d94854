#include "rules/parse/lookup_table.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_format.h>
#include <absl/strings/string_view.h>

#include <algorithm>
#include <utility>

#include "rules/language/keywords.h"
#include "rules/parse/csv_reader.h"

namespace dcmscrub {
namespace {

using Cells = std::vector<std::string>;
using Kind = TableColumn::Kind;

bool IsCalled(const Cells& cells, std::size_t column, std::string_view name) {
  return column < cells.size() && absl::AsciiStrToLower(cells[column]) == name;
}

// `key`, or `key,value` and whatever follows.
bool IsHeader(const Cells& cells) {
  return IsCalled(cells, 0, "key") &&
         (cells.size() == 1 || IsCalled(cells, 1, "value"));
}

std::string CellCount(std::size_t count) {
  return absl::StrFormat("%d %s", count, count == 1 ? "cell" : "cells");
}

}  // namespace

class LookupTableReader {
 public:
  LookupTableReader(const TableColumn& column, LookupTable& table,
                    std::vector<LookupTable::Mistake>& mistakes)
      : column_(column), table_(table), mistakes_(mistakes) {}

  void Read(std::string_view text) {
    CsvReader reader(text);
    if (!reader.why_not().empty()) {
      return Refuse(0, absl::StrFormat("cannot be read: %s", reader.why_not()));
    }
    table_.is_latin1_ = reader.is_latin1();
    Cells cells;
    std::uint32_t line = 0;
    std::string_view fault;
    while (!broken_ && reader.Next(cells, line, fault)) {
      if (!fault.empty()) {
        Refuse(line, std::string(fault));
      } else if (!IsBlankRow(cells)) {
        ReadRow(cells, line);
      }
    }
    if (table_.columns_ == 0 && column_.kind == Kind::kNamed) {
      Refuse(0, "has no row that names the columns");
    }
  }

 private:
  void Refuse(std::uint32_t line, std::string message) {
    mistakes_.push_back({line, std::move(message)});
  }

  void ReadRow(Cells& cells, std::uint32_t line) {
    if (table_.columns_ == 0) {
      table_.columns_ = cells.size();
      if (column_.kind == Kind::kSecond) value_ = 1;
      if (column_.kind == Kind::kNamed || IsHeader(cells)) {
        return ReadHeader(cells, line);
      }
    }
    if (cells.size() != table_.columns_) {
      return Refuse(line,
                    absl::StrFormat("has %s where the first row has %d",
                                    CellCount(cells.size()), table_.columns_));
    }
    if (cells[0].empty()) return Refuse(line, "has no key");
    LookupTable::Row row{"", line};
    if (value_ != 0 && value_ < cells.size()) {
      row.value = std::move(cells[value_]);
    }
    const auto [known, is_new] =
        table_.rows_.try_emplace(std::move(cells[0]), row);
    if (is_new || known->second.value == row.value) return;
    Refuse(line, absl::StrFormat("has the key of line %d and another value "
                                 "(column %d)",
                                 known->second.line, value_ + 1));
  }

  void ReadHeader(const Cells& names, std::uint32_t line) {
    table_.names_value_ = IsCalled(names, 1, "value");
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto first = std::ranges::find(names, names[i]);
      const auto column = static_cast<std::size_t>(first - names.begin());
      if (column == i || names[i].empty()) continue;
      Refuse(line, absl::StrFormat("gives columns %d and %d one name",
                                   column + 1, i + 1));
      broken_ = true;
    }
    if (column_.kind == Kind::kNamed && !broken_) FindColumn(names, line);
  }

  // Where the row names no columns after all, it may be a patient's: it is
  // never shown.
  void FindColumn(const Cells& names, std::uint32_t line) {
    const auto found = std::ranges::find(names, column_.name);
    value_ = static_cast<std::size_t>(found - names.begin());
    broken_ = found == names.end() || value_ == 0;
    if (!broken_) return;
    if (found != names.end()) {
      return Refuse(line, absl::StrFormat("has '%s' as its first column, which "
                                          "is the key",
                                          column_.name));
    }
    std::string message = absl::StrFormat("names no column '%s'", column_.name);
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    const std::string_view near = Nearest(column_.name, candidates);
    if (!near.empty()) {
      const auto at = std::ranges::find(candidates, near);
      absl::StrAppendFormat(&message, "; did you mean its column %d?",
                            at - candidates.begin() + 1);
    }
    Refuse(line, std::move(message));
  }

  const TableColumn& column_;
  LookupTable& table_;
  std::vector<LookupTable::Mistake>& mistakes_;
  std::size_t value_ = 0;  // column of the replacement; 0: none
  bool broken_ = false;    // the first row is: the others cannot be read
};

LookupTable LookupTable::Parse(std::string_view text, const TableColumn& column,
                               std::vector<Mistake>& mistakes) {
  LookupTable table;
  LookupTableReader(column, table, mistakes).Read(text);
  return table;
}

const std::string* LookupTable::Find(std::string_view key) const {
  const auto row = rows_.find(absl::string_view(key.data(), key.size()));
  return row == rows_.end() ? nullptr : &row->second.value;
}

LookupTable::Merged LookupTable::FindMerged() const {
  std::vector<const Row*> rows;
  for (const auto& [key, row] : rows_) {
    if (!row.value.empty()) rows.push_back(&row);
  }
  std::ranges::sort(rows, {}, &Row::line);
  absl::flat_hash_map<std::string, std::uint32_t> lines;
  for (const Row* row : rows) {
    const auto [first, is_new] = lines.try_emplace(row->value, row->line);
    if (!is_new) return {first->second, row->line};
  }
  return {};
}

}  // namespace dcmscrub
