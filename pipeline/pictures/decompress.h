// Compressed frames made samples: by GDCM, in a process of its own.
#pragma once

#include <string_view>

#include "pipeline/apart/workers.h"
#include "pipeline/pictures/frame.h"

namespace dcmscrub {

// What is said of a frame of that transfer syntax, as "JPEG 2000"; "an unknown
// compression" of one that is none of ours. Lives as long as the program.
std::string_view CompressionName(std::string_view transfer_syntax);

// Whether Decompress knows it.
bool CanDecompress(std::string_view transfer_syntax);

// Undoes the compression in place: the bytes become samples, pixel by pixel,
// in this machine's byte order, and the layout what they are in. kSyntax,
// kBroken and kTooLong. A frame that wants to be larger than its layout says
// is broken. Of `terms` the answer is set here.
FrameFault Decompress(std::string_view transfer_syntax, WorkerTerms terms,
                      Workers& workers, Frame& frame);

}  // namespace dcmscrub
