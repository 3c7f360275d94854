// Whole policies, from rule text to bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kernels/scrub/scrubber.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/policy_text.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kComprehensiveSr = "1.2.840.10008.5.1.4.1.1.88.33";
constexpr Encoding kEncodings[] = {kExplicitLittle, kImplicitLittle,
                                   kExplicitBig};

DicomBytes File(const DicomBytes& data_set,
                std::string_view sop_class = kCtImageStorage) {
  return DicomBytes()
      .Preamble()
      .FileMeta(PlainTransferSyntax(data_set.encoding()), sop_class, "1.2.3")
      .Raw(data_set);
}

// A CT with what `more` holds at its end.
DicomBytes Ct(const DicomBytes& more) {
  return DicomBytes(more.encoding())
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", "1.2.3")
      .Raw(more);
}

std::string Dump(FileScrubber& scrubber, const DicomBytes& data_set) {
  const ScrubbedFile out = scrubber.Scrub(File(data_set));
  return out.fault ? DumpFault(out.fault)
                   : DumpDataSet(out.bytes, /*marks=*/true);
}

std::string Dump(const std::string& rules, const DicomBytes& data_set,
                 const std::map<std::string, std::string>& files = {}) {
  FileScrubber scrubber(PolicyOf(rules, files));
  return Dump(scrubber, data_set);
}

TEST(PolicyScrub, StatementsDecideBeforeTheProfile) {
  const struct {
    std::string_view fact;
    std::string rules;
    std::string_view want;
  } kCases[] = {
      {"the profile empties", "", "(0010,0030) DA\n"},
      {"keep", "keep PatientBirthDate\n", "(0010,0030) DA \"19610312\""},
      {"the first match wins",
       "empty PatientBirthDate\nkeep PatientBirthDate\n", "(0010,0030) DA\n"},
      {"a condition that holds",
       "keep PatientBirthDate where Modality = \"CT\"\n",
       "(0010,0030) DA \"19610312\""},
      {"a condition that does not",
       "keep PatientBirthDate where Modality = \"MR\"\n", "(0010,0030) DA\n"},
      {"on the original, whatever comes of it",
       "keep PatientBirthDate where PatientName contains \"ROE\"\n",
       "(0010,0030) DA \"19610312\""},
      {"replace", "replace PatientBirthDate with \"19700101\"\n",
       "(0010,0030) DA \"19700101\"\n"},
      {"a template",
       "param site \"B\"\nreplace PatientID with \"{site}-{Modality}\"\n",
       "(0010,0020) LO \"B-CT\""},
      {"set what is missing", "set StudyComments = \"teaching\"\n",
       "(0032,4000) LT \"teaching\""},
      {"set what is there", "set Modality = \"OT\"\n", "(0008,0060) CS \"OT\""},
      {"append", "append Modality with \"X\"\n", "(0008,0060) CS \"CTX \""},
      {"truncate", "truncate-date PatientBirthDate to year\n",
       "(0010,0030) DA \"19610101\""},
      {"numbers from text", "set Rows = \"512\"\n", "(0028,0010) US 0002"},
  };
  for (const auto& c : kCases) {
    const std::string dump =
        Dump(c.rules, Ct(DicomBytes()
                             .Element(0x0008, 0x0060, "CS", "CT")
                             .Element(0x0010, 0x0010, "PN", "ROE^JO")
                             .Element(0x0010, 0x0020, "LO", "77")
                             .Element(0x0010, 0x0030, "DA", "19610312")));
    EXPECT_THAT(dump, HasSubstr(c.want)) << c.fact;
  }
}

