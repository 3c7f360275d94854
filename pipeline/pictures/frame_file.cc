#include "pipeline/pictures/frame_file.h"

#include <algorithm>

#include "pipeline/item/read.h"

namespace dcmscrub {
namespace {

// More than any object has that a picture is wanted of.
constexpr std::size_t kMostFragments = 1 << 20;
constexpr std::uint64_t kItemHeader = 8;

bool CanShow(const FrameLayout& layout) {
  const bool depth = layout.bits == 1 || layout.bits == 8 ||
                     layout.bits == 16 || layout.bits == 32 ||
                     (layout.bits == 64 && layout.floating);
  return depth && layout.pixels() != 0 && layout.colour != Colour::kUnknown &&
         (layout.samples == 1 || (layout.samples == 3 && layout.bits >= 8));
}

}  // namespace

FrameFile::FrameFile() : object_(std::make_unique<InputObject>()) {}
FrameFile::~FrameFile() = default;

std::string_view FrameFile::transfer_syntax() const {
  return object_->prefix.syntax.uid;
}

FrameFault FrameFile::Open(const std::string& path, FileSystem& file_system) {
  facts_ = {};
  walked_ = false;
  fragments_.clear();
  frames_.clear();
  Ending ending;
  ReadObject(path, file_system, *object_, ending);
  if (ending.decided) return FrameFault::kUnreadable;
  facts_ = CollectImageFacts(*object_->index, object_->memory());
  if (facts_.sop_class.empty()) facts_.sop_class = object_->facts.sop_class_uid;
  return FrameFault::kNone;
}

bool FrameFile::ReadAt(std::uint64_t offset, std::uint8_t* to,
                       std::size_t size) {
  if (object_->prefix.syntax.deflated || object_->whole) {
    const Bytes all = object_->memory();
    if (offset > all.size() || size > all.size() - offset) return false;
    std::copy_n(all.data() + offset, size, to);
    return true;
  }
  std::size_t got = 0;
  return object_->file != nullptr &&
         object_->file->ReadAt(offset, to, size, got) == 0 && got == size;
}

std::uint32_t FrameFile::FrameCount() {
  if (!facts_.has_pixels) return 0;
  if (facts_.fragments) {
    if (!walked_ && !WalkFragments()) fragments_.clear();
    walked_ = true;
    if (frames_.size() > 1)
      return static_cast<std::uint32_t>(frames_.size() - 1);
    return fragments_.empty() ? 0 : facts_.frames;
  }
  const std::uint64_t bits = facts_.layout.bits_a_frame();
  if (bits == 0) return 1;  // ReadFrame says why not
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(facts_.frames, facts_.pixels.length * 8 / bits));
}

FrameFault FrameFile::ReadFrame(std::uint32_t number, std::uint64_t limit,
                                Frame& frame) {
  if (!facts_.has_pixels) return FrameFault::kNoPixels;
  frame.layout = facts_.layout;
  frame.compressed = facts_.fragments;
  if (!CanShow(frame.layout)) return FrameFault::kLayout;
  const std::uint64_t size =
      std::max(frame.layout.bits_a_frame() / 8, frame.layout.pixels());
  if (size > limit) return FrameFault::kTooLarge;
  if (number >= FrameCount()) return FrameFault::kTooShort;
  if (!facts_.fragments) {
    return ReadBits(number, frame) ? FrameFault::kNone
                                   : FrameFault::kUnreadable;
  }
  if (frames_.empty()) return FrameFault::kUnmarked;

  frame.bytes.clear();
  for (std::uint32_t i = frames_[number]; i < frames_[number + 1]; ++i) {
    const std::size_t at = frame.bytes.size();
    if (fragments_[i].length > limit - at) return FrameFault::kTooLarge;
    frame.bytes.resize(at + fragments_[i].length);
    if (!ReadAt(fragments_[i].offset, frame.bytes.data() + at,
                fragments_[i].length)) {
      return FrameFault::kUnreadable;
    }
  }
  return FrameFault::kNone;
}

