// What stands in elements of a list of safe private attributes under a VR that
// only the list tells of: numbers that are text, codes that are sentences.
// docs/residue.md.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/bytes.h"
#include "tests/kernels/scrub/ct_file.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/policy_text.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kUid = "1.2.826.0.1.3680043.9.7.1961.5";
constexpr std::string_view kNumbers[] = {"AT", "FD", "FL", "SL", "SS",
                                         "SV", "UL", "US", "UV"};
constexpr std::string_view kCodes[] = {"AE", "CS", "DS", "IS"};
constexpr std::string_view kBytes[] = {"OB", "OD", "OF", "OL",
                                       "OV", "OW", "UN", ""};

// A CT of a made-up patient, with `value` in an element of a block that a list
// knows, as `written` in explicit VR.
DicomBytes Ct(Encoding encoding, std::string_view written,
              std::string_view value) {
  const DicomBytes data_set =
      DicomBytes(encoding)
          .Element(0x0010, 0x0010, "PN", "Doenitz^Rosalind")
          .Element(0x0010, 0x0020, "LO", "471108")
          .Element(0x0029, 0x0010, "LO", "ACME 1")
          .Element(0x0029, 0x1001, written, value);
  return CtFile(data_set, kUid);
}

// The output, of which the element is listed as `vr`.
ScrubbedFile Scrub(std::string_view vr, const DicomBytes& file,
                   const std::string& more = "") {
  const std::string list =
      "private_creator\ttag\tvr\nACME 1\t(0029,xx01)\t" + std::string(vr);
  FileScrubber scrubber(
      PolicyOf("option retain-safe-private\nsafe-private \"list\"\n" + more,
               {{"list", list}}));
  return scrubber.Scrub(file);
}

// Whether the name is there, in capitals or not.
bool HoldsName(const std::vector<std::uint8_t>& bytes) {
  std::string text(AsText(bytes));
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(std::toupper(c));
  });
  return text.find("DOENITZ") != std::string::npos;
}

TEST(ResidueVr, ANameGoesWhateverTheListTakesItFor) {
  const struct {
    std::span<const std::string_view> vrs;
    std::string_view value;
  } kCases[] = {
      // 16 bytes: a whole number of numbers of any size.
      {kNumbers, "AXIAL DOENITZ 7T"},
      {kBytes, "AXIAL DOENITZ 7T"},
      // The shortest has 12.
      {kCodes, "T1 DOENITZ"},
  };
  for (const auto& test : kCases) {
    for (const std::string_view vr : test.vrs) {
      for (const Encoding& encoding : {kImplicitLittle, kExplicitLittle}) {
        SCOPED_TRACE(std::string(vr) + (encoding == kImplicitLittle
                                            ? " in implicit VR"
                                            : " written as UN"));
        const DicomBytes file = Ct(encoding, "UN", test.value);
        const ScrubbedFile out = Scrub(vr, file);
        ASSERT_FALSE(out.fault) << DumpFault(out.fault);
        EXPECT_FALSE(HoldsName(out.bytes));
        EXPECT_THAT(DumpDataSet(out.bytes), HasSubstr("(0029,1001)"));
        EXPECT_TRUE(out.warnings.Has(Warning::kResidue));
        const ScrubbedFile off = Scrub(vr, file, "residue off\n");
        EXPECT_TRUE(HoldsName(off.bytes));
      }
    }
  }
}

TEST(ResidueVr, WhatIsNoNumberKeepsItsOtherWords) {
  for (const std::string_view vr : kCodes) {
    for (const Encoding& encoding : {kImplicitLittle, kExplicitLittle}) {
      const ScrubbedFile out = Scrub(vr, Ct(encoding, "UN", "AX DOENITZ"));
      ASSERT_FALSE(out.fault) << vr << DumpFault(out.fault);
      EXPECT_THAT(DumpDataSet(out.bytes), HasSubstr("\"AX\"\n")) << vr;
    }
  }
}

// Digits inside a number are no ID, nor are they where a list alone says that
// numbers stand there.
TEST(ResidueVr, NumbersAreSearchedAsNumbers) {
  const struct {
    std::string_view vr;
    std::string_view value;
    bool stays;
  } kCases[] = {
      {"DS", "0.2471108\\1.5\\-3", true}, {"DS", "0.471108\\1.5", true},
      {"DS", "471.108\\-471.108", true},  {"DS", "1.5\\471108", false},
      {"IS", "47110815", true},           {"IS", "471108", false},
      {"CS", "HEAD FIRST", true},         {"DS", "-471108", true},
      {"DS", "471\\108", true},           {"IS", "471\\108", true},
  };
  for (const auto& test : kCases) {
    for (const Encoding& encoding : {kImplicitLittle, kExplicitLittle}) {
      const ScrubbedFile out = Scrub(test.vr, Ct(encoding, "UN", test.value));
      ASSERT_FALSE(out.fault) << test.value << DumpFault(out.fault);
      const bool stays =
          AsText(out.bytes).find(test.value) != std::string_view::npos;
      EXPECT_EQ(stays, test.stays) << test.vr << " " << test.value;
    }
  }
}

// In an attribute of PS3.6, too, a VR that its writer did not mean.
TEST(ResidueVr, ANameGoesFromACodeThatIsWrittenAsText) {
  const DicomBytes data_set =
      DicomBytes()
          .Element(0x0010, 0x0010, "PN", "Doenitz^Rosalind")
          .Element(0x0018, 0x0015, "LO", "KNEE DOENITZ");
  FileScrubber scrubber;
  const ScrubbedFile out = scrubber.Scrub(CtFile(data_set, kUid));
  ASSERT_FALSE(out.fault) << DumpFault(out.fault);
  EXPECT_THAT(DumpDataSet(out.bytes), Not(HasSubstr("DOENITZ")));
  EXPECT_THAT(DumpDataSet(out.bytes), HasSubstr("KNEE"));
}

}  // namespace
}  // namespace dcmscrub
