#include "rules/explain/explain.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "rules/explain/diff.h"
#include "rules/standard/standard.h"
#include "tests/rules/compile/rule_object.h"
#include "tests/support/golden.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kCtImage = "1.2.840.10008.5.1.4.1.1.2";

constexpr const char* kRules = R"(option retain-device-identity
option retain-longitudinal-modified-dates
keep   PatientName where Modality = "SR"
remove /PatientName
replace PatientName, OtherPatientNames with "nobody"
replace PatientID with pseudonym "S-"
remove all except vr PN where PatientID empty
set    StudyID = "7"
keep   (0029,"ACME CT",10)
skip   where Modality = "SR"
tag    "magnet" where Modality = "MR")";

struct MadePolicy {
  ParseResult parsed;
  std::unique_ptr<const Policy> policy;

  const RuleFile& file() const { return parsed.file; }
};

MadePolicy MakePolicy(const std::string& statements) {
  MadePolicy made{ParseStatements(statements), nullptr};
  EXPECT_TRUE(made.parsed.ok()) << Render(made.parsed);
  PolicySource source;
  source.file = made.parsed.file;
  source.read = ReadFrom({});
  std::vector<Diagnostic> diagnostics;
  made.policy = Policy::Make(source, diagnostics);
  EXPECT_TRUE(made.policy != nullptr) << Render(made.parsed, diagnostics);
  return made;
}

TEST(Explain, AttributesAreNamedByKeywordOrTag) {
  EXPECT_EQ(ParseAttribute("PatientName"), Tag(0x0010, 0x0010));
  EXPECT_EQ(ParseAttribute("(0010,0010)"), Tag(0x0010, 0x0010));
  EXPECT_EQ(ParseAttribute("00100010"), Tag(0x0010, 0x0010));
  EXPECT_EQ(ParseAttribute("(60xx,3000)"), Tag(0x6000, 0x3000));
  EXPECT_EQ(ParseAttribute("(0029,1010)"), Tag(0x0029, 0x1010));
  EXPECT_EQ(ParseAttribute("Patient"), std::nullopt);
  EXPECT_EQ(ParseAttribute("(0010,001)"), std::nullopt);
  EXPECT_EQ(ParseAttribute(""), std::nullopt);
}

TEST(Explain, SopClassesAreNamedByUidOrIod) {
  EXPECT_EQ(ParseSopClass(kCtImage), std::string(kCtImage));
  EXPECT_EQ(ParseSopClass("ct-image"), std::string(kCtImage));
  EXPECT_EQ(ParseSopClass("1.2.3"), std::nullopt);
}

TEST(Explain, TellsStatementsRowsAndPlacesOfAnAttribute) {
  const MadePolicy made = MakePolicy(kRules);
  std::string text;
  for (const char* name :
       {"PatientName", "PatientID", "DeviceSerialNumber", "StudyDate",
        "StudyID", "Modality", "SOPClassUID", "(0029,1010)", "(0010,9999)"}) {
    text += ExplainAttribute(*made.policy, made.file(), *ParseAttribute(name),
                             kCtImage);
  }
  text += ExplainAttribute(*made.policy, made.file(), tags::kPatientId, "");
  const MadePolicy none = MakePolicy("profile none");
  for (const char* name : {"PatientName", "(0029,1010)", "(0010,9999)"}) {
    text += ExplainAttribute(*none.policy, none.file(), *ParseAttribute(name),
                             kCtImage);
  }
  ExpectGolden("explain_attributes.txt", text);
}

TEST(Explain, TellsWhatHappensToEachElementOfAnObject) {
  const MadePolicy made = MakePolicy(kRules);
  const DicomBytes code = DicomBytes()
                              .Element(0x0008, 0x0100, "SH", "A1")
                              .Element(0x0008, 0x0104, "LO", "Secret");
  const DicomBytes item = DicomBytes()
                              .Element(0x0010, 0x0010, "PN", "SECRET^X")
                              .Sequence(0x0040, 0x0008, {code});
  const RuleObject object(DicomBytes()
                              .Element(0x0008, 0x0016, "UI", kCtImage)
                              .Element(0x0008, 0x0018, "UI", "1.2.3")
                              .Element(0x0008, 0x0020, "DA", "20240101")
                              .Element(0x0008, 0x0060, "CS", "MR")
                              .Element(0x0010, 0x0010, "PN", "SECRET^X")
                              .Element(0x0010, 0x0020, "LO", "Secret")
                              .Element(0x0010, 0x9999, "LO", "Secret")
                              .Element(0x0018, 0x1000, "LO", "Secret")
                              .Numbers(0x0028, 0x0010, "US", {2})
                              .Element(0x0029, 0x0010, "LO", "ACME CT")
                              .Element(0x0029, 0x1010, "LO", "Secret")
                              .Element(0x0029, 0x1011, "LO", "Secret")
                              .Sequence(0x0040, 0x0275, {item, item}));
  const std::string text =
      ExplainObject(*made.policy, made.file(), object.view());
  EXPECT_EQ(text.find("Secret"), std::string::npos);
  EXPECT_EQ(text.find("SECRET"), std::string::npos);
  ExpectGolden("explain_object.txt", text);
}

TEST(Explain, SaysThatAnObjectIsNotWritten) {
  const MadePolicy made = MakePolicy(kRules);
  const RuleObject object(DicomBytes().Element(0x0008, 0x0060, "CS", "SR"));
  EXPECT_EQ(ExplainObject(*made.policy, made.file(), object.view()),
            "object of no known SOP class\n"
            "  dates move by one number of days for each Patient ID with its "
            "issuer\n"
            "  skipped: site.rules:11: skip   where Modality = \"SR\"\n"
            "  (0008,0060) Modality CS: kept; not in Table E.1-1, Type not "
            "known\n"
            "  (0020,0010) StudyID SH: added; site.rules:9: set    StudyID = "
            "\"7\"\n");
}

TEST(Diff, FindsNothingBetweenEqualPolicies) {
  const MadePolicy a = MakePolicy(kRules), b = MakePolicy(kRules);
  EXPECT_EQ(DiffText(DiffPolicies(*a.policy, *b.policy, "")),
            "no difference\n");
}

TEST(Diff, TellsWhatEachPolicyDoes) {
  const MadePolicy basic = MakePolicy("");
  const MadePolicy device = MakePolicy("option retain-device-identity");
  const MadePolicy site = MakePolicy(
      "remove StationName\nkeep Manufacturer\n"
      "empty InstitutionName where Modality = \"MR\"\n"
      "keep (0029,\"ACME CT\",10)\nkeep unknown");
  ExpectGolden("diff_device_identity.txt",
               DiffText(DiffPolicies(*basic.policy, *device.policy, "")));
  ExpectGolden("diff_statements.txt",
               DiffText(DiffPolicies(*basic.policy, *site.policy, kCtImage)));
}

TEST(Diff, CountsTheSopClassesOfADifference) {
  const MadePolicy basic = MakePolicy("");
  const MadePolicy site = MakePolicy("keep StationName");
  std::size_t all = 0;
  for (const PolicyDifference& row :
       DiffPolicies(*basic.policy, *site.policy, "")) {
    EXPECT_EQ(row.attribute, "StationName");
    EXPECT_EQ(row.b, "keep StationName");
    all += row.sop_classes;
  }
  EXPECT_EQ(all, StandardSopClasses().size());
}

}  // namespace
}  // namespace dcmscrub
