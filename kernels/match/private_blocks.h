// The blocks of private attributes in an object, PS3.5 7.8.1: who reserved
// each, and what stands in it, wherever in its level that is.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/parse/element_index.h"

namespace dcmscrub {

// A block: the group in the high 16 of 24 bits, its number in the low ones.
constexpr std::uint32_t BlockKey(Tag tag) {
  return tag.is_private_creator()
             ? std::uint32_t{tag.group()} << 8 | (tag.element() & 0xFFu)
             : tag.value >> 8;
}

// Made when it is first asked, in one pass and a sort. Reused from object to
// object.
class PrivateBlocks {
 public:
  // An element that reserves a block, or one of its attributes.
  struct Member {
    std::uint64_t place = 0;  // level, block, whether it is an attribute
    std::uint32_t element = 0;
    friend auto operator<=>(const Member&, const Member&) = default;
  };

  void Begin(std::span<const Element> elements) {
    elements_ = elements;
    made_ = false;
  }

  // Of the block that a private attribute stands in, in the level of `parent`;
  // kNoElement: nobody reserved it. Of several copies the first.
  std::uint32_t CreatorOf(std::uint32_t parent, std::uint32_t key);
  // In the order in which they stand.
  std::span<const Member> AttributesOf(std::uint32_t parent, std::uint32_t key);

 private:
  void Make();
  std::span<const Member> At(std::uint64_t place);

  std::span<const Element> elements_;
  std::vector<Member> members_;  // ascending
  bool made_ = false;
};

}  // namespace dcmscrub
