// Byte spans and unaligned loads and stores. The lowest header of the lowest
// layer: bytes in, bytes out.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace dcmscrub {

using Bytes = std::span<const std::uint8_t>;

// PS3.5 7.3: every transfer syntax in use is little endian but the retired
// Explicit VR Big Endian.
enum class ByteOrder : std::uint8_t { kLittle, kBig };

template <typename T>
constexpr T ByteSwap(T value) {
  static_assert(std::is_unsigned_v<T>);
  if constexpr (sizeof(T) == 2) {
    return __builtin_bswap16(value);
  } else if constexpr (sizeof(T) == 4) {
    return __builtin_bswap32(value);
  } else {
    static_assert(sizeof(T) == 8);
    return __builtin_bswap64(value);
  }
}

// Whether `order` differs from that of this machine.
constexpr bool NeedsSwap(ByteOrder order) {
  return (order == ByteOrder::kBig) !=
         (std::endian::native == std::endian::big);
}

template <typename T>
T Load(const std::uint8_t* from, ByteOrder order) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return NeedsSwap(order) ? ByteSwap(value) : value;
}

template <typename T>
void Store(std::uint8_t* to, T value, ByteOrder order) {
  if (NeedsSwap(order)) value = ByteSwap(value);
  std::memcpy(to, &value, sizeof value);
}

inline std::string_view AsText(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline Bytes AsBytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace dcmscrub
