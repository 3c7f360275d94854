// What all tables of one policy have in common, and how it is put together.
// Internal to the rules layer.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernels/emit/encrypted_attributes.h"
#include "kernels/match/rule_table.h"
#include "kernels/search/vocabulary.h"
#include "rules/compile/chains.h"
#include "rules/compile/claims.h"
#include "rules/compile/policy.h"
#include "rules/compile/private_table.h"
#include "rules/compile/residue_search.h"
#include "rules/compile/site_program.h"
#include "rules/profile/profile.h"
#include "rules/profile/safe_private.h"

namespace dcmscrub {

// Immutable once it is made; does not move, as `table` views the rest.
struct PolicyParts {
  explicit PolicyParts(const ProfileChoice& choice) : profile(choice) {}
  PolicyParts(const PolicyParts&) = delete;
  PolicyParts& operator=(const PolicyParts&) = delete;

  Profile profile;
  std::vector<ActionCode> codes;  // of each rule
  std::vector<Rule> rules;
  std::vector<std::uint16_t> rule_slots;
  std::vector<ContentRule> content;
  std::vector<SafePrivate> safe;  // of all lists, in their order
  PrivateTable private_table;
  Chains chains;
  std::unique_ptr<const SiteProgram> site;       // nullptr: no statements
  std::unique_ptr<const Vocabulary> vocabulary;  // nullptr: no words of a site
  Recipients recipients;
  std::unique_ptr<ResidueSearch> residue;
  Claims claims;
  std::string fingerprint;
  std::string dates_constant;
  // For objects of which neither SOP class nor places are known: complete but
  // for path rules. Those of a SOP class differ in rules and path rules.
  RuleTable table;
};

// nullptr with errors in `diagnostics`.
std::shared_ptr<const PolicyParts> MakePolicyParts(
    const PolicySource& source, std::vector<Diagnostic>& diagnostics);

}  // namespace dcmscrub
