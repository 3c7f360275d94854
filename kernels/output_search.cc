#include "kernels/output_search.h"

#include <algorithm>
#include <functional>
#include <ranges>

namespace dcmscrub {
namespace {

// Pixel data of the top level as far as it is in memory: it is written from
// where it stands.
Bytes PixelsInMemory(const ElementIndex& index,
                     std::span<const Window> windows) {
  for (const Element& element : std::views::reverse(index.elements())) {
    if (element.depth != 0) continue;
    if (IsPixelData(element.tag)) {
      return InMemory(windows, element.value_offset(), element.value_end());
    }
    const bool before = element.tag < Tag(0x7FE0, 0x0008);
    if (before && !index.unordered()) break;
  }
  return {};
}

}  // namespace

Bytes InMemory(std::span<const Window> windows, std::uint64_t begin,
               std::uint64_t end) {
  for (const Window& window : windows) {
    if (begin < window.begin || begin >= window.end()) continue;
    return window.bytes.subspan(begin - window.begin,
                                std::min(end, window.end()) - begin);
  }
  return {};
}

bool MayHoldResidue(const Scrubber& scrubber, const ElementIndex& index,
                    std::span<const Window> windows,
                    std::span<const WriteStep> steps) {
  const Bytes pixels = PixelsInMemory(index, windows);
  const std::uint8_t* const first = pixels.data();
  const std::uint8_t* const last = first + pixels.size();
  constexpr std::less<const std::uint8_t*> before;
  return std::ranges::any_of(steps, [&](const WriteStep& step) {
    const Bytes bytes = step.bytes;
    const std::uint8_t* const end = bytes.data() + bytes.size();
    const bool apart =
        pixels.empty() || !before(first, end) || !before(bytes.data(), last);
    if (bytes.empty() || apart) return scrubber.MayHoldResidue(bytes);
    const auto head = std::max<std::ptrdiff_t>(first - bytes.data(), 0);
    const auto tail = std::max<std::ptrdiff_t>(end - last, 0);
    return scrubber.MayHoldResidue(
               bytes.first(static_cast<std::size_t>(head))) ||
           scrubber.MayHoldResidue(bytes.last(static_cast<std::size_t>(tail)));
  });
}

}  // namespace dcmscrub
