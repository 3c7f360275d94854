// The flags that make a policy, shared by the commands that need one.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>

#include "app/cli/flag_list.h"
#include "app/user/load_policy.h"

namespace dcmscrub {

// Which of them a command has: each of these has those before it, too.
enum class PolicyPart : std::uint8_t {
  kParams,       // --param
  kBesideRules,  // --option, --identifiers
  kRules,        // --rules, --profile
  kDates,        // --date-shift-range
};
void AddPolicyFlags(FlagList& list, PolicyFlags& policy, PolicyPart last);
// What is wrong with them together; empty if nothing.
std::string PolicyContradiction(const PolicyFlags& policy);

// --sop-class, for those who look at one kind of object.
void AddSopClass(FlagList& list, std::string& sop_class);
// Its UID, empty where the flag was not given; an error for what the Standard
// does not know.
absl::StatusOr<std::string> SopClassUid(const std::string& sop_class);

}  // namespace dcmscrub
