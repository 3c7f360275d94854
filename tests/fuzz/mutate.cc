#include "tests/fuzz/mutate.h"

#include <algorithm>
#include <array>
#include <random>
#include <string_view>

#include "kernels/parse/element_index.h"
#include "kernels/parse/file_prefix.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/window_reader.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;

class Mutator {
 public:
  Mutator(Bytes file, std::uint64_t seed)
      : random_(seed), bytes_(file.begin(), file.end()) {}

  void Damage() {
    switch (Below(8)) {
      case 0:
        return FlipBits();
      case 1:
        return Cut();
      case 2:
        return PutIn();
      case 3:
        return TakeAway();
      case 4:
      case 5:
        return ChangeLength();
      case 6:
        return ChangeSyntax();
      default:
        return Nest();
    }
  }
  // No distribution of the library: those differ from one to the next.
  std::size_t Below(std::size_t end) {
    return end == 0 ? 0 : static_cast<std::size_t>(random_() % end);
  }
  std::vector<std::uint8_t> Take() { return std::move(bytes_); }

 private:
  auto At(std::size_t offset) {
    return bytes_.begin() + static_cast<std::ptrdiff_t>(offset);
  }

  void FlipBits() {
    if (bytes_.empty()) return;
    for (std::size_t flips = Below(8) + 1; flips > 0; --flips) {
      bytes_[Below(bytes_.size())] ^= static_cast<std::uint8_t>(1 << Below(8));
    }
  }

  void Cut() { bytes_.resize(Below(bytes_.size() + 1)); }

  // What stood elsewhere, or zeros.
  void PutIn() {
    const std::size_t size = std::min(Below(64) + 1, bytes_.size());
    const std::size_t from = Below(bytes_.size() - size + 1);
    std::vector<std::uint8_t> more(At(from), At(from + size));
    if (Below(3) == 0) std::ranges::fill(more, std::uint8_t{0});
    bytes_.insert(At(Below(bytes_.size() + 1)), more.begin(), more.end());
  }

  void TakeAway() {
    const std::size_t size = std::min(Below(64) + 1, bytes_.size());
    const std::size_t from = Below(bytes_.size() - size + 1);
    bytes_.erase(At(from), At(from + size));
  }

  // The elements of what can be read.
  struct Read {
    FilePrefix prefix;
    WindowReader reader;
  };
  bool ReadInto(Read& read) const {
    const Bytes head = Bytes(bytes_).first(
        std::min<std::size_t>(bytes_.size(), kFilePrefixBytes));
    if (ReadFilePrefix(head, bytes_.size(), read.prefix)) return false;
    if (read.prefix.syntax.deflated) return false;
    read.reader.Read(bytes_, read.prefix.data_set_offset, read.prefix.encoding,
                     {}, kWholeWindow);
    return !read.reader.index().elements().empty();
  }

  // Where an element begins in the file, and its header's size.
  struct Place {
    std::size_t begin = 0, header = 0;
    Encoding encoding;
  };
  bool AnyElement(Place& place) {
    Read read;
    if (!ReadInto(read)) return false;
    const auto elements = read.reader.index().elements();
    const Element& element = elements[Below(elements.size())];
    place = {static_cast<std::size_t>(element.offset), element.header_size,
             element.encoding()};
    return place.begin + place.header <= bytes_.size();
  }

  void ChangeLength() {
    Place place;
    if (!AnyElement(place)) return FlipBits();
    const bool is_short =
        place.encoding.explicit_vr && place.header == 8 && Below(4) != 0;
    const std::size_t size = is_short ? 2 : 4;
    const std::size_t at = place.begin + place.header - size;
    constexpr std::array<std::uint32_t, 8> kLengths = {
        0, 1, 0xFFFFFFFF, 0xFFFFFFFE, 0x7FFFFFFF, 0x10000, 8, 0xFFFF};
    std::uint32_t length = kLengths[Below(kLengths.size())];
    if (Below(2) == 0) length = static_cast<std::uint32_t>(random_());
    for (std::size_t i = 0; i < size; ++i) {
      const bool big = place.encoding.order == ByteOrder::kBig;
      const std::size_t shift = 8 * (big ? size - 1 - i : i);
      bytes_[at + i] = static_cast<std::uint8_t>(length >> shift);
    }
  }

  void ChangeSyntax() {
    constexpr std::array<std::string_view, 12> kSyntaxes = {
        "1.2.840.10008.1.2",        "1.2.840.10008.1.2.1",
        "1.2.840.10008.1.2.2",      "1.2.840.10008.1.2.1.99",
        "1.2.840.10008.1.2.4.50",   "1.2.840.10008.1.2.4.90",
        "1.2.840.10008.1.2.5",      "1.2.840.10008.1.2.4.95",
        "1.2.840.10008.1.2.4.9999", "1.2.3.4.5.6.7.8.9",
        "1.2.840.10008.1.20",       ""};
    Read read;
    if (!ReadInto(read)) return FlipBits();
    const DicomBytes file =
        DicomBytes()
            .Preamble()
            .FileMeta(kSyntaxes[Below(kSyntaxes.size())], kCtImageStorage,
                      "1.2.3")
            .Raw(AsText(bytes_).substr(read.prefix.data_set_offset));
    bytes_ = file.bytes();
  }

  // All from an element on, in so many sequences and items without end.
  void Nest() {
    Place place;
    if (!AnyElement(place)) return FlipBits();
    const std::size_t levels = Below(3) == 0 ? 1 + Below(2000) : 1 + Below(8);
    DicomBytes opened(place.encoding);
    for (std::size_t i = 0; i < levels; ++i) {
      opened.Header(0x0040, 0xA730, "SQ", kUndefinedLengthField)
          .ItemStart(kUndefinedLengthField);
    }
    const Bytes more = opened;
    bytes_.insert(At(place.begin), more.begin(), more.end());
  }

  std::mt19937_64 random_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace

std::vector<std::uint8_t> Mutant(Bytes file, std::uint64_t seed,
                                 std::uint64_t number) {
  Mutator mutator(file.first(std::min(file.size(), kMostBytes)),
                  seed * 0x9E3779B97F4A7C15 + number);
  for (std::size_t left = mutator.Below(4) + 1; left > 0; --left) {
    mutator.Damage();
  }
  return mutator.Take();
}

}  // namespace dcmscrub
