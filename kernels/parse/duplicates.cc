#include "kernels/parse/duplicates.h"

#include <algorithm>

#include "kernels/parse/siblings.h"

namespace dcmscrub {

void Duplicates::Find(const ElementIndex& index) {
  later_copies_.clear();
  if (index.in_order()) return;
  const std::span<const Element> elements = index.elements();
  if (index.unordered()) {
    FindAmong(elements, 0, static_cast<std::uint32_t>(elements.size()));
  }
  for (std::uint32_t i = 0; i < elements.size(); ++i) {
    if (elements[i].has(Element::kUnordered) && elements[i].is_item()) {
      FindAmong(elements, i + 1, elements[i].next);
    }
  }
  std::ranges::sort(later_copies_);
}

bool Duplicates::Contains(std::uint32_t element) const {
  return std::ranges::binary_search(later_copies_, element);
}

void Duplicates::FindAmong(std::span<const Element> elements,
                           std::uint32_t first, std::uint32_t end) {
  siblings_.clear();
  AppendSortedSiblings(elements, first, end, siblings_);
  for (std::size_t at = 1; at < siblings_.size(); ++at) {
    if (elements[siblings_[at]].tag == elements[siblings_[at - 1]].tag) {
      later_copies_.push_back(siblings_[at]);
    }
  }
}

}  // namespace dcmscrub
