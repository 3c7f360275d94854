#include "pipeline/pictures/picture.h"

#include <gtest/gtest.h>

#include "pipeline/pictures/frame_file.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/image_object.h"

namespace dcmscrub {
namespace {

constexpr std::uint64_t kLimit = 1 << 20;

struct Seen {
  FrameFault fault = FrameFault::kNone;
  std::uint32_t frames = 0;
  Picture picture;

  // Channel by channel.
  std::vector<int> At(int x, int y) const {
    std::vector<int> pixel;
    const std::size_t at = (y * picture.width + x) * picture.channels;
    for (int c = 0; c < picture.channels; ++c) {
      pixel.push_back(picture.pixels.at(at + c));
    }
    return pixel;
  }
};

Seen See(const ImageObject& object, std::uint32_t frame = 0,
         int longest = 320) {
  FaultyFileSystem files;
  files.AddFile("/a.dcm", ImageFile(object));
  FrameFile file;
  Seen seen;
  seen.fault = file.Open("/a.dcm", files);
  if (seen.fault != FrameFault::kNone) return seen;
  seen.frames = file.FrameCount();
  Frame read;
  seen.fault = file.ReadFrame(frame, kLimit, read);
  if (seen.fault == FrameFault::kNone) {
    seen.picture = Render(read, file.facts(), file.ReadPalette(), longest);
  }
  return seen;
}

// 8 x 8 of `low` but for a square of `high` in the upper left corner of 2 x 2.
std::vector<std::int64_t> Square(std::int64_t low, std::int64_t high) {
  std::vector<std::int64_t> values(64, low);
  for (const int at : {0, 1, 8, 9}) values[at] = high;
  return values;
}

auto Words(std::vector<std::int64_t> values) {
  return [values](DicomBytes& to) { to.Numbers(0x7FE0, 0x0010, "OW", values); };
}
auto Octets(std::vector<std::int64_t> values) {
  return [values](DicomBytes& to) { to.Numbers(0x7FE0, 0x0010, "OB", values); };
}

TEST(Picture, KeepsASquareWhereItIs) {
  const struct {
    const char* what;
    ImageObject object;
    int square;
    int rest;
  } kCases[] = {
      {"8 bits as they are", {.pixels = Octets(Square(10, 200))}, 200, 10},
      {"inverted",
       {.colour = "MONOCHROME1", .pixels = Octets(Square(10, 200))},
       55,
       245},
      {"a mask of zeros and ones", {.pixels = Octets(Square(0, 1))}, 255, 0},
      {"16 bits by percentiles",
       {.bits = 16, .pixels = Words(Square(1000, 1100))},
       255,
       0},
      {"signed",
       {.bits = 16, .is_signed = true, .pixels = Words(Square(-5, 5))},
       255,
       0},
      {"big endian",
       {.transfer_syntax = transfer_syntax::kExplicitVrBigEndian,
        .encoding = kExplicitBig,
        .bits = 16,
        .pixels = Words(Square(0x00FF, 0x0100))},
       255,
       0},
      {"a slope that inverts",
       {.bits = 16, .slope = "-1", .pixels = Words(Square(1000, 1100))},
       0,
       255},
      {"a window",
       {.bits = 16,
        .center = "100.5\\1",
        .width = "101\\5",
        .pixels = Words(Square(50, 100))},
       128,
       0},
  };
  for (const auto& c : kCases) {
    const Seen seen = See(c.object);
    ASSERT_EQ(seen.fault, FrameFault::kNone) << c.what;
    ASSERT_EQ(seen.picture.width, 8) << c.what;
    EXPECT_EQ(seen.picture.channels, 1) << c.what;
    EXPECT_EQ(seen.At(1, 1), std::vector{c.square}) << c.what;
    EXPECT_EQ(seen.At(2, 1), std::vector{c.rest}) << c.what;
    EXPECT_EQ(seen.At(1, 2), std::vector{c.rest}) << c.what;
    EXPECT_EQ(seen.At(7, 7), std::vector{c.rest}) << c.what;
  }
}

TEST(Picture, ShowsColours) {
  const auto palette = [](DicomBytes& to) {
    for (std::uint16_t element = 0x1101; element <= 0x1103; ++element) {
      to.Numbers(0x0028, element, "US", {2, 4, 16});
    }
    to.Numbers(0x0028, 0x1201, "OW", {0x0000, 0xC800})
        .Numbers(0x0028, 0x1202, "OW", {0x6400, 0x0000})
        .Numbers(0x0028, 0x1203, "OW", {0x0000, 0x0A00});
  };
  const struct {
    const char* what;
    ImageObject object;
    std::vector<int> left;
    std::vector<int> right;
  } kCases[] = {
      {"by pixel",
       {.colour = "RGB",
        .samples = 3,
        .rows = 1,
        .columns = 2,
        .pixels = Octets({1, 2, 3, 201, 202, 203})},
       {1, 2, 3},
       {201, 202, 203}},
      {"by plane",
       {.colour = "RGB",
        .samples = 3,
        .planar = true,
        .rows = 1,
        .columns = 2,
        .pixels = Octets({1, 201, 2, 202, 3, 203})},
       {1, 2, 3},
       {201, 202, 203}},
      {"luminance first",
       {.colour = "YBR_FULL",
        .samples = 3,
        .rows = 1,
        .columns = 2,
        .pixels = Octets({76, 85, 255, 100, 128, 128})},
       {254, 0, 0},
       {100, 100, 100}},
      {"colour shared",
       {.colour = "YBR_FULL_422",
        .samples = 3,
        .rows = 1,
        .columns = 2,
        .pixels = Octets({50, 100, 128, 128})},
       {50, 50, 50},
       {100, 100, 100}},
      {"palette",
       {.colour = "PALETTE COLOR",
        .rows = 1,
        .columns = 2,
        .palette = palette,
        .pixels = Octets({4, 5})},
       {0, 100, 0},
       {200, 0, 10}},
      {"below and above the palette",
       {.colour = "PALETTE COLOR",
        .rows = 1,
        .columns = 2,
        .palette = palette,
        .pixels = Octets({0, 99})},
       {0, 100, 0},
       {200, 0, 10}},
  };
  for (const auto& c : kCases) {
    const Seen seen = See(c.object);
    ASSERT_EQ(seen.fault, FrameFault::kNone) << c.what;
    EXPECT_EQ(seen.At(0, 0), c.left) << c.what;
    EXPECT_EQ(seen.At(1, 0), c.right) << c.what;
  }
}

TEST(Picture, TakesTheFrameAskedFor) {
  const ImageObject object = {.frames = "3",
                              .rows = 1,
                              .columns = 2,
                              .pixels = Octets({0, 50, 0, 100, 0, 150})};
  for (const std::uint32_t frame : {0, 1, 2}) {
    const Seen seen = See(object, frame);
    EXPECT_EQ(seen.frames, 3U);
    EXPECT_EQ(seen.At(1, 0), std::vector{50 * (static_cast<int>(frame) + 1)});
  }
}

TEST(Picture, FindsFramesOfSingleBitsInsideABytes) {
  // Three frames of 3 x 1: 100, 010, 001, from the lowest bit on.
  const ImageObject object = {.frames = "3",
                              .rows = 1,
                              .columns = 3,
                              .bits = 1,
                              .pixels = Octets({0b00010001, 0b1})};
  for (const std::uint32_t frame : {0, 1, 2}) {
    const Seen seen = See(object, frame);
    ASSERT_EQ(seen.fault, FrameFault::kNone);
    for (int x = 0; x < 3; ++x) {
      EXPECT_EQ(seen.At(x, 0),
                std::vector{x == static_cast<int>(frame) ? 255 : 0});
    }
  }
}

TEST(Picture, IsTheMeanOfWhatItCovers) {
  std::vector<std::int64_t> stripes;
  for (int i = 0; i < 64; ++i) stripes.push_back(i % 2 == 0 ? 40 : 200);
  const Seen half = See({.pixels = Octets(stripes)}, 0, 4);
  EXPECT_EQ(half.picture.width, 4);
  EXPECT_EQ(half.picture.height, 4);
  for (const int pixel : half.picture.pixels) EXPECT_EQ(pixel, 120);
  // 8 to 5: shares of columns go to two neighbours, and nothing gets lost.
  const Seen plain = See({.pixels = Octets(Square(77, 77))}, 0, 5);
  EXPECT_EQ(plain.picture.width, 5);
  for (const int pixel : plain.picture.pixels) EXPECT_EQ(pixel, 77);
}

TEST(Picture, HasTheShapeOfThePatient) {
  const Seen tall = See({.spacing = "2\\1", .pixels = Octets(Square(0, 99))});
  EXPECT_EQ(tall.picture.width, 4);
  EXPECT_EQ(tall.picture.height, 8);
  const Seen absurd =
      See({.spacing = "900\\1", .pixels = Octets(Square(0, 99))});
  EXPECT_EQ(absurd.picture.width, 8);
}

TEST(Picture, SaysWhyThereIsNone) {
  const struct {
    const char* what;
    ImageObject object;
    FrameFault fault;
  } kCases[] = {
      {"no pixels", {}, FrameFault::kNoPixels},
      {"no rows", {.rows = 0, .pixels = Octets({1, 2})}, FrameFault::kLayout},
      {"24 bits",
       {.bits = 24, .pixels = Octets(Square(0, 1))},
       FrameFault::kLayout},
      {"CMYK",
       {.colour = "CMYK",
        .samples = 4,
        .rows = 1,
        .columns = 1,
        .pixels = Octets({1, 2, 3, 4})},
       FrameFault::kLayout},
      {"a claim of four gigabytes",
       {.rows = 65535, .columns = 65535, .pixels = Octets({1, 2})},
       FrameFault::kTooLarge},
      {"less than a frame",
       {.rows = 9, .pixels = Octets(Square(0, 1))},
       FrameFault::kTooShort},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(See(c.object).fault, c.fault) << c.what;
  }
}

TEST(Picture, CountsTheFramesThatAreThere) {
  const Seen seen = See({.frames = "1000000",
                         .rows = 1,
                         .columns = 2,
                         .pixels = Octets({1, 2, 3, 4, 5, 6})});
  EXPECT_EQ(seen.frames, 3U);
}

TEST(Picture, EncodesGreyAsOneComponent) {
  Picture grey{16, 16, 1, std::vector<std::uint8_t>(256, 9)};
  Picture colour{16, 16, 3, std::vector<std::uint8_t>(768, 9)};
  // The frame header of a baseline file: FFC0, length, precision, sides, and
  // the number of components.
  const auto components = [](const std::string& jpeg) {
    const std::size_t at = jpeg.find("\xFF\xC0");
    return at == jpeg.npos ? 0 : int{jpeg.at(at + 9)};
  };
  EXPECT_EQ(components(EncodeJpeg(grey)), 1);
  EXPECT_EQ(components(EncodeJpeg(colour)), 3);
  EXPECT_EQ(EncodeJpeg(Picture()), "");
}

}  // namespace
}  // namespace dcmscrub
