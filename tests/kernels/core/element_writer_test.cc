#include "kernels/core/element_writer.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/dicom_bytes.h"

namespace dcmscrub {
namespace {

constexpr Encoding kEncodings[] = {kExplicitLittle, kImplicitLittle,
                                   kExplicitBig};

TEST(ElementWriter, WritesElementsAsTheStandardSays) {
  const struct {
    Tag tag;
    Vr vr;
    std::string value;
  } cases[] = {
      {tags::kPatientName, Vr::kPN, "DOE^JOHN"},
      {tags::kPatientName, Vr::kPN, "DOE^J"},
      {tags::kPatientName, Vr::kPN, ""},
      {tags::kSopInstanceUid, Vr::kUI, "1.2.3"},
      {Tag(0x0040, 0xA160), Vr::kUT, std::string(70'000, 'x')},
      {tags::kPixelData, Vr::kOB, "abc"},
      {Tag(0x0009, 0x1001), Vr::kUN, "abc"},
      {Tag(0x0010, 0x4000), Vr::kLT, std::string(0xFFFE, 'x')},
  };
  for (const Encoding encoding : kEncodings) {
    for (const auto& c : cases) {
      const DicomBytes want = DicomBytes(encoding).Element(
          c.tag.group(), c.tag.element(), VrName(c.vr), c.value);
      Arena arena = {1, 2};
      AppendElement(arena, c.tag, c.vr, c.value, encoding);
      EXPECT_EQ(AsText(Bytes(arena).subspan(2)), AsText(want));
      const std::size_t padded = c.value.size() + c.value.size() % 2;
      EXPECT_EQ(HeaderSize(c.vr, static_cast<std::uint32_t>(padded), encoding),
                want.size() - padded);
    }
  }
}

TEST(ElementWriter, WritesItemsAndDelimitersWithoutVr) {
  for (const Encoding encoding : kEncodings) {
    Arena arena;
    AppendHeader(arena, tags::kItem, Vr::kNone, kUndefinedLength, encoding);
    AppendHeader(arena, tags::kItemDelimitation, Vr::kNone, 0, encoding);
    AppendHeader(arena, tags::kSequenceDelimitation, Vr::kNone, 0, encoding);
    EXPECT_EQ(AsText(arena),
              AsText(DicomBytes(encoding).ItemStart().ItemEnd().SequenceEnd()));
    EXPECT_EQ(HeaderSize(Vr::kNone, 0, encoding), 8u);
  }
}

// PS3.5 6.2.2.
TEST(ElementWriter, WhatAShortFormCannotHoldBecomesUn) {
  const std::string value(0x10000, 'x');
  Arena arena;
  AppendElement(arena, Tag(0x0010, 0x4000), Vr::kLT, value, kExplicitLittle);
  EXPECT_EQ(AsText(arena),
            AsText(DicomBytes().Element(0x0010, 0x4000, "UN", value)));
  EXPECT_EQ(HeaderSize(Vr::kLT, 0x10000, kExplicitLittle), 12u);
  EXPECT_EQ(HeaderSize(Vr::kLT, 0x10000, kImplicitLittle), 8u);
}

}  // namespace
}  // namespace dcmscrub
