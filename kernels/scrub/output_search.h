// Whether a planned output may hold what was taken out of it: what is in memory
// of it, pixel data aside. Values that are not are in Scrubber::unread().
#pragma once

#include <cstdint>
#include <span>

#include "kernels/core/bytes.h"
#include "kernels/core/edit_list.h"
#include "kernels/emit/gather.h"
#include "kernels/parse/element_index.h"

namespace dcmscrub {

class Scrubber;

// What `windows` have of the stream from `begin` on, up to `end` or less.
Bytes InMemory(std::span<const Window> windows, std::uint64_t begin,
               std::uint64_t end);

// `steps` are what `edits` come to, which `scrubber` made last of `index`,
// `windows` and `memory`.
bool MayHoldResidue(const Scrubber& scrubber, const ElementIndex& index,
                    std::span<const Window> windows, Bytes memory,
                    const EditList& edits, std::span<const WriteStep> steps);

}  // namespace dcmscrub
