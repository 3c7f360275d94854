// Text of at most 64 bytes, held in place: UIDs and other short identifiers
// without an allocation.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace dcmscrub {

class ShortText {
 public:
  static constexpr std::size_t kCapacity = 64;

  ShortText() = default;
  explicit ShortText(std::string_view text) { Append(text); }

  std::string_view view() const { return {text_.data(), size_}; }
  bool empty() const { return size_ == 0; }

  // What does not fit is left out; callers see to it that all fits.
  void Append(std::string_view more) {
    const std::size_t size = std::min(more.size(), kCapacity - size_);
    std::copy_n(more.data(), size, text_.data() + size_);
    size_ = static_cast<std::uint8_t>(size_ + size);
  }
  void Append(char c) { Append(std::string_view(&c, 1)); }

 private:
  std::array<char, kCapacity> text_{};
  std::uint8_t size_ = 0;
};

}  // namespace dcmscrub
