#include "rules/compile/site_program.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/text.h"
#include "kernels/identity/identity.h"
#include "tests/rules/compile/rule_object.h"

namespace dcmscrub {
namespace {

constexpr Encoding kEncodings[] = {kExplicitLittle, kImplicitLittle,
                                   kExplicitBig};

DicomBytes Sample(Encoding encoding = kExplicitLittle) {
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

bool Holds(const std::string& condition, const RuleObject& object,
           const FilesByName& files = {}) {
  const auto program = MakeProgram("skip where " + condition, files);
  if (program == nullptr) return false;
  SiteState state;
  return program->Judge(object.view(), state).verdict ==
         SiteRules::Verdict::kSkip;
}

TEST(SiteProgram, ConditionsLookAtTheOriginalObject) {
  const FilesByName files = {{"mr.csv", "key\nMR\nCT\n"},
                             {"ids.csv", "id-77,1\n"}};
  struct Case {
    const char* condition;
    bool want;
  };
  const Case cases[] = {
      {"Modality = \"MR\"", true},
      {"Modality = \"mr\"", false},
      {"Modality = \"CT\"", false},
      {"Modality != \"CT\"", true},
      {"Modality != \"MR\"", false},
      {"not Modality = \"CT\"", true},
      {"Modality = \"MR\" and PatientID = \"id-77\"", true},
      {"Modality = \"MR\" and PatientID = \"id-78\"", false},
      {"Modality = \"CT\" or PatientID = \"id-77\"", true},
      {"Modality = \"MR\" or Modality = \"CT\" and PatientID = \"x\"", true},
      {"(Modality = \"MR\" or Modality = \"CT\") and PatientID = \"x\"", false},
      {"not (Modality = \"CT\" or Modality = \"SR\")", true},
      // Several values.
      {"ImageType = \"PRIMARY\"", true},
      {"ImageType = \"DERIVED\\\\PRIMARY\"", false},
      {"ImageType != \"PRIMARY\"", false},
      {"ImageType != \"ORIGINAL\"", true},
      {"ImageType contains \"RIV\"", true},
      {"ImageType starts \"PRI\"", true},
      {"ImageType ends \"ED\"", true},
      {"ImageType starts \"RIM\"", false},
      {"PatientComments = \"one\"", false},
      {"PatientComments starts \"one\"", true},
      {"PatientComments ends \"two\"", true},
      // Text.
      {"Manufacturer = \"ACME\"", true},
      {"Manufacturer = \"ACME \"", true},
      {"SeriesDescription contains \"\xC3\xBC"
       "ber\"",
       true},
      {"SeriesDescription ~ \"^Kopf .ber\"", true},
      {"SeriesDescription ~ \"^ber\"", false},
      {"PatientName ~ \"(?i)doe\"", true},
      // Numbers.
      {"SliceThickness < 2.6", true},
      {"SliceThickness <= 2.5", true},
      {"SliceThickness < 2.5", false},
      {"SliceThickness > 2.4", true},
      {"SliceThickness >= 2.6", false},
      {"InstanceNumber = \"12\"", true},
      {"Rows >= 512", true},
      {"Rows = \"512\"", true},
      {"Rows > 512", false},
      {"SeriesDescription > 1", false},
      {"not SeriesDescription > 1", true},
      {"PatientAge < 2", true},
      {"PatientAge < 1.5", false},
      // Dates.
      {"StudyDate before \"20240301\"", true},
      {"StudyDate before \"20240229\"", false},
      {"StudyDate after \"20240228\"", true},
      {"AcquisitionDateTime after \"20240228\"", true},
      // There or not.
      {"PatientName present", true},
      {"PatientName empty", false},
      {"AccessionNumber present", true},
      {"AccessionNumber empty", true},
      {"AccessionNumber = \"\"", true},
      {"AccessionNumber != \"1\"", true},
      {"StudyID present", false},
      {"StudyID empty", false},
      {"StudyID = \"\"", false},
      {"StudyID != \"1\"", true},
      {"ProcedureCodeSequence present", true},
      {"ProcedureCodeSequence empty", false},
      {"ReferencedImageSequence empty", true},
      // What cannot be read.
      {"PixelData present", true},
      {"PixelData empty", false},
      // Tables.
      {"Modality in \"mr.csv\"", true},
      {"PatientID in \"ids.csv\"", true},
      {"PatientName in \"ids.csv\"", false},
      {"AccessionNumber in \"ids.csv\"", false},
      // Elsewhere than at the top.
      {"ProcedureCodeSequence/CodeValue = \"A1\"", true},
      {"ProcedureCodeSequence/CodeValue = \"B2\"", false},
      {"ProcedureCodeSequence[2]/CodeValue = \"B2\"", true},
      {"ProcedureCodeSequence[3]/CodeValue present", false},
      {"ProcedureCodeSequence[2]/CodeMeaning present", false},
      {"CodeValue present", false},
      {"(0029,\"ACME CT\",10) = \"right\"", true},
      {"(0029,\"OTHER\",10) = \"right\"", false},
      {"(0029,\"NOBODY\",10) present", false},
      {"(0008,0060) = \"MR\"", true},
  };
  for (const Encoding encoding : kEncodings) {
    const RuleObject object(Sample(encoding));
    for (const Case& c : cases) {
      // Implicit data sets do not tell the VR of a private element.
      if (!encoding.explicit_vr &&
          std::string_view(c.condition).find(",\"") != std::string_view::npos) {
        continue;
      }
      EXPECT_EQ(Holds(c.condition, object, files), c.want) << c.condition;
    }
  }
}

TEST(SiteProgram, ConditionsOnValuesThatWereNotLoadedAreFalse) {
  IndexLimits limits;
  limits.loaded_value = 4;
  limits.loaded_name = 4;
  const RuleObject object(Sample(), limits);
  EXPECT_FALSE(Holds("PatientName = \"DOE^JANE\"", object));
  EXPECT_FALSE(Holds("PatientName != \"DOE^JANE\"", object));
  EXPECT_TRUE(Holds("PatientName present", object));
  EXPECT_FALSE(Holds("PatientName empty", object));
}

TEST(SiteProgram, TheFirstCopyOfAnElementCountsWhereverItStands) {
  const RuleObject object(DicomBytes()
                              .Element(0x0010, 0x0020, "LO", "late")
                              .Element(0x0008, 0x0060, "CS", "MR")
                              .Element(0x0008, 0x0060, "CS", "CT")
                              .Element(0x0010, 0x0020, "LO", "later")
                              .Element(0x0008, 0x0050, "SH", "7"));
  EXPECT_TRUE(Holds("Modality = \"MR\" and not Modality = \"CT\"", object));
  EXPECT_TRUE(Holds("PatientID = \"late\" and PatientID != \"later\"", object));
  EXPECT_TRUE(Holds("AccessionNumber = \"7\" and Modality = \"MR\"", object));
}

TEST(SiteProgram, EqualConditionsShareABit) {
  const auto program = MakeProgram(
      "keep PatientName where Modality = \"MR\"\n"
      "keep PatientID where Modality = \"MR\"\n"
      "keep StudyID where not Modality = \"MR\"\n"
      "keep StudyDate where not Modality = \"MR\"\n"
      "keep StudyTime where Modality = \"CT\"\n"
      "keep Modality");
  const auto statements = program->statements();
  ASSERT_EQ(statements.size(), 6u);
  EXPECT_EQ(statements[0].condition, statements[1].condition);
  EXPECT_EQ(statements[2].condition, statements[3].condition);
  EXPECT_NE(statements[0].condition, statements[2].condition);
  EXPECT_NE(statements[0].condition, statements[4].condition);
  EXPECT_EQ(statements[5].condition, SiteStatement::kAlways);
}

TEST(SiteProgram, AStateIsOfNoOtherObject) {
  const auto program = MakeProgram(
      "tag \"magnet\" where Modality = \"MR\"\n"
      "keep PatientName where StudyID != \"1\" and PatientID present");
  const RuleObject full(Sample());
  const RuleObject bare(DicomBytes().Element(0x0020, 0x0010, "SH", "1"));
  SiteState state;
  program->Judge(full.view(), state);
  EXPECT_EQ(state.labels.size(), 1u);
  EXPECT_TRUE(state.Holds(program->statements()[1].condition));
  program->Judge(bare.view(), state);
  EXPECT_TRUE(state.labels.empty());
  EXPECT_FALSE(state.Holds(program->statements()[1].condition));
}

TEST(SiteProgram, TheFirstStatementOnTheWholeObjectDecides) {
  struct Case {
    const char* statements;
    SiteRules::Verdict verdict;
    std::size_t source;  // in the text, from 0
  };
  const Case cases[] = {
      {"skip where Modality = \"MR\"", SiteRules::Verdict::kSkip, 0},
      {"skip where Modality = \"CT\"", SiteRules::Verdict::kScrub, 0},
      {"keep PatientName, PatientID\nquarantine where Modality = \"MR\"",
       SiteRules::Verdict::kQuarantine, 1},
      {"quarantine where Modality = \"MR\"\nskip where Modality = \"MR\"",
       SiteRules::Verdict::kQuarantine, 0},
      {"quarantine where Modality = \"CT\"\nskip where Modality = \"MR\"",
       SiteRules::Verdict::kSkip, 1},
      {"tag \"a\" where Modality = \"MR\"\nskip where Modality = \"MR\"",
       SiteRules::Verdict::kSkip, 1},
  };
  const RuleObject object(Sample());
  for (const Case& c : cases) {
    const auto program = MakeProgram(c.statements);
    SiteState state;
    const auto judgement = program->Judge(object.view(), state);
    EXPECT_EQ(judgement.verdict, c.verdict) << c.statements;
    if (c.verdict == SiteRules::Verdict::kScrub) continue;
    EXPECT_EQ(program->source_index(judgement.statement), c.source)
        << c.statements;
  }
}

TEST(SiteProgram, LabelsAreThoseOfTheTagStatementsThatHold) {
  const auto program = MakeProgram(
      "tag \"ct\" where Modality = \"CT\"\n"
      "tag \"head\" where SeriesDescription contains \"Kopf\"\n"
      "tag \"mr\" where Modality = \"MR\"\n"
      "tag \"head\" where PatientName present");
  const RuleObject object(Sample());
  SiteState state;
  program->Judge(object.view(), state);
  ASSERT_EQ(state.labels.size(), 2u);
  EXPECT_EQ(program->Label(state.labels[0]), "head");
  EXPECT_EQ(program->Label(state.labels[1]), "mr");
}

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

constexpr Tag kSeriesDescription{0x0008, 0x103E};
constexpr Tag kPatientComments{0x0010, 0x4000};
constexpr Tag kDeviceSerialNumber{0x0018, 0x1000};

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

// Numbers of a chain as source lines from 0, "~" before an exception.
std::string ChainText(const SiteProgram& program,
                      const std::vector<std::uint16_t>& chain) {
  std::string text;
  for (const std::uint16_t number : chain) {
    if (!text.empty()) text += ' ';
    if (program.statements()[number].past != 0) text += '~';
    text += std::to_string(program.source_index(number));
  }
  return text;
}

TEST(SiteProgram, ChainsHoldWhatMayMatchUpToTheFirstThatAlwaysDoes) {
  struct Case {
    const char* statements;
    Tag tag;
    const char* want;
  };
  constexpr Tag kName = tags::kPatientName;
  const Case cases[] = {
      {"keep PatientID", kName, ""},
      {"keep PatientName", kName, "0"},
      {"keep PatientID, PatientName", kName, "0"},
      {"keep (0010,0010)", kName, "0"},
      {"keep (0010,xxxx)", kName, "0"},
      {"keep (0010,x010)", kName, "0"},
      {"keep (0010,x011)", kName, ""},
      {"keep group 0010", kName, "0"},
      {"keep group 0012", kName, ""},
      {"keep Patient*", kName, "0"},
      {"keep *Name", kName, "0"},
      {"keep Patient????", kName, "0"},
      {"keep Patient???", kName, ""},
      {"keep vr PN", kName, "0"},
      {"keep vr LO, PN", kName, "0"},
      {"keep vr LO", kName, ""},
      {"keep group 0010 vr PN", kName, "0"},
      {"keep group 0010 vr LO", kName, ""},
      {"keep private", kName, ""},
      {"keep unknown", kName, ""},
      {"keep all", kName, "0"},
      {"keep all except PatientID", kName, "0"},
      {"keep all except PatientName", kName, ""},
      {"keep all except Patient*", kName, ""},
      {"keep all except vr PN\nremove all", kName, "~0 0 1"},
      {"keep all except /PatientName\nremove all", kName, "~0 0 1"},
      {"keep all except PatientID, /PatientName", kName, "~0 0"},
      // Cut where nothing behind can matter.
      {"keep PatientName\nremove group 0010", kName, "0"},
      {"keep PatientName where Modality = \"MR\"\nremove PatientName\n"
       "empty PatientName",
       kName, "0 1"},
      {"keep /PatientName\nremove PatientName\nempty all", kName, "0 1"},
      {"keep vr PN\nremove PatientName\nempty all", kName, "0 1"},
      {"keep all except PatientID\nremove all", kName, "0"},
      {"set PatientName = \"A\"\nremove PatientName\nempty all", kName, "0 1"},
      // Where PS3.6 leaves a choice of VR, the file makes it.
      {"keep vr SS", Tag(0x0028, 0x0106), "0"},
      {"keep vr US", Tag(0x0028, 0x0106), "0"},
      {"keep vr OB", tags::kPixelData, "0"},
      // Repeating groups.
      {"keep OverlayData", Tag(0x6002, 0x3000), "0"},
      {"keep (60xx,3000)", Tag(0x6002, 0x3000), "0"},
      {"keep Overlay*", Tag(0x6010, 0x3000), "0"},
      // What the program writes itself.
      {"keep all", Tag(0x0012, 0x0062), ""},
      {"remove all", tags::kSopInstanceUid, ""},
      {"uid all", tags::kSopInstanceUid, "0"},
  };
  for (const Case& c : cases) {
    const auto program = MakeProgram(c.statements);
    if (program == nullptr) continue;
    EXPECT_EQ(ChainText(*program, program->StatementsFor(c.tag)), c.want)
        << c.statements << " for " << TagText(c.tag);
  }
}

TEST(SiteProgram, ChainsOfPrivateAndUnknownAttributes) {
  constexpr std::uint16_t kAny = PrivateRule::kAny;
  struct Case {
    const char* statements;
    const char* creator;
    std::uint16_t group, element;
    const char* want;
    const char* unknown;
  };
  const Case cases[] = {
      {"keep private", "", kAny, kAny, "0", ""},
      {"keep unknown", "", kAny, kAny, "", "0"},
      {"keep all", "ACME", 0x29, 0x10, "0", "0"},
      {"keep all except private", "", kAny, kAny, "", "0"},
      {"keep all except unknown", "", kAny, kAny, "0", ""},
      {"keep group 0010, vr LO, Patient*", "", kAny, kAny, "", ""},
      {"keep group 0029", "", kAny, kAny, "0", ""},
      {"keep group 0029", "ACME", 0x29, 0x10, "0", ""},
      {"keep group 0029", "ACME", 0x31, 0x10, "", ""},
      {"keep (0029,\"ACME\",10)", "ACME", 0x29, 0x10, "0", ""},
      {"keep (0029,\"ACME\",10)", "ACME", 0x29, 0x11, "", ""},
      {"keep (0029,\"ACME\",10)", "ACME", 0x29, kAny, "0", ""},
      {"keep (0029,\"ACME\",10)", "OTHER", 0x29, 0x10, "", ""},
      {"keep (0029,\"ACME\",10)", "", kAny, kAny, "", ""},
      {"keep (0029,\"ACME\",xx)", "ACME", 0x29, 0x11, "0", ""},
      {"keep (0029,\"ACME\",xx)", "ACME", kAny, kAny, "0", ""},
      {"keep (xxxx,\"ACME\",xx)", "ACME", kAny, kAny, "0", ""},
      // Cut only where the family as a whole always matches.
      {"keep (0029,\"ACME\",10)\nremove private", "ACME", 0x29, 0x10, "0", ""},
      {"keep (0029,\"ACME\",10)\nremove private", "ACME", 0x29, kAny, "0 1",
       ""},
      {"keep all except (0029,\"ACME\",10)\nempty all", "ACME", 0x29, 0x10, "1",
       "0"},
      {"keep all except (0029,\"ACME\",10)\nempty all", "ACME", 0x29, kAny,
       "~0 0 1", "0"},
      {"keep all except (0029,\"ACME\",10)\nempty all", "", kAny, kAny, "0",
       "0"},
      {"keep private vr LO\nremove all", "", kAny, kAny, "0 1", "1"},
  };
  for (const Case& c : cases) {
    const auto program = MakeProgram(c.statements);
    if (program == nullptr) continue;
    EXPECT_EQ(ChainText(*program, program->StatementsForPrivate(
                                      c.creator, c.group, c.element)),
              c.want)
        << c.statements << " for " << c.creator;
    EXPECT_EQ(ChainText(*program, program->StatementsForUnknown()), c.unknown)
        << c.statements;
  }
}

TEST(SiteProgram, PrivateNamesAreThoseOfAllCreators) {
  const auto program = MakeProgram(
      "keep (0029,\"B\",10), (0029,\"A\",xx), (0029,\"B\",10)\n"
      "remove all except (xxxx,\"C\",xx)\n"
      "empty private, group 0031");
  const auto names = program->PrivateNames();
  ASSERT_EQ(names.size(), 3u);
  EXPECT_EQ(names[0], (SiteProgram::PrivateName{"A", 0x29, PrivateRule::kAny}));
  EXPECT_EQ(names[1], (SiteProgram::PrivateName{"B", 0x29, 0x10}));
  EXPECT_EQ(names[2], (SiteProgram::PrivateName{"C"}));
}

TEST(SiteProgram, SetsAreSortedByTag) {
  const auto program = MakeProgram(
      "set StudyID = \"1\" where Modality = \"MR\"\n"
      "keep PatientName\n"
      "set PatientComments = \"c\"\n"
      "set StudyID = \"2\"");
  const auto sets = program->sets();
  ASSERT_EQ(sets.size(), 3u);
  EXPECT_EQ(sets[0].tag, kPatientComments);
  EXPECT_EQ(sets[0].vr, Vr::kLT);
  EXPECT_EQ(sets[0].statement, 2);
  EXPECT_EQ(sets[1].tag, tags::kStudyId);
  EXPECT_EQ(sets[1].statement, 0);
  EXPECT_EQ(sets[2].statement, 3);
  // At the top level alone.
  const SiteStatement& set = program->statements()[0];
  EXPECT_TRUE(program->paths()[set.path].steps.empty());
  EXPECT_FALSE(program->paths()[set.path].gap_at_end);
}

TEST(SiteProgram, MistakesInWhatStatementsNameAreReported) {
  struct Case {
    const char* statement;
    const char* want;
  };
  const Case cases[] = {
      {"replace StudyID with lookup \"none.csv\" PatientID",
       "cannot read 'none.csv': no such file"},
      {"replace StudyID with lookup \"bad.csv\" PatientID",
       "'bad.csv' line 2 has 1 cells where the first row has 2"},
      {"replace StudyID with lookup \"keys.csv\" PatientID",
       "'keys.csv' has no second column"},
      {"skip where PatientID in \"none.csv\"",
       "cannot read 'none.csv': no such file"},
  };
  const FilesByName files = {{"bad.csv", "a,1\nb\n"}, {"keys.csv", "a\nb\n"}};
  for (const Case& c : cases) {
    const ParseResult parsed = ParseStatements(c.statement, files);
    EXPECT_TRUE(parsed.ok()) << Render(parsed);
    std::vector<Diagnostic> diagnostics;
    EXPECT_EQ(SiteProgram::Make(parsed.file, ReadFrom(files), diagnostics),
              nullptr);
    ASSERT_EQ(diagnostics.size(), 1u) << c.statement;
    EXPECT_EQ(diagnostics[0].message, c.want);
    EXPECT_EQ(diagnostics[0].severity, Diagnostic::Severity::kError);
    EXPECT_EQ(diagnostics[0].span.line, 2u) << c.statement;
  }
}

TEST(SiteProgram, OutputsMayChangeWhereWhatWasReadMayHave) {
  struct Case {
    const char* statements;
    bool computes;
  };
  const Case cases[] = {
      {"keep PatientName\nremove all", false},
      {"uid StudyInstanceUID\nclean StudyDescription", false},
      {"truncate-date StudyDate to year", false},
      {"shift StudyDate", true},
      // Modality stays.
      {"keep PatientName where Modality = \"MR\"", false},
      {"keep PatientName where not (Modality = \"MR\")", false},
      {"keep PatientName where PatientID = \"1\"", true},
      {"keep PatientName where Modality = \"MR\" and PatientID = \"1\"", true},
      {"keep PatientName where ProcedureCodeSequence/Modality = \"MR\"", true},
      // What is not written has no output.
      {"skip where PatientID = \"1\"", false},
      {"tag \"x\" where PatientID = \"1\"", false},
      {"replace StudyID with \"1\"", false},
      {"set StudyID = \"1\"", false},
      {"replace StudyID with this", false},
      {"replace StudyID with Modality", false},
      {"replace StudyID with PatientID", true},
      {"replace PatientID with pseudonym \"P-\"", false},
      {"replace StudyInstanceUID with uid(this)", false},
      {"replace PatientID with pseudonym \"P-\" of Modality", false},
      {"replace PatientID with pseudonym \"P-\" of StudyID", true},
      {"replace PatientID with hash(this, 8)", true},
      {"replace StudyID with \"{Modality}-1\"", false},
      {"replace StudyID with \"{this}-1\"", true},
      {"replace StudyID with upper(this)", true},
      {"append StudyID with \"1\"", true},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(MakeProgram(c.statements)->computes([](Tag tag) {
      return tag == tags::kModality;
    }),
              c.computes)
        << c.statements;
  }
}

}  // namespace
}  // namespace dcmscrub
