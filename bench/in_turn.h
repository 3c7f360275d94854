// Two ways to do the same, a batch of each in turn: on a machine that others
// use, only what runs next to each other can be compared.
#pragma once

#include <ctime>

namespace dcmscrub {

// Of this thread on the processor, as others may be busy beside it.
inline double ProcessorSeconds() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_nsec) * 1e-9;
}

inline constexpr int kBatch = 16;

template <typename Work>
double TimeBatch(Work work) {
  const double begin = ProcessorSeconds();
  for (int i = 0; i < kBatch; ++i) work();
  return ProcessorSeconds() - begin;
}

}  // namespace dcmscrub