// A site's own number, or one of another key.
TEST(PolicyScrub, APatientIdOfOurFormIsReplacedAndCounted) {
  const Identity ours(TestKey());
  const std::string made(ours.PatientPseudonym("77", "").view());
  const struct {
    std::string id;
    std::string rules;
    bool stays, warned;
  } kCases[] = {
      {"P-0123456789ABCDE", "", false, true},
      {made, "", true, false},
      {"P-12345678", "", false, false},
      {"HOSPITAL-77", "", false, false},
      {"P-0123456789ABCDE", "profile none\n", true, false},
  };
  ASSERT_FALSE(ours.MadePseudonym("P-0123456789ABCDE"));
  for (const auto& c : kCases) {
    FileScrubber scrubber(PolicyOf(c.rules));
    const ScrubbedFile out = scrubber.Scrub(
        File(Ct(DicomBytes().Element(0x0010, 0x0020, "LO", c.id))));
    ASSERT_FALSE(out.fault) << c.id;
    EXPECT_EQ(
        DumpDataSet(out.bytes, /*marks=*/true).find(c.id) != std::string::npos,
        c.stays)
        << c.id << c.rules;
    EXPECT_EQ(out.warnings.Has(Warning::kForeignPseudonym), c.warned)
        << c.id << c.rules;
  }
}

// PS3.3 C.24.2: whether the document identifies the patient.
TEST(PolicyScrub, BurnedInAnnotationIsAboutTheDocumentThatIsLeft) {
  constexpr std::string_view kPdf = "1.2.840.10008.5.1.4.1.1.104.1";
  constexpr std::string_view kNo = "(0028,0301) CS \"NO\"";
  constexpr std::string_view kYes = "(0028,0301) CS \"YES \"";
  const struct {
    std::string_view fact;
    std::string rules;
    bool document, pixels;
    std::string_view want;
    bool warned;
  } kCases[] = {
      {"replaced", "", true, false, kNo, false},
      {"removed", "remove EncapsulatedDocument\n", true, false, kNo, false},
      {"kept", "keep EncapsulatedDocument\n", true, false, kYes, true},
      {"of no profile", "profile none\n", true, false, kYes, true},
      {"removed under no profile", "profile none\nremove (0042,xxxx)\n", true,
       false, kNo, false},
      {"a rule has its way", "keep BurnedInAnnotation\n", true, false, kYes,
       true},
      {"none is there", "", false, false, kYes, true},
      {"pixels are there as well", "", true, true, kYes, true},
  };
  for (const auto& c : kCases) {
    DicomBytes data_set;
    data_set.Element(0x0008, 0x0016, "UI", kPdf)
        .Element(0x0008, 0x0018, "UI", "1.2.3")
        .Element(0x0028, 0x0301, "CS", "YES");
    if (c.document) {
      data_set.Element(0x0042, 0x0011, "OB", "%PDF-1.4 a letter")
          .Element(0x0042, 0x0012, "LO", "application/pdf");
    }
    if (c.pixels) data_set.Element(0x7FE0, 0x0010, "OB", "\1\2");
    FileScrubber scrubber(PolicyOf(c.rules));
    const ScrubbedFile out = scrubber.Scrub(File(data_set, kPdf));
    ASSERT_FALSE(out.fault) << c.fact;
    EXPECT_THAT(DumpDataSet(out.bytes, /*marks=*/true), HasSubstr(c.want))
        << c.fact;
    EXPECT_EQ(out.warnings.Has(Warning::kBurnedInAnnotation), c.warned)
        << c.fact;
  }
}

