// Compressed frames, by GDCM's codecs: RLE, JPEG, JPEG-LS, JPEG 2000.
#pragma once

#include <string_view>

#include "pipeline/pictures/frame.h"

namespace dcmscrub {

// What is said of a frame of that transfer syntax, as "JPEG 2000"; "an unknown
// compression" of one that is none of ours. Lives as long as the program.
std::string_view CompressionName(std::string_view transfer_syntax);

// Whether Decompress knows it.
bool CanDecompress(std::string_view transfer_syntax);

// Undoes the compression in place: the bytes become samples, pixel by pixel,
// in this machine's byte order, and the layout what they are in. kSyntax and
// kBroken. A frame that wants to be larger than its layout says is broken.
//
// The codecs abort and leak on broken input, and they are not safe in two
// threads: only to be called in a process of its own, see
// pipeline/pictures/apart.h.
FrameFault Decompress(std::string_view transfer_syntax, Frame& frame);

}  // namespace dcmscrub
