// Every place at which the self-test plants something.
#pragma once

#include <span>
#include <vector>

#include "pipeline/selftest/base.h"
#include "pipeline/selftest/canary.h"
#include "pipeline/selftest/oracle.h"

namespace dcmscrub {

// Some ten thousands, always the same ones for the same bases and policy: all
// attributes of PS3.6 at three depths, spread over the bases; attributes of
// Table E.1-1 in each base, once for every Type that they have there; private
// and unknown attributes; all that is not the data set; and values of the
// person in what stays. Those with layout "mirror" come last.
std::vector<Canary> AllCanaries(std::span<const TestBase> bases,
                                const SelftestOracle& oracle);

}  // namespace dcmscrub
