// Clean Descriptors: numbers by what stands beside them: dates, times, phones,
// measures. Internal to the cleaner (descriptor.h).
#pragma once

#include "kernels/clean/descriptor_tokens.h"

namespace dcmscrub {

// After JudgeAlone. What it lets go takes weak neighbours along later on.
void JudgeNumbers(DescriptorText& text);

}  // namespace dcmscrub
