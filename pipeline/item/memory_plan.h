// How the memory of a run is shared out.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dcmscrub {

struct MemoryPlan {
  static constexpr std::size_t kMostItems = 128;

  std::size_t items = 0;           // in flight at a time
  std::uint64_t item_budget = 0;   // bytes for each of them
  std::uint64_t large_budget = 0;  // bytes for the one in the large lane
};

// Half of the memory at most goes to the items, twice as many as there are
// threads if they fit; the rest is for the large lane.
MemoryPlan PlanMemory(std::uint64_t memory, int threads);

}  // namespace dcmscrub
