#include "app/user/labels_csv.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "app/talk/messages.h"
#include "rules/language/keywords.h"
#include "rules/parse/csv_reader.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kCaseColumn = "case";

struct Column {
  std::string name;
  const LabelInfo* label = nullptr;  // nullptr: the case itself
};

// A name that is no label may be anything: where the file is another one, a
// patient's. It is named by its place.
std::string UnknownColumn(std::string_view name, std::size_t number) {
  std::vector<std::string_view> names = {kCaseColumn};
  for (const LabelInfo& info : LabelInfos()) names.push_back(info.name);
  std::string text =
      absl::StrFormat("the name of column %d is no label", number);
  const std::string_view nearest = Nearest(name, names);
  if (!nearest.empty())
    absl::StrAppendFormat(&text, "; did you mean %s?", nearest);
  return text;
}

class Table {
 public:
  Table(const std::string& folder, const CaseLabels& defaults,
        std::vector<CsvMistake>& mistakes)
      : folder_(folder), defaults_(defaults), mistakes_(mistakes) {
    next_number_ = defaults.case_number;
  }

  void Read(std::string_view csv) {
    CsvReader reader(csv);
    if (!reader.why_not().empty()) {
      return mistakes_.push_back(
          {1, absl::StrFormat("cannot be read: %s", reader.why_not())});
    }
    std::vector<std::string> cells;
    std::uint32_t line = 0;
    std::string_view fault;
    while (reader.Next(cells, line, fault)) {
      if (!fault.empty()) {
        mistakes_.push_back({line, std::string(fault)});
      } else if (!IsBlankRow(cells)) {
        columns_.empty() ? ReadHeader(cells, line) : ReadRow(cells, line);
      }
    }
    if (columns_.empty() && mistakes_.empty()) {
      mistakes_.push_back({1, "has no row that names the columns"});
    } else if (cases_.empty() && mistakes_.empty()) {
      mistakes_.push_back({line, "has no case below the names of the columns"});
    }
  }

  std::vector<LabelledCase> Take() { return std::move(cases_); }

 private:
  void ReadHeader(const std::vector<std::string>& cells, std::uint32_t line) {
    bool has_case = false;
    for (const std::string& cell : cells) {
      Column column{absl::AsciiStrToLower(cell)};
      std::ranges::replace(column.name, '_', '-');
      column.label = FindLabel(column.name);
      const bool is_case = column.name == kCaseColumn;
      has_case |= is_case;
      if (column.label == nullptr && !is_case) {
        mistakes_.push_back({line, UnknownColumn(cell, columns_.size() + 1)});
      } else if (std::ranges::find(columns_, column.name, &Column::name) !=
                 columns_.end()) {
        mistakes_.push_back(
            {line, absl::StrFormat("names '%s' twice", column.name)});
      }
      columns_.push_back(std::move(column));
    }
    if (!has_case && mistakes_.empty()) {
      mistakes_.push_back({line,
                           "has no column 'case': the paths of the "
                           "cases, seen from the folder of this file"});
    }
    broken_ = !mistakes_.empty();
  }

  void ReadRow(const std::vector<std::string>& cells, std::uint32_t line) {
    if (broken_) return;
    if (cells.size() != columns_.size()) {
      mistakes_.push_back(
          {line,
           absl::StrFormat("has %s where the first row has %d",
                           Count(cells.size(), "cell"), columns_.size())});
      return;
    }
    LabelledCase row{line, "", defaults_};
    row.labels.case_number.clear();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (columns_[i].label == nullptr) {
        row.path = cells[i];
      } else if (!cells[i].empty()) {
        columns_[i].label->set(row.labels, cells[i]);
      }
    }
    if (row.path.empty()) {
      mistakes_.push_back({line, "has no case"});
      return;
    }
    if (row.path.front() != '/') row.path = folder_ + "/" + row.path;
    row.path = std::filesystem::path(row.path).lexically_normal();
    if (row.path.ends_with('/')) row.path.pop_back();
    if (row.labels.case_number.empty()) row.labels.case_number = next_number_;
    next_number_ = NextCaseNumber(row.labels.case_number);
    if (const auto status = CheckLabels(row.labels); !status.ok()) {
      mistakes_.push_back({line, std::string(MessageOf(status))});
    }
    CheckTwice(row, line);
    cases_.push_back(std::move(row));
  }

  void CheckTwice(const LabelledCase& row, std::uint32_t line) {
    const auto [path, new_path] = paths_.emplace(row.path, line);
    if (!new_path) {
      mistakes_.push_back(
          {line, absl::StrFormat("has the case of line %d", path->second)});
    }
    if (row.labels.case_number.empty()) return;
    const auto [number, new_number] =
        numbers_.emplace(row.labels.case_number, line);
    if (!new_number) {
      mistakes_.push_back({line, absl::StrFormat("has the case number of line "
                                                 "%d",
                                                 number->second)});
    }
  }

  const std::string& folder_;
  const CaseLabels& defaults_;
  std::vector<CsvMistake>& mistakes_;
  std::string next_number_;
  std::vector<Column> columns_;
  bool broken_ = false;  // the first row is: the others cannot be read
  std::vector<LabelledCase> cases_;
  std::map<std::string, std::uint32_t> paths_, numbers_;
};

}  // namespace

std::vector<LabelledCase> ParseLabelsCsv(std::string_view csv,
                                         const std::string& folder,
                                         const CaseLabels& defaults,
                                         std::vector<CsvMistake>& mistakes) {
  Table table(folder, defaults, mistakes);
  table.Read(csv);
  return table.Take();
}

}  // namespace dcmscrub