// Frames of single bits begin where the one before ended, in the middle of a
// byte (PS3.5 8.1.1); they come out as bytes.
bool FrameFile::ReadBits(std::uint32_t number, Frame& frame) {
  const std::uint64_t bits = frame.layout.bits_a_frame();
  const std::uint64_t first = bits * number;
  const std::uint64_t begin = first / 8;
  std::vector<std::uint8_t>& bytes = frame.bytes;
  bytes.resize((first + bits + 7) / 8 - begin);
  if (!ReadAt(facts_.pixels.offset + begin, bytes.data(), bytes.size())) {
    return false;
  }
  if (frame.layout.bits != 1) return true;
  std::vector<std::uint8_t> samples(bits);
  for (std::uint64_t i = 0; i < bits; ++i) {
    const std::uint64_t at = first % 8 + i;
    samples[i] = bytes[at / 8] >> at % 8 & 1;
  }
  bytes = std::move(samples);
  frame.layout.bits = 8;
  frame.layout.stored = 1;
  frame.layout.high_bit = 0;
  return true;
}

// PS3.5 A.4: a Basic Offset Table, fragments, a delimiter.
bool FrameFile::WalkFragments() {
  std::vector<std::uint32_t> offset_table;
  std::uint64_t at = facts_.pixels.offset;
  const std::uint64_t end = at + facts_.pixels.length;
  for (bool first = true; at + kItemHeader <= end; first = false) {
    std::uint8_t header[kItemHeader];
    if (!ReadAt(at, header, sizeof header)) return false;
    if (LoadTag(header, ByteOrder::kLittle) != tags::kItem) break;
    const auto length = Load<std::uint32_t>(header + 4, ByteOrder::kLittle);
    at += kItemHeader;
    if (length > end - at || fragments_.size() == kMostFragments) return false;
    if (first) {
      std::vector<std::uint8_t> bytes(std::min<std::size_t>(
          length, kMostFragments * sizeof(std::uint32_t)));
      if (!ReadAt(at, bytes.data(), bytes.size())) return false;
      for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4) {
        offset_table.push_back(
            Load<std::uint32_t>(bytes.data() + i, ByteOrder::kLittle));
      }
    } else {
      fragments_.push_back({at, length});
    }
    at += length;
  }
  FindFrames(offset_table);
  return true;
}

bool FrameFile::BeginsStream(const ValuePlace& fragment) {
  std::uint8_t mark[2];
  if (fragment.length < sizeof mark ||
      !ReadAt(fragment.offset, mark, sizeof mark)) {
    return false;
  }
  const bool jpeg = mark[1] == 0xD8;        // start of image
  const bool codestream = mark[1] == 0x4F;  // start of a JPEG 2000 one
  return mark[0] == 0xFF && (jpeg || codestream);
}

void FrameFile::FindFrames(const std::vector<std::uint32_t>& offset_table) {
  const auto count = static_cast<std::uint32_t>(fragments_.size());
  if (count == 0) return;
  if (facts_.frames == 1) {
    frames_ = {0, count};
    return;
  }
  std::uint32_t fragment = 0;
  if (facts_.frames >= count) {
    // A frame has one fragment at least: this is all there are.
    for (; fragment < count; ++fragment) frames_.push_back(fragment);
  } else if (offset_table.size() == facts_.frames) {
    for (const std::uint64_t offset : offset_table) {
      const std::uint64_t value = fragments_[0].offset + offset;
      while (fragment < count && fragments_[fragment].offset < value) {
        ++fragment;
      }
      frames_.push_back(fragment);
    }
  } else {
    for (; fragment < count; ++fragment) {
      if (BeginsStream(fragments_[fragment])) frames_.push_back(fragment);
    }
    if (frames_.size() != facts_.frames) frames_.clear();
  }
  if (!frames_.empty()) frames_.push_back(count);
}

RgbPalette FrameFile::ReadPalette() {
  RgbPalette palette;
  if (!facts_.palette) return palette;
  const PalettePlaces& places = *facts_.palette;
  palette.resize(places.entries);
  for (int colour = 0; colour < 3; ++colour) {
    const ValuePlace& place = places.colours[colour];
    // Words whatever the descriptor says of their bits, unless there are too
    // few bytes for that.
    const bool words = place.length >= 2 * std::uint64_t{places.entries};
    std::vector<std::uint8_t> bytes(places.entries * (words ? 2 : 1));
    if (!ReadAt(place.offset, bytes.data(), bytes.size())) return {};
    std::uint16_t most = 0;
    for (std::size_t i = 0; words && i < bytes.size(); i += 2) {
      most = std::max(most, Load<std::uint16_t>(&bytes[i], places.order));
    }
    for (std::size_t i = 0; i < palette.size(); ++i) {
      const unsigned value =
          words ? Load<std::uint16_t>(&bytes[2 * i], places.order) : bytes[i];
      palette[i][colour] =
          static_cast<std::uint8_t>(most > 0xFF ? value >> 8 : value);
    }
  }
  return palette;
}

}  // namespace dcmscrub
