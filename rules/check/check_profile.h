// Rules that leave of a value more than the profile does; see check.h. None do
// where the profile is "none".
#pragma once

#include <span>
#include <vector>

#include "rules/language/rule_file.h"
#include "rules/parse/diagnostic.h"
#include "rules/profile/profile.h"

namespace dcmscrub {

// `idle`: selectors of the statement that never decide anyway.
void CheckAgainstProfile(const Statement& statement,
                         std::span<const Selector* const> idle,
                         const Profile& profile,
                         std::vector<Diagnostic>& diagnostics);

}  // namespace dcmscrub
