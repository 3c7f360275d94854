// What `run` and `report` share of their command lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/cli/flag_list.h"

namespace dcmscrub {

// --thumbnails: series on a contact sheet; 0: none.
inline constexpr int kDefaultThumbnails = 200;
void AddThumbnails(FlagList& list, int& thumbnails);

// Whether a report of that name is a page: "x.html".
bool IsPage(std::string_view path);
// What is wrong with the names of reports; empty if nothing.
std::string ReportContradiction(const std::vector<std::string>& reports);

}  // namespace dcmscrub
