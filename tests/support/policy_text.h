// Policies from rule text, for tests.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "rules/compile/policy.h"

namespace dcmscrub {

// The policy of `rules`, a rule file without its first line; `files` are those
// that it names. Mistakes fail the test that runs, with their messages.
std::unique_ptr<const Policy> PolicyOf(
    const std::string& rules,
    const std::map<std::string, std::string>& files = {});

// The same as it was read.
RuleFile RuleFileOf(const std::string& rules);

}  // namespace dcmscrub
