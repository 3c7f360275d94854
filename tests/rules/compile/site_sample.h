// An object for statements of a site to look at.
#pragma once

#include "tests/rules/compile/rule_object.h"

namespace dcmscrub {

inline constexpr Tag kSeriesDescription{0x0008, 0x103E};
inline constexpr Tag kPatientComments{0x0010, 0x4000};
inline constexpr Tag kDeviceSerialNumber{0x0018, 0x1000};

inline DicomBytes Sample(Encoding encoding = kExplicitLittle) {
  const DicomBytes first = DicomBytes(encoding)
                               .Element(0x0008, 0x0100, "SH", "A1")
                               .Element(0x0008, 0x0104, "LO", "First");
  const DicomBytes second =
      DicomBytes(encoding).Element(0x0008, 0x0100, "SH", "B2");
  return DicomBytes(encoding)
      .Element(0x0008, 0x0005, "CS", "ISO_IR 100")
      .Element(0x0008, 0x0008, "CS", "DERIVED\\PRIMARY")
      .Element(0x0008, 0x0020, "DA", "20240229")
      .Element(0x0008, 0x002A, "DT", "20240229120000.5+0100")
      .Element(0x0008, 0x0050, "SH", "")
      .Element(0x0008, 0x0060, "CS", "MR")
      .Element(0x0008, 0x0070, "LO", "ACME ")
      .Sequence(0x0008, 0x1032, {first, second})
      .Element(0x0008, 0x103E, "LO",
               "Kopf \xFC"
               "ber alles")
      .Sequence(0x0008, 0x1140, {})
      .Element(0x0010, 0x0010, "PN", "DOE^JANE")
      .Element(0x0010, 0x0020, "LO", "id-77")
      .Element(0x0010, 0x1010, "AS", "018M")
      .Element(0x0010, 0x4000, "LT", "one\\two")
      .Element(0x0018, 0x0050, "DS", "+2.50")
      .Element(0x0018, 0x1000, "LO", "a\\b\\\\c")
      .Element(0x0020, 0x000D, "UI", "1.2.3")
      .Element(0x0020, 0x0013, "IS", "12")
      .Numbers(0x0028, 0x0010, "US", {512})
      .Element(0x0029, 0x0010, "LO", "OTHER")
      .Element(0x0029, 0x0011, "LO", "ACME CT")
      .Element(0x0029, 0x1010, "LO", "wrong")
      .Element(0x0029, 0x1110, "LO", "right")
      .Numbers(0x7FE0, 0x0010, "OW", {1, 2, 3, 4});
}

}  // namespace dcmscrub
