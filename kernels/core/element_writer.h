// Elements as bytes, in any encoding, appended to an arena. PS3.5 7.1.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/core/encoding.h"
#include "kernels/core/tag.h"
#include "kernels/core/vr.h"

namespace dcmscrub {

using Arena = std::vector<std::uint8_t>;

inline constexpr std::uint32_t kUndefinedLength = 0xFFFFFFFF;

inline void AppendBytes(Arena& arena, Bytes bytes) {
  arena.insert(arena.end(), bytes.begin(), bytes.end());
}

// Bytes of the header that AppendHeader would write.
std::uint32_t HeaderSize(Vr vr, std::uint32_t length, Encoding encoding);

// A header. Items and delimiters have no VR: Vr::kNone. A length that the
// short form of `vr` cannot hold makes it UN (PS3.5 6.2.2).
void AppendHeader(Arena& arena, Tag tag, Vr vr, std::uint32_t length,
                  Encoding encoding);

// Puts a header before the value that stands in the arena from `begin` on, and
// the padding of `vr` behind it if it is odd. Returns the header's size.
std::size_t PutHeaderBefore(Arena& arena, std::size_t begin, Tag tag, Vr vr,
                            Encoding encoding);

// A whole element; odd values get their VR's padding.
void AppendElement(Arena& arena, Tag tag, Vr vr, Bytes value,
                   Encoding encoding);
inline void AppendElement(Arena& arena, Tag tag, Vr vr, std::string_view value,
                          Encoding encoding) {
  AppendElement(arena, tag, vr, AsBytes(value), encoding);
}

}  // namespace dcmscrub
