// What an output may say about how it was de-identified: PS3.15 E.1.1 and
// E.3.6. A code is claimed only where it is carried out.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/match/rule_table.h"
#include "rules/compile/chains.h"
#include "rules/compile/site_program.h"
#include "rules/profile/profile.h"

namespace dcmscrub {

// What the statements of a site take back from what the profile promises. A
// statement does so when it can leave of a value, for whatever object, more
// than the profile does: conditions and paths count as fulfilled.
struct Weakening {
  bool profile = false;                      // some row of it
  std::array<bool, kOptionCount> options{};  // a row that this option has clean
  bool keeps_dates = false;  // of those that the date options are about
  bool moves_dates = false;
};

Weakening FindWeakening(const Profile& profile, const RuleTable& table,
                        const Chains& chains, const SiteProgram& site);

struct Claims {
  std::string method;  // for (0012,0063); see MarkTable::method
  std::vector<MarkTable::Code> codes;
  std::string_view temporal_information;
};

// `fingerprint`: of the policy, of which the first 8 characters are shown.
// `site`: there are statements.
Claims MakeClaims(const Profile& profile, const Weakening& weakening, bool site,
                  std::string_view fingerprint);

// "dcmscrub 0.1.0 PS3.15 2026d Basic".
std::string MethodName(const Profile& profile);

}  // namespace dcmscrub
