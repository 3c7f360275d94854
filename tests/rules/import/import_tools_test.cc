#include <absl/strings/str_format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/rules/import/imported.h"

namespace dcmscrub {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ImportKitware, KnowsTheActions) {
  EXPECT_EQ(Imported(ImportFormat::kKitware, R"in({
  "(0x0010, 0x0010)": "replace",
  "(0x0010,0x0020)": "empty",
  "(16, 48)": "delete",
  "(0x0008, 0x0060)": "keep",
  "(0x0020, 0x000D)": "replace_UID",
  "(0x0020, 0x000E)": "replaceUID",
  "(0x0008, 0x1030)": {"action": "regexp", "find": "A(\\d)", "replace": "\\g<1>x"},
  "(0x0008, 0x103E)": {"action": "regexp", "find": "(", "replace": ""},
  "(0x0008, 0x0090)": "empty_or_replace",
  "(0x0008, 0x0050)": "delete_or_empty",
  "(0x0008, 0x1140)": "delete_or_empty_or_replace_UID",
  "(0x0008, 0x1155)": "delete_or_empty_or_replace_UID",
  "(0x0008, 0x1080)": "clean",
  "(0x50FF, 0x0000, 0xFF00, 0x0000)": "delete",
  "(0x0029, 0x1010)": "delete",
  "(0x0029, 0x1020)": "keep",
  "(0x0008, 0x0016)": "delete",
  "(0x0010, 0x0040)": "my_function",
  "Modality": "keep",
  "(0x0008, 0x0080)": {"action": "delete"}
})in"),
            R"in(dummy /PatientName
empty /PatientID
remove /PatientBirthDate
keep /Modality
uid /StudyInstanceUID
uid /SeriesInstanceUID
replace /StudyDescription with regex(this, "A(\d)", "\1x")
# left: line 9, (0x0008, 0x103E): regexp: bad regular expression: missing ): (
dummy /ReferringPhysicianName
empty /AccessionNumber
empty /ReferencedImageSequence
uid /ReferencedSOPInstanceUID
clean /AdmittingDiagnosesDescription  # it stops there, as it is not carried out
remove /(50xx,xxxx)
# line 16, (0x0029, 0x1010): delete: removed by the profile
# left: line 17, (0x0029, 0x1020): keep: private attributes go by their creator: (gggg,"CREATOR",ee)
# left: line 18, (0x0008, 0x0016): delete: no rule for SOPClassUID: it always stays
# left: line 19, (0x0010, 0x0040): my_function: no action of that tool's own: functions of others are not known
# left: line 20, Modality: keep: no tag: (0xgggg, 0xeeee)
remove /InstitutionName
)in");
}

TEST(ImportKitware, RefusesOtherFiles) {
  EXPECT_THAT(Imported(ImportFormat::kKitware, "[]"),
              StartsWith("line 1, column 2: want tags"));
  EXPECT_THAT(Imported(ImportFormat::kKitware, "{\n \"a\": 1}"),
              StartsWith("line 2, column 5: no tag"));
  EXPECT_THAT(Imported(ImportFormat::kKitware, "{\n \"a\" 1}"),
              StartsWith("line 2, column 7: this is no JSON"));
}

