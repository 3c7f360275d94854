#include "kernels/scrub/output_search.h"

#include <algorithm>
#include <functional>
#include <ranges>

#include "kernels/emit/patch_list.h"
#include "kernels/parse/object_facts.h"
#include "kernels/scrub/residue_finder.h"
#include "kernels/scrub/scrubber.h"
#include "kernels/search/broken_word.h"

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

bool IsAscii(Bytes bytes) {
  std::uint64_t bits = 0;
  constexpr std::size_t kStep = sizeof(bits);
  if (bytes.size() < kStep) {
    for (const std::uint8_t byte : bytes) bits |= byte;
  } else {
    const std::uint8_t* const last = bytes.data() + bytes.size() - kStep;
    for (const std::uint8_t* at = bytes.data(); at < last; at += kStep) {
      bits |= Load<std::uint64_t>(at, ByteOrder::kLittle);
    }
    bits |= Load<std::uint64_t>(last, ByteOrder::kLittle);
  }
  return (bits & 0x8080808080808080) == 0;
}

// Whether it puts text of the object into the arena. All else there is the
// program's own.
bool MayHaveText(const Change& change) {
  return Traits(change.kind).writes_text ||
         (change.kind == Change::Kind::kReplaced &&
          change.tag == tags::kDeidentificationMethod);
}

// What stays and has to be read to be told: text in bytes from 80H on, and
// words that something stands in, if there are any (`broken`). Numbers have
// such bytes, too.
bool MayHoldWhenRead(const Scrubber& scrubber, const ElementIndex& index,
                     Bytes memory, const EditList& edits, bool broken) {
  const ResidueFinder& residue = scrubber.residue();
  using Holds = ResiduePatterns::Holds;
  const auto may = [&](Bytes bytes, Holds holds) {
    if (broken && holds == Holds::kAnything && HoldsIdleEscape(AsText(bytes))) {
      return true;
    }
    const bool to_be_read =
        !IsAscii(bytes) ||
        (broken && MayHoldBrokenWord(bytes, holds == Holds::kBytes));
    return to_be_read && residue.MayBeIn(bytes, holds);
  };
  if (std::ranges::any_of(scrubber.changes(), MayHaveText) &&
      may(edits.arena(), Holds::kAnything)) {
    return true;
  }
  const std::span<const Element> elements = index.elements();
  std::size_t i = 0;
  const auto may_up_to = [&](std::size_t end) {
    for (; i < end; ++i) {
      const Element& element = elements[i];
      // A list may take text for numbers.
      const bool numbers =
          HoldsNumbers(element.vr) && !element.tag.is_private();
      if (numbers || element.has(Element::kContainer) ||
          IsPixelData(element.tag)) {
        continue;
      }
      const Holds holds =
          Traits(element.vr).text ? Holds::kAnything : Holds::kBytes;
      if (may(LoadedValue(element, memory), holds)) return true;
    }
    return false;
  };
  for (const Patch& patch : scrubber.patches()) {
    const bool gone = patch.kind == Patch::Kind::kRemove ||
                      patch.kind == Patch::Kind::kReplace;
    if (!gone || patch.element < i) continue;
    if (may_up_to(patch.element)) return true;
    i = elements[patch.element].next;
  }
  return may_up_to(elements.size());
}

}  // namespace

Bytes InMemory(std::span<const Window> windows, std::uint64_t begin,
               std::uint64_t end) {
  const auto after =
      std::ranges::upper_bound(windows, begin, {}, &Window::begin);
  if (after == windows.begin() || begin >= (after - 1)->end()) return {};
  const Window& window = *(after - 1);
  return window.bytes.subspan(begin - window.begin,
                              std::min(end, window.end()) - begin);
}

bool MayHoldResidue(const Scrubber& scrubber, const ElementIndex& index,
                    std::span<const Window> windows, Bytes memory,
                    const EditList& edits, std::span<const WriteStep> steps) {
  using Glance = ResiduePatterns::Glance;
  const Bytes pixels = PixelsInMemory(index, windows);
  const std::uint8_t* const first = pixels.data();
  const std::uint8_t* const last = first + pixels.size();
  const std::less<const std::uint8_t*> before;
  Glance most = Glance::kNothing;
  const ResidueFinder& residue = scrubber.residue();
  const auto look = [&](Bytes bytes) {
    if (!bytes.empty()) most = std::max(most, residue.GlanceAt(bytes));
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
  return most != Glance::kNothing &&
         MayHoldWhenRead(scrubber, index, memory, edits,
                         /*broken=*/most == Glance::kReadText);
}

}  // namespace dcmscrub
