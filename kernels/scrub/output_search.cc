#include "kernels/scrub/output_search.h"

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
                    std::span<const Window> windows, Bytes memory,
                    const EditList& edits, std::span<const WriteStep> steps) {
  using Glance = ResiduePatterns::Glance;
  const Bytes pixels = PixelsInMemory(index, windows);
  const std::uint8_t* const first = pixels.data();
  const std::uint8_t* const last = first + pixels.size();
  constexpr std::less<const std::uint8_t*> before;
  Glance most = Glance::kNothing;
  const auto look = [&](Bytes bytes) {
    if (!bytes.empty()) most = std::max(most, scrubber.GlanceAt(bytes));
  };
  for (const WriteStep& step : steps) {
    const Bytes bytes = step.bytes;
    const std::uint8_t* const end = bytes.data() + bytes.size();
    if (pixels.empty() || !before(first, end) || !before(bytes.data(), last)) {
      look(bytes);
    } else {
      const auto head = std::max<std::ptrdiff_t>(first - bytes.data(), 0);
      const auto tail = std::max<std::ptrdiff_t>(end - last, 0);
      look(bytes.first(static_cast<std::size_t>(head)));
      look(bytes.last(static_cast<std::size_t>(tail)));
    }
    if (most == Glance::kMayBeIn) return true;
  }
  return most == Glance::kBeyondAscii &&
         scrubber.MayHoldBeyondAscii(index, memory, edits);
}

}  // namespace dcmscrub