TEST(ImportMicrosoft, KnowsTheMethods) {
  EXPECT_EQ(Imported(ImportFormat::kMicrosoft, R"in({
  // comments are taken
  "rules": [
    {"tag": "(0010,0010)", "method": "redact"},
    {"tag": "0010,1010", "method": "redact"},
    {"tag": "PatientBirthDate", "method": "redact"},
    {"tag": "00080020", "method": "redact", "setting": "whole"},
    {"tag": "(0040,xxxx)", "method": "redact"},
    {"tag": "PatientID", "method": "cryptohash"},
    {"tag": "UI", "method": "cryptoHash"},
    {"tag": "StudyInstanceUID", "method": "refreshUID"},
    {"tag": "DA", "method": "dateshift"},
    {"tag": "(0008,xxxx)", "method": "dateShift"},
    {"tag": "Modality", "method": "keep"},
    {"tag": "InstitutionName", "method": "remove"},
    {"tag": "StudyID", "method": "substitute"},
    {"tag": "StationName", "method": "substitute", "params": {"replaceWith": "R 1"}},
    {"tag": "DT", "method": "substitute", "setting": "day"},
    {"tag": "PatientWeight", "method": "perturb"},
    {"tag": "PN", "method": "encrypt"},
    {"tag": "StudyTime", "method": "cryptohash"},
    {"tag": "(0020,xxxx)", "method": "cryptohash"},
    {"tag": "StudyComments", "method": "redact", "setting": "none"},
    {"tag": "(0029,1010)", "method": "redact"},
    {"tag": "(0029,1010)", "method": "keep"},
    {"tag": "PatientNam", "method": "redact"},
    {"tag": "Rows", "method": "magic"}
  ],
  "defaultSettings": [
    {"redact": {"enablePartialAgesForRedact": true, "enablePartialDatesForRedact": "True"}},
    {"substitute": {"replaceWith": "NONE"}}
  ],
  "customSettings": [{"whole": {}}, {"day": {"replaceWith": "20000101"}}],
  "more": 1
})in"),
            R"in(# left: line 34, more: no such section is known
empty PatientName
cap-age PatientAge  # ages above 89 become 090Y
truncate-date PatientBirthDate to year
empty StudyDate
truncate-date (0040,xxxx) vr DA, DT to year
cap-age (0040,xxxx) vr AS
empty (0040,xxxx)  # ages above 89 become 090Y
replace PatientID with hash(this, 16)  # made with the key; digits and capital letters
uid vr UI
uid StudyInstanceUID
shift vr DA  # by the patient's own number of days, from the key
shift (0008,xxxx) vr DA, DT  # by the patient's own number of days, from the key
keep Modality
remove InstitutionName
replace StudyID with "NONE"
replace StationName with "R 1"
replace vr DT with "20000101"
# left: line 19, PatientWeight: perturb: noise is not the same in every run; truncate-date, cap-age and clean are
# left: line 20, PN: encrypt: originals are kept by a line encrypt "CERT.pem"
# left: line 21, StudyTime: cryptohash: a hash is no value of TM
# left: line 22, (0020,xxxx): cryptohash: a hash is no value of every attribute there
# left: line 23, StudyComments: redact: no setting 'none'
# line 24, (0029,1010): redact: removed by the profile
# left: line 25, (0029,1010): keep: private attributes go by their creator: (gggg,"CREATOR",ee)
# left: line 26, PatientNam: redact: no attribute 'PatientNam'; did you mean PatientName?
# left: line 27, Rows: magic: no such method is known
)in");
}

TEST(ImportMicrosoft, RefusesOtherFiles) {
  EXPECT_THAT(Imported(ImportFormat::kMicrosoft, "{\"fhirPathRules\": []}"),
              HasSubstr("these are rules for FHIR"));
  EXPECT_THAT(Imported(ImportFormat::kMicrosoft, "{\"rules\": {}}"),
              HasSubstr("want a list \"rules\""));
}

