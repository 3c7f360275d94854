#include "pipeline/run/bounded_loop.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace dcmscrub {
namespace {

TEST(BoundedLoop, DoesEachOnce) {
  for (const int threads : {0, 1, 4}) {
    for (const std::size_t count : {0, 1, 1000}) {
      std::vector<std::atomic<int>> done(count);
      ForEach(count, {.threads = threads}, [&](std::size_t i) { ++done[i]; });
      for (const std::atomic<int>& times : done) EXPECT_EQ(times, 1);
    }
  }
}

TEST(BoundedLoop, KeepsToTheMemoryButLetsOneInAnyway) {
  constexpr std::uint64_t kMemory = 10;
  std::mutex mutex;
  std::uint64_t used = 0;
  std::size_t running = 0;
  bool fine = true;
  LoopBounds bounds = {.threads = 4, .memory = kMemory};
  bounds.cost = [](std::size_t i) { return i % 13; };
  ForEach(1000, bounds, [&](std::size_t i) {
    {
      const std::lock_guard lock(mutex);
      used += i % 13;
      ++running;
      fine &= used <= kMemory || running == 1 || used == i % 13;
    }
    const std::lock_guard lock(mutex);
    used -= i % 13;
    --running;
  });
  EXPECT_TRUE(fine);
}

TEST(BoundedLoop, ASlotIsOneThreads) {
  std::vector<std::atomic<int>> in_slot(LoopSlots(4));
  std::size_t left = 1000;
  bool ended = false;
  LoopOver(
      4,
      [&](std::size_t slot) {
        EXPECT_EQ(in_slot[slot], 0);
        EXPECT_FALSE(ended) << "asked again after the end";
        ended = left == 0;
        if (!ended) --left;
        return !ended;
      },
      [&](std::size_t slot) {
        EXPECT_EQ(++in_slot[slot], 1);
        --in_slot[slot];
      });
  EXPECT_EQ(left, 0u);
}

TEST(BoundedLoop, ThrowsWhatABodyThrowsAndEnds) {
  std::atomic<int> done = 0;
  EXPECT_THROW(ForEach(1000, {.threads = 3},
                       [&](std::size_t i) {
                         if (i == 10) throw std::runtime_error("ten");
                         ++done;
                       }),
               std::runtime_error);
  EXPECT_LT(done, 1000);
}

}  // namespace
}  // namespace dcmscrub
