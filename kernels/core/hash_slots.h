// Open addressing with linear probing, as kernels/match/rule_table.h looks
// things up.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/core/tag.h"

namespace dcmscrub {

// Spreads tags over the slots of a hash table.
constexpr std::uint32_t TagHash(Tag tag) {
  return (tag.value * 0x9E3779B1u) >> 7;
}

// A power of two at which linear probing stays short.
inline std::size_t SlotCount(std::size_t entries) {
  return std::bit_ceil(std::max<std::size_t>(2 * entries, 8));
}

// `entries` by `hash` of each, among slots that are as T() where they are free:
// `is_free` tells.
template <typename T, typename Hash, typename IsFree>
std::vector<T> HashSlots(std::span<const T> entries, Hash hash,
                         IsFree is_free) {
  std::vector<T> slots(SlotCount(entries.size()));
  const std::size_t mask = slots.size() - 1;
  for (const T& entry : entries) {
    std::size_t at = hash(entry) & mask;
    while (!is_free(slots[at])) at = (at + 1) & mask;
    slots[at] = entry;
  }
  return slots;
}

}  // namespace dcmscrub