TEST(PolicyScrub, RefusalsNameTheirStatement) {
  const struct {
    std::string rules;
    Error error;
    std::uint64_t statement;
  } kCases[] = {
      {"keep Modality\nskip where Modality = \"CT\"\n", Error::kSkippedByRule,
       1},
      {"quarantine where PatientID present\n", Error::kQuarantinedByRule, 0},
      {"keep Modality\nkeep StudyDate\n"
       "replace PatientID with lookup \"t.csv\" PatientID\n",
       Error::kLookupMiss, 2},
      {"replace Rows with PatientName\n", Error::kBadRuleValue, 0},
      {"keep Modality\nset PatientAge = age else quarantine\n",
       Error::kBadRuleValue, 1},
  };
  for (const auto& c : kCases) {
    FileScrubber scrubber(PolicyOf(c.rules, {{"t.csv", "1,one\n2,two\n"}}));
    const ScrubbedFile out =
        scrubber.Scrub(File(Ct(DicomBytes()
                                   .Element(0x0008, 0x0060, "CS", "CT")
                                   .Element(0x0010, 0x0010, "PN", "ROE^JO")
                                   .Element(0x0010, 0x0020, "LO", "77")
                                   .Numbers(0x0028, 0x0010, "US", {2}))));
    EXPECT_EQ(out.fault.error, c.error) << c.rules;
    EXPECT_EQ(out.fault.detail, c.statement) << c.rules;
    EXPECT_TRUE(out.bytes.empty());
  }
}

// Creators of other blocks, other items and other makers.
TEST(PolicyScrub, PrivateAttributesAreKnownByTheirCreator) {
  for (const Encoding encoding : kEncodings) {
    const DicomBytes nested =
        DicomBytes(encoding)
            .Element(0x0010, 0x0010, "PN", "ROE^JO")
            .Element(0x0019, 0x0010, "LO", "SIEMENS MR HEADER")
            .Element(0x0019, 0x100C, "IS", "700");
    const DicomBytes in =
        Ct(DicomBytes(encoding)
               .Sequence(0x0008, 0x2112, {nested})
               .Element(0x0019, 0x0010, "LO", "ACME 1")
               .Element(0x0019, 0x0012, "LO", "SIEMENS MR HEADER ")
               .Element(0x0019, 0x100C, "IS", "1")
               .Element(0x0019, 0x120C, "IS", "1000")
               .Element(0x0019, 0x120F, "SH", "secret")
               .Element(0x0029, 0x0010, "LO", "ACME 2")
               .Element(0x0029, 0x1001, "LO", "mine"));
    const std::string vr = encoding.explicit_vr ? " IS " : " ";
    const std::string dump = Dump(
        "option retain-safe-private\nkeep SourceImageSequence\n"
        "keep (0029,\"ACME 2\",01)\n",
        in);
    EXPECT_THAT(dump, HasSubstr("(0019,120C)" + vr + "\"1000\""));
    EXPECT_THAT(dump, HasSubstr("(0019,0012)"));
    EXPECT_THAT(dump, HasSubstr("    (0019,100C)" + vr + "\"700 \""));
    EXPECT_THAT(dump, HasSubstr("(0029,1001)"));
    EXPECT_THAT(dump, Not(HasSubstr("ACME 1")));
    EXPECT_THAT(dump, Not(HasSubstr("\"1 \"")));
    EXPECT_THAT(dump, Not(HasSubstr("secret")));
    EXPECT_THAT(dump, Not(HasSubstr("ROE")));
    EXPECT_THAT(Dump("", in), Not(HasSubstr("(0019,")));
  }
}

TEST(PolicyScrub, TheObjectIsBelievedOnlyWhenItIsTrusted) {
  const DicomBytes says = DicomBytes()
                              .Numbers(0x0008, 0x0301, "US", {0x0029})
                              .Element(0x0008, 0x0302, "LO", "ACME 2")
                              .Element(0x0008, 0x0303, "CS", "MIXED")
                              .Numbers(0x0008, 0x0304, "US", {1, 3});
  const DicomBytes in = Ct(DicomBytes()
                               .Sequence(0x0008, 0x0300, {says})
                               .Element(0x0029, 0x0010, "LO", "ACME 2")
                               .Element(0x0029, 0x1001, "LO", "fine")
                               .Element(0x0029, 0x1002, "LO", "secret"));
  const std::string rules = "option retain-safe-private\n";
  EXPECT_THAT(Dump(rules, in), Not(HasSubstr("(0029,")));
  const std::string dump = Dump(rules + "trust private-characteristics\n", in);
  EXPECT_THAT(dump, HasSubstr("(0029,1001)"));
  EXPECT_THAT(dump, Not(HasSubstr("secret")));
}

