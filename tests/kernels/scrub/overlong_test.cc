// Values that are longer than their VR allows: text of people is cut, codes and
// IDs stay what they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/kernels/scrub/ct_file.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/policy_text.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kSchemeUid = "1.2.276.0.76.5.114.17";

ScrubbedFile Scrub(const std::string& rules, const DicomBytes& more) {
  FileScrubber scrubber(PolicyOf(rules));
  return scrubber.Scrub(
      CtFile(DicomBytes(more.encoding())
                 .Element(0x0010, 0x0010, "PN", "Doenitz^Rosalind")
                 .Raw(more)));
}

DicomBytes Code(std::string_view value, std::string_view meaning) {
  return DicomBytes().Sequence(0x0018, 0x0012,
                               {DicomBytes()
                                    .Element(0x0008, 0x0100, "SH", value)
                                    .Element(0x0008, 0x0102, "SH", kSchemeUid)
                                    .Element(0x0008, 0x0104, "LO", meaning)});
}

TEST(Overlong, CodesStayWholeAndMeaningsAreCut) {
  const std::string meaning(70, 'm');
  const ScrubbedFile out = Scrub("", Code("RADLEX-RID-11582", meaning));
  ASSERT_FALSE(out.fault) << DumpFault(out.fault);
  const std::string dump = DumpDataSet(out.bytes);
  EXPECT_THAT(dump, HasSubstr("\"RADLEX-RID-11582\""));
  EXPECT_THAT(dump, HasSubstr(kSchemeUid));
  EXPECT_THAT(dump, HasSubstr("\"" + meaning.substr(0, 64) + "\""));
  EXPECT_THAT(dump, Not(HasSubstr(meaning.substr(0, 65))));
  EXPECT_TRUE(out.warnings.Has(Warning::kOverlongValue));
}

TEST(Overlong, OtherValuesStayAsTheyAre) {
  const struct {
    DicomBytes more;
    std::string want;
  } kCases[] = {
      {Code("a code of more than 16", "m"), "a code of more than 16"},
      {DicomBytes().Element(0x0018, 0x0015, "CS", "ABDOMENPELVISTHORAX"),
       "ABDOMENPELVISTHORAX"},
      {DicomBytes().Element(0x0018, 0x1020, "LO", std::string(70, 'v')),
       "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"
       "v"},
      {DicomBytes().Element(0x0018, 0x0050, "DS", "0.12345678901234567"),
       "0.12345678901234567"},
  };
  for (const auto& test : kCases) {
    const ScrubbedFile out = Scrub("", test.more);
    ASSERT_FALSE(out.fault) << test.want << DumpFault(out.fault);
    EXPECT_THAT(DumpDataSet(out.bytes), HasSubstr(test.want));
    EXPECT_FALSE(out.warnings.Has(Warning::kOverlongValue)) << test.want;
  }
  const ScrubbedFile id =
      Scrub("keep PatientID\n",
            DicomBytes().Element(0x0010, 0x0020, "LO", std::string(70, '7')));
  EXPECT_THAT(DumpDataSet(id.bytes), HasSubstr(std::string(70, '7')));
}

// In private attributes nobody knows what is a code.
TEST(Overlong, PrivateValuesStayAsTheyAre) {
  const std::string value(70, 'p');
  const ScrubbedFile out =
      Scrub("keep private\n", DicomBytes()
                                  .Element(0x0029, 0x0010, "LO", "ACME 1")
                                  .Element(0x0029, 0x1001, "LO", value));
  ASSERT_FALSE(out.fault) << DumpFault(out.fault);
  EXPECT_THAT(DumpDataSet(out.bytes), HasSubstr("\"" + value + "\""));
}

// A code that is a sentence is searched as one.
TEST(Overlong, ANameInACodeThatIsTooLongGoes) {
  const ScrubbedFile out =
      Scrub("", DicomBytes()
                    .Element(0x0018, 0x0015, "CS", "KNEE OF MS DOENITZ, LEFT")
                    .Element(0x0018, 0x0024, "SH", "x"));
  ASSERT_FALSE(out.fault) << DumpFault(out.fault);
  EXPECT_THAT(DumpDataSet(out.bytes), Not(HasSubstr("DOENITZ")));
  EXPECT_THAT(DumpDataSet(out.bytes), HasSubstr("KNEE"));
}

TEST(Overlong, WhatARuleComputesForACodeIsNotCut) {
  const DicomBytes more = DicomBytes()
                              .Element(0x0010, 0x0020, "LO", "4711")
                              .Element(0x0020, 0x0010, "SH", "study 12345");
  const ScrubbedFile id = Scrub("append StudyID with \"-of-2024\"\n", more);
  EXPECT_EQ(id.fault.error, Error::kBadRuleValue);
}

}  // namespace
}  // namespace dcmscrub
