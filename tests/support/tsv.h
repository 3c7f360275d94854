// The tables of the Standard, as the tests read them. Needs the compile
// definition DCMSCRUB_SOURCE_DIR.
#pragma once

#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace dcmscrub {

using TsvRow = std::map<std::string, std::string>;  // by the column's name

// All rows of rules/standard/tables/`name`, which has a line of column names.
inline std::vector<TsvRow> ReadStandardTable(const std::string& name) {
  std::ifstream in(std::string(DCMSCRUB_SOURCE_DIR) +
                   "/rules/standard/tables/" + name);
  if (!in) throw std::runtime_error("cannot read " + name);
  const auto split = [](const std::string& line) {
    std::vector<std::string> cells(1);
    for (char c : line) {
      if (c == '\t') {
        cells.emplace_back();
      } else if (c != '\r') {
        cells.back() += c;
      }
    }
    return cells;
  };
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> columns = split(line);
  std::vector<TsvRow> rows;
  while (std::getline(in, line)) {
    std::vector<std::string> cells = split(line);
    cells.resize(columns.size());
    TsvRow& row = rows.emplace_back();
    for (std::size_t i = 0; i < columns.size(); ++i) row[columns[i]] = cells[i];
  }
  return rows;
}

}  // namespace dcmscrub