DicomBytes Dated(std::string_view id, std::string_view date,
                 std::string_view time) {
  return Ct(DicomBytes()
                .Element(0x0008, 0x0020, "DA", date)
                .Element(0x0008, 0x002A, "DT",
                         std::string(date) + std::string(time) + ".250+0100")
                .Element(0x0008, 0x0030, "TM", time)
                .Element(0x0010, 0x0020, "LO", id)
                .Element(0x0010, 0x0030, "DA", "19610312")
                .Element(0x0010, 0x1010, "AS", "095Y"));
}

TEST(PolicyScrub, DatesOfAPatientMoveTogetherAndOnce) {
  const std::string rules = "option retain-longitudinal-modified-dates\n";
  FileScrubber scrubber(PolicyOf(rules));
  const ScrubbedFile first =
      scrubber.Scrub(File(Dated("77", "20240301", "235959")));
  ASSERT_FALSE(first.fault) << DumpFault(first.fault);
  const std::string dump = DumpDataSet(first.bytes, true);
  EXPECT_THAT(dump, HasSubstr("(0008,0020) DA"));
  EXPECT_THAT(dump, Not(HasSubstr("20240301")));
  EXPECT_THAT(dump, HasSubstr("235959.250+0100"));
  EXPECT_THAT(dump, HasSubstr("(0010,0030) DA\n"));
  EXPECT_THAT(dump, HasSubstr("(0028,0303) CS \"MODIFIED\""));
  EXPECT_THAT(dump, HasSubstr("\"113107\""));
  EXPECT_THAT(dump, HasSubstr("dcmscrub seal "));

  const ScrubbedFile again = scrubber.Scrub(first.bytes);
  EXPECT_TRUE(again.bytes == first.bytes);

  FileScrubber other(PolicyOf(rules), Key{1, 2, 3});
  EXPECT_EQ(other.Scrub(first.bytes).fault.error, Error::kAlreadyDeidentified);
  FileScrubber basic;
  EXPECT_EQ(basic.Scrub(first.bytes).fault.error, Error::kAlreadyDeidentified);
  basic.set_again(true);
  const ScrubbedFile stricter = basic.Scrub(first.bytes);
  ASSERT_FALSE(stricter.fault);
  EXPECT_THAT(DumpDataSet(stricter.bytes, true), Not(HasSubstr("seal")));
  basic.set_again(false);
  EXPECT_TRUE(basic.Scrub(stricter.bytes).bytes == stricter.bytes);

  // What is changed after us is not ours any more.
  std::vector<std::uint8_t> edited = first.bytes;
  const std::size_t at = AsText(edited).find("235959");
  edited[at] = '1';
  EXPECT_EQ(scrubber.Scrub(edited).fault.error, Error::kAlreadyDeidentified);
}

// The day that a date of an object became.
std::string MovedDay(const std::string& by, std::string_view study,
                     std::string_view id, std::string_view issuer) {
  FileScrubber scrubber(
      PolicyOf("option retain-longitudinal-modified-dates\n" + by));
  const ScrubbedFile out =
      scrubber.Scrub(File(Ct(DicomBytes()
                                 .Element(0x0008, 0x0020, "DA", "20240301")
                                 .Element(0x0010, 0x0020, "LO", id)
                                 .Element(0x0010, 0x0021, "LO", issuer)
                                 .Element(0x0020, 0x000D, "UI", study))));
  EXPECT_FALSE(out.fault) << DumpFault(out.fault);
  const std::string dump = DumpDataSet(out.bytes);
  return dump.substr(dump.find("(0008,0020)"), 24);
}

