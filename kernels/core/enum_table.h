// Tables of what is to be known about the enumerators of an enum.
#pragma once

#include <array>
#include <cstddef>

namespace dcmscrub {

// Whether each row is that of the enumerator whose number it has, so that
// enumerators can index the table. Missing rows at its end are found as well.
template <typename Row, std::size_t kCount, typename Enum>
constexpr bool RowsInOrder(const std::array<Row, kCount>& rows,
                           Enum Row::*enumerator) {
  for (std::size_t i = 0; i < kCount; ++i) {
    if (static_cast<std::size_t>(rows[i].*enumerator) != i) return false;
  }
  return true;
}

}  // namespace dcmscrub
