// Private attributes of the list that is built in, from rule text to bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/kernels/scrub/ct_file.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/policy_text.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Encoding kEncodings[] = {kExplicitLittle, kImplicitLittle,
                                   kExplicitBig};

std::string Dump(const std::string& rules, const DicomBytes& more) {
  FileScrubber scrubber(PolicyOf(rules));
  const ScrubbedFile out = scrubber.Scrub(CtFile(more));
  return out.fault ? DumpFault(out.fault) : DumpDataSet(out.bytes);
}

// What an object says of itself comes before what a list of other people's
// objects says; words are cleaned under whatever VR.
TEST(CuratedPrivate, KeepsNumbersAndCodesAndCleansWords) {
  const std::string rules = "option retain-safe-private\n";
  for (const Encoding& encoding : kEncodings) {
    const DicomBytes in =
        DicomBytes(encoding)
            .Element(0x0010, 0x0010, "PN", "DOE^JANE")
            .Element(0x0019, 0x0010, "LO", "SIEMENS MR HEADER")
            .Numbers(0x0019, 0x100A, "US", {5})            // listed as OB
            .Element(0x0019, 0x100C, "IS", "1000")         // the Standard's
            .Element(0x0019, 0x100F, "SH", "Whitford t1")  // DS
            .Element(0x0019, 0x1016, "DS", "1.5")
            .Floats(0x0019, 0x1029, "FD", {0, 52.5})
            .Element(0x0051, 0x0010, "LO", "SIEMENS MR HEADER")
            .Element(0x0051, 0x1008, "CS", "HEAD_FIRST")
            .Element(0x0051, 0x100F, "LO", "HEAD NECK WHITFORD")
            .Element(0x0051, 0x1013, "SH", "+LPH Whitford")  // OB
            .Element(0x0055, 0x0010, "LO", "GEMS_GENIE_1")
            .Element(0x0055, 0x1012, "LO", "AXIAL WHITFORD");  // no VR
    const std::string standard = Dump(rules, in);
    EXPECT_THAT(standard, HasSubstr("(0019,100C)"));
    EXPECT_THAT(standard, Not(HasSubstr("(0019,1029)")));
    EXPECT_THAT(standard, Not(HasSubstr("(0051,")));
    const std::string dump = Dump(rules + "safe-private tcia\n", in);
    EXPECT_THAT(dump, HasSubstr("(0019,100A)"));
    EXPECT_THAT(dump, HasSubstr("(0019,100C)"));
    EXPECT_THAT(dump, HasSubstr("\"t1"));
    EXPECT_THAT(dump, HasSubstr("\"1.5"));
    EXPECT_THAT(dump, HasSubstr("(0019,1029)"));
    EXPECT_THAT(dump, HasSubstr("\"HEAD_FIRST\""));
    EXPECT_THAT(dump, HasSubstr("\"HEAD NECK"));
    EXPECT_THAT(dump, Not(HasSubstr("WHITFORD")));
    EXPECT_THAT(dump, Not(HasSubstr("Whitford")));
    if (!encoding.explicit_vr) continue;
    EXPECT_THAT(dump, HasSubstr("(0019,100F) SH"));
    EXPECT_THAT(dump, HasSubstr("(0055,1012) LO \"AXIAL"));
  }
}

// Bytes that could be read as text are words, too, and a few bytes are none.
TEST(CuratedPrivate, OfBytesWhatReadsAsTextGoes) {
  const std::string rules = "option retain-safe-private\nsafe-private tcia\n";
  const struct {
    std::string value;
    bool stays;
  } kCases[] = {
      {"seen by WHITFORD", false},
      {"two\tlines\r\n", false},
      {std::string("\x05\0\0\0", 4), true},
      {std::string("\x01\x02MATRIX\0\x03", 10), true},
      {"ABCD", true},
  };
  for (const auto& test : kCases) {
    for (const Encoding& encoding : {kExplicitLittle, kImplicitLittle}) {
      const DicomBytes in = DicomBytes(encoding)
                                .Element(0x0019, 0x0010, "LO", "GEMS_ACQU_01")
                                .Element(0x0019, 0x10A3, "OB", test.value);
      FileScrubber scrubber(PolicyOf(rules));
      const ScrubbedFile out = scrubber.Scrub(CtFile(in));
      ASSERT_FALSE(out.fault) << DumpFault(out.fault);
      const bool stays =
          AsText(out.bytes).find(test.value) != std::string_view::npos;
      EXPECT_EQ(stays, test.stays) << test.value;
    }
  }
}

// Under a VR of numbers as well, whoever says that it is one.
TEST(CuratedPrivate, WordsGoFromNumbers) {
  const std::string rules = "option retain-safe-private\nsafe-private tcia\n";
  const struct {
    std::string_view value;
    bool stays;
  } kCases[] = {
      {"AXIAL WHITFORD T", false},
      {std::string_view("\x05\0\x20\0\0\0\0\0", 8), true},
      {"AB", true},
  };
  for (const auto& test : kCases) {
    for (const Encoding& encoding : kEncodings) {
      for (const std::string_view vr : {"US", "UN"}) {
        FileScrubber scrubber(PolicyOf(rules));
        const ScrubbedFile out = scrubber.Scrub(
            CtFile(DicomBytes(encoding)
                       .Element(0x0043, 0x0010, "LO", "GEMS_PARM_01")
                       .Element(0x0043, 0x1073, vr, test.value)));
        ASSERT_FALSE(out.fault) << DumpFault(out.fault);
        const bool stays =
            AsText(out.bytes).find(test.value) != std::string_view::npos;
        EXPECT_EQ(stays, test.stays) << vr << " " << test.value;
        EXPECT_EQ(AsText(out.bytes).find("WHITFORD"), std::string_view::npos);
      }
    }
  }
}

TEST(CuratedPrivate, WhatIsNoSequenceGoesWithItsCreator) {
  const std::string rules = "option retain-safe-private\nsafe-private tcia\n";
  for (const Encoding& encoding : kEncodings) {
    for (const std::string_view value : {"axial", ""}) {
      const DicomBytes in = DicomBytes(encoding)
                                .Element(0x0055, 0x0010, "LO", "GEMS_GENIE_1")
                                .Element(0x0055, 0x1013, "LO", value);  // SQ
      EXPECT_THAT(Dump(rules, in), Not(HasSubstr("(0055,"))) << value;
    }
  }
}

TEST(CuratedPrivate, ScrubbingTwiceIsScrubbingOnce) {
  FileScrubber scrubber(
      PolicyOf("option retain-safe-private\nsafe-private tcia\n"));
  for (const Encoding& encoding : kEncodings) {
    const ScrubbedFile once =
        scrubber.Scrub(CtFile(DicomBytes(encoding)
                                  .Element(0x0019, 0x0010, "LO", "GEMS_ACQU_01")
                                  .Element(0x0019, 0x1018, "LO", "Whitford I")
                                  .Element(0x0019, 0x109C, "LO", "Whitford")
                                  .Element(0x0019, 0x10A3, "OB", "Whitford")));
    ASSERT_FALSE(once.fault) << DumpFault(once.fault);
    EXPECT_TRUE(scrubber.Scrub(once.bytes).bytes == once.bytes);
  }
}

}  // namespace
}  // namespace dcmscrub
