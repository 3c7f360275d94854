#include "rules/compile/attribute_reader.h"

#include "kernels/core/text.h"

namespace dcmscrub {
namespace {

std::uint32_t FindTag(const ObjectView& object, std::uint32_t item, Tag tag) {
  return item == kNoElement ? object.Find(tag) : object.FindIn(item, tag);
}

// PS3.5 7.8.1: the creator's own element, the first of its tag, tells whose
// block it is.
std::uint32_t FindPrivate(const ObjectView& object, std::uint32_t item,
                          const AttributePattern& pattern) {
  const auto elements = object.elements();
  const std::uint32_t first = item == kNoElement ? 0 : item + 1;
  const auto end = item == kNoElement
                       ? static_cast<std::uint32_t>(elements.size())
                       : elements[item].next;
  for (std::uint32_t i = first; i < end; i = elements[i].next) {
    const Tag tag = elements[i].tag;
    if (tag.group() != pattern.tag.group() || tag.element() < 0x1000 ||
        (tag.element() & 0xFF) != (pattern.tag.element() & 0xFF)) {
      continue;
    }
    const auto block = static_cast<std::uint16_t>(tag.element() >> 8);
    const std::uint32_t creator =
        FindTag(object, item, Tag(tag.group(), block));
    if (creator != kNoElement &&
        TrimPadding(AsText(object.Value(creator))) == pattern.text) {
      return i;
    }
  }
  return kNoElement;
}

std::uint32_t Find(const ObjectView& object, std::uint32_t item,
                   const AttributePattern& pattern) {
  return pattern.kind == AttributePattern::Kind::kCreator
             ? FindPrivate(object, item, pattern)
             : FindTag(object, item, pattern.tag);
}

}  // namespace

std::uint32_t FindReferenced(const ObjectView& object,
                             const AttributeReference& reference) {
  std::uint32_t item = kNoElement;
  for (const AttributeReference::Step& step : reference.steps) {
    const std::uint32_t sequence = Find(object, item, step.sequence);
    if (sequence == kNoElement) return kNoElement;
    item = object.Item(sequence, step.item - 1);
    if (item == kNoElement) return kNoElement;
  }
  return Find(object, item, reference.attribute);
}

}  // namespace dcmscrub
