#include "pipeline/item/work_item.h"

#include <algorithm>
#include <bit>

namespace dcmscrub {

void WorkItem::Finish(std::uint64_t most) {
  scrub.patient.reset();
  const bool index_gone = object.Finish(most);
  const bool edits_gone = output.Finish(most);
  if (index_gone || edits_gone) scrub.scrubber.emplace();
}

WorkPool::WorkPool(std::size_t items) {
  items = std::clamp<std::size_t>(items, 1, MemoryPlan::kMostItems);
  for (std::size_t i = 0; i < items; ++i) {
    items_.push_back(std::make_unique<WorkItem>());
    items_.back()->slot = i;
    free_[i / kBits] |= std::uint64_t{1} << i % kBits;
  }
}

WorkItem* WorkPool::Take() {
  for (std::size_t word = 0; word < free_.size(); ++word) {
    std::uint64_t bits = free_[word].load(std::memory_order_relaxed);
    while (bits != 0) {
      if (free_[word].compare_exchange_weak(bits, bits & (bits - 1),
                                            std::memory_order_acquire,
                                            std::memory_order_relaxed)) {
        return items_[word * kBits +
                      static_cast<std::size_t>(std::countr_zero(bits))]
            .get();
      }
    }
  }
  return nullptr;
}

void WorkPool::Give(WorkItem* item) {
  free_[item->slot / kBits].fetch_or(std::uint64_t{1} << item->slot % kBits,
                                     std::memory_order_release);
}

}  // namespace dcmscrub
