#include "tests/support/dicom_bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace dcmscrub {
namespace {

using namespace std::string_view_literals;

struct Case {
  std::string_view fact;
  DicomBytes got;
  std::string_view want;
};

TEST(DicomBytes, WritesWhatTheStandardSays) {
  const DicomBytes item = DicomBytes().Element(0x0008, 0x0100, "SH", "A");
  const Case cases[] = {
      {"short form, padded with a space",
       DicomBytes().Element(0x0010, 0x0010, "PN", "DOE"),
       "\x10\0\x10\0PN\x04\0DOE "sv},
      {"UI is padded with a NUL",
       DicomBytes().Element(0x0008, 0x0018, "UI", "1.2"),
       "\x08\0\x18\0UI\x04\0"
       "1.2\0"sv},
      {"long form", DicomBytes().Element(0x0040, 0xA160, "UT", "ab"),
       "\x40\0\x60\xA1UT\0\0\x02\0\0\0ab"sv},
      {"implicit VR",
       DicomBytes(kImplicitLittle).Element(0x0010, 0x0010, "PN", "DOE^"),
       "\x10\0\x10\0\x04\0\0\0DOE^"sv},
      {"big endian",
       DicomBytes(kExplicitBig).Numbers(0x0028, 0x0010, "US", {1, 0x0203}),
       "\0\x28\0\x10US\0\x04\0\x01\x02\x03"sv},
      {"numbers", DicomBytes().Numbers(0x0018, 0x9999, "SL", {-2}),
       "\x18\0\x99\x99SL\x04\0\xFE\xFF\xFF\xFF"sv},
      {"a tag as a value",
       DicomBytes().Numbers(0x0028, 0x0009, "AT", {0x00181063}),
       "\x28\0\x09\0AT\x04\0\x18\0\x63\x10"sv},
      {"floats", DicomBytes().Floats(0x0018, 0x9999, "FL", {1.0}),
       "\x18\0\x99\x99"
       "FL\x04\0\0\0\x80\x3F"sv},
      {"an odd length when asked for",
       DicomBytes().Unpadded(0x0010, 0x0010, "PN", "DOE"),
       "\x10\0\x10\0PN\x03\0DOE"sv},
      {"a length that lies",
       DicomBytes().Declared(0x0010, 0x0010, "PN", 40, "DOE^J"),
       "\x10\0\x10\0PN\x28\0DOE^J"sv},
      {"a sequence of defined lengths",
       DicomBytes().Sequence(0x0008, 0x1140, {item}),
       "\x08\0\x40\x11SQ\0\0\x12\0\0\0\xFE\xFF\0\xE0\x0A\0\0\0"
       "\x08\0\0\x01SH\x02\0A "sv},
      {"a sequence of undefined lengths",
       DicomBytes().Sequence(0x0008, 0x1140, {item}, LengthForm::kUndefined,
                             LengthForm::kUndefined),
       "\x08\0\x40\x11SQ\0\0\xFF\xFF\xFF\xFF\xFE\xFF\0\xE0\xFF\xFF\xFF\xFF"
       "\x08\0\0\x01SH\x02\0A \xFE\xFF\x0D\xE0\0\0\0\0"
       "\xFE\xFF\xDD\xE0\0\0\0\0"sv},
      {"fragments behind an offset table",
       DicomBytes().Encapsulated({"abc", "de"}, true),
       "\xE0\x7F\x10\0OB\0\0\xFF\xFF\xFF\xFF\xFE\xFF\0\xE0\x08\0\0\0"
       "\0\0\0\0\x0C\0\0\0\xFE\xFF\0\xE0\x04\0\0\0abc\0"
       "\xFE\xFF\0\xE0\x02\0\0\0de\xFE\xFF\xDD\xE0\0\0\0\0"sv},
      {"file meta stays explicit little endian, with its group length",
       DicomBytes(kExplicitBig).FileMeta("1.2", "", ""),
       "\x02\0\0\0UL\x04\0\x28\0\0\0"
       "\x02\0\x01\0OB\0\0\x02\0\0\0\0\x01"
       "\x02\0\x10\0UI\x04\0"
       "1.2\0"
       "\x02\0\x12\0UI\x06\0"
       "2.25.7"sv},
  };
  for (const Case& c : cases) EXPECT_EQ(AsText(c.got), c.want) << c.fact;
}

}  // namespace
}  // namespace dcmscrub
