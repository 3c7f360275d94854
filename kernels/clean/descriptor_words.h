// Clean Descriptors: what each token is worth by itself. Internal to the
// cleaner (descriptor.h).
#pragma once

#include "kernels/clean/descriptor_tokens.h"

namespace dcmscrub {

// Sets the fate of each token, and who is an initial, without a look at what
// stands beside it. Numbers: weak where they are short enough, and no date.
void JudgeAlone(DescriptorText& text);

// Whether a part of a written run, split where its letters and digits meet and
// where small letters meet capitals, is `folded`.
bool HasPart(DescriptorText& text, const DescriptorToken& token,
             std::string_view folded);

}  // namespace dcmscrub
