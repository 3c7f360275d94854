#include "pipeline/item/memory_plan.h"

#include <algorithm>

namespace dcmscrub {

MemoryPlan PlanMemory(std::uint64_t memory, int threads) {
  constexpr std::uint64_t kItemBudget = std::uint64_t{4} << 20;
  MemoryPlan plan;
  plan.item_budget = std::min(kItemBudget, memory / 4);
  const std::uint64_t fit = memory / 2 / plan.item_budget;
  plan.items = static_cast<std::size_t>(std::clamp<std::uint64_t>(
      fit, 1,
      std::min<std::uint64_t>(2 * static_cast<std::uint64_t>(threads),
                              MemoryPlan::kMostItems)));
  plan.large_budget = memory - plan.items * plan.item_budget;
  return plan;
}

}  // namespace dcmscrub
