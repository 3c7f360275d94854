// The flags that make a policy, shared by the commands that need one.
#pragma once

#include <absl/status/statusor.h>

#include <span>
#include <string>

#include "app/cli/flag.h"

namespace dcmscrub {

// In this order: --param, --option, --identifiers, --rules, --profile,
// --date-shift-range, so that commands with fewer take the first of them.
extern const std::span<const Flag> kPolicyFlags;
inline constexpr std::size_t kParamFlags = 1;
inline constexpr std::size_t kFlagsBesideRules = 3;
inline constexpr std::size_t kFlagsWithoutDates = 5;

// --sop-class, for those who look at one kind of object.
extern const std::span<const Flag> kSopClassFlag;
// Its UID, empty where the flag was not given; an error for what the Standard
// does not know.
absl::StatusOr<std::string> SopClassUid(const Flags& flags);

// What is wrong with them together; empty if nothing.
std::string PolicyContradiction(const PolicyFlags& flags);

}  // namespace dcmscrub
