// What a user says of a case, and the day that it begins on: from rule text to
// bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/policy_text.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::Not;

DicomBytes Ct(const DicomBytes& more) {
  return DicomBytes()
      .Preamble()
      .FileMeta(transfer_syntax::kExplicitVrLittleEndian, kCtImageStorage,
                "1.2.3")
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", "1.2.3")
      .Raw(more);
}

std::string Dump(const ScrubbedFile& out) {
  return out.fault ? DumpFault(out.fault) : DumpDataSet(out.bytes);
}

std::string Dump(const std::string& rules, const DicomBytes& more) {
  return Dump(FileScrubber(PolicyOf(rules)).Scrub(Ct(more)));
}

TEST(LabelScrub, IsAddedReplacesAndIsLeftOut) {
  const DicomBytes bare;
  const DicomBytes full = DicomBytes()
                              .Element(0x0008, 0x0060, "CS", "CT")
                              .Element(0x0032, 0x4000, "LT", "old");
  const std::string label = "label StudyComments = \"{a}\"\n";
  const struct {
    std::string_view fact;
    std::string rules;
    const DicomBytes& in;
    std::string_view want;  // empty: nothing stands there
  } kCases[] = {
      {"added", "param a \"new\"\n" + label, bare, "\"new \""},
      {"replaces", "param a \"new\"\n" + label, full, "\"new \""},
      {"blank: not added", "param a \"\"\n" + label, bare, ""},
      {"blank: the profile decides", "param a \" \"\n" + label, full, ""},
      {"blank: the next rule decides",
       "param a \"\"\n" + label + "keep StudyComments\n", full, "\"old \""},
      {"blank: the next label decides",
       "param a \"\"\n" + label + "label StudyComments = \"two\"\n", bare,
       "\"two \""},
      {"an earlier rule decides",
       "remove StudyComments\nparam a \"new\"\n" + label, full, ""},
      {"an earlier rule would decide",
       "remove StudyComments\nparam a \"new\"\n" + label, bare, ""},
      {"an earlier rule that does not hold",
       "remove StudyComments where Modality = \"MR\"\nparam a \"new\"\n" +
           label,
       bare, "\"new \""},
      {"a condition that does not hold",
       "label StudyComments = \"x\" where Modality = \"MR\"\n", bare, ""},
      {"set: an earlier rule decides",
       "remove StudyComments\nset StudyComments = \"set \"\n", full, ""},
      {"set: an earlier rule would decide",
       "empty StudyComments\nset StudyComments = \"set \"\n", bare, ""},
      {"an earlier set is first",
       "set StudyComments = \"set \"\nparam a \"new\"\n" + label, bare,
       "\"set \""},
  };
  for (const auto& c : kCases) {
    FileScrubber scrubber(PolicyOf(c.rules));
    const ScrubbedFile out = scrubber.Scrub(Ct(c.in));
    const std::string dump = Dump(out);
    if (c.want.empty()) {
      EXPECT_THAT(dump, Not(HasSubstr("(0032,4000)"))) << c.fact;
    } else {
      EXPECT_THAT(dump, HasSubstr("(0032,4000) LT " + std::string(c.want)))
          << c.fact;
    }
    const ScrubbedFile twice = scrubber.Scrub(out.bytes);
    EXPECT_TRUE(twice.bytes == out.bytes) << c.fact << "\n" << Dump(twice);
  }
}

TEST(LabelScrub, StandsAtTheTopAlone) {
  const std::string dump =
      Dump("label PatientID = \"TF-1\"\n",
           DicomBytes()
               .Element(0x0010, 0x0020, "LO", "HOSP-4711")
               .Sequence(0x0040, 0x0275,
                         {DicomBytes().Element(0x0010, 0x0020, "LO", "77")}));
  EXPECT_THAT(dump, HasSubstr("(0010,0020) LO \"TF-1\""));
  EXPECT_EQ(dump.find("TF-1"), dump.rfind("TF-1"));
}

// A user may write what the object loses: "Smith's fracture" of Mr Smith.
TEST(LabelScrub, IsSparedByTheSearch) {
  const std::string dump = Dump(
      "label StudyComments = \"Quagmire fracture\"\n"
      "keep ImageComments\n",
      DicomBytes()
          .Element(0x0010, 0x0010, "PN", "QUAGMIRE^GLENN")
          .Element(0x0020, 0x4000, "LT", "QUAGMIRE left"));
  EXPECT_THAT(dump, HasSubstr("Quagmire fracture"));
  EXPECT_THAT(dump, Not(HasSubstr("QUAGMIRE")));
}

