#include "rules/import/import.h"

#include <absl/strings/str_format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules/standard/standard.h"
#include "tests/rules/import/imported.h"

namespace dcmscrub {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// One element of a script with two parameters.
std::string Ctp(const std::string& tag, const std::string& text) {
  return Imported(
      ImportFormat::kCtp,
      absl::StrFormat("<script><p t=\"SITEID\">99</p><p t=\"UIDROOT\">1.2</p>"
                      "<p t=\"DATEINC\">-3</p>\n"
                      "<e en=\"T\" t=\"00080050\" n=\"AccNo\">@keep()</e>\n"
                      "<e en=\"T\" t=\"%s\" n=\"TheName\">%s</e></script>",
                      tag, text));
}

// The rules that it comes to.
std::string CtpRules(const std::string& tag, const std::string& text) {
  const std::string all = Ctp(tag, text);
  const std::string before = "keep AccessionNumber\n";
  const std::size_t at = all.find(before);
  EXPECT_NE(at, std::string::npos) << all;
  return all.substr(at + before.size());
}

TEST(ImportCtp, KnowsTheFunctions) {
  const struct {
    const char* tag;
    const char* text;
    const char* rules;
  } kCases[] = {
      {"00100010", "@remove()", "remove PatientName\n"},
      {"00100010", "@empty()", "empty PatientName\n"},
      {"00100010", "", "empty PatientName\n"},
      {"00100010", " @keep() ", "keep PatientName\n"},
      {"00100010", "@blank(3)",
       "empty PatientName  # empty in place of blanks\n"},
      {"00100010", "DOE^J", "replace PatientName with \"DOE^J\"\n"},
      {"00100010", "@param(@SITEID)", "replace PatientName with siteid\n"},
      {"00104000", "@always()a {b} \\@ \"c\"",
       "set PatientComments = \"a \\{b\\} @ \\\"c\\\"\"\n"},
      {"00100010", "@hashptid(@SITEID,PatientID)",
       "replace PatientName with pseudonym(PatientID)\n"},
      {"00200010", "@hashptid(@SITEID,this)",
       "replace StudyID with hash(this, 16)  # digits and letters, not digits "
       "alone\n"},
      {"00100020", "@hash(this,10)",
       "replace PatientID with hash(this, 10)  # digits and letters, not "
       "digits "
       "alone\n"},
      {"00100020", "@param(@SITEID)-@contents(AccNo)",
       "replace PatientID with siteid + \"-\" + AccessionNumber\n"},
      {"00100020", "@contents(this,\"[0-9]+\",\"x$0\")",
       "replace PatientID with regex(this, \"[0-9]+\", \"x\\0\")\n"},
      {"00100020", "@truncate(this,4)",
       "replace PatientID with substring(this, 1, 4)\n"},
      {"00100020", "@truncate(this,-4)",
       "replace PatientID with regex(trim(this), \"^.*(.{4})$\", \"\\1\")\n"},
      {"00100020", "@uppercase(this)", "replace PatientID with upper(this)\n"},
      {"00100020", "@lowercase(AccessionNumber)",
       "replace PatientID with lower(AccessionNumber)\n"},
      {"00100020", "@value(AccessionNumber,\"none\")",
       "replace PatientID with \"none\" where (not AccessionNumber present or "
       "AccessionNumber empty)\n"
       "replace PatientID with AccessionNumber\n"},
      {"00100020", "@lookup(this,ptid)",
       "replace PatientID with lookup \"ptid.csv\" this  # write the lines of "
       "that key type into this table\n"},
      {"00100020", "@lookup(this,ptid,remove)",
       "replace PatientID with lookup \"ptid.csv\" this else remove  # write "
       "the lines of that key type into this table\n"},
      {"0020000d", "@hashuid(@UIDROOT,this)", "uid StudyInstanceUID\n"},
      {"00080018", "@hashuid(@UIDROOT,this)", "uid SOPInstanceUID\n"},
      {"00080014", "@hashuid(@UIDROOT,StudyInstanceUID)",
       "replace InstanceCreatorUID with uid(StudyInstanceUID)\n"},
      {"00080020", "@hashdate(this,PatientID)",
       "shift StudyDate  # by the patient's own number of days, from the "
       "key\n"},
      {"00080020", "@incrementdate(this,@DATEINC)",
       "shift StudyDate  # by the patient's own number of days, from the "
       "key\n"},
      {"00080020", "@modifydate(this,*,*,1)",
       "truncate-date StudyDate to month\n"},
      {"00080020", "@modifydate(this,*,1,1)",
       "truncate-date StudyDate to year\n"},
      {"00081072", "@process()",
       "keep OperatorIdentificationSequence  # items are gone through\n"},
      {"00081140", "@select(){@remove()}{@keep()}",
       "remove /ReferencedImageSequence\nkeep ReferencedImageSequence\n"},
      {"00180015", "@require(Modality,\"NONE\")",
       "set BodyPartExamined = Modality where not BodyPartExamined present and "
       "Modality present\n"
       "set BodyPartExamined = \"NONE\" where not BodyPartExamined present and "
       "not Modality present\n"
       "keep BodyPartExamined\n"},
      {"00081030", "@if(Modality,equals,\"ct\"){@keep()}{@remove()}",
       "keep StudyDescription where Modality = \"CT\"\n"
       "remove StudyDescription\n"},
      {"00081030", "@if(this,isblank){@remove()}{@keep()}",
       "remove StudyDescription where (not StudyDescription present or "
       "StudyDescription empty)\nkeep StudyDescription\n"},
      {"00081030", "@if(this,contains,\"smith (jr)\"){@quarantine()}{@keep()}",
       "quarantine where StudyDescription ~ \"(?i:smith\\ \\(jr\\))\" and "
       "StudyDescription present\n"
       "keep StudyDescription where not (StudyDescription ~ "
       "\"(?i:smith\\ \\(jr\\))\")\n"},
      {"00081030", "@if(this,matches,\"a.*b\"){@empty()}{@keep()}",
       "empty StudyDescription where StudyDescription ~ \"^(?:a.*b)$\"\n"
       "keep StudyDescription\n"},
      {"00081030", "@if(Rows,greaterthan,5){@skip()}{@keep()}",
       "skip where Rows > 5 and StudyDescription present\n"
       "keep StudyDescription where not (Rows > 5)\n"},
      {"00181016", "@append(){added}",
       "append SecondaryCaptureDeviceManufacturer with \"\\\\\" + \"added\" "
       "where SecondaryCaptureDeviceManufacturer present and not "
       "SecondaryCaptureDeviceManufacturer empty\n"
       "replace SecondaryCaptureDeviceManufacturer with \"added\"\n"},
      {"0029[ACME 1]10", "@keep()",
       "keep (0029,\"ACME 1\",10)  # capital and small letters of a creator "
       "count\n"},
      {"60003000", "@remove()", "remove (60xx,3000)\n"},
  };
  for (const auto& a_case : kCases) {
    EXPECT_EQ(CtpRules(a_case.tag, a_case.text), a_case.rules) << a_case.text;
  }
}

TEST(ImportCtp, SaysWhatHasNoEquivalent) {
  const struct {
    const char* tag;
    const char* text;
    const char* why;
  } kCases[] = {
      {"00081070", "@initials(this)", "initials can identify"},
      {"00100020", "@integer(this,ptid,4)", "order of files"},
      {"00100020", "@encrypt(this,@KEY)", "encrypt \"CERT.pem\""},
      {"00100020", "@date(-)", "clock"},
      {"00100020", "@call(plugin,x)", "no function like @call"},
      {"00100020", "@hash(this", "no end"},
      {"00100020", "@if(Modality,equals,CT){@keep()}", "no end"},
      {"00100020", "@if(Modality,likes,CT){@keep()}{}", "no condition like"},
      {"00100020", "@param(@NOBODY)", "a parameter"},
      {"00100030", "@hash(this,10)", "no value of DA"},
      {"00101010", "@round(this,10)", "cap-age"},
      {"00080020", "@incrementdate(SeriesDate,5)", "own date"},
      {"00080020", "@modifydate(this,2000,*,*)", "first of their month"},
      {"00120062", "@always()YES", "the program itself writes it"},
      {"00080016", "@keep()", "always stays"},
      {"00189999", "@remove()", "not in PS3.6"},
      {"00131010", "x", "go by their creator"},
      {"00081140", "text", "takes no text"},
      {"00204000", "@append(){x}", "one value only"},
      {"nonsense", "@remove()", "no attribute"},
      {"00080060", "lower case", "CS has capital letters"},
      {"00100020", "@contents(this,\"(\")", "bad regular expression"},
      {"00100020", "@lookup(A|B,ptid)", "one key"},
  };
  for (const auto& a_case : kCases) {
    const std::string rules = CtpRules(a_case.tag, a_case.text);
    EXPECT_TRUE(rules.starts_with("# left: line 3, TheName: ")) << rules;
    EXPECT_NE(rules.find(a_case.why), std::string::npos) << rules;
  }
}

TEST(ImportCtp, BoundsBranchesInBranches) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "@if(Rows,exists){";
  text += "@keep()";
  for (int i = 0; i < 10'000; ++i) text += "}{@keep()}";
  EXPECT_NE(CtpRules("00100020", text).find("too deep"), std::string::npos);
}

TEST(ImportCtp, TakesOverWhatIsGlobal) {
  EXPECT_EQ(Imported(ImportFormat::kCtp, R"(<?xml version="1.0"?>
<!-- a comment --><script>
 <p t="UIDROOT">1.2.3</p>
 <p t="Unused">x</p>
 <e en="F" t="00080008" n="ImageType">@remove()</e>
 <k en="T" t="0018">Keep group 0018</k>
 <k en="T" t="safeprivateelements">Keep safe private elements</k>
 <r en="T" t="curves">Remove curves</r>
 <r en="F" t="overlays">Remove overlays</r>
 <r en="T" t="privategroups">Remove private groups</r>
 <r en="T" t="unspecifiedelements">Remove unchecked elements</r>
 <i>what</i>
</script>)"),
            R"(uid-root 1.2.3
# line 6, 0018: Keep group 0018: the profile decides about what is not named
option retain-safe-private
remove (50xx,xxxx)
# off: line 9, overlays: Remove overlays
# line 10, privategroups: Remove private groups: the profile does so; rules below may keep some
# line 11, unspecifiedelements: Remove unchecked elements: at the end of this file
# left: line 12, : what: no such element is known
# off: line 5, ImageType: @remove()
remove all except (0028,xxxx), (7FE0,xxxx), StudyInstanceUID, (0018,xxxx)  # also inside sequences
)");
}

TEST(ImportCtp, FindsTheCreatorsOfPrivateTags) {
  EXPECT_EQ(
      Imported(ImportFormat::kCtp,
               "<script><e en=\"T\" t=\"00290011\" n=\"B\">ACME 1</e>"
               "<e en=\"T\" t=\"0029111a\" n=\"C\">@keep()</e></script>"),
      "# left: line 1, B: ACME 1: a creator stays as long as something of "
      "its block does\n"
      "keep (0029,\"ACME 1\",1A)  # capital and small letters of a "
      "creator count\n");
}

TEST(ImportCtp, GivesParametersNamesOfThisLanguage) {
  const std::string rules = Imported(
      ImportFormat::kCtp,
      "<script><p t=\"THIS\">a</p><p t=\"1 {X}\">b\"c</p>"
      "<e en=\"T\" t=\"00104000\">@param(@THIS)@param(@1 {X})</e></script>");
  EXPECT_EQ(rules,
            "param p-1--x- \"b\\\"c\"\nparam p-this \"a\"\n\n"
            "replace PatientComments with p-this + p-1--x-\n");
}

TEST(ImportCtp, RefusesWhatIsNoScript) {
  const struct {
    const char* text;
    const char* why;
  } kCases[] = {
      {"", "there is nothing in it"},
      {"remove PatientName", "line 1, column 7: want a point and a method"},
      {"<script><e></script>", "line 1, column 14: mismatched tag"},
      {"<script>", "line 1, column 9: no element found"},
      {"<pipeline/>", "line 1, column 1: <pipeline> begins no script"},
      {"<script>\n text</script>", "line 2, column 1: text outside"},
      {"<script><e t=\"00100010\"><b/></e></script>",
       "line 1, column 25: <b> stands inside"},
      {"<!DOCTYPE script []>\n<script/>", "line 1, column 18: a document type"},
  };
  for (const auto& a_case : kCases) {
    EXPECT_THAT(Imported(ImportFormat::kCtp, a_case.text),
                StartsWith(a_case.why));
  }
}

// The RSNA Anonymizer writes XML of the same form that means something else.
TEST(ImportCtp, RefusesScriptsOfAnotherProgram) {
  const auto element = [](const char* tag, const char* text) {
    return absl::StrFormat(
        "<script><p t=\"SITE\">1</p>\n<e en=\"T\" t=\"%s\" n=\"N\">%s</e>"
        "\n</script>",
        tag, text);
  };
  const struct {
    const char* tag;
    const char* text;
    const char* why;
  } kCases[] = {
      {"00080018", "@uid", "line 2, column 1: N: CTP has no @uid without"},
      {"00080020", " @hashdate ", "CTP has no @hashdate without parentheses"},
      {"00100020", "@ptid (x", ""},
      {"00080050", "X @acc", "CTP has no @acc without parentheses"},
      {"00080050", "@if(Modality,exists){@acc}{@keep()}", "CTP has no @acc"},
      {"00280010", "", "line 2, column 1: N has no text"},
      {"7FE00010", " ", "N has no text"},
      {"00080016", "", "N has no text"},
      // CTP's own.
      {"00100010", "", ""},
      {"00280010", "@empty()", ""},
      {"00100020", "@SITE", ""},
      {"00100020", "a\\@b", ""},
      {"00080020", "@hashdate(this,PatientID)", ""},
  };
  for (const auto& a_case : kCases) {
    const std::string all =
        Imported(ImportFormat::kCtp, element(a_case.tag, a_case.text));
    const std::string why = a_case.why;
    if (why.empty()) {
      EXPECT_THAT(all, Not(HasSubstr("another program"))) << a_case.text;
    } else {
      EXPECT_THAT(all, HasSubstr(why)) << a_case.text;
      EXPECT_THAT(all, HasSubstr("a script of another program"));
    }
  }
  // What is off is not read.
  EXPECT_THAT(Imported(ImportFormat::kCtp,
                       "<script><e en=\"F\" t=\"00280010\">@uid</e></script>"),
              StartsWith("# off: line 1"));
}

// Every tag of PS3.6 under every function: what comes out can be read.
TEST(ImportCtp, WritesRulesThatCanBeRead) {
  const char* const kTexts[] = {
      "@remove()",
      "@hash(this,8)",
      "@hashdate(this,PatientID)",
      "@always()X@param(@S)\"\\",
      "@if(this,equals,\"a\\\"b{\"){@uppercase(this)}{@append(){#\n\"}}",
      "@lookup(this,\"a\"b,default,\"{x}\")",
      "@modifydate(this,*,1,1)",
      "@require(PatientID,\"#\")",
  };
  std::string xml = "<script><p t=\"S\">}{\"\\ &amp; #</p>\n";
  std::size_t i = 0;
  for (const DictionaryRow& row : StandardDictionary()) {
    if (++i % 5 != 0) continue;
    absl::StrAppendFormat(&xml, "<e en=\"T\" t=\"%08x\" n=\"x\">%s</e>\n",
                          row.tag.value, kTexts[i % std::size(kTexts)]);
  }
  const std::string rules = Imported(ImportFormat::kCtp, xml + "</script>");
  EXPECT_GT(rules.size(), 20'000U);
}

TEST(Import, TakesNoFileThatIsNoText) {
  const std::string scan("DICM\0patient", 12);
  std::string key(32, '1');
  key[3] = '\x80';
  for (const std::string& file : {scan, key}) {
    for (const ImportKind& kind : kImportKinds) {
      EXPECT_TRUE(absl::IsInvalidArgument(
          ImportRules(kind.format, "x", file).status()));
    }
  }
}

TEST(Import, KnowsItsFormats) {
  for (const ImportKind& kind : kImportKinds) {
    EXPECT_EQ(ParseImportFormat(kind.name), kind.format);
  }
  EXPECT_EQ(ParseImportFormat("CTP"), std::nullopt);
  EXPECT_EQ(ImportFormatNames(),
            "ctp, tags, deid, kitware, dicomedit, karnak or microsoft");
}

TEST(Import, CountsWhatItCouldDo) {
  const auto result = ImportRules(ImportFormat::kTagList, "a\nb \x1B",
                                  "PatientID\nPatientName\nnothing\n");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->translated, 2U);
  EXPECT_EQ(result->left, 1U);
  EXPECT_THAT(result->rules,
              HasSubstr("# From a list of tags to remove, a b.\n"));
  EXPECT_THAT(result->rules,
              EndsWith("\n# Lines that became rules: 2. Left: 1.\n"));
}

// Which tool's it may be, where it is none of the tool that was named.
TEST(Import, SaysWhoseRulesTheyLookLike) {
  const struct {
    ImportFormat format;
    const char* text;
    const char* hint;
  } kCases[] = {
      {ImportFormat::kKitware, "{\"rules\": []}", "import microsoft"},
      {ImportFormat::kMicrosoft, "{\"(0x0010, 0x0010)\": \"keep\"}",
       "import kitware"},
      {ImportFormat::kCtp, "FORMAT dicom\n%header\n", "import deid"},
      {ImportFormat::kCtp, "version \"6.3\"\n", "import dicomedit"},
      {ImportFormat::kDicomEdit, "profileElements:\n", "import karnak"},
      {ImportFormat::kKarnak, "<script></script>", "import ctp"},
  };
  for (const auto& a_case : kCases) {
    EXPECT_THAT(Imported(a_case.format, a_case.text), HasSubstr(a_case.hint));
  }
}

// More than a rule file may hold is refused at once, whatever the tool.
TEST(Import, IsBounded) {
  const auto refused = [](ImportFormat format, const std::string& text) {
    return std::string(ImportRules(format, "x", text).status().message());
  };
  EXPECT_EQ(refused(ImportFormat::kTagList, std::string(9 << 20, ' ')),
            "larger than 8 MiB");
  std::string script = "version \"6.1\"\n";
  for (int i = 0; i < 21'000; ++i) script += "-(0010,0010)\n";
  EXPECT_THAT(refused(ImportFormat::kDicomEdit, script),
              HasSubstr("more than 20000 rules"));
  // Parameters are not read again for each rule.
  std::string ctp = "<script>";
  for (int i = 0; i < 20'000; ++i) {
    ctp += absl::StrFormat("<p t=\"A %d\">x</p>", i % 7);
  }
  EXPECT_EQ(refused(ImportFormat::kCtp, ctp + "</script>"), "");
}

}  // namespace
}  // namespace dcmscrub
