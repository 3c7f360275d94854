// An output as a list of runs: ranges kept from the input stream, and
// replacement bytes that stand in an arena. What the scrubber yields and what
// the writer gathers.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/core/bytes.h"

namespace dcmscrub {

// Which bits of each pair of bytes stay, and what stands for the others: both
// in file order.
struct BitMask {
  std::array<std::uint8_t, 2> keep = {0xFF, 0xFF};
  std::array<std::uint8_t, 2> put = {0, 0};

  bool keeps_all() const { return keep[0] == 0xFF && keep[1] == 0xFF; }
  // Changes `bytes`, which begin `offset` bytes behind the first of a pair.
  void Apply(std::uint64_t offset, std::span<std::uint8_t> bytes) const {
    for (std::uint8_t& byte : bytes) {
      byte = static_cast<std::uint8_t>((byte & keep[offset % 2]) |
                                       put[offset % 2]);
      ++offset;
    }
  }
  friend bool operator==(const BitMask&, const BitMask&) = default;
};

struct Run {
  enum class From : std::uint8_t { kInput, kArena };
  From from = From::kInput;
  std::uint64_t offset = 0;  // in the input stream, or in the arena
  std::uint64_t size = 0;
  BitMask mask;  // of an input run; its first byte is the first of a pair
};

// Reused from file to file; allocates only to grow past every earlier file.
class EditList {
 public:
  void Clear() {
    runs_.clear();
    arena_.clear();
    size_ = 0;
  }

  // Keeps [begin, end) of the input. Each run is joined with the one before it
  // where the two touch; an empty one is left out.
  void KeepInput(std::uint64_t begin, std::uint64_t end);
  // The same, with bits changed on the way; never joined.
  void KeepMasked(std::uint64_t begin, std::uint64_t end, BitMask mask);
  // Puts in [begin, begin + size) of the arena.
  void PutArena(std::uint64_t begin, std::uint64_t size);

  // Room for replacement bytes: append, then PutArena where they belong.
  std::vector<std::uint8_t>& arena() { return arena_; }
  Bytes arena() const { return arena_; }

  std::span<const Run> runs() const { return runs_; }
  std::uint64_t size() const { return size_; }  // of the output, in bytes

 private:
  std::vector<Run> runs_;
  std::vector<std::uint8_t> arena_;
  std::uint64_t size_ = 0;
};

}  // namespace dcmscrub
