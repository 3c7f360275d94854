#include "pipeline/pictures/picture.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace dcmscrub {
namespace {

using Rgb = std::array<float, 3>;

// Stored values of one frame.
class Samples {
 public:
  explicit Samples(const Frame& frame)
      : layout_(frame.layout), data_(frame.bytes.data()) {}

  double At(std::uint64_t pixel, std::uint32_t sample) const {
    const std::uint64_t at = layout_.planar ? sample * layout_.pixels() + pixel
                                            : pixel * layout_.samples + sample;
    return Value(at);
  }

  double Value(std::uint64_t at) const {
    switch (layout_.bits) {
      case 8:
        return Stored(data_[at]);
      case 16:
        return Stored(Load<std::uint16_t>(data_ + 2 * at, layout_.order));
      case 32: {
        const auto word = Load<std::uint32_t>(data_ + 4 * at, layout_.order);
        return layout_.floating ? std::bit_cast<float>(word) : Stored(word);
      }
      default:
        return std::bit_cast<double>(
            Load<std::uint64_t>(data_ + 8 * at, layout_.order));
    }
  }

 private:
  double Stored(std::uint32_t cell) const {
    const unsigned shift = 32 - layout_.stored;
    const std::uint32_t top = cell >> (layout_.high_bit + 1 - layout_.stored)
                                          << shift;
    if (layout_.is_signed) return static_cast<std::int32_t>(top) >> shift;
    return top >> shift;
  }

  const FrameLayout& layout_;
  const std::uint8_t* data_;
};

// A window as PS3.3 C.11.2.1.2.1 has it, [low, high] → [0, 255].
struct Ramp {
  double low = 0;
  double high = 255;

  float operator()(double value) const {
    if (!(value > low)) return 0;  // NaN is black
    if (value >= high) return 255;
    return static_cast<float>((value - low) / (high - low) * 255);
  }
};

// Enough pixels to know the percentiles.
constexpr std::uint64_t kSampled = 1 << 16;
// What is darker than this all over is stretched: a mask of zeros and ones.
constexpr double kDark = 32;

Ramp RampOf(const Frame& frame, const ImageFacts& facts) {
  const auto rescaled = [&](double v) {
    return v * facts.slope + facts.intercept;
  };
  if (facts.window) {
    const double half = (facts.window->width - 1) / 2;
    const double middle = facts.window->center - 0.5;
    return {middle - half, std::max(middle + half, middle - half + 1e-9)};
  }
  const Samples samples(frame);
  const std::uint64_t pixels = frame.layout.pixels();
  std::vector<double> values;
  double low = INFINITY;
  double high = -INFINITY;
  const std::uint64_t step = std::max<std::uint64_t>(1, pixels / kSampled);
  for (std::uint64_t i = 0; i < pixels; ++i) {
    const double value = rescaled(samples.Value(i));
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
    if (i % step == 0) values.push_back(value);
  }
  const bool as_stored = facts.slope == 1 && facts.intercept == 0;
  if (frame.layout.stored == 8 && !frame.layout.is_signed && as_stored &&
      high >= kDark) {
    return {0, 255};
  }
  const auto percentile = [&](std::size_t n) {
    const auto at = values.begin() + (values.size() - 1) * n / 100;
    std::nth_element(values.begin(), at, values.end());
    return *at;
  };
  if (values.empty()) return {};
  const Ramp most{percentile(1), percentile(99)};
  // Letters on an empty page are less than a hundredth of it.
  return most.low < most.high ? most : Ramp{low, std::max(high, low + 1)};
}

// From one pixel to what is seen of it.
class Painter {
 public:
  Painter(const Frame& frame, const ImageFacts& facts,
          const RgbPalette& palette)
      : layout_(frame.layout),
        samples_(frame),
        facts_(facts),
        palette_(palette) {
    by_palette_ = layout_.colour == Colour::kPalette && !palette.empty();
    if (layout_.samples == 1 && !by_palette_) ramp_ = RampOf(frame, facts);
    // To 8 bits, whatever is stored.
    scale_ = 255 / (std::exp2(layout_.stored) - 1);
  }

  int channels() const { return layout_.samples == 3 || by_palette_ ? 3 : 1; }

  Rgb operator()(std::uint64_t pixel) const {
    if (by_palette_) return FromPalette(samples_.Value(pixel));
    if (layout_.samples == 1) {
      const double value =
          samples_.Value(pixel) * facts_.slope + facts_.intercept;
      const float grey = ramp_(value);
      return {layout_.colour == Colour::kInverted ? 255 - grey : grey};
    }
    if (layout_.colour == Colour::kYbr422) return From422(pixel);
    Rgb colour;
    for (std::uint32_t i = 0; i < 3; ++i) {
      colour[i] = static_cast<float>(samples_.At(pixel, i) * scale_);
    }
    return layout_.colour == Colour::kYbr ? FromYbr(colour) : colour;
  }

