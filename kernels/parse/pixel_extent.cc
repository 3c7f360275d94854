#include "kernels/parse/pixel_extent.h"

#include <charconv>
#include <string_view>

#include "kernels/core/text.h"

namespace dcmscrub {
namespace {

constexpr Tag kImageType{0x0008, 0x0008};
constexpr Tag kSamplesPerPixel{0x0028, 0x0002};
constexpr Tag kPhotometricInterpretation{0x0028, 0x0004};
constexpr Tag kNumberOfFrames{0x0028, 0x0008};
constexpr Tag kRows{0x0028, 0x0010};
constexpr Tag kColumns{0x0028, 0x0011};
constexpr Tag kBitsAllocated{0x0028, 0x0100};
constexpr Tag kExtendedOffsetTable{0x7FE0, 0x0001};

// Of more no file holds the pixels, and products of these fit 64 bits.
constexpr std::uint64_t kMostFrames = 1 << 28;

std::optional<std::uint64_t> Frames(Bytes value) {
  const std::string_view text = TrimPadding(AsText(value));
  if (text.empty()) return 1;
  std::uint64_t frames = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, frames);
  if (read.ec != std::errc() || read.ptr != end || frames == 0 ||
      frames > kMostFrames) {
    return std::nullopt;
  }
  return frames;
}

// SOI of JPEG and JPEG-LS, SOC of JPEG 2000; all of them end with FFD9.
bool BeginsAsJpeg(Bytes head) {
  return head.size() >= 2 && head[0] == 0xFF &&
         (head[1] == 0xD8 || head[1] == 0x4F);
}

// Some pad with more than the one byte that makes a fragment even.
bool EndsAsJpeg(Bytes tail) {
  while (!tail.empty() && (tail.back() == 0 || tail.back() == 0xFF)) {
    tail = tail.first(tail.size() - 1);
  }
  return tail.size() >= 2 && tail[tail.size() - 2] == 0xFF &&
         tail.back() == 0xD9;
}

}  // namespace

bool PixelExtent::Wants(Tag tag) {
  if (tag.group() == 0x0028) return tag.element() <= 0x0100;
  return tag == kImageType || tag == kExtendedOffsetTable;
}

void PixelExtent::NoteElement(Tag tag, Bytes value, ByteOrder order) {
  const auto number = [&]() -> std::uint64_t {
    return value.size() == 2 ? Load<std::uint16_t>(value.data(), order) : 0;
  };
  if (tag == kImageType) says_image_ = true;
  if (tag == kSamplesPerPixel) samples_ = number();
  if (tag == kNumberOfFrames) frames_ = Frames(value);
  if (tag == kRows) rows_ = number();
  if (tag == kColumns) columns_ = number();
  if (tag == kBitsAllocated) bits_allocated_ = number();
  if (tag == kRows && rows_ != 0) says_image_ = true;
  if (tag == kPhotometricInterpretation) {
    halves_chroma_ = TrimPadding(AsText(value)).ends_with("_422");
  }
  if (tag == kExtendedOffsetTable && value.size() >= 8) {
    extended_ = {
        value.size() / 8,
        Load<std::uint64_t>(value.data() + value.size() / 8 * 8 - 8, order)};
  }
}

void PixelExtent::BeginFragments() {
  basic_ = {};
  fragments_ = 0;
  last_begin_ = 0;
  begins_as_jpeg_ = false;
  ends_as_jpeg_ = false;
}

void PixelExtent::NoteTable(std::uint64_t frames, std::uint64_t last) {
  basic_ = {frames, last};
}

void PixelExtent::NoteFragment(std::uint64_t offset, Bytes head) {
  if (fragments_ == 0) begins_as_jpeg_ = BeginsAsJpeg(head);
  ++fragments_;
  last_begin_ = offset;
  ends_as_jpeg_ = false;
}

void PixelExtent::NoteTail(Bytes tail) { ends_as_jpeg_ = EndsAsJpeg(tail); }

bool PixelExtent::Holds(const OffsetTable& table) const {
  return table.frames <= fragments_ && table.last <= last_begin_;
}

bool PixelExtent::FragmentsAreWhole() const {
  if (!frames_ || fragments_ < *frames_) return false;
  if (!Holds(basic_) || !Holds(extended_)) return false;
  return begins_as_jpeg_ ? ends_as_jpeg_ : fragments_ == *frames_;
}

std::optional<bool> PixelExtent::NativeIsWhole(std::uint64_t size) const {
  const std::uint64_t pixels = rows_ * columns_;  // of 16 bits each
  if (pixels == 0 || samples_ == 0 || samples_ > 4 || bits_allocated_ == 0 ||
      bits_allocated_ > 64 || !frames_) {
    return std::nullopt;
  }
  // At most 2^32 pixels of 2^8 bits.
  const std::uint64_t bits = pixels * samples_ * bits_allocated_;
  const std::uint64_t frame_bits =
      halves_chroma_ && samples_ == 3 ? bits / 3 * 2 : bits;
  if (frame_bits > ~std::uint64_t{0} / *frames_ - 7) return std::nullopt;
  return size >= (frame_bits * *frames_ + 7) / 8;
}

}  // namespace dcmscrub
