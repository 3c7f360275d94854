// Later copies of elements that stand more than once in one level. A data set
// has each tag once (PS3.5 7.1); tools disagree on which copy they show, so
// only the first may stay.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/parse/element_index.h"

namespace dcmscrub {

// Reused from file to file.
class Duplicates {
 public:
  // Looks at unordered levels alone, as no other has duplicates.
  void Find(const ElementIndex& index);

  bool any() const { return !later_copies_.empty(); }
  bool Contains(std::uint32_t element) const;

 private:
  void FindAmong(std::span<const Element> elements, std::uint32_t first,
                 std::uint32_t end);

  std::vector<std::uint32_t> later_copies_;  // ascending
  std::vector<std::uint32_t> siblings_;
};

}  // namespace dcmscrub
