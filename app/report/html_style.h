// The style sheet of a report.
#pragma once

#include <string_view>

namespace dcmscrub {

std::string_view ReportStyle();

}  // namespace dcmscrub
