// A frame in memory, compressed or as samples, and what can be wrong with it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "kernels/core/bytes.h"

namespace dcmscrub {

enum class Colour : std::uint8_t {
  kGrey,      // MONOCHROME2, and whatever has one sample and says nothing else
  kInverted,  // MONOCHROME1
  kPalette,
  kRgb,      // YBR_RCT and YBR_ICT come out of their codec as this
  kYbr,      // YBR_FULL; and compressed YBR_FULL_422 out of its codec
  kYbr422,   // two pixels share their colour
  kUnknown,  // retired: HSV, ARGB, CMYK
};

// How the samples of a frame lie in memory.
struct FrameLayout {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t samples = 1;  // a pixel
  std::uint32_t bits = 0;     // allocated a sample: 1, 8, 16, 32 or 64
  std::uint32_t stored = 0;
  std::uint32_t high_bit = 0;
  bool is_signed = false;
  bool floating = false;  // 32 or 64 bits
  bool planar = false;    // all red samples before all green ones
  ByteOrder order = ByteOrder::kLittle;
  Colour colour = Colour::kGrey;

  std::uint64_t pixels() const { return std::uint64_t{rows} * columns; }
  // Of a frame that is not compressed.
  std::uint64_t bits_a_frame() const;
  // Of one that was compressed, as samples.
  std::uint64_t bytes_a_frame() const {
    return pixels() * samples * (bits / 8);
  }
};

enum class FrameFault : std::uint8_t {
  kNone,
  kUnreadable,  // no file, or none that is DICOM
  kNoPixels,
  kLayout,    // one that there is no picture of: no rows, 24 bits, CMYK
  kTooLarge,  // for the memory it may take
  kTooShort,  // the pixel data end before the frame does
  kUnmarked,  // fragments that do not tell where the frame begins
  kSyntax,    // compressed in a way that we cannot undo
  kBroken,    // compressed, and the codec makes nothing of it
  kTooLong,   // the codec did not come to an end
};

// One frame. The layout is what its bytes are in, once they are not
// `compressed`.
struct Frame {
  FrameLayout layout;
  bool compressed = false;
  std::vector<std::uint8_t> bytes;
};

using RgbPalette = std::vector<std::array<std::uint8_t, 3>>;

}  // namespace dcmscrub
