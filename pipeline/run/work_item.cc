#include "pipeline/run/work_item.h"

#include <algorithm>
#include <cstring>

namespace dcmscrub {
namespace {

constexpr std::uint64_t kItemBudget = std::uint64_t{4} << 20;

template <typename T>
void ReleaseIfLarger(std::vector<T>& vector, std::uint64_t budget) {
  if (vector.capacity() * sizeof(T) > budget) std::vector<T>().swap(vector);
}

}  // namespace

void OutputSeries::Clear() {
  series.clear();
  study.clear();
  patient.clear();
  modality.clear();
}

void Ticket::Reset() {
  number = 0;
  root = 0;
  source.clear();
  below = 0;
  output.clear();
  temporary.reset();
  decided = false;
  outcome = Outcome::kWritten;
  reason = Reason::kNone;
  error_number = 0;
  fault = {};
  place.clear();
  warnings = {};
  name_holds_identifier = false;
  neutral_name = false;
  remove_source = false;
  telling_folders.clear();
  labels.clear();
  who.Clear();
  series.Clear();
  bytes_in = 0;
  bytes_out = 0;
  modified_ns = 0;
  device = 0;
  inode = 0;
  losses = {};
  was_linked = false;
  new_modified_ns = 0;
}

void Buffer::Resize(std::size_t size) {
  if (size > capacity_) {
    // Doubling makes the cost of growing linear. Never cleared: the kernel is
    // about to fill it.
    const std::size_t capacity = std::max(size, capacity_ + capacity_ / 2);
    std::unique_ptr<std::uint8_t[]> larger(new std::uint8_t[capacity]);
    if (size_ > 0) std::memcpy(larger.get(), data_.get(), size_);
    data_ = std::move(larger);
    capacity_ = capacity;
  }
  size_ = size;
}

void Buffer::Release() {
  data_.reset();
  size_ = 0;
  capacity_ = 0;
}

void WorkItem::Finish(std::uint64_t budget) {
  file.reset();
  patient.reset();
  ticket = nullptr;
  if (buffer.capacity() > budget) buffer.Release();
  ReleaseIfLarger(inflated, budget);
  ReleaseIfLarger(deflated, budget);
  ReleaseIfLarger(windows, budget);
  ReleaseIfLarger(parts, budget);
  const std::uint64_t index_bytes = index->elements().size() * sizeof(Element);
  if (index_bytes > budget) {
    index.emplace();
    scrubber.emplace();
  }
  if (edits.arena().capacity() > budget || edits.runs().size_bytes() > budget) {
    edits = EditList();
    gather.emplace();
    scrubber.emplace();
  }
}

WorkPool::WorkPool(std::size_t items) {
  items = std::clamp<std::size_t>(items, 1, kMaxItems);
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

MemoryPlan PlanMemory(std::uint64_t memory, int threads) {
  MemoryPlan plan;
  plan.item_budget = std::min(kItemBudget, memory / 4);
  const std::uint64_t fit = memory / 2 / plan.item_budget;
  plan.items = static_cast<std::size_t>(std::clamp<std::uint64_t>(
      fit, 1,
      std::min<std::uint64_t>(2 * static_cast<std::uint64_t>(threads),
                              WorkPool::kMaxItems)));
  plan.large_budget = memory - plan.items * plan.item_budget;
  return plan;
}

}  // namespace dcmscrub
