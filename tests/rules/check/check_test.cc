#include "rules/check/check.h"

#include <gtest/gtest.h>

#include <string>

#include "rules/parse/parser.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kOfIods = "makes objects invalid: ";

// "LINE: message" of each, one after the other: of those that are about what
// IODs require, or of all the others.
std::string FoundOf(bool iods, const std::string& rules) {
  ParseInput input;
  input.name = "rules";
  input.text = "dcmscrub 1\n" + rules;
  const ParseResult parsed = ParseRules(input);
  EXPECT_TRUE(parsed.ok()) << Render(parsed);
  std::string found;
  for (const Diagnostic& diagnostic : Check(parsed.file)) {
    if (diagnostic.message.starts_with(kOfIods) != iods) continue;
    found += std::to_string(diagnostic.span.line - 1) + ": " +
             diagnostic.message + "\n";
  }
  return found;
}

std::string Found(const std::string& rules) { return FoundOf(false, rules); }

// Without the words that all of them have.
std::string FoundOfIods(const std::string& rules) {
  std::string found = FoundOf(true, rules);
  for (std::size_t at; (at = found.find(kOfIods)) != std::string::npos;) {
    found.erase(at, kOfIods.size());
  }
  return found;
}

// Whether some line says `text`.
bool Says(const std::string& rules, const std::string& text) {
  return Found(rules).find(text) != std::string::npos;
}

TEST(Check, HasNothingToSayOfRulesThatTighten) {
  EXPECT_EQ(Found("profile basic\n"
                  "option clean-descriptors except SeriesDescription\n"
                  "option retain-longitudinal-modified-dates\n"
                  "option retain-safe-private\n"
                  "safe-private \"list.tsv\"\n"
                  "vocabulary \"words.txt\"\n"
                  "empty PatientName\n"
                  "remove (0018,xxxx) vr LO\n"
                  "shift StudyDate, SeriesTime\n"
                  "clean StudyDescription\n"
                  "replace PatientID with pseudonym \"X-\"\n"
                  "replace StudyID with hash(StudyID, 8)\n"
                  "set PatientComments = \"teaching case\"\n"
                  "keep Modality, ManufacturerModelName\n"
                  "keep (0019,\"SIEMENS MR HEADER\",0C)\n"
                  "skip where Modality = \"SR\"\n"
                  "quarantine where BurnedInAnnotation = \"YES\"\n"),
            "");
}

TEST(Check, FindsRulesThatNeverDecide) {
  const struct {
    const char* first;
    const char* second;
  } kCovered[] = {
      {"remove PatientID", "empty PatientID"},
      {"remove (0010,0020)", "empty PatientID"},
      {"remove (0010,xxxx)", "empty PatientID"},
      {"remove Patient*", "empty PatientID"},
      {"remove group 0010", "empty PatientID, PatientName"},
      {"remove vr LO", "empty PatientID"},
      {"remove *", "empty PatientID"},
      {"remove all", "empty PatientID"},
      {"remove all except Modality", "empty PatientID"},
      {"remove all", "keep private"},
      {"remove all", "keep unknown"},
      {"remove all", "empty all"},
      {"remove PatientID", "empty PatientID where Modality = \"CT\""},
      {"remove PatientID", "empty /PatientID"},
      {"remove CodeValue", "empty ConceptNameCodeSequence/CodeValue"},
      {"remove A/CodeValue", "empty A/CodeValue"},
      {"remove //A/CodeValue", "empty //A/CodeValue"},
      {"remove private", "empty (0029,\"ACME\",10)"},
      {"remove private", "empty group 0029"},
      {"remove group 0029", "empty (0029,\"ACME\",xx)"},
      {"remove (xxxx,\"ACME\",xx)", "empty (0029,\"ACME\",10)"},
      {"remove (0029,\"ACME\",xx)", "empty (0029,\"ACME\",10)"},
      {"remove PatientID, PatientName", "empty (0010,00x0) vr LO"},
      {"remove StudyID where Modality = \"CT\" and Rows > 5",
       "empty StudyID where Rows > 5 and Modality = \"CT\""},
      {"set StudyID = \"a\"", "set StudyID = \"b\""},
      {"remove StudyID", "set StudyID = \"x\""},
      {"skip where Rows > 5", "quarantine where Rows > 5"},
  };
  for (const auto& a_case : kCovered) {
    std::string rules = std::string(a_case.first) + "\n" + a_case.second + "\n";
    for (std::size_t at; (at = rules.find("A/")) != std::string::npos;) {
      rules.replace(at, 1, "ConceptNameCodeSequence");
    }
    EXPECT_TRUE(Says(rules, "2: never decides")) << rules << Found(rules);
  }
}

