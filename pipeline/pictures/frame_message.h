// What is said of a compressed frame to the process that decompresses it. The
// question: FrameQuestion, the UID of the transfer syntax, the frame. The
// answer: nothing for a broken frame, else FrameAnswer and samples, pixel by
// pixel in this machine's byte order.
#pragma once

#include <cstdint>

#include "pipeline/pictures/frame.h"

namespace dcmscrub {

struct FrameQuestion {
  FrameLayout layout;
  std::uint32_t syntax_size = 0;
};

struct FrameAnswer {
  std::uint32_t stored = 0;
  std::uint32_t high_bit = 0;
};

}  // namespace dcmscrub
