#include "pipeline/item/input_object.h"

#include <algorithm>
#include <cstring>

namespace dcmscrub {

void Buffer::Resize(std::size_t size) {
  if (size > capacity_) {
    // By half at least makes the cost of growing linear. Never cleared: the
    // kernel is about to fill it.
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

WarningSet InputObject::Complete() {
  facts = CollectFacts(*index, memory());
  return CompleteFacts(prefix, facts);
}

bool InputObject::Finish(std::uint64_t budget) {
  file.reset();
  if (buffer.capacity() > budget) buffer.Release();
  ReleaseIfLarger(inflated, budget);
  ReleaseIfLarger(windows, budget);
  if (index->elements().size() * sizeof(Element) <= budget) return false;
  index.emplace();
  return true;
}

}  // namespace dcmscrub
