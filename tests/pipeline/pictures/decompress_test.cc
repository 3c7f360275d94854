#include "pipeline/pictures/decompress.h"

#include <gtest/gtest.h>

#include "pipeline/pictures/picture.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kRle = "1.2.840.10008.1.2.5";
constexpr std::string_view kJpeg = "1.2.840.10008.1.2.4.50";
constexpr std::string_view kJpegLs = "1.2.840.10008.1.2.4.80";
constexpr std::string_view kJpeg2000 = "1.2.840.10008.1.2.4.90";
constexpr int kSide = 16;

Frame FrameOf(std::vector<std::uint8_t> bytes, std::uint32_t samples = 1) {
  Frame frame;
  frame.layout.rows = kSide;
  frame.layout.columns = kSide;
  frame.layout.samples = samples;
  frame.layout.bits = frame.layout.stored = 8;
  frame.layout.high_bit = 7;
  frame.layout.colour = samples == 1 ? Colour::kGrey : Colour::kYbr422;
  frame.compressed = true;
  frame.bytes = std::move(bytes);
  return frame;
}

// A JPEG file, dark but for its left half.
std::vector<std::uint8_t> HalfJpeg(int channels) {
  Picture picture{kSide, kSide, channels, {}};
  for (int i = 0; i < kSide * kSide * channels; ++i) {
    picture.pixels.push_back(i / channels % kSide < kSide / 2 ? 240 : 16);
  }
  const std::string jpeg = EncodeJpeg(picture);
  return {jpeg.begin(), jpeg.end()};
}

// PS3.5 Annex G: one segment, of a run for each half row.
std::vector<std::uint8_t> HalfRle() {
  std::vector<std::uint8_t> bytes(64);
  bytes[0] = 1;
  bytes[4] = 64;
  for (int row = 0; row < kSide; ++row) {
    for (const int value : {240, 16}) {
      bytes.push_back(257 - kSide / 2);
      bytes.push_back(static_cast<std::uint8_t>(value));
    }
  }
  return bytes;
}

class GdcmFrames : public testing::Test {
 protected:
  FrameFault Undo(std::string_view syntax, Frame& frame) {
    return Decompress(syntax, {}, workers_, frame);
  }

  Workers workers_;
};

TEST_F(GdcmFrames, UndoCompression) {
  struct {
    const char* what;
    std::string_view syntax;
    Frame frame;
  } cases[] = {
      {"RLE", kRle, FrameOf(HalfRle())},
      {"grey JPEG", kJpeg, FrameOf(HalfJpeg(1))},
      {"colour JPEG", kJpeg, FrameOf(HalfJpeg(3), 3)},
  };
  for (auto& c : cases) {
    ASSERT_EQ(Undo(c.syntax, c.frame), FrameFault::kNone) << c.what;
    const std::size_t samples = c.frame.layout.samples;
    ASSERT_EQ(c.frame.bytes.size(), kSide * kSide * samples) << c.what;
    for (int x : {1, kSide - 2}) {
      const int value = c.frame.bytes[(5 * kSide + x) * samples];
      EXPECT_NEAR(value, x == 1 ? 240 : 16, 8) << c.what;
    }
  }
}

TEST_F(GdcmFrames, AreBrokenWithoutHarm) {
  std::vector<std::uint8_t> cut = HalfJpeg(1);
  cut.resize(cut.size() / 3);
  std::vector<std::uint8_t> rle = HalfRle();
  rle[4] = 0xFF;
  rle[5] = 0xFF;
  const std::vector<std::uint8_t> noise(500, 0x5A);
  for (const std::string_view syntax : {kRle, kJpeg, kJpegLs, kJpeg2000}) {
    for (const auto& bytes : {noise, cut, rle, {}}) {
      Frame frame = FrameOf(bytes);
      if (Undo(syntax, frame) == FrameFault::kNone) {
        EXPECT_EQ(frame.bytes.size(), kSide * kSide) << syntax;
      }
    }
    Frame frame = FrameOf(noise);
    EXPECT_EQ(Undo(syntax, frame), FrameFault::kBroken) << syntax;
  }
}

TEST_F(GdcmFrames, KnowTheCompressionsByName) {
  const struct {
    std::string_view uid;
    std::string_view name;
    bool can;
  } kCases[] = {
      {kRle, "RLE", true},
      {kJpeg, "JPEG", true},
      {"1.2.840.10008.1.2.4.70", "JPEG", true},
      {kJpegLs, "JPEG-LS", true},
      {kJpeg2000, "JPEG 2000", true},
      {"1.2.840.10008.1.2.4.100", "video", false},
      {"1.2.840.10008.1.2.4.110", "JPEG XL", false},
      {"1.2.840.10008.1.2.4.201", "HTJ2K", false},
      {"1.2.840.10008.1.2.8.1", "deflated frames", false},
      {"1.2.3", "an unknown compression", false},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(CompressionName(c.uid), c.name) << c.uid;
    EXPECT_EQ(CanDecompress(c.uid), c.can) << c.uid;
  }
}

}  // namespace
}  // namespace dcmscrub
