// Which three letters in a row some words have: a set of hashes, which says yes
// too often and never no.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dcmscrub {

class Triples {
 public:
  void Clear() {
    bits_.fill(0);
    any_short_ = false;
  }
  void Add(std::string_view word) {
    any_short_ |= word.size() < 3;
    for (std::size_t i = 0; i + 3 <= word.size(); ++i) {
      const std::uint32_t hash = HashOf(word.data() + i);
      bits_[hash / 64] |= std::uint64_t{1} << (hash % 64);
    }
  }
  // Whether a word may have three letters in a row that `text` has.
  bool AnyIn(std::string_view text) const {
    if (any_short_) return true;
    for (std::size_t i = 0; i + 3 <= text.size(); ++i) {
      const std::uint32_t hash = HashOf(text.data() + i);
      if ((bits_[hash / 64] >> (hash % 64) & 1) != 0) return true;
    }
    return false;
  }

 private:
  static constexpr int kBits = 15;

  static std::uint32_t HashOf(const char* letters) {
    const auto at = [&](int i) {
      return std::uint32_t{static_cast<std::uint8_t>(letters[i])};
    };
    const std::uint32_t triple = at(0) | at(1) << 8 | at(2) << 16;
    return (triple * 0x9E3779B1u) >> (32 - kBits);
  }

  std::array<std::uint64_t, (1 << kBits) / 64> bits_{};
  bool any_short_ = false;
};

}  // namespace dcmscrub
