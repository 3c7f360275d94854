// The built-in teaching policy with labels, for runs over the corpus.
#pragma once

#include "pipeline/run/run.h"

namespace dcmscrub {

// Fails the test that runs where the policy cannot be made.
RunOptions TeachingOptions();

}  // namespace dcmscrub
