// Pixel data beside the original: equal to the byte, but for overlay bits in
// unused bits of 16 bit cells, which are cleared.
#include <algorithm>
#include <array>
#include <string>

#include "kernels/core/bytes.h"
#include "kernels/core/text.h"
#include "pipeline/verify/object.h"

namespace dcmscrub {
namespace {

constexpr std::array kPixelTags = {
    tags::kPixelData, Tag(0x7FE0, 0x0008),  // Float Pixel Data
    Tag(0x7FE0, 0x0009),                    // Double Float Pixel Data
};
constexpr std::array kLayoutTags = {
    Tag(0x0028, 0x0002),  // Samples per Pixel
    Tag(0x0028, 0x0004),  // Photometric Interpretation
    Tag(0x0028, 0x0006),  // Planar Configuration
    Tag(0x0028, 0x0008),  // Number of Frames
    Tag(0x0028, 0x0010),  // Rows
    Tag(0x0028, 0x0011),  // Columns
    Tag(0x0028, 0x0100),  // Bits Allocated
    Tag(0x0028, 0x0101),  // Bits Stored
    Tag(0x0028, 0x0102),  // High Bit
    Tag(0x0028, 0x0103),  // Pixel Representation
};

unsigned NumberAt(const GdcmObject& object, Tag tag) {
  const GdcmElement* const element = object.Find(tag);
  if (element == nullptr || element->value.size() < 2) return 0;
  return Load<std::uint16_t>(AsBytes(element->value).data(),
                             ByteOrder::kLittle);
}

// Overlays in cells have no data of their own, PS3.5 8.1.2.
bool HasOverlayInCells(const GdcmObject& object) {
  for (const GdcmElement& element : object.elements()) {
    constexpr std::uint16_t kBitsAllocated = 0x0100;
    if (element.parent == GdcmElement::kTop && element.tag.is_overlay() &&
        element.tag.element() == kBitsAllocated && element.value.size() >= 2 &&
        Load<std::uint16_t>(AsBytes(element.value).data(),
                            ByteOrder::kLittle) != 1) {
      return true;
    }
  }
  return false;
}

// Whether the cells differ in nothing but bits that are not stored, which are
// zero now.
bool IsClearedOverlay(const GdcmObject& original, std::string_view before,
                      std::string_view after) {
  constexpr std::size_t kCell = 2;
  const unsigned stored = NumberAt(original, Tag(0x0028, 0x0101));
  const unsigned high = NumberAt(original, Tag(0x0028, 0x0102));
  if (NumberAt(original, Tag(0x0028, 0x0100)) != 8 * kCell || stored == 0 ||
      stored > 8 * kCell || high + 1 < stored || !HasOverlayInCells(original)) {
    return false;
  }
  const unsigned mask = ((1u << stored) - 1) << (high + 1 - stored);
  for (std::size_t at = 0; at + kCell <= after.size(); at += kCell) {
    const unsigned was =
        Load<std::uint16_t>(AsBytes(before).data() + at, ByteOrder::kLittle);
    const unsigned is =
        Load<std::uint16_t>(AsBytes(after).data() + at, ByteOrder::kLittle);
    if ((was & mask) != (is & mask) || (is & ~mask & ~was) != 0) return false;
  }
  return true;
}

std::size_t SizeOf(const GdcmElement& element) {
  std::size_t size = element.value.size();
  for (const std::string_view fragment : element.fragments) {
    size += fragment.size();
  }
  return size;
}

// Odd lengths are put right with a zero.
bool IsPadded(std::string_view before, std::string_view after) {
  return before == after ||
         (before.size() % 2 != 0 && after.size() == before.size() + 1 &&
          after.back() == '\0' && after.starts_with(before));
}

bool IsSame(const GdcmElement& was, const GdcmElement& is) {
  return IsPadded(was.value, is.value) &&
         std::ranges::equal(was.fragments, is.fragments, IsPadded);
}

// Where fragments have no end, GDCM reads the last one twice: then it has to
// stand once at the end of the file, with no other behind it.
bool IsSameWithoutEnd(const GdcmObject& original, const GdcmElement& was,
                      const GdcmElement& is) {
  constexpr std::string_view kItem("\xFE\xFF\x00\xE0", 4);
  const std::size_t count = is.fragments.size();
  if (count == 0 || was.fragments.size() != count + 1 ||
      was.fragments[count] != was.fragments[count - 1] ||
      !std::equal(is.fragments.begin(), is.fragments.end(),
                  was.fragments.begin(),
                  [](std::string_view after, std::string_view before) {
                    return IsPadded(before, after);
                  })) {
    return false;
  }
  const std::string_view fragment = was.fragments[count];
  std::uint8_t size[4];
  Store<std::uint32_t>(size, static_cast<std::uint32_t>(fragment.size()),
                       ByteOrder::kLittle);
  std::string last(kItem);
  last.append(AsText(Bytes(size))).append(fragment);
  // Frames may be alike.
  std::string tail;
  for (std::size_t i = count; i > 0 && was.fragments[i - 1] == fragment; --i) {
    tail += last;
  }
  const std::string_view file = original.file();
  const std::size_t at = file.rfind(tail);
  return at != std::string_view::npos && !file.substr(0, at).ends_with(last) &&
         file.substr(at + tail.size()).find(kItem) == std::string_view::npos;
}

// But for overlays in cells, which are cleared.
bool IsSameOrCleared(const GdcmObject& original, const GdcmElement& was,
                     const GdcmElement& is) {
  return IsSame(was, is) || IsSameWithoutEnd(original, was, is) ||
         (SizeOf(was) == SizeOf(is) && was.fragments.empty() &&
          is.fragments.empty() &&
          IsClearedOverlay(original, was.value, is.value));
}

void ComparePixels(const VerifyObject& file, Tag tag) {
  const GdcmObject& before = file.source->object();
  const GdcmElement* const was = before.Find(tag);
  const GdcmElement* const is = file.object.Find(tag);
  if (was == nullptr && is == nullptr) return;
  if (is == nullptr || (SizeOf(*is) == 0 && SizeOf(*was) != 0)) {
    file.findings.Add(Check::kPixelsMissing, TagText(tag));
  } else if (was == nullptr) {
    file.findings.Add(Check::kPixelsAdded, TagText(tag));
  } else if (!IsSameOrCleared(before, *was, *is)) {
    file.findings.Add(SizeOf(*was) == SizeOf(*is) ? Check::kPixelsDiffer
                                                  : Check::kPixelLength,
                      TagText(tag));
  }
}

}  // namespace

std::optional<bool> HasSamePixels(const VerifyObject& file) {
  std::optional<bool> same;
  for (const Tag tag : kPixelTags) {
    const GdcmElement* const was = file.source->object().Find(tag);
    const GdcmElement* const is = file.object.Find(tag);
    if (was == nullptr && is == nullptr) continue;
    same = same.value_or(true) && was != nullptr && is != nullptr &&
           IsSameOrCleared(file.source->object(), *was, *is);
  }
  return same;
}

void CheckPixels(const VerifyObject& file) {
  if (file.source == nullptr) return;
  for (const Tag tag : kPixelTags) ComparePixels(file, tag);
  for (const Tag tag : kLayoutTags) {
    const GdcmElement* const was = file.source->object().Find(tag);
    if (was == nullptr || was->value.empty()) continue;
    if (file.object.Text(tag) != TrimPadding(was->value)) {
      file.findings.Add(Check::kImageLayout, TagText(tag));
    }
  }
}

}  // namespace dcmscrub