TEST(Check, LeavesRulesAloneThatDecideAboutSomething) {
  const struct {
    const char* first;
    const char* second;
  } kFree[] = {
      {"remove PatientName", "empty PatientID"},
      {"remove (0010,xxx1)", "empty PatientID"},
      {"remove vr PN", "empty PatientID"},
      {"remove all except PatientID", "empty PatientID"},
      {"remove *", "remove private"},
      {"remove *", "remove unknown"},
      {"remove PatientID where Rows > 5", "empty PatientID"},
      {"remove PatientID where Rows > 5", "empty PatientID where Rows > 6"},
      {"remove /PatientID", "empty PatientID"},
      {"remove ConceptNameCodeSequence/CodeValue", "empty CodeValue"},
      {"remove ConceptNameCodeSequence/CodeValue",
       "empty ConceptCodeSequence/CodeValue"},
      {"remove ConceptNameCodeSequence[1]/CodeValue",
       "empty ConceptNameCodeSequence[2]/CodeValue"},
      {"remove (0029,\"ACME\",10)", "remove (0029,\"ACME\",11)"},
      {"remove (0029,\"ACME\",10)", "remove (0029,\"ACME\",xx)"},
      {"remove (0029,\"ACME\",xx)", "remove (0029,\"OTHER\",xx)"},
      {"remove private vr LO", "remove (0029,\"ACME\",10)"},
      {"remove StudyID where Rows > 5", "set StudyID = \"x\""},
      {"remove group 0010", "remove (0011,\"ACME\",10)"},
      {"tag \"a\" where Rows > 5", "tag \"b\" where Rows > 5"},
  };
  for (const auto& a_case : kFree) {
    const std::string rules =
        std::string(a_case.first) + "\n" + a_case.second + "\n";
    EXPECT_FALSE(Says(rules, "never decides")) << rules << Found(rules);
  }
}

TEST(Check, NamesTheRuleThatDecidesBefore) {
  EXPECT_EQ(Found("remove StudyID\n\nempty StudyID\n"),
            "3: never decides: 'remove' in line 2 decides about StudyID "
            "before\n");
}

TEST(Check, FindsRulesForVrsThatAttributesNeverHave) {
  EXPECT_EQ(Found("remove PatientName vr LO\n"),
            "1: PatientName is PN; a rule for another VR never decides\n");
  EXPECT_EQ(Found("remove (0018,xxxx) vr UV\n"),
            "1: no attribute is meant by this\n");
  EXPECT_EQ(Found("remove PatientName vr LO, PN\n"), "");
  // PS3.6 leaves a choice.
  EXPECT_EQ(Found("remove SmallestImagePixelValue vr SS\n"), "");
}

TEST(Check, FindsConditionsThatCannotHold) {
  const char* const kNever[] = {
      "Rows > 5 and not Rows > 5",
      "Modality = \"CT\" and Modality != \"CT\"",
      "not Modality present and Modality = \"CT\"",
      "not Modality present and Modality ~ \"C\"",
      "Rows > 5 and (Modality = \"CT\" and not Modality = \"CT\")",
  };
  for (const char* const condition : kNever) {
    EXPECT_TRUE(Says("skip where " + std::string(condition) + "\n", "never"))
        << condition;
  }
  EXPECT_TRUE(Says("skip where Modality = \"CT\" and Modality = \"MR\"\n",
                   "'or' may be meant"));
  const char* const kSometimes[] = {
      "Rows > 5 and not Rows > 6",
      "Modality = \"CT\" or Modality != \"CT\"",
      "not Modality present and StudyID = \"CT\"",
      "not Modality present and not Modality = \"CT\"",
      "Modality != \"CT\" and Modality != \"MR\"",
  };
  for (const char* const condition : kSometimes) {
    EXPECT_EQ(Found("skip where " + std::string(condition) + "\n"), "")
        << condition;
  }
}

