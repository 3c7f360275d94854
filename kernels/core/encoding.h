// How a data set is written down: what a transfer syntax UID says of it.
// PS3.5 10 and Annex A, PS3.6 Table A-1.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "kernels/core/bytes.h"

namespace dcmscrub {

struct Encoding {
  bool explicit_vr = true;
  ByteOrder order = ByteOrder::kLittle;

  friend bool operator==(const Encoding&, const Encoding&) = default;
};

inline constexpr Encoding kExplicitLittle{true, ByteOrder::kLittle};
inline constexpr Encoding kImplicitLittle{false, ByteOrder::kLittle};
inline constexpr Encoding kExplicitBig{true, ByteOrder::kBig};

namespace transfer_syntax {
inline constexpr std::string_view kImplicitVrLittleEndian = "1.2.840.10008.1.2";
inline constexpr std::string_view kExplicitVrLittleEndian =
    "1.2.840.10008.1.2.1";
inline constexpr std::string_view kExplicitVrBigEndian = "1.2.840.10008.1.2.2";
}  // namespace transfer_syntax

struct TransferSyntax {
  std::string_view uid;
  Encoding encoding;
  bool deflated = false;      // the data set is one raw deflate stream
  bool encapsulated = false;  // Pixel Data is a sequence of fragments
};

// The transfer syntax of `uid`, without padding; nothing for one that is not
// a file encoding that we know. Lives as long as the program.
std::optional<TransferSyntax> FindTransferSyntax(std::string_view uid);

}  // namespace dcmscrub
