// What site statements are called in journals and reports.
#pragma once

#include <string>
#include <vector>

#include "rules/policy.h"
#include "rules/rule_file.h"

namespace dcmscrub {

// By the number that kernels know a statement by: "site.rules:12", without the
// folders. `policy` was made of `file`.
std::vector<std::string> StatementNames(const Policy& policy,
                                        const RuleFile& file);

}  // namespace dcmscrub
