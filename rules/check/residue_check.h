// What is odd about the `residue` lines of a rule file. Internal to check.h.
#pragma once

#include <vector>

#include "rules/language/rule_file.h"
#include "rules/parse/diagnostic.h"
#include "rules/profile/profile.h"

namespace dcmscrub {

void CheckResidue(const RuleFile& file, const Profile& profile,
                  std::vector<Diagnostic>& diagnostics);

}  // namespace dcmscrub
