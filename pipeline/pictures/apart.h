// Work on bytes of strangers by libraries that abort when they are surprised,
// in a process of its own: what brings it down, fills its memory or never ends
// costs no more than the answer.
//
// The process is a copy of this one with one thread and nothing on its
// standard streams. The work may use whatever is in memory, and locks that no
// other thread takes meanwhile: those of the library, if it is used nowhere
// but here.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

namespace dcmscrub {

struct ApartLimits {
  std::uint64_t memory = std::uint64_t{512} << 20;  // on top of what is in use
  std::size_t answer = std::size_t{4} << 20;        // bytes
  std::chrono::milliseconds patience{20'000};
};

enum class ApartEnd : std::uint8_t {
  kDone,
  kDied,       // a signal, an exception, no memory, or too long an answer
  kTooLong,    // patience is over
  kNoProcess,  // the system gave none
};

using ApartWork = std::function<std::vector<std::uint8_t>()>;

// Waits for it. `answer` gets what `work` returned; it is empty unless done.
// Any thread, any number at a time.
ApartEnd RunApart(const ApartLimits& limits, const ApartWork& work,
                  std::vector<std::uint8_t>& answer);

}  // namespace dcmscrub
