// Places in bytes where one of many short strings may stand, found nearly as
// fast as memory is read. Knows nothing of what the bytes are.
//
// Up to 64 strings: eight tables of 16 entries tell for the nibbles of four
// bytes in a row which of eight buckets of strings they could belong to, 32
// places at a time (AVX2, chosen when the program runs). What is left, and all
// places where there are more strings, is looked up in a bitmap of hashes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/core/bytes.h"

namespace dcmscrub {

// One to four bytes, the first lowest; above them zeros, so that the last is
// none.
using Gram = std::uint32_t;

inline Gram GramAt(const void* bytes, std::size_t size) {
  Gram gram = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint8_t byte = static_cast<const std::uint8_t*>(bytes)[i];
    gram |= Gram{byte} << (8 * i);
  }
  return gram;
}

// The first `size` bytes of a gram.
constexpr Gram GramMask(std::size_t size) {
  return size == sizeof(Gram) ? ~Gram{0} : (Gram{1} << (8 * size)) - 1;
}

// Capital letters of ASCII as small ones, in all four bytes at once.
constexpr Gram FoldedAscii(Gram gram) {
  constexpr Gram kOnes = 0x01010101;
  const Gram low = gram & 0x7F * kOnes;
  const Gram from_a = low + (0x80 - 'A') * kOnes;
  const Gram past_z = low + (0x7F - 'Z') * kOnes;
  return gram | (((from_a ^ past_z) & ~gram & 0x80 * kOnes) >> 2);
}

class ByteSearch {
 public:
  // Bytes that one call of Scan takes.
  static constexpr std::size_t kPiece = 4096;
  static constexpr std::size_t kBlock = 32;

  // What Scan says of a piece. Offsets ascend.
  struct Marks {
    // Where a string may begin.
    std::array<std::uint16_t, kPiece> places;
    std::size_t place_count;
    // Blocks, numbered from the beginning of the piece,
    // that hold bytes from 80H on.
    std::array<std::uint16_t, kPiece / kBlock> high;
    std::size_t high_count;
    // Where three characters in UTF-16 may begin: 20H or more and 00H, thrice.
    std::array<std::uint16_t, kPiece> wide;
    std::size_t wide_count;
    // Whether some word may be broken: an escape character somewhere, or
    // between two letters of ASCII one other that may stand in a word.
    bool broken;
  };

  enum class Machine : std::uint8_t { kPortable, kAvx2 };
  // The best that this processor has.
  static Machine BestMachine();

  ByteSearch() { Clear(); }
  // Forgets all strings.
  void Clear();
  // All that is searched for, but for the extra ones: in small letters, as
  // capital letters of ASCII count as small ones.
  void SetGrams(std::span<const Gram> grams);
  // A small set that changes often, of four bytes each.
  void ClearExtra();
  void AddExtra(Gram gram);

  // Marks where in bytes[begin, begin + kPiece), or up to their end, strings
  // begin; they are looked at beyond that.
  void Scan(Bytes bytes, std::size_t begin, Machine machine,
            Marks& marks) const;

 private:
  static constexpr std::size_t kDepth = 4;
  static constexpr std::size_t kPrefix = 3;
  static constexpr std::size_t kMostInTables = 256;
  static constexpr std::size_t kMostExtra = 8;
  // Eight buckets each; the last one of the last is for the extra strings.
  static constexpr std::size_t kPlanes = 2;
  static constexpr std::size_t kExtraBucket = 8 * kPlanes - 1;

  // By nibble: the buckets, a bit each, that have a string with it here.
  struct alignas(16) Table {
    std::array<std::uint8_t, 16> low;
    std::array<std::uint8_t, 16> high;
  };
  using Tables = std::array<Table, kDepth>;  // of one byte after the other

  void ClearBuckets(std::size_t first, std::size_t end);
  void AddToTables(Gram gram, std::size_t bucket);
  void SetBitmap(std::span<const Gram> grams);
  std::size_t HashOf(Gram gram) const {
    return (gram * 0x9E3779B1u) >> bitmap_shift_;
  }
  static std::size_t HashOfPrefix(Gram gram) {
    constexpr int kBits = 12;
    return ((gram & GramMask(kPrefix)) * 0x9E3779B1u) >> (32 - kBits);
  }
  bool MayBegin(const std::uint8_t* bytes) const;
  bool Begins(Gram folded) const;
  bool IsOne(Gram folded) const;
  void Place(Bytes bytes, std::size_t at, std::size_t begin,
             Marks& marks) const;
  // Both: of bytes[at, end), in a piece from `begin`. The second one returns
  // where it stopped, as it looks at whole blocks alone.
  void ScanPortable(Bytes bytes, std::size_t begin, std::size_t at,
                    std::size_t end, Marks& marks) const;
  std::size_t ScanAvx2(Bytes bytes, std::size_t begin, std::size_t end,
                       Marks& marks) const;

  std::array<Tables, kPlanes> planes_{};
  bool tables_hold_all_ = true;
  std::array<std::uint64_t, 64> prefixes_{};  // of hashes of three bytes
  std::vector<std::uint64_t> bitmap_;         // of hashes of grams
  int bitmap_shift_ = 0;
  std::uint8_t sizes_ = 0;  // of grams, 1 << size each
  std::array<Gram, kMostExtra> extra_{};
  std::size_t extra_count_ = 0;
  bool any_extra_ = false;  // more than fit into extra_
};

}  // namespace dcmscrub