TEST(PolicyScrub, DatesMoveByWhatTheRulesSay) {
  const struct {
    std::string by;
    bool study, id, issuer;  // whether it makes a difference
  } kCases[] = {
      {"", false, true, true},
      {"dates by PatientID\n", false, true, false},
      {"dates by StudyInstanceUID\n", true, false, false},
      {"dates by \"project 7\"\n", false, false, false},
  };
  for (const auto& [by, study, id, issuer] : kCases) {
    const std::string day = MovedDay(by, "1.2.3.77", "1", "A");
    EXPECT_EQ(MovedDay(by, "1.2.3.78", "1", "A") != day, study) << by;
    EXPECT_EQ(MovedDay(by, "1.2.3.77", "2", "A") != day, id) << by;
    EXPECT_EQ(MovedDay(by, "1.2.3.77", "1", "") != day, issuer) << by;
  }
  EXPECT_NE(MovedDay("dates by \"a\"\n", "1.2.3.77", "1", "A"),
            MovedDay("dates by \"b\"\n", "1.2.3.77", "1", "A"));
  // Without an ID, by study.
  EXPECT_EQ(MovedDay("dates by PatientID\n", "1.2.3.77", "", ""),
            MovedDay("dates by StudyInstanceUID\n", "1.2.3.77", "", ""));
}

// The dates that an age is computed from are gone in the output.
TEST(PolicyScrub, AgesAreComputedOnce) {
  const DicomBytes in = Dated("77", "20240301", "235959");
  for (const std::string rules :
       {"replace PatientAge with age\n", "set PatientAge = age\n",
        "option retain-patient-characteristics\n"
        "replace PatientAge with age else quarantine\n",
        "option retain-longitudinal-modified-dates\n"
        "replace PatientAge with age\n"}) {
    FileScrubber scrubber(PolicyOf(rules));
    const ScrubbedFile first = scrubber.Scrub(File(in));
    ASSERT_FALSE(first.fault) << rules << DumpFault(first.fault);
    const std::string dump = DumpDataSet(first.bytes, true);
    EXPECT_THAT(dump, HasSubstr("(0010,1010) AS \"062Y\"")) << rules;
    EXPECT_THAT(dump, HasSubstr("(0010,0030) DA\n")) << rules;
    EXPECT_TRUE(scrubber.Scrub(first.bytes).bytes == first.bytes) << rules;
  }
}

