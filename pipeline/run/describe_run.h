// What a run is called in its journal and report.
#pragma once

#include <string_view>
#include <vector>

#include "pipeline/inputs/options.h"
#include "rules/compile/policy.h"

namespace dcmscrub {

// The options that rules and a command line choose, each once, by name.
std::vector<std::string_view> OptionNames(const PolicySource& source);

// `policy`: the rules' name, without folders.
RunDescription DescribeRun(const PolicySource& source, std::string_view policy);

}  // namespace dcmscrub
