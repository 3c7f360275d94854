// Data element tags, PS3.5 7.1 and 7.8.
#pragma once

#include <compare>
#include <cstdint>

#include "kernels/core/bytes.h"

namespace dcmscrub {

struct Tag {
  std::uint32_t value = 0;  // group in the high half, as in "(gggg,eeee)"

  constexpr Tag() = default;
  constexpr explicit Tag(std::uint32_t v) : value(v) {}
  constexpr Tag(std::uint16_t group, std::uint16_t element)
      : value(std::uint32_t{group} << 16 | element) {}

  constexpr std::uint16_t group() const {
    return static_cast<std::uint16_t>(value >> 16);
  }
  constexpr std::uint16_t element() const {
    return static_cast<std::uint16_t>(value & 0xFFFF);
  }

  // PS3.5 7.8: odd groups are private.
  constexpr bool is_private() const { return (value >> 16 & 1) != 0; }
  // PS3.5 7.8.1: (gggg,0010-00FF) of an odd group names who owns a block.
  constexpr bool is_private_creator() const {
    return is_private() && element() >= 0x0010 && element() <= 0x00FF;
  }
  // PS3.5 7.2: retired, and wrong as soon as anything in the group changes.
  constexpr bool is_group_length() const { return element() == 0; }
  // PS3.5 7.6: curves 5000-501E and overlays 6000-601E repeat by group.
  constexpr bool is_curve() const { return (group() & 0xFFE1) == 0x5000; }
  constexpr bool is_overlay() const { return (group() & 0xFFE1) == 0x6000; }

  friend constexpr auto operator<=>(Tag, Tag) = default;
};

// Pixel Data in its three forms, PS3.3 C.7.6.3, C.7.6.24, C.7.6.25.
constexpr bool IsPixelData(Tag tag) {
  return tag.value == 0x7FE00010 || tag.value == 0x7FE00008 ||
         tag.value == 0x7FE00009;
}

// The one tag that stands for all repeating groups of its kind in the tables:
// (60XX,3000) is kept as (6000,3000).
constexpr Tag CanonicalTag(Tag tag) {
  if (tag.is_overlay()) return Tag(0x6000, tag.element());
  if (tag.is_curve()) return Tag(0x5000, tag.element());
  return tag;
}

inline Tag LoadTag(const std::uint8_t* from, ByteOrder order) {
  return Tag(Load<std::uint16_t>(from, order),
             Load<std::uint16_t>(from + 2, order));
}

namespace tags {
inline constexpr Tag kItem{0xFFFE, 0xE000};
inline constexpr Tag kItemDelimitation{0xFFFE, 0xE00D};
inline constexpr Tag kSequenceDelimitation{0xFFFE, 0xE0DD};

inline constexpr Tag kSpecificCharacterSet{0x0008, 0x0005};
inline constexpr Tag kSopClassUid{0x0008, 0x0016};
inline constexpr Tag kSopInstanceUid{0x0008, 0x0018};
inline constexpr Tag kStudyDate{0x0008, 0x0020};
inline constexpr Tag kAccessionNumber{0x0008, 0x0050};
inline constexpr Tag kModality{0x0008, 0x0060};
inline constexpr Tag kCodeValue{0x0008, 0x0100};
inline constexpr Tag kCodingSchemeDesignator{0x0008, 0x0102};
inline constexpr Tag kCodeMeaning{0x0008, 0x0104};
inline constexpr Tag kPatientName{0x0010, 0x0010};
inline constexpr Tag kPatientId{0x0010, 0x0020};
inline constexpr Tag kIssuerOfPatientId{0x0010, 0x0021};
inline constexpr Tag kPatientBirthDate{0x0010, 0x0030};
inline constexpr Tag kPatientIdentityRemoved{0x0012, 0x0062};
inline constexpr Tag kDeidentificationMethod{0x0012, 0x0063};
inline constexpr Tag kDeidentificationMethodCodeSequence{0x0012, 0x0064};
inline constexpr Tag kStudyInstanceUid{0x0020, 0x000D};
inline constexpr Tag kSeriesInstanceUid{0x0020, 0x000E};
inline constexpr Tag kStudyId{0x0020, 0x0010};
inline constexpr Tag kPixelRepresentation{0x0028, 0x0103};
inline constexpr Tag kBurnedInAnnotation{0x0028, 0x0301};
inline constexpr Tag kLongitudinalTemporalInformationModified{0x0028, 0x0303};
inline constexpr Tag kEncapsulatedDocument{0x0042, 0x0011};
inline constexpr Tag kMimeTypeOfEncapsulatedDocument{0x0042, 0x0012};
inline constexpr Tag kEncryptedAttributesSequence{0x0400, 0x0500};
inline constexpr Tag kEncryptedContentTransferSyntaxUid{0x0400, 0x0510};
inline constexpr Tag kEncryptedContent{0x0400, 0x0520};
inline constexpr Tag kModifiedAttributesSequence{0x0400, 0x0550};
inline constexpr Tag kPixelData{0x7FE0, 0x0010};
}  // namespace tags

}  // namespace dcmscrub