TEST(Check, FindsWhatWeakensTheProfile) {
  const char* const kWeaker[] = {
      "keep PatientName",
      "keep StudyInstanceUID",
      "keep Patient*",
      "keep (0010,xxxx)",
      "keep group 0010",
      "keep vr PN",
      "keep all",
      "keep private",
      "keep unknown",
      "keep (0029,\"ACME\",10)",
      "keep group 0029",
      "keep StudyDate",
      "shift StudyDate",
      "truncate-date StudyDate to year",
      "cap-age PatientAge",
      "clean StudyDescription",
      "append ImageComments with \"x\"",
      "replace PatientID with this",
      "replace PatientID with upper(this)",
      "replace Modality with PatientName",
      "set Manufacturer = \"{PatientID}\"",
      "replace PatientID with lookup \"t.csv\" this else keep",
      "set Manufacturer = (0029,\"ACME\",10)",
      "keep PatientName where Rows > 5",
  };
  for (const char* const rule : kWeaker) {
    EXPECT_TRUE(Says(std::string(rule) + "\n", "weakens the profile")) << rule;
    EXPECT_FALSE(Says("profile none\n" + std::string(rule) + "\n", "weakens"))
        << rule;
  }
  const char* const kNotWeaker[] = {
      "keep Modality",
      "keep SourceImageSequence",
      "remove PatientName",
      "empty PatientName",
      "dummy PatientName",
      "uid StudyInstanceUID",
      "replace PatientID with hash(this, 8)",
      "replace PatientID with uid(this)",
      "replace PatientID with pseudonym",
      "replace PatientID with lookup \"t.csv\" this",
      "replace PatientID with \"x\" + Modality",
      "set PatientComments = \"x\"",
  };
  for (const char* const rule : kNotWeaker) {
    EXPECT_EQ(Found(std::string(rule) + "\n"), "") << rule;
  }
}

TEST(Check, CountsTheOptionsInTheProfile) {
  EXPECT_EQ(Found("option retain-uids\nkeep StudyInstanceUID\n"), "");
  EXPECT_EQ(Found("option retain-longitudinal-full-dates\nkeep StudyDate\n"),
            "");
  EXPECT_EQ(Found("option retain-longitudinal-modified-dates\n"
                  "shift StudyDate\n"),
            "");
  EXPECT_TRUE(
      Says("option retain-longitudinal-modified-dates\n"
           "keep StudyDate\n",
           "weakens"));
  EXPECT_EQ(Found("option clean-descriptors\nclean StudyDescription\n"), "");
  EXPECT_TRUE(
      Says("option clean-descriptors except StudyDescription\n"
           "clean StudyDescription\n",
           "weakens"));
}

TEST(Check, SaysNothingOfTheProfileWhereARuleNeverDecides) {
  EXPECT_EQ(Found("remove PatientName\nkeep PatientName\n"),
            "2: never decides: 'remove' in line 2 decides about PatientName "
            "before\n");
}

TEST(Check, RefusesBothDateOptions) {
  ParseInput input;
  input.name = "rules";
  input.text =
      "dcmscrub 1\noption retain-longitudinal-modified-dates\n"
      "option retain-longitudinal-full-dates\n";
  const auto found = Check(ParseRules(input).file);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].severity, Diagnostic::Severity::kError);
  EXPECT_EQ(found[0].span.line, 3U);
}

TEST(Check, FindsOptionsAndFilesThatDoNothing) {
  EXPECT_EQ(Found("option retain-uids\noption retain-uids\n"),
            "2: this option is chosen already\n");
  // A later one may add exceptions.
  EXPECT_EQ(Found("option clean-descriptors except StudyDescription\n"
                  "option clean-descriptors except SeriesDescription\n"),
            "");
  EXPECT_EQ(Found("option retain-uids except PatientName\n"),
            "1: retain-uids has nothing to do with PatientName\n");
  EXPECT_EQ(Found("option retain-uids except vr UI\n"), "");
  EXPECT_EQ(Found("option clean-graphics except (60xx,3000)\n"), "");
  EXPECT_EQ(Found("option retain-safe-private except (0029,\"ACME\",xx)\n"),
            "");
  EXPECT_TRUE(Says("option retain-safe-private except PatientID\n", "nothing"));
  EXPECT_TRUE(Says("vocabulary \"x.txt\"\n", "does nothing"));
  EXPECT_FALSE(
      Says("option retain-safe-private\nsafe-private tcia\n"
           "vocabulary \"x.txt\"\n",
           "does nothing"));
  EXPECT_FALSE(
      Says("vocabulary \"x.txt\"\nclean StudyDescription\n", "does nothing"));
  EXPECT_TRUE(Says("profile none\noption retain-uids\n", "there is none"));
}

