// `label` and `day-zero`: what the parser, the check and the policy make of
// them. What objects become: tests/kernels/scrub/policy_scrub_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "rules/check/check.h"
#include "rules/compile/policy.h"
#include "rules/parse/parser.h"
#include "tests/support/policy_text.h"

namespace dcmscrub {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

ParseResult Parse(const std::string& rules,
                  const std::map<std::string, std::string>& params = {}) {
  ParseInput input;
  input.name = "rules";
  input.text = "dcmscrub 1\n" + rules;
  input.params = params;
  return ParseRules(input);
}

std::vector<std::string> LabelsOf(const std::string& rules) {
  std::vector<std::string> labels;
  for (const Policy::Label& label : PolicyOf(rules)->labels()) {
    char tag[16];
    std::snprintf(tag, sizeof(tag), "%08X", label.tag.value);
    labels.push_back(tag + (" " + label.text));
  }
  return labels;
}

TEST(Label, IsTextWithParameters) {
  const ParseResult parsed = Parse(
      "param case\nlabel PatientComments = \"Case {case}\"\n"
      "label PatientID = case where Modality = \"CT\"\n",
      {{"case", "7"}});
  ASSERT_EQ(Render(parsed), "");
  ASSERT_EQ(parsed.file.statements.size(), 2U);
  const Statement& first = parsed.file.statements[0];
  EXPECT_EQ(first.verb, Statement::Verb::kLabel);
  EXPECT_EQ(first.value->text, "Case 7");
  EXPECT_EQ(first.value->parameter, "");
  EXPECT_FALSE(first.selectors[0].gap_before);  // the top level alone
  EXPECT_EQ(parsed.file.statements[1].value->parameter, "case");
  EXPECT_TRUE(parsed.file.statements[1].where.has_value());
}

TEST(Label, MistakesAreNamed) {
  const struct {
    std::string_view line;
    std::string_view message;
  } kCases[] = {
      {"label PatientComments = StudyID", "no attribute's value"},
      {"label PatientComments = note", "stands in quotes"},
      {"label PatientComments = \"{StudyID}\"", "only a parameter"},
      {"label PatientComments = \"{hash(StudyID, 8)}\"", "only a parameter"},
      {"label PatientComments with \"x\"", "'=' and a text are wanted"},
      {"label PatientComments, StudyID = \"x\"", "a line for each"},
      {"label RequestAttributesSequence/StudyID = \"x\"", "no path"},
      {"label Patient* = \"x\"", "one attribute of PS3.6"},
      {"label (0029,\"ACME\",10) = \"x\"", "one attribute of PS3.6"},
      {"label PixelData = \"x\"", "'label' is for text and numbers"},
      {"label SOPClassUID = \"1.2\"", "always stays"},
      {"label PatientIdentityRemoved = \"NO\"", "the program itself"},
      {"label ImageType = \"ORIGINAL\"",
       "the label: one text; Image Type (0008,0008) has 2 values"},
      {"label StudyDescription = \"a\\\\b\"",
       "the label: a backslash would split it in Study Description "
       "(0008,1030)"},
      {"label StudyDescription = \"a\\nb\"", "a line break"},
      {"label StudyDate = \"yesterday\"", "DA is a date"},
      {"label \"CT\" where Modality = \"CT\"", "is a 'tag'"},
  };
  for (const auto& c : kCases) {
    const ParseResult parsed = Parse(std::string(c.line) + "\n");
    EXPECT_FALSE(parsed.ok()) << c.line;
    EXPECT_THAT(Render(parsed), HasSubstr(c.message)) << c.line;
  }
  EXPECT_EQ(Render(Parse("label PatientComments = \"a\\nb\\\\c\"\n")), "");
}

// What a user typed is shown in no message.
TEST(Label, MistakesOfAParameterNameItAlone) {
  const std::string rules =
      "param diagnosis\nlabel AdmittingDiagnosesDescription = "
      "\"{diagnosis}\"\n";
  const auto found = [&](const std::string& text) {
    const ParseResult parsed = Parse(rules, {{"diagnosis", text}});
    EXPECT_EQ(parsed.diagnostics.size(), 1U);
    if (parsed.diagnostics.size() != 1) return std::string();
    EXPECT_EQ(parsed.diagnostics[0].parameter, "diagnosis");
    EXPECT_THAT(Render(parsed), Not(HasSubstr(text)));
    return parsed.diagnostics[0].message;
  };
  EXPECT_EQ(found(std::string(80, 'q')),
            "diagnosis: 80 characters; Admitting Diagnoses Description "
            "(0008,1080) holds 64 (LO)");
  // Characters, not bytes.
  std::string cyrillic;
  for (int i = 0; i < 65; ++i) cyrillic += "\xD0\x96";
  EXPECT_THAT(found(cyrillic), HasSubstr("diagnosis: 65 characters"));
  EXPECT_EQ(Render(Parse(rules, {{"diagnosis", cyrillic.substr(2)}})), "");
  EXPECT_THAT(found("quux\\zot"),
              HasSubstr("diagnosis: a backslash would split it"));
  EXPECT_THAT(found("quux\nzot"), HasSubstr("line break"));
}

TEST(Label, ThatSaysNothingDecidesNothing) {
  EXPECT_THAT(LabelsOf("param a \"\"\nparam b \" \\n\"\n"
                       "label StudyComments = \"{a}\"\n"
                       "label PatientComments = \"{b}\"\n"
                       "label PatientComments = \"next\"\n"),
              ElementsAre("00104000 next"));
  // Nor does it come before another rule, for `check`.
  EXPECT_THAT(Check(Parse("param a \"\"\nlabel StudyID = \"{a}\"\n"
                          "empty /StudyID\n")
                        .file),
              testing::IsEmpty());
}

TEST(Label, YieldsToWhatComesBefore) {
  EXPECT_THAT(LabelsOf("remove PatientComments\n"
                       "label PatientComments = \"a\"\n"
                       "label PatientID = \"b\"\n"),
              ElementsAre("00100020 b"));
  EXPECT_THAT(LabelsOf("remove PatientComments where Modality = \"CT\"\n"
                       "label PatientComments = \"a\"\n"
                       "remove PatientComments\n"),
              ElementsAre("00104000 a"));
  const auto found = Check(Parse("remove PatientComments\n"
                                 "label PatientComments = \"a\"\n")
                               .file);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].message, HasSubstr("never decides: 'remove' in line 2"));
}

