// Whether text beyond ASCII may hold a pattern: a quick look at a few bytes,
// which spares most binary numbers the reading.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kernels/search/folded_text.h"

namespace dcmscrub {

// Over-approximates: of all letters in a row that patterns have, hashes of
// four, and of three where a pattern has no more.
class HighFilter {
 public:
  HighFilter() { SetCharacters(kLatin1, false); }

  // What bytes from 80H on are; `utf8`: texts are in UTF-8.
  void SetCharacters(const HighCharacters& high, bool utf8);

  void Clear();
  void Add(std::string_view letters);  // of a pattern

  // Whether letters in a row of `letters` are of some pattern.
  bool AnyIn(std::string_view letters) const;

  // Whether a match may be in bytes[begin, end), or reach into it, that has to
  // do with a byte from 80H on there.
  bool MayHold(std::string_view bytes, std::size_t begin,
               std::size_t end) const;

 private:
  static constexpr std::size_t kLongest = 4;
  static constexpr int kBits = 16;

  // What a byte is in the character set.
  struct Reading {
    std::uint32_t letters = 0;  // folded, the first lowest
    std::uint8_t size = 0;
    bool ignored = false;
    bool umlaut = false;  // the last letter counts with Umlauts::kAsTwo alone
  };
  class Row;  // the last letters seen

  bool Has(std::uint32_t gram, std::size_t size) const;
  void Insert(std::uint32_t gram, std::size_t size);
  bool MayHold(std::string_view bytes, std::size_t begin, std::size_t end,
               Umlauts umlauts) const;
  bool MayBeUtf8At(std::string_view bytes, std::size_t at) const;

  std::array<Reading, 256> readings_;
  std::array<std::uint64_t, (1 << kBits) / 64> bits_{};
  bool any_of_three_ = false;
  bool any_shorter_ = false;
  bool beyond_ascii_ = false;  // some pattern is
  bool utf8_ = false;
};

}  // namespace dcmscrub