TEST(Check, FindsWhatIodsRequire) {
  const struct {
    const char* rule;
    const char* want;  // how it begins
  } kCases[] = {
      {"empty Rows", "1: 'empty' of Rows, Type 1 in "},
      {"empty PixelData", "1: 'empty' of PixelData, Type 1 or 1C in "},
      {"remove PatientName", "1: 'remove' of PatientName, Type 2"},
      {"replace PatientID with lookup \"t.csv\" this else remove",
       "1: 'replace' of PatientID, Type 2 in "},
      {"empty OtherPatientIDsSequence/PatientID",
       "1: 'empty' of PatientID, Type 1 in "},
      {"set Modality = \"\"", "1: 'set' of Modality, Type 1 in "},
      {"remove /StudyID", "1: 'remove' of StudyID, Type 2 in "},
      {"empty ReferencedImageSequence/ReferencedSOPInstanceUID",
       "1: 'empty' of ReferencedSOPInstanceUID, Type 1 in "},
      {"empty //ReferencedImageSequence/ReferencedSOPInstanceUID",
       "1: 'empty' of ReferencedSOPInstanceUID, Type 1 in "},
      {"remove (0028,001x)", "1: 'remove' of "},
      {"keep Rows\nremove (0028,0010), (0028,0011)",
       "2: 'remove' of Columns, Type 1"},
  };
  for (const auto& c : kCases) {
    EXPECT_TRUE(FoundOfIods(std::string(c.rule) + "\n").starts_with(c.want))
        << c.rule << "\n"
        << FoundOfIods(std::string(c.rule) + "\n");
  }
}

TEST(Check, NamesTheIodsThatRequireIt) {
  const std::string ct = "where SOPClassUID = \"1.2.840.10008.5.1.4.1.1.2\"\n";
  EXPECT_EQ(FoundOfIods("empty Rows " + ct),
            "1: 'empty' of Rows, Type 1 in 1 IOD: ct-image\n");
  EXPECT_EQ(FoundOfIods("remove (0028,001x) " + ct),
            "1: 'remove' of 2 attributes that IODs require: Rows, "
            "Columns; in 1 IOD: ct-image\n");
  EXPECT_EQ(FoundOfIods("empty Rows where SOPClassUID = "
                        "\"1.2.840.10008.5.1.4.1.1.2\" and Rows > 5\n"),
            "1: 'empty' of Rows, Type 1 in 1 IOD: ct-image\n");
  // Secondary captures may be of any modality.
  const std::string of_ct = FoundOfIods("empty Rows where Modality = \"CT\"\n");
  EXPECT_NE(of_ct.find("IODs: ct-image, ultrasound-multi-frame-image, "
                       "ultrasound-image, secondary-capture-image, …"),
            std::string::npos)
      << of_ct;
  const std::string of_all = FoundOfIods("empty Rows\n");
  EXPECT_NE(of_all.find("IODs: computed-radiography-image, ct-image, "),
            std::string::npos)
      << of_all;
  EXPECT_EQ(FoundOfIods("empty Rows where SOPClassUID = \"1.2.3\"\n"), "");
}

TEST(Check, HasNothingToSayOfWhatIodsDoWithout) {
  const char* const kFine[] = {
      "empty PatientName, PatientID, StudyID",
      "remove StationName, SeriesDescription, PatientComments",
      "remove private",
      "remove unknown",
      "dummy Rows",
      "replace StudyID with \"\"",
      "append Modality with \"\"",
      "label PatientID = \"\"",
      "param id \"\"\nreplace Modality with id",
      "param id \"\"\nreplace Modality with \"{id}\"",
      "keep Rows\nempty Rows",
      "skip where Rows = 5",
  };
  for (const char* const rule : kFine) {
    EXPECT_EQ(FoundOfIods(std::string(rule) + "\n"), "") << rule;
  }
}

// Wide selectors, each looked at against all the others.
TEST(Check, TellsThousandsOfRulesApart) {
  std::string rules;
  for (int i = 0; i < 3000; ++i) {
    rules +=
        "remove (0018,xxxx) where InstanceNumber = " + std::to_string(i) + "\n";
  }
  rules += "remove (0018,xxxx)\nkeep (0018,xxxx)\n";
  EXPECT_EQ(Found(rules),
            "3002: never decides: 'remove' in line 3002 decides about all of "
            "this before\n");
}

}  // namespace
}  // namespace dcmscrub
