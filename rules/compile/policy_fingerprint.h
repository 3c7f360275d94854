// What tells policies apart; see Policy::fingerprint. Internal to the rules
// layer.
#pragma once

#include <string>
#include <vector>

#include "rules/compile/policy_parts.h"
#include "rules/language/rule_file.h"

namespace dcmscrub {

// Of parts that are complete but for their claims. `texts` are those of the
// files that rules name, `identifiers` those of the command line, each in their
// order.
std::string FingerprintOf(const PolicyParts& parts, const RuleFile& file,
                          const std::vector<std::string>& texts,
                          const std::vector<std::string>& identifiers);

}  // namespace dcmscrub
