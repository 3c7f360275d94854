#include "rules/check/rule_edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/compile/policy.h"
#include "rules/parse/built_in.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::Not;

const ReadText kNoFiles = [](const std::string& path,
                             std::string& error) -> std::optional<std::string> {
  if (path == "common.rules") return "keep Modality\n";
  error = "no such file";
  return std::nullopt;
};

absl::StatusOr<EditedRules> Add(std::string_view text,
                                const RuleAddition& addition) {
  return AddRule(text, "my.rules", "teaching", addition, kNoFiles);
}

std::string Added(std::string_view text, const RuleAddition& addition) {
  const auto edited = Add(text, addition);
  EXPECT_TRUE(edited.ok()) << edited.status();
  return edited.ok() ? edited->text : "";
}

// The line that the result says it stands on.
std::string LineOf(const EditedRules& edited) {
  std::string_view rest = edited.text;
  for (std::uint32_t i = 1; i < edited.line; ++i) {
    rest.remove_prefix(rest.find('\n') + 1);
  }
  return std::string(rest.substr(0, rest.find_first_of("\r\n")));
}

TEST(RuleEdit, MakesANewFile) {
  const auto edited =
      Add("", {"StationName", "remove", "", "named after a person"});
  ASSERT_TRUE(edited.ok()) << edited.status();
  EXPECT_EQ(LineOf(*edited), "remove StationName  # named after a person");
  EXPECT_THAT(edited->text, testing::StartsWith("dcmscrub 1\n"));
  EXPECT_THAT(edited->text, testing::EndsWith("\n\ninclude teaching\n"));
}

TEST(RuleEdit, PutsItWhereItDecides) {
  const RuleAddition addition{"StationName", "remove", "", ""};
  constexpr std::string_view kAdded =
      "# Added with 'dcmscrub rules add':\nremove StationName\n";
  const std::string added(kAdded);
  const struct {
    std::string_view fact;
    std::string before;
    std::string after;
  } kCases[] = {
      {"before a statement", "dcmscrub 1\n\nkeep StationName\n",
       "dcmscrub 1\n\n" + added + "\nkeep StationName\n"},
      {"and the comment above it",
       "dcmscrub 1\noption retain-uids\n\n# Stations\nkeep StationName",
       "dcmscrub 1\noption retain-uids\n\n" + added +
           "\n# Stations\nkeep StationName"},
      {"before an include", "dcmscrub 1\nparam x \"\"\n  include teaching\n",
       "dcmscrub 1\nparam x \"\"\n\n" + added + "\n  include teaching\n"},
      {"at the end", "dcmscrub 1\nprofile basic\n",
       "dcmscrub 1\nprofile basic\n\n" + added},
      {"at the end of a last line without one", "dcmscrub 1",
       "dcmscrub 1\n\n" + added},
      {"a byte order mark stays first",
       "\xEF\xBB\xBF"
       "dcmscrub 1\nkeep StationName\n",
       "\xEF\xBB\xBF"
       "dcmscrub 1\n\n" +
           added + "\nkeep StationName\n"},
  };
  for (const auto& c : kCases) {
    const auto edited = Add(c.before, addition);
    ASSERT_TRUE(edited.ok()) << c.fact << edited.status();
    EXPECT_EQ(edited->text, c.after) << c.fact;
    EXPECT_EQ(LineOf(*edited), "remove StationName") << c.fact;
    EXPECT_FALSE(edited->there_already);
    // Once more changes nothing.
    const auto again = Add(edited->text, addition);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(again->there_already) << c.fact;
    EXPECT_EQ(again->text, edited->text) << c.fact;
    EXPECT_EQ(again->line, edited->line) << c.fact;
  }
}

TEST(RuleEdit, LinesOfDosStaySo) {
  const std::string text =
      "dcmscrub 1\r\nprofile basic\r\n\r\nkeep StationName\r\n";
  const std::string first = Added(text, {"StudyID", "empty", "", ""});
  EXPECT_EQ(first,
            "dcmscrub 1\r\nprofile basic\r\n\r\n"
            "# Added with 'dcmscrub rules add':\r\nempty StudyID\r\n\r\n"
            "keep StationName\r\n");
  const std::string second = Added(first, {"StudyTime", "empty", "", "x"});
  EXPECT_THAT(second,
              HasSubstr("\r\nempty StudyID\r\nempty StudyTime  # x\r\n\r\n"));
}

TEST(RuleEdit, StandsBehindWhatWasAddedBefore) {
  std::string text = Added("", {"StationName", "remove", "", ""});
  text = Added(text, {"StudyID", "replace", "with \"A # 1\"", "why"});
  text = Added(text, {"(0029,\"ACME 1\",10)", "keep", "", ""});
  EXPECT_THAT(text, HasSubstr("\nremove StationName\n"
                              "replace StudyID with \"A # 1\"  # why\n"
                              "keep (0029,\"ACME 1\",10)\n\n"
                              "include teaching\n"));
}

