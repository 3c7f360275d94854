// A list of tags to remove → a rule file; see import.h.
#pragma once

#include <string_view>

#include "rules/import/import.h"

namespace dcmscrub {

ImportResult ImportTagList(std::string_view name, std::string_view text);

}  // namespace dcmscrub
