// Edit list → what to write, in order: bytes that are in memory, and ranges
// of the input that go from file to file.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/core/edit_list.h"
#include "kernels/parse/element_index.h"

namespace dcmscrub {

// One step of a write. Memory steps are views: of the gather buffer, of the
// input's windows, or of the arena.
struct WriteStep {
  Bytes bytes;                    // when not empty: write these
  std::uint64_t input_begin = 0;  // else copy this range of the input
  std::uint64_t input_size = 0;
  BitMask mask;                   // of a copied range
  std::uint64_t mask_offset = 0;  // of its first byte in the masked value
};

// Reused from file to file. Runs shorter than kViewFrom are copied together
// into one buffer; longer ones are written from where they stand.
class Gather {
 public:
  static constexpr std::size_t kViewFrom = 4096;

  // `windows` are the pieces of the input in memory, ascending, with their
  // `memory` offsets into `memory`. The steps live until the next call and as
  // long as `edits` and `memory` do not change.
  std::span<const WriteStep> Plan(const EditList& edits,
                                  std::span<const Window> windows,
                                  Bytes memory);

 private:
  std::vector<std::uint8_t> buffer_;
  std::vector<WriteStep> steps_;
};

}  // namespace dcmscrub
