#include "pipeline/pictures/image_facts.h"

#include <array>
#include <charconv>
#include <cmath>

#include "kernels/core/tag.h"
#include "kernels/core/text.h"
#include "kernels/core/values.h"
#include "kernels/parse/object_facts.h"

namespace dcmscrub {
namespace {

constexpr Tag kInstanceNumber{0x0020, 0x0013};
constexpr Tag kSamplesPerPixel{0x0028, 0x0002};
constexpr Tag kPhotometricInterpretation{0x0028, 0x0004};
constexpr Tag kPlanarConfiguration{0x0028, 0x0006};
constexpr Tag kNumberOfFrames{0x0028, 0x0008};
constexpr Tag kRows{0x0028, 0x0010};
constexpr Tag kColumns{0x0028, 0x0011};
constexpr Tag kPixelAspectRatio{0x0028, 0x0034};
constexpr Tag kBitsAllocated{0x0028, 0x0100};
constexpr Tag kBitsStored{0x0028, 0x0101};
constexpr Tag kHighBit{0x0028, 0x0102};
constexpr Tag kWindowCenter{0x0028, 0x1050};
constexpr Tag kWindowWidth{0x0028, 0x1051};
constexpr Tag kRescaleIntercept{0x0028, 0x1052};
constexpr Tag kRescaleSlope{0x0028, 0x1053};
constexpr Tag kRedPaletteDescriptor{0x0028, 0x1101};
constexpr Tag kRedPaletteData{0x0028, 0x1201};
constexpr Tag kFloatPixelData{0x7FE0, 0x0008};
constexpr Tag kDoublePixelData{0x7FE0, 0x0009};
constexpr Tag kSharedGroups{0x5200, 0x9229};
constexpr Tag kFrameGroups{0x5200, 0x9230};

// In the order in which they are looked for: distances in the patient, at the
// detector, of the scanned film; rows first, as all of them.
constexpr Tag kSpacings[] = {Tag(0x0028, 0x0030), Tag(0x0018, 0x1164),
                             Tag(0x0018, 0x2010)};

// Component `n` of a text value.
std::optional<double> Number(std::string_view text, std::size_t n = 0) {
  const Values values(text);
  auto at = values.begin();
  for (; n > 0 && at != values.end(); --n) ++at;
  if (at == values.end()) return std::nullopt;
  text = TrimPadding(*at);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

class FactReader {
 public:
  FactReader(const ElementIndex& index, Bytes memory)
      : elements_(index.elements()), memory_(memory) {}

  // Of the top level; the first copy.
  const Element* Top(Tag tag) const {
    for (std::size_t i = 0; i < elements_.size(); i = elements_[i].next) {
      if (elements_[i].tag == tag) return &elements_[i];
    }
    return nullptr;
  }

  // At the top, else the first one in a functional group.
  const Element* TopOrGrouped(Tag tag) const {
    if (const Element* const element = Top(tag)) return element;
    for (const Tag group : {kSharedGroups, kFrameGroups}) {
      if (const Element* const sequence = Top(group)) {
        for (const Element* e = sequence;
             e != elements_.data() + sequence->next; ++e) {
          if (e->tag == tag) return e;
        }
      }
    }
    return nullptr;
  }

  std::string_view Text(const Element* element) const {
    if (element == nullptr) return {};
    return TrimPadding(AsText(LoadedValue(*element, memory_)));
  }
  std::string_view Text(Tag tag) const { return Text(Top(tag)); }

  std::uint32_t Short(Tag tag, std::uint32_t otherwise,
                      std::size_t n = 0) const {
    const Element* const element = Top(tag);
    if (element == nullptr) return otherwise;
    const Bytes value = LoadedValue(*element, memory_);
    if (value.size() < 2 * (n + 1)) return otherwise;
    return Load<std::uint16_t>(value.data() + 2 * n, element->encoding().order);
  }

 private:
  std::span<const Element> elements_;
  Bytes memory_;
};

Colour ColourOf(std::string_view name, std::uint32_t samples) {
  static constexpr struct {
    std::string_view name;
    Colour colour;
  } kNames[] = {
      {"MONOCHROME2", Colour::kGrey},      {"MONOCHROME1", Colour::kInverted},
      {"PALETTE COLOR", Colour::kPalette}, {"RGB", Colour::kRgb},
      {"YBR_RCT", Colour::kRgb},           {"YBR_ICT", Colour::kRgb},
      {"YBR_FULL", Colour::kYbr},          {"YBR_FULL_422", Colour::kYbr422},
      {"YBR_PARTIAL_422", Colour::kYbr422}};
  for (const auto& known : kNames) {
    const bool one_sample = known.colour <= Colour::kPalette;
    if (known.name == name && one_sample == (samples == 1)) return known.colour;
  }
  if (samples == 1) return Colour::kGrey;
  return samples == 3 && name.empty() ? Colour::kRgb : Colour::kUnknown;
}

void ReadPlace(const FactReader& read, ImageFacts& facts) {
  static constexpr struct {
    Tag tag;
    std::uint32_t float_bits;
  } kPlaces[] = {
      {tags::kPixelData, 0}, {kFloatPixelData, 32}, {kDoublePixelData, 64}};
  for (const auto& place : kPlaces) {
    const Element* const element = read.Top(place.tag);
    if (element == nullptr || element->value_length == 0) continue;
    facts.has_pixels = true;
    facts.pixels = {element->value_offset(), element->value_length};
    facts.fragments = element->has(Element::kEncapsulated);
    facts.layout.order = element->encoding().order;
    facts.layout.floating = place.float_bits != 0;
    if (place.float_bits != 0) facts.layout.bits = place.float_bits;
    return;
  }
}

void ReadLayout(const FactReader& read, FrameLayout& layout) {
  layout.rows = read.Short(kRows, 0);
  layout.columns = read.Short(kColumns, 0);
  layout.samples = read.Short(kSamplesPerPixel, 1);
  layout.planar =
      layout.samples > 1 && read.Short(kPlanarConfiguration, 0) == 1;
  layout.colour =
      ColourOf(read.Text(kPhotometricInterpretation), layout.samples);
  if (layout.floating) return;
  layout.bits = read.Short(kBitsAllocated, 0);
  layout.stored = read.Short(kBitsStored, layout.bits);
  if (layout.stored == 0 || layout.stored > layout.bits) {
    layout.stored = layout.bits;
  }
  layout.high_bit = read.Short(kHighBit, layout.stored - 1);
  if (layout.high_bit >= layout.bits || layout.high_bit + 1 < layout.stored) {
    layout.high_bit = layout.stored - 1;
  }
  layout.is_signed = read.Short(tags::kPixelRepresentation, 0) == 1;
}

void ReadValues(const FactReader& read, ImageFacts& facts) {
  const auto number = [&](Tag tag) {
    return Number(read.Text(read.TopOrGrouped(tag)));
  };
  facts.slope = number(kRescaleSlope).value_or(1);
  if (facts.slope == 0) facts.slope = 1;
  facts.intercept = number(kRescaleIntercept).value_or(0);
  const auto center = number(kWindowCenter);
  const auto width = number(kWindowWidth);
  if (center && width && *width >= 1) facts.window = {{*center, *width}};
}

// Far from square is nothing to be read, or a mistake: shown as it is stored.
constexpr double kMostAspect = 4;

double PixelHeight(const FactReader& read) {
  const auto ratio = [](std::string_view text) {
    const double height = Number(text, 0).value_or(0);
    const double width = Number(text, 1).value_or(0);
    return height > 0 && width > 0 ? height / width : 0;
  };
  double height = ratio(read.Text(kPixelAspectRatio));
  for (const Tag tag : kSpacings) {
    if (height == 0) height = ratio(read.Text(read.TopOrGrouped(tag)));
  }
  return height > 1 / kMostAspect && height < kMostAspect ? height : 1;
}

std::optional<PalettePlaces> ReadPalette(const FactReader& read,
                                         bool is_signed) {
  PalettePlaces palette;
  palette.entries = read.Short(kRedPaletteDescriptor, 0, 0);
  if (palette.entries == 0) palette.entries = 1 << 16;
  const std::uint32_t first = read.Short(kRedPaletteDescriptor, 0, 1);
  palette.first = is_signed ? static_cast<std::int16_t>(first)
                            : static_cast<std::int32_t>(first);
  for (std::uint16_t i = 0; i < 3; ++i) {
    const Element* const data =
        read.Top(Tag(kRedPaletteData.group(), kRedPaletteData.element() + i));
    if (data == nullptr || data->value_length < palette.entries) {
      return std::nullopt;
    }
    palette.colours[i] = {data->value_offset(), data->value_length};
    palette.order = data->encoding().order;
  }
  return palette;
}

}  // namespace

std::uint64_t FrameLayout::bits_a_frame() const {
  const std::uint64_t of_pixel =
      colour == Colour::kYbr422 ? 2 * bits : std::uint64_t{samples} * bits;
  return pixels() * of_pixel;
}

ImageFacts CollectImageFacts(const ElementIndex& index, Bytes memory) {
  const FactReader read(index, memory);
  ImageFacts facts;
  facts.modality = read.Text(tags::kModality);
  facts.sop_class = read.Text(tags::kSopClassUid);
  if (const auto number = Number(read.Text(kInstanceNumber));
      number && std::abs(*number) < 1e15) {
    facts.instance = static_cast<std::int64_t>(*number);
  }
  facts.says_burned_in = read.Text(tags::kBurnedInAnnotation) == "YES";
  ReadPlace(read, facts);
  if (!facts.has_pixels) return facts;
  ReadLayout(read, facts.layout);
  const double frames = Number(read.Text(kNumberOfFrames)).value_or(1);
  facts.frames =
      frames >= 1 && frames < 1e9 ? static_cast<std::uint32_t>(frames) : 1;
  ReadValues(read, facts);
  facts.pixel_height = PixelHeight(read);
  if (facts.layout.colour == Colour::kPalette) {
    facts.palette = ReadPalette(read, facts.layout.is_signed);
  }
  return facts;
}

}  // namespace dcmscrub
