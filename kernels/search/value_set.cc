#include "kernels/search/value_set.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace dcmscrub {

void ValueSet::Begin(std::size_t most) {
  slots_.assign(most == 0 ? 0 : std::bit_ceil(2 * most), {});
  count_ = 0;
}

bool ValueSet::Add(std::string_view value) {
  if (value.empty()) return false;
  if (2 * (count_ + 1) > slots_.size()) Grow();
  std::string_view& slot = slots_[SlotOf(value)];
  const bool added = slot.empty();
  slot = value;
  count_ += added ? 1 : 0;
  return added;
}

void ValueSet::Grow() {
  constexpr std::size_t kFew = 16;
  std::vector<std::string_view> smaller(std::max(kFew, 2 * slots_.size()));
  smaller.swap(slots_);
  for (const std::string_view value : smaller) {
    if (!value.empty()) slots_[SlotOf(value)] = value;
  }
}

bool ValueSet::Has(std::string_view value) const {
  return !slots_.empty() && !value.empty() && slots_[SlotOf(value)] == value;
}

// Of this value, or the free one where it would stand.
std::size_t ValueSet::SlotOf(std::string_view value) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = std::hash<std::string_view>{}(value)&mask;
  while (!slots_[at].empty() && slots_[at] != value) at = (at + 1) & mask;
  return at;
}

}  // namespace dcmscrub
