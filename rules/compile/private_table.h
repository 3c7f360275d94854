// The private attributes that a policy knows, as RuleTable wants them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/match/rule_table.h"
#include "rules/compile/chains.h"
#include "rules/compile/site_program.h"
#include "rules/profile/profile.h"
#include "rules/profile/safe_private.h"

namespace dcmscrub {

// Owns what the spans view. Immutable; does not move.
class PrivateTable {
 public:
  PrivateTable() = default;
  PrivateTable(const PrivateTable&) = delete;
  PrivateTable& operator=(const PrivateTable&) = delete;

  // `safe` under Retain Safe Private, but for what `profile` excepts: of two
  // rows the later one, and none that is curated where there is another; and
  // what the statements of `site` (may be nullptr) name, with their chains.
  void Build(const Profile& profile, std::span<const SafePrivate> safe,
             const SiteProgram* site, Chains& chains);

  std::span<const std::string_view> creators() const { return creators_; }
  std::span<const PrivateRule> slots() const { return slots_; }

 private:
  std::vector<std::string> names_;
  std::vector<std::string_view> creators_;  // ascending
  std::vector<PrivateRule> slots_;
};

}  // namespace dcmscrub
