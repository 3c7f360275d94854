#include "kernels/match/private_blocks.h"

#include <algorithm>

namespace dcmscrub {
namespace {

std::uint64_t PlaceOf(std::uint32_t parent, std::uint32_t key, bool attribute) {
  return std::uint64_t{parent} << 25 | std::uint64_t{key} << 1 |
         (attribute ? 1 : 0);
}

}  // namespace

std::uint32_t PrivateBlocks::CreatorOf(std::uint32_t parent,
                                       std::uint32_t key) {
  const std::span<const Member> found = At(PlaceOf(parent, key, false));
  return found.empty() ? kNoElement : found.front().element;
}

std::span<const PrivateBlocks::Member> PrivateBlocks::AttributesOf(
    std::uint32_t parent, std::uint32_t key) {
  return At(PlaceOf(parent, key, true));
}

std::span<const PrivateBlocks::Member> PrivateBlocks::At(std::uint64_t place) {
  if (!made_) Make();
  return std::ranges::equal_range(members_, place, {}, &Member::place);
}

void PrivateBlocks::Make() {
  members_.clear();
  for (std::uint32_t i = 0; i < elements_.size(); ++i) {
    const Element& element = elements_[i];
    const Tag tag = element.tag;
    const bool attribute = tag.element() >= 0x1000;
    if (tag.is_private() && (attribute || tag.is_private_creator())) {
      members_.push_back(
          {PlaceOf(element.parent, BlockKey(tag), attribute), i});
    }
  }
  std::ranges::sort(members_);
  made_ = true;
}

}  // namespace dcmscrub
