#include "app/report/html_parts.h"

#include <absl/strings/str_format.h>

#include "app/talk/messages.h"

namespace dcmscrub {

HtmlTable::HtmlTable(HtmlWriter& html, std::string_view caption,
                     std::vector<Column> columns)
    : html_(html), columns_(std::move(columns)) {
  // Reachable by keyboard, as a box that scrolls must be.
  html_.Open("div", {{"class", "table"},
                     {"role", "region"},
                     {"aria-label", caption},
                     {"tabindex", "0"}});
  html_.Open("table");
  html_.Element("caption", caption);
  html_.Open("thead");
  html_.Open("tr");
  for (const Column& column : columns_) {
    html_.Element("th", column.title,
                  {{"scope", "col"}, {"class", column.number ? "n" : "t"}});
  }
  html_.Close();
  html_.Close();
  html_.Open("tbody");
}

HtmlTable::~HtmlTable() {
  for (int i = 0; i < 3; ++i) html_.Close();
}

void HtmlTable::Row(std::initializer_list<std::string> cells) {
  html_.Open("tr");
  std::size_t i = 0;
  for (const std::string& cell : cells) {
    const std::string_view kind = columns_[i].number ? "n" : "t";
    if (i == 0) {
      html_.Element("th", cell, {{"scope", "row"}, {"class", kind}});
    } else {
      html_.Element("td", cell, {{"class", kind}});
    }
    ++i;
  }
  html_.Close();
}

void HtmlTable::Note(std::string_view text) {
  html_.Open("tr");
  html_.Element(
      "td", text,
      {{"class", "more"}, {"colspan", std::to_string(columns_.size())}});
  html_.Close();
}

std::string Grouped(std::uint64_t number) { return Grouped(number, "\u202F"); }

std::string TimeText(std::string_view utc) {
  if (utc.size() != 20) return std::string(utc);
  return absl::StrFormat("%s %s UTC", utc.substr(0, 10), utc.substr(11, 5));
}

}  // namespace dcmscrub