 private:
  Rgb FromPalette(double value) const {
    const double at = std::clamp(value - facts_.palette->first, 0.0,
                                 static_cast<double>(palette_.size() - 1));
    const auto& entry = palette_[static_cast<std::size_t>(at)];
    return {static_cast<float>(entry[0]), static_cast<float>(entry[1]),
            static_cast<float>(entry[2])};
  }

  // PS3.3 C.7.6.3.1.2: two of luminance, then what they share.
  Rgb From422(std::uint64_t pixel) const {
    const std::uint64_t pair = pixel / 2 * 4;
    const auto at = [&](std::uint64_t n) {
      return static_cast<float>(samples_.Value(pair + n) * scale_);
    };
    return FromYbr({at(pixel % 2), at(2), at(3)});
  }

  static Rgb FromYbr(const Rgb& ybr) {
    const float blue = ybr[1] - 128;
    const float red = ybr[2] - 128;
    return {std::clamp(ybr[0] + 1.402F * red, 0.F, 255.F),
            std::clamp(ybr[0] - 0.344136F * blue - 0.714136F * red, 0.F, 255.F),
            std::clamp(ybr[0] + 1.772F * blue, 0.F, 255.F)};
  }

  const FrameLayout& layout_;
  Samples samples_;
  const ImageFacts& facts_;
  const RgbPalette& palette_;
  bool by_palette_ = false;
  Ramp ramp_;
  double scale_ = 1;
};

// How much of each source column (or row) goes to which of the picture's: to
// one, or to two neighbours.
struct Share {
  std::uint32_t to = 0;
  float first = 1;  // the rest goes to the next one
};

std::vector<Share> Shares(std::uint32_t from, std::uint32_t to) {
  std::vector<Share> shares(from);
  for (std::uint64_t i = 0; i < from; ++i) {
    const std::uint64_t begin = i * to / from;
    const std::uint64_t edge = (begin + 1) * from;  // in 1/to of a column
    const std::uint64_t first = std::min<std::uint64_t>(to, edge - i * to);
    shares[i] = {static_cast<std::uint32_t>(begin),
                 static_cast<float>(first) / static_cast<float>(to)};
  }
  return shares;
}

// Never larger than the frame in either direction.
void ShapePicture(const FrameLayout& layout, double pixel_height, int longest,
                  Picture& picture) {
  const double width = layout.columns;
  const double height = layout.rows * pixel_height;
  const double scale =
      std::min({1.0, 1 / pixel_height, longest / width, longest / height});
  const auto side = [](double length, std::uint32_t most) {
    return std::clamp(static_cast<int>(std::lround(length)), 1,
                      static_cast<int>(most));
  };
  picture.width = side(width * scale, layout.columns);
  picture.height = side(height * scale, layout.rows);
}

}  // namespace

Picture Render(const Frame& frame, const ImageFacts& facts,
               const RgbPalette& palette, int longest) {
  const FrameLayout& layout = frame.layout;
  Picture picture;
  if (frame.bytes.size() * 8 < layout.bits_a_frame() || layout.pixels() == 0) {
    return picture;
  }
  const Painter paint(frame, facts, palette);
  ShapePicture(layout, facts.pixel_height, longest, picture);
  picture.channels = paint.channels();
  const auto across = Shares(layout.columns, picture.width);
  const auto down = Shares(layout.rows, picture.height);
  const std::size_t channels = picture.channels;
  const std::size_t stride = channels * picture.width;

  // One more of each, for shares of nothing beyond the edge.
  std::vector<float> row(stride + channels);
  std::vector<float> sums(stride * (picture.height + 1));
  for (std::uint32_t y = 0; y < layout.rows; ++y) {
    std::fill(row.begin(), row.end(), 0.F);
    for (std::uint32_t x = 0; x < layout.columns; ++x) {
      const Rgb colour = paint(std::uint64_t{y} * layout.columns + x);
      float* const to = &row[across[x].to * channels];
      for (std::size_t c = 0; c < channels; ++c) {
        to[c] += across[x].first * colour[c];
        to[channels + c] += (1 - across[x].first) * colour[c];
      }
    }
    float* const to = &sums[down[y].to * stride];
    for (std::size_t i = 0; i < stride; ++i) {
      to[i] += down[y].first * row[i];
      to[stride + i] += (1 - down[y].first) * row[i];
    }
  }

  const float area =
      static_cast<float>(layout.pixels()) /
      (static_cast<float>(picture.width) * static_cast<float>(picture.height));
  picture.pixels.resize(stride * picture.height);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = static_cast<std::uint8_t>(
        std::clamp(sums[i] / area + 0.5F, 0.F, 255.F));
  }
  return picture;
}

}  // namespace dcmscrub
