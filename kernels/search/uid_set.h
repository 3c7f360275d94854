// UIDs, and a quick answer whether one of them is the beginning of another.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dcmscrub {

// Keeps 64 bits of each UID: that two differ in all but these does not happen.
class UidSet {
 public:
  // What is shorter is no one's, what is longer no UID, and what begins so is
  // the Standard's: none of them is taken.
  static constexpr std::size_t kShortest = 8;
  static constexpr std::size_t kLongest = 128;
  static constexpr std::string_view kStandardRoot = "1.2.840.10008.";

  UidSet() : slots_(kLeastSlots) {}
  void Clear();
  bool Add(std::string_view uid);  // whether it was taken
  bool empty() const { return size_ == 0; }

  // Whether `run`, of digits and dots, without up to `loose` bytes at its end,
  // is one of them, or begins with one and a dot.
  bool HasBeginningOf(std::string_view run, std::size_t loose = 0) const;

 private:
  static constexpr std::size_t kLeastSlots = 64;

  bool Has(std::uint64_t hash) const;
  void Insert(std::uint64_t hash);

  std::vector<std::uint64_t> slots_;  // open addressing; 0: free
  std::size_t size_ = 0;
  std::array<bool, kLongest + 1> has_size_{};
  std::vector<std::uint8_t> sizes_;  // that UIDs have, each once
};

}  // namespace dcmscrub
