// Clean Descriptors: words by what stands beside them: titles, labels,
// initials, addresses, what joins them. Internal to the cleaner (descriptor.h).
#pragma once

#include "kernels/clean/descriptor_tokens.h"

namespace dcmscrub {

// E-mail addresses and URLs, whole.
void DropAddresses(DescriptorText& text);

// After all that judges tokens by themselves and by numbers beside them: names
// go with their titles and initials, weak tokens with what goes beside them,
// connectors with what they lead to.
void JudgeContext(DescriptorText& text);

}  // namespace dcmscrub