// Whatever the object's character set, the label comes out as it was written.
TEST(LabelScrub, KeepsItsLettersInEveryCharacterSet) {
  const std::string_view kLabels[] = {"Остеома", "骨腫", "ورم عظمي"};
  const struct {
    std::string_view set;
    std::string_view value;  // of Manufacturer, which stays
    std::string_view utf8;
  } kObjects[] = {
      {"ISO_IR 100", "Gr\xF6\xDF", "Größ"},
      {"\\ISO 2022 IR 87", "ACME \x1B$B;3ED\x1B(B", "ACME 山田"},
      {"ISO 2022 IR 6\\ISO 2022 IR 100", "ACME \x1B-AGr\xF6\xDF", "ACME Größ"},
      {"", "ACME", "ACME"},
  };
  for (const std::string_view label : kLabels) {
    for (const auto& object : kObjects) {
      DicomBytes in;
      if (!object.set.empty()) in.Element(0x0008, 0x0005, "CS", object.set);
      in.Element(0x0008, 0x0070, "LO", object.value);
      FileScrubber scrubber(
          PolicyOf("label AdmittingDiagnosesDescription = \"" +
                   std::string(label) + "\"\n"));
      const ScrubbedFile out = scrubber.Scrub(Ct(in));
      ASSERT_FALSE(out.fault) << DumpFault(out.fault);
      // ISO 2022 IR 87 holds the Japanese and the Russian one.
      if (!out.warnings.Has(Warning::kTurnedToUtf8)) {
        EXPECT_THAT(std::string(object.set), HasSubstr("IR 87")) << label;
        continue;
      }
      const std::string bytes(AsText(out.bytes));
      EXPECT_THAT(bytes, HasSubstr("ISO_IR 192")) << object.set;
      EXPECT_THAT(bytes, HasSubstr(std::string(label))) << object.set;
      EXPECT_THAT(bytes, HasSubstr(std::string(object.utf8))) << object.set;
      const ScrubbedFile twice = scrubber.Scrub(out.bytes);
      EXPECT_TRUE(twice.bytes == out.bytes) << object.set;
    }
  }
}

constexpr std::string_view kMoved =
    "option retain-longitudinal-modified-dates\n";

TEST(DayZeroScrub, MovesEveryPatientByTheOffsetOfTheCase) {
  FileScrubber scrubber(PolicyOf(std::string(kMoved) + "day-zero 20000101\n"));
  scrubber.set_date_offset(-10);
  for (const std::string_view id : {"1", "2", ""}) {
    const ScrubbedFile out =
        scrubber.Scrub(Ct(DicomBytes()
                              .Element(0x0008, 0x0020, "DA", "20240311")
                              .Element(0x0008, 0x002A, "DT", "20240101103000")
                              .Element(0x0010, 0x0020, "LO", id)));
    EXPECT_THAT(Dump(out), HasSubstr("(0008,0020) DA \"20240301\"")) << id;
    EXPECT_THAT(Dump(out), HasSubstr("(0008,002A) DT \"20231222103000\""));
    EXPECT_THAT(DumpDataSet(out.bytes, /*marks=*/true),
                HasSubstr("(0028,0303) CS \"MODIFIED\""));
    // Of an output the first day is day zero: nothing moves.
    FileScrubber again(PolicyOf(std::string(kMoved) + "day-zero 20000101\n"));
    again.set_date_offset(0);
    EXPECT_TRUE(again.Scrub(out.bytes).bytes == out.bytes);
  }
}

TEST(DayZeroScrub, OthersMoveByTheirOwnOffset) {
  const DicomBytes in = Ct(DicomBytes()
                               .Element(0x0008, 0x0020, "DA", "20240311")
                               .Element(0x0010, 0x0020, "LO", "1"));
  FileScrubber with(PolicyOf(std::string(kMoved)));
  with.set_date_offset(-10);
  FileScrubber without(PolicyOf(std::string(kMoved)));
  EXPECT_EQ(Dump(with.Scrub(in)), Dump(without.Scrub(in)));
}

TEST(DayZeroScrub, ADateThatWouldLeaveTheCalendarGoes) {
  FileScrubber scrubber(PolicyOf(std::string(kMoved) + "day-zero 20000101\n"));
  scrubber.set_date_offset(-9000);
  const ScrubbedFile out = scrubber.Scrub(
      Ct(DicomBytes().Element(0x0008, 0x0021, "DA", "00100101")));
  ASSERT_FALSE(out.fault);
  EXPECT_TRUE(out.warnings.Has(Warning::kMalformedDate));
  EXPECT_THAT(Dump(out), Not(HasSubstr("00100101")));
}

}  // namespace
}  // namespace dcmscrub
