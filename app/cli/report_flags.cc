#include "app/cli/report_flags.h"

#include <algorithm>

namespace dcmscrub {

void AddThumbnails(FlagList& list, int& thumbnails) {
  list.Add(
          {"--thumbnails", "N", "series on the page's contact sheet; 0: none",
           "How many series the page shows pictures of: of each its first,\n"
           "middle and last image, as they stand in the output, for people to\n"
           "look for text in them. Default: 200. 0: no pictures."},
          thumbnails)
      .Between(0, 10'000);
}

bool IsPage(std::string_view path) { return path.ends_with(".html"); }

std::string ReportContradiction(const std::vector<std::string>& reports) {
  const bool known = std::ranges::all_of(reports, [](const std::string& path) {
    return IsPage(path) || path.ends_with(".json");
  });
  return known ? "" : "--report wants a name that ends in .json or .html";
}

}  // namespace dcmscrub
