// Compressed frames, by GDCM's codecs: RLE, JPEG, JPEG-LS, JPEG 2000. They
// abort and leak on broken input and are not safe in two threads, so this is
// the part of a worker (pipeline/apart/serve.h); decompress.h asks for it.
#pragma once

#include <string>
#include <string_view>

namespace dcmscrub {

// A question of frame_message.h, and its answer.
std::string DecompressFrame(std::string_view question);

}  // namespace dcmscrub
