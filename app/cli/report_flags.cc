#include "app/cli/report_flags.h"

#include <algorithm>

namespace dcmscrub {

CLI::Option* AddThumbnails(CLI::App& app, const std::string& name,
                           Flags& flags) {
  return app.add_option(name, flags.thumbnails)->check(Between(0, 10'000));
}

bool IsPage(std::string_view path) { return path.ends_with(".html"); }

std::string ReportContradiction(const Flags& flags) {
  const bool known =
      std::ranges::all_of(flags.reports, [](const std::string& path) {
        return IsPage(path) || path.ends_with(".json");
      });
  return known ? "" : "--report wants a name that ends in .json or .html";
}

}  // namespace dcmscrub
