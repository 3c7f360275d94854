#pragma once

#include <optional>
#include <string_view>

#include "rules/standard/action.h"

namespace dcmscrub {

// The names of `option` and --option: "retain-uids" …; nothing for others,
// the two pixel options included, which are not there yet.
std::optional<Option> ParseOption(std::string_view name);
std::string_view OptionName(Option option);

}  // namespace dcmscrub
