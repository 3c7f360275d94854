#include "rules/import/import_ctp_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/rules/import/imported.h"

namespace dcmscrub {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// What stands behind the comment of the first lines.
std::string FilterRules(const std::string& script) {
  const std::string all = Imported(ImportFormat::kCtp, script);
  const std::string note =
      "# what a filter does not let through is quarantined\n";
  return all.starts_with(note) ? all.substr(note.size()) : all;
}

TEST(ImportCtpFilter, KnowsTheMethods) {
  const struct {
    const char* script;
    const char* rules;
  } kCases[] = {
      {"Modality.equals(\"CT\")", "quarantine where not (Modality = \"CT\")\n"},
      {"![0008,0060].equals( \"SR\" )", "quarantine where Modality = \"SR\"\n"},
      {"!StudyDescription.equalsIgnoreCase(\"a.b\")",
       "quarantine where StudyDescription ~ \"^(?i:a\\.b)$\"\n"},
      {"!Modality.equalsIgnoreCase(\"sr\")",
       "quarantine where Modality = \"SR\"\n"},
      {"!StudyDescription.contains(\"x\")",
       "quarantine where StudyDescription contains \"x\"\n"},
      {"!StudyDescription.containsIgnoreCase(\"x\")",
       "quarantine where StudyDescription ~ \"(?i:x)\"\n"},
      {"!StudyDescription.startsWith(\"x\")",
       "quarantine where StudyDescription starts \"x\"\n"},
      {"!StudyDescription.startsWithIgnoreCase(\"x\")",
       "quarantine where StudyDescription ~ \"^(?i:x)\"\n"},
      {"!StudyDescription.endsWith(\"x\")",
       "quarantine where StudyDescription ends \"x\"\n"},
      {"!StudyDescription.endsWithIgnoreCase(\"x\")",
       "quarantine where StudyDescription ~ \"(?i:x)$\"\n"},
      {"!StudyDescription.matches(\"a\\d+\")",
       "quarantine where StudyDescription ~ \"^(?:a\\d+)$\"\n"},
      {"!Rows.isLessThan(\"5\")", "quarantine where Rows < 5\n"},
      {"!Rows.isGreaterThan(\"5\")", "quarantine where Rows > 5\n"},
      {"!Manufacturer.equals(\"\")",
       "quarantine where (not Manufacturer present or Manufacturer empty)\n"},
      {"![0018,6011]::RegionDataType.equals(\"1\")",
       "quarantine where SequenceOfUltrasoundRegions/RegionDataType = \"1\"\n"},
      {"![0029[ACME 1]10].equals(\"1\")",
       "quarantine where (0029,\"ACME 1\",10) = \"1\"\n"},
      {"Modality.equals(\"CT\") *\n // no scouts\n "
       "!ImageType.contains(\"LOC\")",
       "quarantine where not (Modality = \"CT\")\n"
       "quarantine where ImageType contains \"LOC\"\n"},
      {"Modality.equals(\"CT\") + Modality.equals(\"MR\") * Rows.equals(\"9\")",
       "quarantine where not (Modality = \"CT\" or Modality = \"MR\" and Rows "
       "= "
       "\"9\")\n"},
      {"!((true.) * (Modality.equals(\"CT\") + false.))",
       "quarantine where Modality = \"CT\"\n"},
      {"true.", "# line 1, true.: lets everything through\n"},
      {"Rows.contains(\"\")",
       "# line 1, Rows.contains(\"\"): lets everything through\n"},
      {"false.", "# left: line 1, false.: it would leave out every object\n"},
      {"!Rows.isLessThan(\"many\")",
       "# left: line 1, !Rows.isLessThan(\"many\"): no number to compare "
       "with\n"},
      {"Modality.equals(\"CT\") *\nNoName.equals(\"x\")",
       "quarantine where not (Modality = \"CT\")\n"
       "# left: line 2, NoName.equals(\"x\"): no attribute 'NoName'\n"},
  };
  for (const auto& a_case : kCases) {
    EXPECT_EQ(FilterRules(a_case.script), a_case.rules) << a_case.script;
  }
}

TEST(ImportCtpFilter, RefusesWhatIsNotItsGrammar) {
  const struct {
    const char* script;
    const char* why;
  } kCases[] = {
      {"Modality", "line 1, column 9: want a point and a method"},
      {"Modality.is(\"CT\")", "line 1, column 10: no method 'is'"},
      {"Modality.equals(CT)", "line 1, column 17: want text in double quotes"},
      {"Modality.equals(\"CT)", "line 1, column 17: a text has no end"},
      {"Modality.equals(\"CT\"", "line 1, column 21: a parenthesis"},
      {"(Modality.equals(\"CT\")", "line 1, column 23: a parenthesis"},
      {"Modality.equals(\"CT\") *", "line 1, column 24: a test is missing"},
      {"Modality.equals(\"CT\")\n& x", "line 2, column 1: an operator is"},
      {"Modality.equals(\"CT\") && Rows.equals(\"1\")", "line 1, column 23"},
      {"key.x=1", "line 1, column 5: no method 'x'"},
  };
  for (const auto& a_case : kCases) {
    EXPECT_THAT(FilterRules(a_case.script), StartsWith(a_case.why))
        << a_case.script;
  }
}

TEST(ImportCtpFilter, BoundsParentheses) {
  EXPECT_THAT(FilterRules(std::string(100'000, '(')),
              HasSubstr("nested too deep"));
  EXPECT_THAT(FilterRules(std::string(100'000, '!')),
              HasSubstr("nested too deep"));
}

TEST(ImportCtpPixels, SaysWhatTheyAre) {
  EXPECT_EQ(
      Imported(ImportFormat::kCtp, R"(My pages
 {Modality.equals("CT") *
  [0028,0010].equals("860")}
  (0, 0, 1132, 60) (9,9,1,1) see (1998)
 { NoName.equals("{}") }
  (1,2,3,4)
)"),
      R"(# This script masks regions of pixels. Rules have no word for that in this version: NOTHING of it is carried out.
# To hold such objects back, take the # off the line below each.
# left: line 2, {Modality.equals("CT") * [0028,0010].equals("860")} (0,0,1132,60) (9,9,1,1): regions cannot be masked by rules
# quarantine where Modality = "CT" and Rows = "860"
# left: line 5, {NoName.equals("{}")} (1,2,3,4): regions cannot be masked by rules
)");
  const auto result = ImportRules(ImportFormat::kCtp, "x",
                                  "{Modality.equals(\"US\")}\n(0,0,9,9)");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->translated, 0U);
  EXPECT_EQ(result->left, 1U);
}

TEST(ImportCtpPixels, RefusesOtherBraces) {
  EXPECT_THAT(Imported(ImportFormat::kCtp, "x {a b} (1,2,3,4)"),
              StartsWith("line 1, column 5: want a point"));
  EXPECT_THAT(Imported(ImportFormat::kCtp, "{true.} (1,2,3,4) {"),
              StartsWith("line 1, column 19: a brace is not closed"));
  EXPECT_THAT(Imported(ImportFormat::kCtp, "{\"a\": \"(b)\"}"),
              StartsWith("line 1, column 1: want the name of an attribute"));
}

}  // namespace
}  // namespace dcmscrub