TEST(ImportKarnak, KnowsTheElements) {
  EXPECT_EQ(
      Imported(ImportFormat::kKarnak, R"in(---
name: "Made up"   # for tests
version: '1.0'
defaultIssuerOfPatientID:
profileElements:
- name: "Exact"
  codename: "action.on.specific.tags"
  action: "K"
  tags:
  - "(0008,1030)"
  - 0008103E
  condition: "tagValueContains(#Tag.StudyDescription, 'CAR') && !tagIsPresent(#Tag.StudyID)"
- name: Group
  codename: action.on.specific.tags
  action: X
  tags: ["(0010,2XXX)"]
  excludedTags: ["(0010,21XX)", "(0010,22XX)"]
- name: path
  codename: action.on.specific.tags
  action: Z
  tags: [".(0010,0020)", "(0040,0275).(0040,0007)", ".(0040,0275).(0040,0008)", "**.(0010,0010)", "*.(0010,0010)"]
- {name: uids, codename: replace.uid, action: U, tags: ["(0020,0052)"]}
- name: private group
  codename: action.on.privatetags
  action: K
  tags:
    - "(0009,xxxx)"
- name: by number
  codename: action.on.privatetags
  action: K
  tags:
    - "(7053,xx09)"
- name: private
  codename: action.on.privatetags
  action: X
- name: new
  codename: action.add.tag
  condition: "tagValueIsPresent('0008,0060', \"US\")"
  arguments:
    value: "YES"
  tags:
    - "(0028,0301)"
- name: shift
  codename: action.on.dates
  option: shift_range
  arguments:
    max_days: 100
    max_seconds: 60
- name: cut
  codename: action.on.dates
  option: date_format
  arguments: {remove: month_day}
  tags: ["(0010,0030)", "(0008,002X)"]
- name: far
  codename: action.on.dates
  option: shift_from_api
- name: pixels
  codename: clean.pixel.data
- name: added private
  codename: action.add.private.tag
  tags: ["(0057,1000)"]
- name: none
  codename: action.of.others
- name: odd
  codename: action.on.specific.tags
  condition: "#Tag.Modality.foo"
  action: X
  tags: ["(0008,0080)"]
- name: rest
  codename: basic.dicom.profile
masks:
  - stationName: "*"
)in"),
      R"in(keep StudyDescription, SeriesDescription where StudyDescription contains "CAR" and not (StudyID present)
remove MedicalAlerts
empty /PatientID, //RequestAttributesSequence/ScheduledProcedureStepDescription, RequestAttributesSequence/ScheduledProtocolCodeSequence, *//PatientName, */PatientName
uid FrameOfReferenceUID
keep (0009,xxxx)
# left: line 28, action.on.privatetags (by number): private attributes go by their creator: (gggg,"CREATOR",ee)
# line 33, action.on.privatetags (private): the profile does so where no line keeps them
set BurnedInAnnotation = "YES" where (Modality = "US") and (not BurnedInAnnotation present)
shift vr DA, DT  # by the patient's own number of days, from the key; times and ages are not moved
truncate-date PatientBirthDate, (0008,002x) vr DA, DT to year
# left: line 54, action.on.dates (far): dates move by the key alone, and are cut to month or year
# left: line 57, clean.pixel.data (pixels): pixels are masked by no rule in this version
# left: line 59, action.add.private.tag (added private): rules add no private attributes
# left: line 62, action.of.others (none): no such element is known
# left: line 64, action.on.specific.tags (odd): no rule can tell '#Tag.Modality.foo'
# line 69, basic.dicom.profile (rest): profile basic, above
# left: line 71, masks: pixels are masked by no rule in this version
)in");
}

TEST(ImportKarnak, KnowsExpressions) {
  const struct {
    const char* tags;
    const char* expression;
    const char* rules;
  } kCases[] = {
      {"(0010,0010)", "Remove()", "remove PatientName\n"},
      {"(0010,0010)", "ReplaceNull()", "empty PatientName\n"},
      {"(0020,0052)", "UID()", "uid FrameOfReferenceUID\n"},
      {"(0010,1010)", "ComputePatientAge()", "replace PatientAge with age\n"},
      {"(0008,1030)",
       "Replace(getString(#Tag.InstitutionName) + '-' + stringValue)",
       "replace StudyDescription with InstitutionName + \"-\" + this\n"},
      {"(0010,0010)", "stringValue == 'X' ? Keep() : Remove()",
       "keep PatientName where PatientName = \"X\"\nremove PatientName\n"},
      {"(0010,0010)", "stringValue != 'X' ? Remove() : null",
       "remove PatientName where not (PatientName = \"X\")\n"},
      {"(xxxx,xxxx)",
       "getString(#Tag.SpecimenLabelInImage) == 'YES' ? ExcludeInstance() : "
       "null",
       "skip where SpecimenLabelInImage = \"YES\"\n"},
      {"(0008,0080)",
       "tagIsPresent(#Tag.StudyID) ? null : stringValue == 'a:b' ? Keep() : "
       "Remove()",
       "keep InstitutionName where not (StudyID present) and (InstitutionName "
       "= \"a:b\")\n"
       "remove InstitutionName where not (StudyID present) and (not "
       "(InstitutionName = \"a:b\"))\n"},
      {"(0010,0010)", "ExcludeInstance()", "it would leave out every object"},
      {"(xxxx,xxxx)", "stringValue == 'X' ? Keep() : Remove()",
       "stringValue is of several attributes here"},
      {"(0010,0010)", "stringValue.substring(2)", "no action"},
      {"(0010,0010)", "tag == #Tag.X ? Keep() : Remove()", "no rule can tell"},
      {"(0010,0010)", "Replace('", "no action"},
  };
  for (const auto& a_case : kCases) {
    const std::string rules = Imported(
        ImportFormat::kKarnak,
        absl::StrFormat("profileElements:\n - codename: expression.on.tags\n"
                        "   arguments:\n    expr: \"%s\"\n   tags: ['%s']\n"
                        " - codename: basic.dicom.profile\n",
                        a_case.expression, a_case.tags));
    EXPECT_THAT(rules, HasSubstr(a_case.rules)) << a_case.expression;
  }
}

