// What is odd about a rule file that can be read: rules that never decide,
// conditions that never hold, rows of the profile that a rule weakens,
// attributes that IODs require and a rule takes, options that exclude each
// other or do nothing.
#pragma once

#include <vector>

#include "rules/language/rule_file.h"
#include "rules/parse/diagnostic.h"

namespace dcmscrub {

// For a file that was parsed without errors. Options that exclude each other
// are errors, all else warnings; in the order of the text, by file.
std::vector<Diagnostic> Check(const RuleFile& file);

}  // namespace dcmscrub
