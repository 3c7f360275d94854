// What a worker says of an object that it was sent as a whole file. The
// answer is an ObjectHead, which says how many of each follow, in this order:
//
//   PackedElement   of the file meta information, then of the data set
//   PackedText      fragments of pixel data, element by element
//   bytes           texts that do not stand in the file as they are
#pragma once

#include <cstdint>

namespace dcmscrub {

// A text: `size` bytes from `at`, of the file or of the bytes at the end.
struct PackedText {
  std::uint64_t at = 0;
  std::uint64_t size = 0;
  bool in_file = false;
};

// GdcmElement has the meanings.
struct PackedElement {
  std::uint32_t tag = 0;
  std::uint32_t parent = 0;
  std::uint32_t item = 0;
  std::uint32_t items = 0;
  std::uint32_t fragments = 0;
  std::uint8_t vr = 0;
  bool sequence = false;
  PackedText value;
  PackedText character_set;
  PackedText creator;
};

struct ObjectHead {
  std::uint64_t meta = 0;
  std::uint64_t elements = 0;
  std::uint64_t fragments = 0;
  std::uint64_t meta_size = 0;
  std::uint64_t unread_bytes = 0;
  PackedText transfer_syntax;
  bool readable = false;  // false: nothing else is of meaning
};

}  // namespace dcmscrub
