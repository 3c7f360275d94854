#include "pipeline/pictures/gdcm_frames.h"

#include <gdcmImage.h>
#include <gdcmSequenceOfFragments.h>
#include <gdcmTrace.h>
#include <gdcmTransferSyntax.h>

#include <bit>
#include <string>

namespace dcmscrub {
namespace {

struct Compression {
  std::string_view uids;  // what they begin with
  std::string_view name;
  bool ours;
};

// PS3.5 A.4, the longer beginnings first.
constexpr Compression kCompressions[] = {
    {"1.2.840.10008.1.2.5", "RLE", true},
    {"1.2.840.10008.1.2.8", "deflated frames", false},
    {"1.2.840.10008.1.2.4.11", "JPEG XL", false},
    {"1.2.840.10008.1.2.4.20", "HTJ2K", false},
    {"1.2.840.10008.1.2.4.10", "video", false},
    {"1.2.840.10008.1.2.4.8", "JPEG-LS", true},
    {"1.2.840.10008.1.2.4.9", "JPEG 2000", true},
    {"1.2.840.10008.1.2.4.5", "JPEG", true},
    {"1.2.840.10008.1.2.4.6", "JPEG", true},
    {"1.2.840.10008.1.2.4.7", "JPEG", true},
};
constexpr Compression kUnknown = {"", "an unknown compression", false};

const Compression& CompressionOf(std::string_view transfer_syntax) {
  for (const Compression& compression : kCompressions) {
    if (transfer_syntax.starts_with(compression.uids)) return compression;
  }
  return kUnknown;
}

gdcm::PhotometricInterpretation InterpretationOf(Colour colour) {
  using gdcm::PhotometricInterpretation;
  switch (colour) {
    case Colour::kInverted:
      return PhotometricInterpretation::MONOCHROME1;
    case Colour::kPalette:
      return PhotometricInterpretation::PALETTE_COLOR;
    case Colour::kRgb:
      return PhotometricInterpretation::RGB;
    case Colour::kYbr:
      return PhotometricInterpretation::YBR_FULL;
    case Colour::kYbr422:
      return PhotometricInterpretation::YBR_FULL_422;
    default:
      return PhotometricInterpretation::MONOCHROME2;
  }
}

gdcm::DataElement PixelData(const std::vector<std::uint8_t>& bytes) {
  gdcm::SmartPointer<gdcm::SequenceOfFragments> fragments =
      new gdcm::SequenceOfFragments;
  gdcm::Fragment fragment;
  fragment.SetByteValue(reinterpret_cast<const char*>(bytes.data()),
                        static_cast<std::uint32_t>(bytes.size()));
  fragments->AddFragment(fragment);
  gdcm::DataElement element(gdcm::Tag(0x7FE0, 0x0010));
  element.SetVR(gdcm::VR::OB);
  element.SetValue(*fragments);
  return element;
}

void Describe(std::string_view transfer_syntax, const FrameLayout& layout,
              gdcm::Image& image) {
  const unsigned size[3] = {layout.columns, layout.rows, 1};
  image.SetNumberOfDimensions(2);
  image.SetDimensions(size);
  image.SetPixelFormat(gdcm::PixelFormat(
      static_cast<unsigned short>(layout.samples),
      static_cast<unsigned short>(layout.bits),
      static_cast<unsigned short>(layout.stored),
      static_cast<unsigned short>(layout.stored - 1), layout.is_signed));
  image.SetPhotometricInterpretation(InterpretationOf(layout.colour));
  image.SetTransferSyntax(
      gdcm::TransferSyntax::GetTSType(std::string(transfer_syntax).c_str()));
}

}  // namespace

std::string_view CompressionName(std::string_view transfer_syntax) {
  return CompressionOf(transfer_syntax).name;
}

bool CanDecompress(std::string_view transfer_syntax) {
  return CompressionOf(transfer_syntax).ours;
}

FrameFault Decompress(std::string_view transfer_syntax, Frame& frame) {
  if (!CanDecompress(transfer_syntax)) return FrameFault::kSyntax;
  gdcm::Trace::DebugOff();
  gdcm::Trace::WarningOff();
  gdcm::Trace::ErrorOff();
  FrameLayout& layout = frame.layout;
  gdcm::Image image;
  Describe(transfer_syntax, layout, image);
  image.SetDataElement(PixelData(frame.bytes));
  const unsigned long size = image.GetBufferLength();
  const std::uint64_t expected =
      layout.pixels() * layout.samples * (layout.bits / 8);
  if (size != expected || size == 0) return FrameFault::kBroken;
  frame.bytes.resize(size);
  if (!image.GetBuffer(reinterpret_cast<char*>(frame.bytes.data())) ||
      image.GetBufferLength() != expected) {
    return FrameFault::kBroken;
  }
  const gdcm::PixelFormat& format = image.GetPixelFormat();
  layout.stored = format.GetBitsStored();
  layout.high_bit = format.GetHighBit();
  layout.planar = false;
  layout.order = std::endian::native == std::endian::big ? ByteOrder::kBig
                                                         : ByteOrder::kLittle;
  if (layout.colour == Colour::kYbr422) layout.colour = Colour::kYbr;
  frame.compressed = false;
  return FrameFault::kNone;
}

}  // namespace dcmscrub