TEST(ImportDicomEdit, KnowsTheStatements) {
  EXPECT_EQ(Imported(ImportFormat::kDicomEdit, R"in(version "6.3"
// a comment
- (0010,0030)  // behind it
-(50X@,XXXX)
- (0019,{ACME: MR 1}0F)
- (XXX#,XXXX)
(0010,0010) := "DOE^\"J"
(0010,0020) := subject
(0008,0080) := ""
(0008,1030) ?= lowercase[(0008,1030)]
(0008,103E) := (0020,0010)
(0020,000D) := hashUID[(0020,000D)]
(0008,0014) := hashUID[(0020,000E)]
(0008,0020) := shiftDateByIncrement[(0008,0020), "14"]
(0008,1140)[0]/(0008,1155) := hashUID[(0008,1155)]
- */(0010,1000)
- +/(0010,1001)
- ./(0010,1002)
(0008,0060) = "CT" ? (0018,0015) := "HEAD" : - (0018,0015)
(0008,0060) != "CT" ? - (0018,1030)
(0008,0070) ~ "AC\\d+" ? (0008,1010) := "X"
isPresent[(0018,0010)] = "true" ? - (0018,0010)
site := "west"
label := format["{0}-{1}", site, session]
(0020,0010) := label
(0032,4000) := concatenate[substring[(0008,0050), 0, 4], "_", replace[(0008,0050), ".", "\\"]]
(0008,0050) := lookup["acc", (0008,0050)]
(0010,4000) := (0010,0010)
(0010,0020) = "7" ? - (0010,0040)
(0010,2160) := nothing
(0008,0018) := newUID[]
(0010,21B0) := match[(0008,1030), "a(b)", 1]
blank[(0010,2180)]
retainPrivateTags["(0019,{ACME}06)", "(0029,{OTHER}XX)"]
shiftDateTimeSequenceByIncrement["86400", "(0040,A730)/(0040,A120)"]
alterPixels["rectangle", "l=1, t=1, r=2, b=2", "solid", "v=0"]
removeAllPrivateTags
describe site "The site"
echo "done"
if ((0008,0060) = "CT") {
  - (0010,0040)
} else { - (0019,{X}01) }
(0010,2150) := (0010,2152)
)in"),
            R"in(param session
param subject

# Of two lines about an attribute the last one decides there, and the first one here: the lines of the script come from its end on.
# left: line 43, (0010,2150) := (0010,2152): it reads what the script has changed before; rules read originals
# left: line 40, if ((0008,0060) = "CT") { - (0010,0040) } else { - (0019,{X}01) }: blocks of if and else; write condition ? action
# line 39, echo "done"
# line 38, describe site "The site": for the pages of XNAT
# line 37, removeAllPrivateTags: the profile does so; lines above may keep some
# left: line 36, alterPixels["rectangle", "l=1, t=1, r=2, b=2", "solid", "v=0"]: pixels are masked by no rule in this version
shift ContentSequence/DateTime  # by the patient's own number of days, from the key
keep /(0019,"ACME",06)
keep /(0029,"OTHER",xx)
empty /Occupation
# left: line 32, (0010,21B0) := match[(0008,1030), "a(b)", 1]: no rule can tell what match gives
# left: line 31, (0008,0018) := newUID[]: a new UID would not be the same in the next run; hashUID is
# left: line 30, (0010,2160) := nothing: nothing sets 'nothing'
# left: line 29, (0010,0020) = "7" ? - (0010,0040): it reads what the script has changed before; rules read originals
# left: line 28, (0010,4000) := (0010,0010): it reads what the script has changed before; rules read originals
set /AccessionNumber = lookup "acc.csv" this
set /StudyComments = substring(AccessionNumber, 1, 4) + "_" + regex(AccessionNumber, "\.", "\\")
set /StudyID = "west" + "-" + session
# line 24, label := format["{0}-{1}", site, session]
# line 23, site := "west"
remove /ContrastBolusAgent where ContrastBolusAgent present
set /StationName = "X" where Manufacturer ~ "^(?:AC\d+)$"
remove /ProtocolName where not (Modality = "CT")
set /BodyPartExamined = "HEAD" where Modality = "CT"
remove /BodyPartExamined where not (Modality = "CT")
remove */OtherPatientIDsSequence
remove *//OtherPatientNames
remove OtherPatientIDs
replace ReferencedImageSequence[1]/ReferencedSOPInstanceUID with uid(ReferencedSOPInstanceUID)
shift /StudyDate  # by the patient's own number of days, from the key
set /InstanceCreatorUID = uid(SeriesInstanceUID)
uid /StudyInstanceUID
set /SeriesDescription = StudyID
replace /StudyDescription with lower(this)
empty /InstitutionName
set /PatientID = subject
set /PatientName = "DOE^\"J"
remove private
remove /(0019,"ACME: MR 1",0F)
remove /(50xx,xxxx)
remove /PatientBirthDate
# line 1, version "6.3"
)in");
}

// A value that the script has replaced may not come back from the original.
TEST(ImportDicomEdit, ReadsNothingThatWasChanged) {
  for (const char* const before :
       {"(0010,0010) := \"X\"", "- (0010,001X)", "- (XXX@,XXXX)",
        "(0008,0060) = \"CT\" ? (0010,0010) := \"X\"", "blank[(0010,0010)]",
        "delete[\"(0010,0010)\"]", "(0010,0010) := newUID[]",
        "if ((0008,0060) = \"CT\") { a := \"b\" }",
        "- (0008,1110)/(0010,0010)"}) {
    const std::string script = absl::StrFormat(
        "version \"6.3\"\n%s\n(0010,4000) := (0010,0010)\n", before);
    EXPECT_THAT(Imported(ImportFormat::kDicomEdit, script),
                HasSubstr("# left: line 3, (0010,4000) := (0010,0010): it "
                          "reads what the script has changed"))
        << before;
  }
  for (const char* const before :
       {"(0010,0020) := \"X\"", "- (XXX#,XXXX)", "removeAllPrivateTags"}) {
    const std::string script = absl::StrFormat(
        "version \"6.3\"\n%s\n(0010,4000) := (0010,0010)\n", before);
    EXPECT_THAT(Imported(ImportFormat::kDicomEdit, script),
                HasSubstr("set /PatientComments = PatientName\n"))
        << before;
  }
}

// Variables that hold variables do not grow without end.
TEST(ImportDicomEdit, BoundsValues) {
  std::string script = "version \"6.3\"\na := \"xxxxxxxx\"\n";
  for (int i = 0; i < 100; ++i) script += "a := concatenate[a, a]\n";
  EXPECT_THAT(Imported(ImportFormat::kDicomEdit, script + "(0010,4000) := a\n"),
              HasSubstr("what 'a' holds cannot be told"));
  script = "version \"6.3\"\n(0010,4000) := ";
  for (int i = 0; i < 100'000; ++i) script += "lowercase[";
  EXPECT_THAT(Imported(ImportFormat::kDicomEdit, script),
              HasSubstr("nested too deep"));
}

TEST(ImportDicomEdit, RefusesWhatIsNotItsGrammar) {
  const struct {
    const char* script;
    const char* why;
  } kCases[] = {
      {"- (0010,0010)\n", "line 1, column 1: a script of DicomEdit 6 begins"},
      {"version \"4.2\"\n", "line 1, column 1: a script of DicomEdit 6"},
      {"// nothing\n", "line 1, column 1: there is no statement"},
      {"version 6", "line 1, column 9: want version"},
      {"version \"6.1\"\n- PatientName", "line 2, column 3: want a tag"},
      {"version \"6.1\"\n(0010,001) := \"x\"", "line 2, column 10"},
      {"version \"6.1\"\n(0010,0010) = \"x\"", "line 2, column 18: want"},
      {"version \"6.1\"\n(0010,0010) := \"x", "line 2, column 16: a text"},
      {"version \"6.1\"\n(0010,0010) := x[", "line 2, column 18"},
      {"version \"6.1\"\n- (0010,0010) x", "line 2, column 15: this is no"},
      {"version \"6.1\"\nif (x) {", "line 2, column 9: a block has no end"},
      {"version \"6.1\"\n%x", "line 2, column 1: this is no statement"},
  };
  for (const auto& a_case : kCases) {
    EXPECT_THAT(Imported(ImportFormat::kDicomEdit, a_case.script),
                StartsWith(a_case.why))
        << a_case.script;
  }
}

}  // namespace
}  // namespace dcmscrub
