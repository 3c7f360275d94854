// Elements of an index as bytes in another encoding: headers in its VR form,
// numbers in its byte order. PS3.5 7.1, 7.3, Annex A.
#pragma once

#include <cstdint>

#include "kernels/core/bytes.h"
#include "kernels/core/element_writer.h"
#include "kernels/core/encoding.h"
#include "kernels/parse/element_index.h"

namespace dcmscrub {

// Appends element `i` with all that it holds. Sequences and items keep their
// form of length. VRs that the headers lack are those of PS3.6, UN where it has
// none; bytes under UN keep their order. Values that were not loaded, and
// fragments, are left out with their elements.
void AppendTranscoded(Arena& arena, const ElementIndex& index, Bytes memory,
                      std::uint32_t i, Encoding target);

}  // namespace dcmscrub