TEST(Label, ChangesTheFingerprintWithItsText) {
  const auto fingerprint = [](const std::string& text) {
    return PolicyOf("param a \"" + text + "\"\nlabel StudyID = \"{a}\"\n")
        ->fingerprint();
  };
  EXPECT_EQ(fingerprint("1"), fingerprint("1"));
  EXPECT_NE(fingerprint("1"), fingerprint("2"));
}

TEST(DayZero, IsADay) {
  EXPECT_EQ(Parse("day-zero 19700101\n").file.day_zero, 0);
  EXPECT_EQ(Parse("day-zero 20000101\n").file.day_zero, 10957);
  EXPECT_EQ(Parse("day-zero 00010101\n").file.day_zero, -719162);
  for (const char* text : {"2000", "20000230", "2000-01-01", "\"20000101\"",
                           "2000.01.01", "20000101 x", ""}) {
    EXPECT_FALSE(Parse("day-zero " + std::string(text) + "\n").ok()) << text;
  }
  EXPECT_THAT(Render(Parse("day-zero 20000101\nday-zero 20000101\n")),
              HasSubstr("there already, in line 2"));
}

TEST(DatesBy, IsWhatHasOneNumberOfDays) {
  const auto by = [](const std::string& line) {
    return Parse("dates by " + line + "\n").file.dates_by;
  };
  EXPECT_EQ(Parse("").file.dates_by, DatesBy::kPatient);
  EXPECT_EQ(by("PatientID"), DatesBy::kPatientId);
  EXPECT_EQ(by("StudyInstanceUID"), DatesBy::kStudy);
  EXPECT_EQ(by("\"x\""), DatesBy::kConstant);
  EXPECT_EQ(Parse("param p \"y\"\ndates by \"a {p}\"\n").file.dates_constant,
            "a y");
  for (const char* text :
       {"", "by", "StudyInstanceUID", "by StudyDate", "by \"\"", "by 7",
        "by PatientID, StudyInstanceUID"}) {
    EXPECT_FALSE(Parse("dates " + std::string(text) + "\n").ok()) << text;
  }
  EXPECT_THAT(Render(Parse("dates by StudyInstanceUId\n")),
              HasSubstr("StudyInstanceUID"));
  EXPECT_THAT(Render(Parse("dates by PatientID\ndates by PatientID\n")),
              HasSubstr("there already, in line 2"));
}

TEST(DatesBy, ChangesThePolicyWhereDatesMove) {
  const std::string option = "option retain-longitudinal-modified-dates\n";
  const auto fingerprint = [](const std::string& rules) {
    return PolicyOf(rules)->fingerprint();
  };
  EXPECT_EQ(Check(Parse("dates by PatientID\n").file).size(), 1U);
  EXPECT_TRUE(Check(Parse(option + "dates by PatientID\n").file).empty());
  EXPECT_EQ(
      Check(Parse(option + "day-zero 20000101\ndates by PatientID\n").file)
          .size(),
      1U);
  EXPECT_EQ(fingerprint(""), fingerprint("dates by PatientID\n"));
  const std::string lines[] = {"", "dates by PatientID\n",
                               "dates by StudyInstanceUID\n",
                               "dates by \"a\"\n", "dates by \"b\"\n"};
  for (const std::string& one : lines) {
    for (const std::string& other : lines) {
      EXPECT_EQ(fingerprint(option + one) == fingerprint(option + other),
                one == other)
          << one << other;
    }
  }
}

TEST(DayZero, IsForMovedDates) {
  const std::string option = "option retain-longitudinal-modified-dates\n";
  const auto idle = Check(Parse("day-zero 20000101\n").file);
  ASSERT_EQ(idle.size(), 1U);
  EXPECT_THAT(idle[0].message, HasSubstr("retain-longitudinal-modified-dates"));
  EXPECT_TRUE(Check(Parse(option + "day-zero 20000101\n").file).empty());

  EXPECT_FALSE(PolicyOf("day-zero 20000101\n")->needs_first_day());
  EXPECT_FALSE(PolicyOf(option)->needs_first_day());
  const auto policy = PolicyOf(option + "day-zero 20000101\n");
  EXPECT_TRUE(policy->needs_first_day());
  EXPECT_EQ(policy->day_zero(), 10957);
  EXPECT_NE(policy->fingerprint(), PolicyOf(option)->fingerprint());
  EXPECT_NE(policy->fingerprint(),
            PolicyOf(option + "day-zero 20000102\n")->fingerprint());
}

}  // namespace
}  // namespace dcmscrub