// Padding that is put behind a value too large to be looked at.
TEST(PolicyScrub, SealsHoldWhereALargeValueWasPadded) {
  FileScrubber scrubber(
      PolicyOf("option retain-longitudinal-modified-dates\n"));
  const ScrubbedFile once = scrubber.Scrub(
      File(Ct(DicomBytes()
                  .Element(0x0008, 0x0020, "DA", "20240301")
                  .Unpadded(0x7FE0, 0x0010, "OW", std::string(40'001, 'x'))
                  .Element(0xFFFC, 0xFFFD, "OB", "zz"))));
  ASSERT_FALSE(once.fault) << DumpFault(once.fault);
  EXPECT_TRUE(once.warnings.Has(Warning::kOddLength));
  const ScrubbedFile twice = scrubber.Scrub(once.bytes);
  EXPECT_EQ(DumpFault(twice.fault), "");
  EXPECT_TRUE(twice.bytes == once.bytes);
}

// Names of outputs are made from it; a policy may keep the ID in the object.
TEST(PolicyScrub, NoPatientIdIsForANameOfAFile) {
  FileScrubber scrubber(
      PolicyOf("option retain-longitudinal-modified-dates\n"
               "keep PatientID\n"));
  const ScrubbedFile once =
      scrubber.Scrub(File(Dated("MRN4711", "20240301", "235959")));
  EXPECT_EQ(once.patient_id.substr(0, 2), "P-");
  const ScrubbedFile twice = scrubber.Scrub(once.bytes);
  EXPECT_TRUE(twice.bytes == once.bytes);
  EXPECT_EQ(twice.patient_id, once.patient_id);
}

TEST(PolicyScrub, MalformedDatesNeverPass) {
  for (const std::string date :
       {"2024031", "yesterday", "20240231", "20240301\\x", "01.03.2024"}) {
    const std::string dump =
        Dump("option retain-longitudinal-modified-dates\n",
             Ct(DicomBytes().Element(0x0008, 0x0020, "DA", date)));
    EXPECT_THAT(dump, Not(HasSubstr(date)));
    EXPECT_THAT(dump, HasSubstr("(0008,0020) DA\n")) << date;
  }
}

TEST(PolicyScrub, OptionsRetainWhatTheySay) {
  const DicomBytes in = Dated("77", "20240301", "235959");
  const std::string full = Dump("option retain-longitudinal-full-dates\n", in);
  EXPECT_THAT(full, HasSubstr("(0008,0020) DA \"20240301\""));
  EXPECT_THAT(full, HasSubstr("(0028,0303) CS \"UNMODIFIED\""));
  EXPECT_THAT(full, HasSubstr("(0010,0030) DA\n"));
  EXPECT_THAT(full, Not(HasSubstr("095Y")));
  const std::string person =
      Dump("option retain-patient-characteristics\n", in);
  EXPECT_THAT(person, HasSubstr("(0010,1010) AS \"090Y\""));
  EXPECT_THAT(person, Not(HasSubstr("20240301")));
  const std::string uids = Dump("option retain-uids\n", in);
  EXPECT_THAT(uids, HasSubstr("(0008,0018) UI \"1.2.3\\0\""));
  EXPECT_THAT(uids, HasSubstr("\"113110\""));
  const std::string except =
      Dump("option retain-longitudinal-full-dates except StudyDate\n", in);
  EXPECT_THAT(except, Not(HasSubstr("DA \"20240301\"")));
  EXPECT_THAT(except, HasSubstr("(0008,0030) TM \"235959\""));
}

DicomBytes ContentItem(std::string_view type, std::string_view code,
                       std::string_view scheme, const DicomBytes& value) {
  const DicomBytes name = DicomBytes()
                              .Element(0x0008, 0x0100, "SH", code)
                              .Element(0x0008, 0x0102, "SH", scheme)
                              .Element(0x0008, 0x0104, "LO", "a concept");
  // (0040,A043) stands between the value attributes.
  return DicomBytes()
      .Element(0x0040, 0xA010, "CS", "CONTAINS")
      .Element(0x0040, 0xA040, "CS", type)
      .Sequence(0x0040, 0xA043, {name})
      .Raw(value);
}

TEST(PolicyScrub, ContentItemsAreJudgedByTheirConcept) {
  const auto text = [](std::string_view value) {
    return DicomBytes().Element(0x0040, 0xA160, "UT", value);
  };
  const DicomBytes items[] = {
      ContentItem("TEXT", "110119", "DCM", text("STATION7")),  // X
      ContentItem("TEXT", "111705", "DCM", text("PARENT7")),   // D
      ContentItem("UIDREF", "110180", "DCM",
                  DicomBytes().Element(0x0040, 0xA124, "UI", "1.2.3.9")),
      ContentItem("TEXT", "999999", "99LOCAL", text("FREE7")),  // no row
      ContentItem("NUM", "999998", "99LOCAL",
                  DicomBytes().Element(0x0040, 0xA30A, "DS", "5")),
  };
  const DicomBytes in =
      DicomBytes()
          .Element(0x0008, 0x0016, "UI", kComprehensiveSr)
          .Element(0x0008, 0x0018, "UI", "1.2.3")
          .Sequence(0x0040, 0xA730, {std::begin(items), std::end(items)});
  FileScrubber scrubber(PolicyOf("option clean-structured-content\n"));
  const ScrubbedFile out = scrubber.Scrub(File(in, kComprehensiveSr));
  ASSERT_FALSE(out.fault) << DumpFault(out.fault);
  const std::string dump = DumpDataSet(out.bytes, true);
  EXPECT_THAT(dump, Not(HasSubstr("110119")));
  EXPECT_THAT(dump, HasSubstr("111705"));
  EXPECT_THAT(dump, HasSubstr("110180"));
  EXPECT_THAT(dump, HasSubstr("999998"));
  EXPECT_THAT(dump, HasSubstr("\"5 \""));
  EXPECT_THAT(dump, HasSubstr("\"113104\""));
  for (const char* gone : {"STATION7", "PARENT7", "FREE7", "1.2.3.9"}) {
    EXPECT_THAT(dump, Not(HasSubstr(gone)));
  }
}

TEST(PolicyScrub, ContentOfWhichNothingIsLeftSaysSo) {
  const DicomBytes gone =
      ContentItem("TEXT", "110119", "DCM",
                  DicomBytes().Element(0x0040, 0xA160, "UT", "STATION7"));
  FileScrubber scrubber(PolicyOf("option clean-structured-content\n"));
  const ScrubbedFile out =
      scrubber.Scrub(File(DicomBytes()
                              .Element(0x0008, 0x0016, "UI", kComprehensiveSr)
                              .Element(0x0008, 0x0018, "UI", "1.2.3")
                              .Sequence(0x0040, 0xA730, {gone, gone}),
                          kComprehensiveSr));
  ASSERT_FALSE(out.fault) << DumpFault(out.fault);
  const std::string dump = DumpDataSet(out.bytes);
  EXPECT_THAT(dump, HasSubstr("Removed by de-identification"));
  EXPECT_THAT(dump, Not(HasSubstr("STATION7")));
  const ScrubbedFile twice = scrubber.Scrub(out.bytes);
  EXPECT_TRUE(twice.bytes == out.bytes) << DumpDataSet(twice.bytes);
}

TEST(PolicyScrub, AgesInReportsAreCapped) {
  const auto age = [](std::string_view years) {
    return ContentItem(
        "NUM", "121033", "DCM",
        DicomBytes().Sequence(
            0x0040, 0xA300,
            {DicomBytes().Element(0x0040, 0xA30A, "DS", years)}));
  };
  FileScrubber scrubber(
      PolicyOf("option clean-structured-content\n"
               "option retain-patient-characteristics\n"));
  const ScrubbedFile out = scrubber.Scrub(
      File(DicomBytes()
               .Element(0x0008, 0x0016, "UI", kComprehensiveSr)
               .Element(0x0008, 0x0018, "UI", "1.2.3")
               .Sequence(0x0040, 0xA730, {age("90"), age("91"), age("9x")}),
           kComprehensiveSr));
  ASSERT_FALSE(out.fault) << DumpFault(out.fault);
  const std::string dump = DumpDataSet(out.bytes);
  EXPECT_THAT(dump, HasSubstr("\"90\""));
  EXPECT_THAT(dump, Not(HasSubstr("\"91\"")));
  EXPECT_THAT(dump, Not(HasSubstr("\"9x\"")));
}

// ISO_IR 100 holds no Greek: the data set turns to UTF-8, all of it.
TEST(PolicyScrub, TextThatDoesNotFitTurnsTheObjectToUtf8) {
  const std::string umlauts =
      "Gr\xF6\xDF"
      "e";
  const DicomBytes item = DicomBytes()
                              .Element(0x0008, 0x0005, "CS", "ISO_IR 144")
                              .Element(0x0008, 0x0104, "LO", "\xBF");
  const DicomBytes in = Ct(DicomBytes()
                               .Element(0x0008, 0x0005, "CS", "ISO_IR 100")
                               .Element(0x0008, 0x0070, "LO", umlauts)
                               .Sequence(0x0008, 0x2218, {item}));
  const std::string latin = Dump("set PatientComments = \"Gr\xC3\xB6\"\n", in);
  EXPECT_THAT(latin, HasSubstr("ISO_IR 100"));
  FileScrubber scrubber(
      PolicyOf("set PatientComments = \"\xCE\xB1\xCE\xB2\"\n"));
  const ScrubbedFile out = scrubber.Scrub(File(in));
  ASSERT_FALSE(out.fault) << DumpFault(out.fault);
  EXPECT_TRUE(out.warnings.Has(Warning::kTurnedToUtf8));
  const std::string bytes(AsText(out.bytes));
  EXPECT_THAT(bytes, HasSubstr("ISO_IR 192"));
  EXPECT_THAT(bytes, Not(HasSubstr("ISO_IR 100")));
  EXPECT_THAT(bytes, Not(HasSubstr("ISO_IR 144")));
  EXPECT_THAT(bytes, HasSubstr("\xCE\xB1\xCE\xB2"));
  EXPECT_THAT(bytes, HasSubstr("Gr\xC3\xB6\xC3\x9F"
                               "e"));
  EXPECT_THAT(bytes, HasSubstr("\xD0\x9F"));  // what BF is in ISO_IR 144
}

// A file says nothing of its character set, or another one, and holds UTF-8.
TEST(PolicyScrub, Utf8ThatIsNotDeclaredIsWrittenAsItIs) {
  for (const std::string_view set : {"", "ISO_IR 6", "ISO_IR 100"}) {
    const DicomBytes in =
        Ct(DicomBytes()
               .Element(0x0008, 0x0005, "CS", set)
               .Element(0x0008, 0x0070, "LO", "Gerät für Schädel")
               .Element(0x0008, 0x103E, "LO", "Schädel axial"));
    FileScrubber scrubber(
        PolicyOf("option clean-descriptors\nkeep Manufacturer\n"
                 "set PatientComments = \"α Größe\"\n"));
    const ScrubbedFile out = scrubber.Scrub(File(in));
    ASSERT_FALSE(out.fault) << DumpFault(out.fault);
    const std::string bytes(AsText(out.bytes));
    EXPECT_THAT(bytes, HasSubstr("ISO_IR 192")) << set;
    EXPECT_THAT(bytes, HasSubstr("Gerät für Schädel")) << set;
    EXPECT_THAT(bytes, HasSubstr("Schädel axial")) << set;
    EXPECT_THAT(bytes, HasSubstr("α Größe")) << set;
  }
}

TEST(PolicyScrub, AnEditJobChangesNothingElse) {
  const DicomBytes in = Ct(DicomBytes()
                               .Element(0x0010, 0x0010, "PN", "ROE^JO")
                               .Element(0x0029, 0x0010, "LO", "ACME 2")
                               .Element(0x0029, 0x1001, "LO", "mine"));
  const std::string dump = Dump("profile none\nremove PatientID\n", in);
  EXPECT_THAT(dump, HasSubstr("ROE^JO"));
  EXPECT_THAT(dump, HasSubstr("mine"));
  EXPECT_THAT(dump, Not(HasSubstr("(0012,006")));
}

TEST(PolicyScrub, DescriptorsKeepTheirUsefulWords) {
  const std::string dump =
      Dump("option clean-descriptors\n",
           Ct(DicomBytes()
                  .Element(0x0008, 0x1030, "LO", "CT CHEST W/O CONTRAST 5mm")
                  .Element(0x0008, 0x103E, "LO",
                           "CT CHEST Dr. Meyer 12.03.1961 for J. BROWN")
                  .Element(0x0010, 0x0010, "PN", "ROE^JO")
                  .Element(0x0018, 0x1030, "LO", "ABDOMEN ROE")));
  EXPECT_THAT(dump, HasSubstr("(0008,1030) LO \"CT CHEST W/O CONTRAST 5mm"));
  EXPECT_THAT(dump, HasSubstr("(0008,103E) LO \"CT CHEST\""));
  EXPECT_THAT(dump, HasSubstr("(0018,1030) LO \"ABDOMEN \""));
  EXPECT_THAT(dump, HasSubstr("\"113105\""));
}

}  // namespace
}  // namespace dcmscrub
