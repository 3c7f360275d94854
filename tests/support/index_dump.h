// An element index as text, for comparison with what a test wants.
#pragma once

#include <string>

#include "kernels/core/bytes.h"
#include "kernels/core/error.h"
#include "kernels/parse/element_index.h"

namespace dcmscrub {

// A line for each element, indented by its depth: tag, VR, where it stands
// (offset:header+value+delimiter) and what is odd about it; then the warnings
// and the fault, if any.
//
//   (0008,1140) SQ 0:12+16+8 undefined
//     item 12:8+0+8 undefined
//   (0010,0010) PN<UN 36:12+4         the file says UN, PS3.6 PN
//   warnings: un-as-sequence
//   fault: length-past-end (0010,0020) @52 by 3
//
// Headers in another encoding than the data set are marked "implicit",
// "explicit" or "little". Whether values were loaded is left out.
std::string DumpIndex(const ElementIndex& index);

// "fault: …" as above, with its newline; nothing for no fault.
std::string DumpFault(const Fault& fault);
// "warnings: …" as above; nothing for none.
std::string DumpWarnings(WarningSet warnings);

// A line for each element: tag, VR as written, and the value, as text where
// it is printable and in hexadecimal where it is not, with its padding:
//
//   (0008,1140) SQ 16
//     item undefined
//       (0008,1155) UI "1.2.3\0"
//   (0028,0010) US 0200
//
// Sequences and items show their length. `stream` is what was indexed.
std::string DumpValues(const ElementIndex& index, Bytes stream);

}  // namespace dcmscrub
