// What the parts of a page are made with.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "app/report/html_writer.h"

namespace dcmscrub {

struct Column {
  std::string_view title;
  bool number = false;  // ranged right
};

// A table with a caption, in a box that scrolls by itself where the page is
// narrow. The first cell of each row is its heading.
class HtmlTable {
 public:
  HtmlTable(HtmlWriter& html, std::string_view caption,
            std::vector<Column> columns);
  ~HtmlTable();
  HtmlTable(const HtmlTable&) = delete;
  HtmlTable& operator=(const HtmlTable&) = delete;

  void Row(std::initializer_list<std::string> cells);
  // A last row of one cell: "and 12 more".
  void Note(std::string_view text);

 private:
  HtmlWriter& html_;
  const std::vector<Column> columns_;
};

// "12 345 678", with narrow spaces that do not break.
std::string Grouped(std::uint64_t number);
// "2026-01-31 12:00 UTC", of what is written as 2026-01-31T12:00:00Z.
std::string TimeText(std::string_view utc);

}  // namespace dcmscrub
