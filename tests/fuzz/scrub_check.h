// What must hold of any bytes as a file, under several policies: for the fuzzer
// of the scrubber and for plain tests.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "kernels/core/bytes.h"
#include "rules/compile/policy.h"

namespace dcmscrub {

// The basic profile, options, and site rules, with dates moved or not.
inline constexpr std::size_t kScrubPolicies = 6;

std::unique_ptr<const Policy> MakeScrubPolicy(std::size_t number);

// What is wrong; empty when nothing is. However a file is read, the same comes
// out under policy number `policy`, which is read again without a fault or a
// repair and which another scrub does not change. A file that is refused is
// fine.
std::string_view ScrubProblem(Bytes file, std::size_t policy);

}  // namespace dcmscrub
