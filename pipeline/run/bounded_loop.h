// One loop on all threads, for all that is no run: walks, verify, the self-test
// and pictures. Its threads are its own and none of oneTBB's, so what waits in
// it, for memory or for its turn, stops nobody else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace dcmscrub {

// How many bodies there are at most at a time; 0 threads: as many as the
// machine has.
std::size_t LoopSlots(int threads);

// Calls `next(slot)` by one thread at a time until it returns false once, and
// for each that returned true `work(slot)`, by many at a time; a slot is one
// thread's. Throws the first that they throw, when all have come to an end.
void LoopOver(int threads, const std::function<bool(std::size_t)>& next,
              const std::function<void(std::size_t)>& work);

struct LoopBounds {
  int threads = 0;
  // What the bodies that run at a time may cost; one always runs.
  std::uint64_t memory = 0;
  // Of a body, by its index; empty: nothing.
  std::function<std::uint64_t(std::size_t)> cost = {};
};

// Calls `body(i)` for each i below `count`, in any order.
void ForEach(std::size_t count, const LoopBounds& bounds,
             const std::function<void(std::size_t)>& body);

}  // namespace dcmscrub
