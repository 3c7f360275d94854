// Text cut to what its VR allows, PS3.5 6.2: between characters, whatever the
// Specific Character Set (0008,0005).
#pragma once

#include <cstddef>
#include <string_view>

#include "kernels/core/element_writer.h"
#include "kernels/core/vr.h"
#include "kernels/text/text_codec.h"

namespace dcmscrub {

// Whether `value` may be longer than `vr` allows. Cheap: false for almost all.
bool MayBeOverlong(Vr vr, std::size_t size);

// Appends `value`, a whole element value in the character set `set` (a value of
// (0008,0005)), with each of its values cut to the characters that `vr` allows;
// code extensions (ISO 2022) are closed again behind a cut. A number with too
// many digits is kept, and so is text of which no one can tell the characters
// but that may be short enough; what else is too long and cannot be cut safely
// is emptied. Returns whether anything was cut: if not, `value` stands there
// byte for byte.
bool AppendCutText(Arena& arena, Vr vr, std::string_view value,
                   std::string_view set, TextCodec& codec);

}  // namespace dcmscrub
