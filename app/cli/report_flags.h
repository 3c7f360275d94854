// What `run` and `report` share of their command lines.
#pragma once

#include <string>
#include <string_view>

#include "app/cli/flag.h"

namespace dcmscrub {

// "--thumbnails N".
CLI::Option* AddThumbnails(CLI::App& app, const std::string& name,
                           Flags& flags);
inline constexpr Flag kThumbnailsFlag = {
    {"--thumbnails", "N", "series on the page's contact sheet; 0: none",
     "How many series the page shows pictures of: of each its first,\n"
     "middle and last image, as they stand in the output, for people to\n"
     "look for text in them. Default: 200. 0: no pictures."},
    AddThumbnails};

// Whether a report of that name is a page: "x.html".
bool IsPage(std::string_view path);
// What is wrong with the names of reports; empty if nothing.
std::string ReportContradiction(const Flags& flags);

}  // namespace dcmscrub
