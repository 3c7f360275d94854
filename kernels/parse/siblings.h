// The elements of one level in the order of their tags, copies in file order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "kernels/parse/element_index.h"

namespace dcmscrub {

// Appends the siblings in [first, end) of the index to `sorted`.
inline void AppendSortedSiblings(std::span<const Element> elements,
                                 std::uint32_t first, std::uint32_t end,
                                 std::vector<std::uint32_t>& sorted) {
  const auto base = static_cast<std::ptrdiff_t>(sorted.size());
  for (std::uint32_t i = first; i < end; i = elements[i].next) {
    sorted.push_back(i);
  }
  std::sort(sorted.begin() + base, sorted.end(),
            [&](std::uint32_t a, std::uint32_t b) {
              return std::pair(elements[a].tag, a) <
                     std::pair(elements[b].tag, b);
            });
}

}  // namespace dcmscrub
