// What site statements compute.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "kernels/core/text.h"
#include "kernels/identity/identity.h"
#include "rules/compile/site_program.h"
#include "tests/rules/compile/rule_object.h"
#include "tests/rules/compile/site_sample.h"

namespace dcmscrub {
namespace {

std::string OutcomeText(SiteRules::Outcome outcome, const std::string& text) {
  switch (outcome) {
    case SiteRules::Outcome::kText:
      return text;
    case SiteRules::Outcome::kKeep:
      return "<keep>";
    case SiteRules::Outcome::kRemove:
      return "<remove>";
    case SiteRules::Outcome::kEmpty:
      return "<empty>";
    case SiteRules::Outcome::kDummy:
      return "<dummy>";
    case SiteRules::Outcome::kLookupMiss:
      return "<miss>";
    case SiteRules::Outcome::kBadValue:
      return "<bad>";
  }
  return "?";
}

// What the first statement computes for the top-level element `tag`; as for
// one that is missing where the object has none.
std::string Computed(const std::string& statement, Tag tag,
                     const RuleObject& object, const FilesByName& files = {}) {
  const auto program = MakeProgram(statement, files);
  if (program == nullptr) return "?";
  const Identity identity(Key{});
  std::string text = "=";
  const auto outcome = program->Compute(
      0, object.view(), object.view().Find(tag), identity, text);
  if (outcome != SiteRules::Outcome::kText) {
    EXPECT_EQ(text, "=") << statement;
  }
  return OutcomeText(outcome, text.substr(1));
}

TEST(SiteProgram, ValuesAreMadeFromTheOriginalObject) {
  const FilesByName files = {
      {"ids.csv", "key,value\nid-77,S1\na,1\nb,2\n\"c\",\n"}};
  struct Case {
    const char* value;
    Tag tag;
    const char* want;
  };
  const Case cases[] = {
      {"\"new\"", kSeriesDescription, "new"},
      {"\"\"", kSeriesDescription, "<empty>"},
      {"PatientID", kSeriesDescription, "id-77"},
      {"copy PatientID", kSeriesDescription, "id-77"},
      {"StudyID", kSeriesDescription, "<empty>"},
      {"this", kSeriesDescription,
       "Kopf \xC3\xBC"
       "ber alles"},
      {"this + \"!\"", kSeriesDescription,
       "Kopf \xC3\xBC"
       "ber alles!"},
      {"\"{Modality}-{Rows}-{StudyID}.\"", kSeriesDescription, "MR-512-."},
      {"upper(this)", kSeriesDescription,
       "KOPF \xC3\x9C"
       "BER ALLES"},
      {"lower(PatientName)", kSeriesDescription, "doe^jane"},
      {"substring(this, 6, 4)", kSeriesDescription,
       "\xC3\xBC"
       "ber"},
      {"trim(\"  a b \")", kSeriesDescription, "a b"},
      {"regex(this, \"[a-z]+$\", \"x\")", kSeriesDescription,
       "Kopf \xC3\xBC"
       "ber x"},
      {"regex(PatientID, \"id-(\\d+)\", \"<\\1>\")", kSeriesDescription,
       "<77>"},
      {"ProcedureCodeSequence[2]/CodeValue", kSeriesDescription, "B2"},
      {"(0029,\"ACME CT\",10)", kSeriesDescription, "right"},
      // One function, several values.
      {"upper(this)", kDeviceSerialNumber, "A\\B\\\\C"},
      {"substring(\"{this}\", 1, 1)", kDeviceSerialNumber, "a\\b\\\\c"},
      {"upper(this)", kPatientComments, "ONE\\TWO"},
      {"this + substring(DeviceSerialNumber, 1, 1)", kPatientComments,
       "one\\twoa\\b\\\\c"},
      {"substring(this, 3, 3)", kPatientComments, "e\\t"},
      // Tables.
      {"lookup \"ids.csv\" PatientID", kSeriesDescription, "S1"},
      {"lookup \"ids.csv\" PatientName", kSeriesDescription, "<miss>"},
      {"lookup \"ids.csv\" StudyID", kSeriesDescription, "<miss>"},
      {"lookup \"ids.csv\" AccessionNumber else keep", kSeriesDescription,
       "<keep>"},
      {"lookup \"ids.csv\" PatientName else quarantine", kSeriesDescription,
       "<miss>"},
      {"lookup \"ids.csv\" PatientName else remove", kSeriesDescription,
       "<remove>"},
      {"lookup \"ids.csv\" PatientName else empty", kSeriesDescription,
       "<empty>"},
      {"lookup \"ids.csv\" PatientName else dummy", kSeriesDescription,
       "<dummy>"},
      {"lookup \"ids.csv\" PatientName else \"none\"", kSeriesDescription,
       "none"},
      {"lookup \"ids.csv\" DeviceSerialNumber else \"?\"", kSeriesDescription,
       "1\\2\\?\\"},
      // What cannot be.
      {"PixelData", kSeriesDescription, "<bad>"},
      {"ProcedureCodeSequence", kSeriesDescription, "<bad>"},
      {"PatientName", Tag(0x0008, 0x0020), "<bad>"},
      {"PatientID", Tag(0x0008, 0x0060), "<bad>"},
      {"PatientID", Tag(0x0020, 0x000D), "<bad>"},
      {"PatientName", Tag(0x0028, 0x0010), "<bad>"},
      {"InstanceNumber", Tag(0x0028, 0x0010), "12"},
      {"upper(PatientID)", Tag(0x0008, 0x0060), "<bad>"},
      {"StudyDate", Tag(0x0008, 0x0020), "20240229"},
  };
  const RuleObject object(Sample());
  for (const Case& c : cases) {
    const std::string statement =
        "replace " + TagText(c.tag) + " with " + c.value;
    EXPECT_EQ(Computed(statement, c.tag, object, files), c.want) << statement;
  }
}

TEST(SiteProgram, AgesAreThoseOnTheFirstDateThatIsOne) {
  struct Case {
    const char* value;
    const char *birth, *study, *series, *acquisition, *content;
    const char* want;
  };
  const Case cases[] = {
      {"age", "19610312", "20240301", "20000101", "", "", "062Y"},
      {"age", "19610312", "", "20240301", "20000101", "", "062Y"},
      {"age", "19610312", "2024", "x", "20240301", "20000101", "062Y"},
      {"age", "19610312", "", "", "", "20240301", "062Y"},
      {"age", "20240220", "20240301", "", "", "", "010D"},
      {"\"{age} old\"", "20240220", "20240301", "", "", "", "<bad>"},  // AS
      {"age + \"\"", "20240220", "20240301", "", "", "", "010D"},
      {"substring(age, 1, 3) + \"D\"", "20240220", "20240301", "", "", "",
       "010D"},
      // Capped, as every age under the basic profile.
      {"age", "19200101", "20240301", "", "", "", "090Y"},
      // Missing or impossible.
      {"age", "", "20240301", "", "", "", "<empty>"},
      {"age", "19610312", "", "", "", "", "<empty>"},
      {"age", "20240302", "20240301", "20240401", "", "", "<empty>"},
      {"age", "18000101", "20240301", "", "", "", "<empty>"},
      {"age else empty", "", "20240301", "", "", "", "<empty>"},
      {"age else quarantine", "", "20240301", "", "", "", "<bad>"},
      {"age else quarantine", "20240302", "20240301", "", "", "", "<bad>"},
      {"age else quarantine", "19610312", "20240301", "", "", "", "062Y"},
      {"\"{age else quarantine}\"", "", "20240301", "", "", "", "<bad>"},
  };
  for (const Case& c : cases) {
    const RuleObject object(DicomBytes()
                                .Element(0x0008, 0x0020, "DA", c.study)
                                .Element(0x0008, 0x0021, "DA", c.series)
                                .Element(0x0008, 0x0022, "DA", c.acquisition)
                                .Element(0x0008, 0x0023, "DA", c.content)
                                .Element(0x0010, 0x0030, "DA", c.birth)
                                .Element(0x0010, 0x1010, "AS", "001Y"));
    const std::string replace =
        std::string("replace PatientAge with ") + c.value;
    EXPECT_EQ(Computed(replace, Tag(0x0010, 0x1010), object), c.want)
        << c.value << " " << c.birth;
  }
}

// What has no age at all, and a table that is asked for it.
TEST(SiteProgram, AgesAreReadFromTheTopLevelAndLookedUp) {
  const FilesByName files = {{"groups.csv", "key,value\n062Y,060Y\n"}};
  const RuleObject none(DicomBytes().Element(0x0010, 0x1010, "AS", "001Y"));
  const RuleObject some(DicomBytes()
                            .Element(0x0008, 0x0020, "DA", "20240301")
                            .Element(0x0010, 0x0030, "DA", "19610312")
                            .Element(0x0010, 0x1010, "AS", "001Y"));
  const std::string lookup =
      "replace PatientAge with lookup \"groups.csv\" age else keep";
  EXPECT_EQ(Computed("replace PatientAge with age", Tag(0x0010, 0x1010), none),
            "<empty>");
  EXPECT_EQ(Computed(lookup, Tag(0x0010, 0x1010), some, files), "060Y");
  EXPECT_EQ(
      Computed("profile none\nreplace PatientAge with age", Tag(0x0010, 0x1010),
               RuleObject(DicomBytes()
                              .Element(0x0008, 0x0020, "DA", "20240301")
                              .Element(0x0010, 0x0030, "DA", "19200101")
                              .Element(0x0010, 0x1010, "AS", "001Y"))),
      "104Y");
}

TEST(SiteProgram, KeyedValuesAreThoseOfTheIdentity) {
  const Identity identity(Key{});
  const RuleObject object(Sample());
  const auto replace = [&](const std::string& value, Tag tag) {
    return Computed("replace " + TagText(tag) + " with " + value, tag, object);
  };
  EXPECT_EQ(replace("pseudonym \"S-\"", tags::kPatientId),
            identity.PseudonymOf("S-", "id-77").view());
  EXPECT_EQ(replace("pseudonym \"S-\" of PatientID", kSeriesDescription),
            identity.PseudonymOf("S-", "id-77").view());
  EXPECT_EQ(replace("pseudonym(PatientName, \"N-\")", kSeriesDescription),
            identity.PseudonymOf("N-", "DOE^JANE").view());
  EXPECT_EQ(replace("hash(PatientID, 8)", kSeriesDescription),
            identity.Hash("id-77", 8).view());
  EXPECT_EQ(replace("uid(PatientID)", tags::kStudyInstanceUid),
            identity.MapUid("id-77").view());
  EXPECT_EQ(replace("hash(this, 4)", kDeviceSerialNumber),
            std::string(identity.Hash("a", 4).view()) + "\\" +
                std::string(identity.Hash("b", 4).view()) + "\\\\" +
                std::string(identity.Hash("c", 4).view()));
  // Nothing is known of what is not there.
  for (const char* value :
       {"pseudonym \"S-\" of StudyID", "hash(StudyID, 8)", "uid(StudyID)"}) {
    EXPECT_EQ(replace(value, kSeriesDescription), "<empty>") << value;
  }
}

TEST(SiteProgram, OtherStatementsComputeToo) {
  struct Case {
    const char* statement;
    Tag tag;
    const char* want;
  };
  const Case cases[] = {
      {"append (0010,0020) with \"-x\"", tags::kPatientId, "id-77-x"},
      {"append (0008,0050) with \"x\"", tags::kAccessionNumber, "x"},
      {"append (0018,1000) with \"\\\\d\"", kDeviceSerialNumber,
       "a\\b\\\\c\\d"},
      {"set StudyID = \"7\"", tags::kStudyId, "7"},
      {"set StudyID = \"{Modality}\"", tags::kStudyId, "MR"},
      {"set StudyID = this", tags::kStudyId, "<empty>"},
      {"set PatientBirthDate = PatientName", tags::kPatientBirthDate, "<bad>"},
      {"truncate-date StudyDate to year", tags::kStudyDate, "20240101"},
      {"truncate-date StudyDate to month", tags::kStudyDate, "20240201"},
      {"truncate-date (0008,002A) to year", Tag(0x0008, 0x002A), "2024"},
  };
  const RuleObject object(Sample());
  for (const Case& c : cases) {
    EXPECT_EQ(Computed(c.statement, c.tag, object), c.want) << c.statement;
  }
}

TEST(SiteProgram, AWideStatementThatNoTextFitsRemoves) {
  const RuleObject object(Sample());
  EXPECT_EQ(
      Computed("replace group 0008 with \"A\"", Tag(0x0008, 0x1032), object),
      "<remove>");
  EXPECT_EQ(Computed("replace group 7FE0 with \"A\"", tags::kPixelData, object),
            "<remove>");
}

TEST(SiteProgram, ADateThatIsNoneBecomesADummy) {
  const RuleObject object(DicomBytes()
                              .Element(0x0008, 0x0020, "DA", "spring")
                              .Element(0x0008, 0x0021, "DA", "")
                              .Element(0x0008, 0x0060, "CS", "MR"));
  EXPECT_EQ(
      Computed("truncate-date StudyDate to year", tags::kStudyDate, object),
      "<dummy>");
  EXPECT_EQ(
      Computed("truncate-date SeriesDate to year", Tag(0x0008, 0x0021), object),
      "<keep>");
  EXPECT_EQ(
      Computed("truncate-date group 0008 to year", tags::kModality, object),
      "<dummy>");
}

}  // namespace
}  // namespace dcmscrub
