// An output as a list of runs: ranges kept from the input stream, and
// replacement bytes that stand in an arena. What the scrubber yields and what
// the writer gathers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/bytes.h"

namespace dcmscrub {

struct Run {
  enum class From : std::uint8_t { kInput, kArena };
  From from = From::kInput;
  std::uint64_t offset = 0;  // in the input stream, or in the arena
  std::uint64_t size = 0;
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
