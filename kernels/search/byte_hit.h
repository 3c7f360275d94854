// What a search of bytes finds.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/core/edit_list.h"
#include "kernels/core/function_ref.h"

namespace dcmscrub {

// A part of a value of bytes that may not leave.
struct ByteHit {
  std::uint64_t begin = 0;  // of the value
  std::uint64_t end = 0;
  // UTF-16: the first, the third … are characters, the others zeros.
  bool every_second = false;
  // Where it begins and ends in a set of several bytes to a character nobody
  // can say: all of the value has to go.
  bool whole = false;
  friend auto operator<=>(const ByteHit&, const ByteHit&) = default;
};
using SeeHit = FunctionRef<bool(const ByteHit&)>;

// Spaces in place of a hit, UTF-16 where it is.
inline BitMask SpacesFor(const ByteHit& hit) {
  return {{0, 0},
          {' ', hit.every_second ? std::uint8_t{0} : std::uint8_t{' '}}};
}

// Puts them in order; what overlaps becomes one.
void MergeHits(std::vector<ByteHit>& hits);

}  // namespace dcmscrub
