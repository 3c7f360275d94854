// The values of an original that the profile takes out and that identify, as
// patterns: docs/residue.md, "What is searched for".
#pragma once

#include <functional>

#include "kernels/identity/identity.h"
#include "kernels/text/text_codec.h"
#include "pipeline/verify/reading/gdcm_object.h"
#include "pipeline/verify/reading/patterns.h"
#include "pipeline/verify/reading/profile.h"

namespace dcmscrub {

// `site` as in VerifyPatterns. `identity` may be null: then UIDs of the
// original that were made under the key cannot be told. `stays`: whether rules
// had a value stay, which is none of them then.
VerifyPatterns PatternsOf(const GdcmObject& original,
                          const VerifyProfile& profile,
                          const Identity* identity, const VerifySiteWords* site,
                          TextCodec& codec,
                          const std::function<bool(const GdcmElement&)>& stays);

}  // namespace dcmscrub
