#include "kernels/core/element_writer.h"

#include <algorithm>

namespace dcmscrub {
namespace {

constexpr std::uint32_t kLongestShortForm = 0xFFFE;

// The VR that can carry `length` in explicit VR.
Vr CarryingVr(Vr vr, std::uint32_t length) {
  const bool fits = Traits(vr).long_form || length <= kLongestShortForm;
  return fits ? vr : Vr::kUN;
}

bool HasVr(Tag tag, Encoding encoding) {
  return encoding.explicit_vr && tag.group() != 0xFFFE;
}

}  // namespace

std::uint32_t HeaderSize(Vr vr, std::uint32_t length, Encoding encoding) {
  if (!encoding.explicit_vr || vr == Vr::kNone) return 8;
  return ExplicitHeaderSize(CarryingVr(vr, length));
}

void AppendHeader(Arena& arena, Tag tag, Vr vr, std::uint32_t length,
                  Encoding encoding) {
  std::uint8_t header[12] = {};
  Store<std::uint16_t>(header, tag.group(), encoding.order);
  Store<std::uint16_t>(header + 2, tag.element(), encoding.order);
  if (!HasVr(tag, encoding)) {
    Store<std::uint32_t>(header + 4, length, encoding.order);
    AppendBytes(arena, {header, 8});
    return;
  }
  const VrTraits& traits = Traits(CarryingVr(vr, length));
  header[4] = static_cast<std::uint8_t>(traits.code[0]);
  header[5] = static_cast<std::uint8_t>(traits.code[1]);
  if (traits.long_form) {
    Store<std::uint32_t>(header + 8, length, encoding.order);
    AppendBytes(arena, {header, 12});
  } else {
    Store<std::uint16_t>(header + 6, static_cast<std::uint16_t>(length),
                         encoding.order);
    AppendBytes(arena, {header, 8});
  }
}

std::size_t PutHeaderBefore(Arena& arena, std::size_t begin, Tag tag, Vr vr,
                            Encoding encoding) {
  if ((arena.size() - begin) % 2 != 0) arena.push_back(Traits(vr).padding);
  const std::size_t end = arena.size();
  AppendHeader(arena, tag, vr, static_cast<std::uint32_t>(end - begin),
               encoding);
  const auto at = [&](std::size_t offset) {
    return arena.begin() + static_cast<std::ptrdiff_t>(offset);
  };
  std::rotate(at(begin), at(end), arena.end());
  return arena.size() - end;
}

void AppendElement(Arena& arena, Tag tag, Vr vr, Bytes value,
                   Encoding encoding) {
  const std::size_t padded = value.size() + value.size() % 2;
  AppendHeader(arena, tag, vr, static_cast<std::uint32_t>(padded), encoding);
  AppendBytes(arena, value);
  if (padded != value.size()) arena.push_back(Traits(vr).padding);
}

}  // namespace dcmscrub
