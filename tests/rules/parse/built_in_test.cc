#include "rules/parse/built_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "rules/check/check.h"
#include "rules/compile/policy.h"
#include "rules/explain/statement_names.h"
#include "rules/parse/parser.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;

ParseResult Parse(const std::string& text,
                  const std::map<std::string, std::string>& params = {}) {
  ParseInput input;
  input.name = "my.rules";
  input.text = text;
  input.params = params;
  input.shares_params = true;
  return ParseRules(input);
}

TEST(BuiltIn, RulesHaveNoMistakesAndNoOddities) {
  std::set<std::string_view> names;
  for (const BuiltInRules& rules : AllBuiltInRules()) {
    const ParseResult parsed =
        Parse(std::string(rules.text), {{"case", "TF-1"}});
    EXPECT_EQ(Render(parsed), "") << rules.name;
    std::vector<Diagnostic> odd = Check(parsed.file);
    std::erase_if(odd, [](const Diagnostic& diagnostic) {
      return diagnostic.message.find("Age") != std::string::npos;
    });
    EXPECT_EQ(Render(parsed, odd), "") << rules.name;
    EXPECT_NE(rules.about, "") << rules.name;
    EXPECT_TRUE(names.insert(rules.name).second) << rules.name;
    EXPECT_EQ(FindBuiltInRules(rules.name), &rules);
  }
  EXPECT_EQ(names, (std::set<std::string_view>{"basic", "none", "teaching",
                                               "drop-scouts", "drop-dose",
                                               "drop-reports"}));
  EXPECT_EQ(AllBuiltInRules().front().name, "basic");
  EXPECT_EQ(FindBuiltInRules("Basic"), nullptr);
}

TEST(BuiltIn, IncludeTakesThemByName) {
  const ParseResult parsed = Parse(
      "dcmscrub 1\nkeep ManufacturerModelName\ninclude drop-scouts\n"
      "include teaching\n",
      {{"case", "TF-1"}});
  EXPECT_EQ(Render(parsed), "");
  EXPECT_THAT(parsed.file.files,
              testing::ElementsAre("my.rules", "drop-scouts", "teaching"));
  std::vector<Diagnostic> diagnostics;
  const auto policy = Policy::Make({parsed.file}, diagnostics);
  ASSERT_NE(policy, nullptr);
  const auto names = StatementNames(*policy, parsed.file);
  ASSERT_GE(names.size(), 3U);
  EXPECT_EQ(names[0], "my.rules:2");
  EXPECT_EQ(names[1], "drop-scouts:3");
}

TEST(BuiltIn, IncludeNamesWhatWasMeant) {
  EXPECT_THAT(Render(Parse("dcmscrub 1\ninclude teeching\n")),
              HasSubstr("no rules 'teeching' are built in; a file stands in "
                        "quotes; did you mean teaching?"));
  EXPECT_THAT(Render(Parse("dcmscrub 1\ninclude common.rules\n")),
              HasSubstr("did you mean \"common.rules\"?"));
  EXPECT_THAT(Render(Parse("dcmscrub 1\ninclude none x\n")),
              HasSubstr("should end before 'x'"));
  EXPECT_THAT(Render(Parse("dcmscrub 1\ninclude drop-dose\n"
                           "include drop-dose\n")),
              HasSubstr("included already"));
}

// Numbers of statements count selectors, those of lines do not.
TEST(BuiltIn, StatementNamesAreByTheNumberOfTheSelector) {
  const ParseResult parsed = Parse(
      "dcmscrub 1\nremove StudyID, AccessionNumber\n"
      "skip where Modality = \"SR\"\n");
  std::vector<Diagnostic> diagnostics;
  const auto policy = Policy::Make({parsed.file}, diagnostics);
  EXPECT_THAT(StatementNames(*policy, parsed.file),
              testing::ElementsAre("my.rules:2", "my.rules:2", "my.rules:3"));
}

TEST(BuiltIn, TeachingKeepsAgeAndSexAlone) {
  const ParseResult parsed =
      Parse("dcmscrub 1\ninclude teaching\n", {{"case", "TF-1"}});
  std::vector<Diagnostic> diagnostics;
  const auto policy = Policy::Make({parsed.file}, diagnostics);
  ASSERT_NE(policy, nullptr) << Render(parsed, diagnostics);
  const auto column =
      static_cast<std::size_t>(Option::kRetainPatientCharacteristics);
  for (const ProfileRow& row : StandardProfile()) {
    if (row.options[column] == ActionCode::kNone) continue;
    const bool stays =
        row.tag == Tag(0x0010, 0x0040) || row.tag == Tag(0x0010, 0x1010);
    // Descriptors are cleaned, by their own option.
    EXPECT_EQ(policy->profile().CodeFor(row.tag) == ActionCode::kK, stays)
        << StandardText(row.keyword);
  }
  EXPECT_TRUE(policy->needs_first_day());
  EXPECT_EQ(policy->labels().size(), 5U);  // no diagnosis, no comments
}

TEST(BuiltIn, TeachingWantsACaseNumber) {
  EXPECT_THAT(Render(Parse("dcmscrub 1\ninclude teaching\n")),
              HasSubstr("'case' has no value"));
}

}  // namespace
}  // namespace dcmscrub
