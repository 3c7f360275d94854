// What conditions of site statements look at, and when they hold.
#include <gtest/gtest.h>

#include <string>

#include "rules/compile/site_program.h"
#include "tests/rules/compile/rule_object.h"
#include "tests/rules/compile/site_sample.h"

namespace dcmscrub {
namespace {

constexpr Encoding kEncodings[] = {kExplicitLittle, kImplicitLittle,
                                   kExplicitBig};

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

}  // namespace
}  // namespace dcmscrub
