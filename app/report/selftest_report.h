// What the self-test says: for people and as JSON (docs/selftest.md). Holds
// nothing but made-up people's attributes, never their values.
#pragma once

#include <string>
#include <string_view>

#include "app/user/load_policy.h"
#include "pipeline/selftest/selftest.h"

namespace dcmscrub {

// A line for each kind of place, what was not written, the survivors with what
// makes them matter, and last the verdict.
std::string SelftestText(const SelftestResult& result);

std::string SelftestJson(const SelftestResult& result,
                         const LoadedPolicy& policy, std::string_view version);

// "clean: of 38512 canaries none survived that should not".
std::string SelftestVerdict(const SelftestResult& result);

}  // namespace dcmscrub
