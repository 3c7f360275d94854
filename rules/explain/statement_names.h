// What site statements are called in journals and reports.
#pragma once

#include <string>
#include <vector>

#include "rules/compile/policy.h"
#include "rules/language/rule_file.h"

namespace dcmscrub {

// By the number that kernels know a statement by: "site.rules:12", without the
// folders. `policy` was made of `file`.
std::vector<std::string> StatementNames(const Policy& policy,
                                        const RuleFile& file);

}  // namespace dcmscrub
