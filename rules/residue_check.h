// What is odd about the `residue` lines of a rule file. Internal to check.h.
#pragma once

#include <vector>

#include "rules/parser.h"
#include "rules/profile.h"
#include "rules/rule_file.h"

namespace dcmscrub {

void CheckResidue(const RuleFile& file, const Profile& profile,
                  std::vector<Diagnostic>& diagnostics);

}  // namespace dcmscrub