// A later addition takes an earlier one back.
TEST(RuleEdit, StandsBeforeWhatWouldDecideBeforeIt) {
  std::string text = Added("", {"StationName", "remove", "", ""});
  text = Added(text, {"StudyID", "remove", "", ""});
  text = Added(text, {"StationName", "keep", "", ""});
  EXPECT_THAT(text, HasSubstr("add':\nkeep StationName\nremove StationName\n"
                              "remove StudyID\n"));
  // And that is taken back as well.
  text = Added(text, {"StationName", "remove", "", ""});
  EXPECT_THAT(text, HasSubstr("add':\nremove StationName\nkeep StationName\n"));
}

TEST(RuleEdit, KnowsTheSameRuleInOtherWords) {
  const std::string text = "dcmscrub 1\nremove   (0008,1010)   # station\n";
  const auto edited = Add(text, {"StationName", "remove", "", "other"});
  ASSERT_TRUE(edited.ok()) << edited.status();
  EXPECT_TRUE(edited->there_already);
  EXPECT_EQ(edited->line, 2u);
  EXPECT_EQ(edited->text, text);
  // One under a condition, or for one more attribute, is another.
  for (const char* const other :
       {"dcmscrub 1\nremove StationName where Modality = \"CT\"\n",
        "dcmscrub 1\nkeep StationName\nremove StationName\n",
        "dcmscrub 1\nreplace StationName with \"x\"\n"}) {
    const auto again = Add(other, {"StationName", "remove", "", ""});
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_FALSE(again->there_already) << other;
  }
}

TEST(RuleEdit, RefusesWhatWouldBeNoGood) {
  const std::string good = "dcmscrub 1\nprofile basic\n";
  const struct {
    RuleAddition addition;
    std::string_view message;
  } kCases[] = {
      {{"StatonName", "remove", "", ""}, "did you mean StationName?"},
      {{"StationName", "delete", "", ""}, "did you mean remove?"},
      {{"StationName", "shift", "", ""}, "is for dates and times"},
      {{"SOPClassUID", "remove", "", ""}, "always stays"},
      {{"StationName # all", "remove", "", ""}, "one line"},
      {{"StationName\nkeep PatientName", "remove", "", ""}, "one line"},
      {{"", "skip where Modality = \"SR\"", "", ""}, "about an attribute"},
      {{"StationName", "replace", "with \"\n\"", ""}, "error"},
  };
  for (const auto& c : kCases) {
    const auto edited = Add(good, c.addition);
    ASSERT_FALSE(edited.ok()) << c.addition.selector << edited->text;
    EXPECT_EQ(edited.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(edited.status().message()), HasSubstr(c.message));
  }
  const auto broken =
      Add("dcmscrub 1\nemty StudyID\n", {"StationName", "remove", "", ""});
  EXPECT_THAT(std::string(broken.status().message()),
              HasSubstr("my.rules:2:1: error: no rule begins with 'emty'"));
}

TEST(RuleEdit, TellsWhatCheckSaysOfTheRuleAlone) {
  const std::string rules = "dcmscrub 1\nempty Columns\n";
  const auto odd = Add(rules, {"Rows", "empty", "", ""});
  ASSERT_TRUE(odd.ok()) << odd.status();
  EXPECT_THAT(odd->warnings,
              HasSubstr("my.rules:4:7: warning: makes objects invalid"));
  EXPECT_THAT(odd->warnings, Not(HasSubstr("Columns")));
  const auto again = Add(odd->text, {"Rows", "empty", "", ""});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->warnings, odd->warnings);
  const auto fine = Add(rules, {"StationName", "remove", "", ""});
  ASSERT_TRUE(fine.ok()) << fine.status();
  EXPECT_EQ(fine->warnings, "");
}

TEST(RuleEdit, ParametersNeedNoValueYet) {
  const auto edited =
      Add("dcmscrub 1\nparam site\nset InstitutionName = site\n"
          "include \"common.rules\"\n",
          {"StationName", "remove", "", ""});
  EXPECT_TRUE(edited.ok()) << edited.status();
}

// The comment of an addition cannot become a rule.
TEST(RuleEdit, ACommentStaysOne) {
  const std::string text =
      Added("", {"StationName", "remove", "", "a\nkeep PatientName\r\n"});
  EXPECT_THAT(text, HasSubstr("# a keep PatientName"));
  EXPECT_EQ(text.find("\nkeep"), std::string::npos);
}

}  // namespace
}  // namespace dcmscrub
