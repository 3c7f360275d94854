#include "kernels/parse/private_pixels.h"

#include <string_view>

#include "kernels/core/vr.h"
#include "kernels/identity/identity.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kRawDataStorage = "1.2.840.10008.5.1.4.1.1.66";
constexpr Tag kRows{0x0028, 0x0010};

// Where the Standard has bulk data, if there is any.
bool IsBulk(const Element& element) {
  const Tag tag = element.tag;
  const bool has_place =
      tag.group() == 0x7FE0 || tag == tags::kEncapsulatedDocument ||
      tag == Tag(0x5400, 0x0100) || tag == Tag(0x5600, 0x0020);
  return has_place &&
         (element.value_length != 0 || element.has(Element::kContainer));
}

bool IsBytes(const Element& element) {
  return element.value_length != 0 && !element.is_item() &&
         !element.has(Element::kContainer) && HoldsBytes(element.vr);
}

// Over the top level, but for objects that end with their pixel data, as most
// do.
bool MayHoldPixels(const ObjectView& object) {
  const std::string_view sop_class = object.facts().sop_class_uid;
  const bool bulk_by_class = sop_class == kRawDataStorage ||
                             (!sop_class.empty() && !IsStandardUid(sop_class));
  bool image = false;
  const std::span<const Element> elements = object.elements();
  const bool ends_with_bulk = !elements.empty() &&
                              elements.back().parent == kNoElement &&
                              IsBulk(elements.back());
  if (ends_with_bulk) return false;
  for (std::uint32_t i = 0; i < elements.size(); i = elements[i].next) {
    if (IsBulk(elements[i])) return false;
    image = image || elements[i].tag == kRows;
  }
  return image || bulk_by_class;
}

}  // namespace

std::uint32_t FindPrivatePixels(const ObjectView& object) {
  if (!MayHoldPixels(object)) return kNoElement;
  const std::span<const Element> elements = object.elements();
  std::uint32_t largest = kNoElement;
  for (std::uint32_t top = 0; top < elements.size(); top = elements[top].next) {
    if (!elements[top].tag.is_private()) continue;
    for (std::uint32_t i = top; i < elements[top].next; ++i) {
      const bool larger =
          largest == kNoElement ||
          elements[i].value_length > elements[largest].value_length;
      if (larger && IsBytes(elements[i])) largest = i;
    }
  }
  return largest;
}

}  // namespace dcmscrub
