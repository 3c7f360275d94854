#include "pipeline/gdcm/gdcm_frames.h"

#include <gdcmImage.h>
#include <gdcmSequenceOfFragments.h>
#include <gdcmTransferSyntax.h>

#include <cstring>

#include "pipeline/pictures/frame_message.h"

namespace dcmscrub {
namespace {

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
    case Colour::kGrey:
    case Colour::kUnknown:
      break;
  }
  return PhotometricInterpretation::MONOCHROME2;
}

gdcm::DataElement PixelData(std::string_view bytes) {
  gdcm::SmartPointer<gdcm::SequenceOfFragments> fragments =
      new gdcm::SequenceOfFragments;
  gdcm::Fragment fragment;
  fragment.SetByteValue(bytes.data(), static_cast<std::uint32_t>(bytes.size()));
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

std::string DecompressFrame(std::string_view question) {
  FrameQuestion head;
  std::memcpy(&head, question.data(), sizeof head);
  question.remove_prefix(sizeof head);
  gdcm::Image image;
  Describe(question.substr(0, head.syntax_size), head.layout, image);
  image.SetDataElement(PixelData(question.substr(head.syntax_size)));
  const unsigned long size = image.GetBufferLength();
  const std::uint64_t expected = head.layout.bytes_a_frame();
  if (size != expected || size == 0) return {};
  FrameAnswer found;
  std::string answer(sizeof found + size, '\0');
  if (!image.GetBuffer(answer.data() + sizeof found) ||
      image.GetBufferLength() != expected) {
    return {};
  }
  const gdcm::PixelFormat& format = image.GetPixelFormat();
  found.stored = format.GetBitsStored();
  found.high_bit = format.GetHighBit();
  std::memcpy(answer.data(), &found, sizeof found);
  return answer;
}

}  // namespace dcmscrub
