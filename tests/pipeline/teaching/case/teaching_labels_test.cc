#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "pipeline/teaching/documents/case_labels.h"

namespace dcmscrub {
namespace {

using Keywords = std::vector<std::string>;

CaseLabels Sarcoidosis() {
  CaseLabels labels;
  labels.case_number = "TF-0041";
  labels.diagnosis = "Sarcoidosis";
  labels.keywords = {"chest", "nodules"};
  labels.contributor = "AB";
  return labels;
}

TEST(Keywords, AreToldApartBySemicolons) {
  EXPECT_EQ(ParseKeywords("a; b;c "), (Keywords{"a", "b", "c"}));
  EXPECT_EQ(ParseKeywords(" two words ;;\t; x"), (Keywords{"two words", "x"}));
  EXPECT_EQ(ParseKeywords(""), Keywords());
  EXPECT_EQ(ParseKeywords(" ; "), Keywords());
  EXPECT_EQ(JoinKeywords({"a", "b"}), "a; b");
  EXPECT_EQ(JoinKeywords({" ", "b "}), "b");
  EXPECT_EQ(JoinKeywords({}), "");
}

TEST(LabelInfos, ReadAndWriteEveryLabelOnce) {
  CaseLabels labels;
  std::set<std::string> texts;
  for (const LabelInfo& info : LabelInfos()) {
    EXPECT_EQ(FindLabel(info.name), &info);
    EXPECT_FALSE(info.caption.empty());
    info.set(labels, "text of " + std::string(info.name));
    texts.insert(info.get(labels));
  }
  EXPECT_EQ(LabelInfos().size(), 12u);
  EXPECT_EQ(texts.size(), 12u);
  EXPECT_EQ(labels.case_number, "text of case-number");
  EXPECT_EQ(labels.keywords, Keywords{"text of keywords"});
  EXPECT_EQ(labels.anatomy, "text of anatomy");
  EXPECT_EQ(FindLabel("Diagnosis"), nullptr);
}

TEST(CheckLabels, TakesACaseNumberAlone) {
  for (const char* number : {"1", "TF-0041", "a.b_c-1", "1234567890123456"}) {
    CaseLabels labels;
    labels.case_number = number;
    EXPECT_TRUE(CheckLabels(labels).ok()) << number;
  }
}

TEST(CheckLabels, RefusesWhatCannotNameAFolder) {
  for (const char* number : {"", ".", "..", ".a", "a.", "-a", "_a", "a b",
                             "a/b", "a\\b", "Ä1", "a:b", "12345678901234567"}) {
    CaseLabels labels;
    labels.case_number = number;
    const absl::Status status = CheckLabels(labels);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << number;
    EXPECT_TRUE(std::string(status.message()).starts_with("case-number: "));
  }
}

TEST(CheckLabels, TakesUtf8AndLinesWhereTheyBelong) {
  CaseLabels labels = Sarcoidosis();
  labels.diagnosis = "Болезнь Бенье";
  labels.title = "サルコイドーシス";
  labels.history = "First line\r\nsecond\n";
  labels.findings = labels.discussion = labels.differential = "a\nb";
  EXPECT_TRUE(CheckLabels(labels).ok());
}

TEST(CheckLabels, NamesTheLabelAndNotItsText) {
  const struct {
    std::string CaseLabels::*member;
    std::string text;
    std::string message;
  } kCases[] = {
      {&CaseLabels::diagnosis, "Doe\nJohn", "diagnosis: holds a line end"},
      {&CaseLabels::title, "Doe\x01", "title: holds a control character"},
      {&CaseLabels::history, "Doe\tx", "history: holds a control character"},
      {&CaseLabels::findings, "Doe\x7F", "findings: holds a control character"},
      {&CaseLabels::level, "Doe\xC2\x85", "level: holds a control character"},
      {&CaseLabels::contributor, "D\xF6", "contributor: is no UTF-8"},
  };
  for (const auto& test : kCases) {
    CaseLabels labels = Sarcoidosis();
    labels.*test.member = test.text;
    EXPECT_EQ(CheckLabels(labels).message(), test.message);
  }
  CaseLabels labels = Sarcoidosis();
  labels.keywords = {"good", "b\xFF"};
  EXPECT_EQ(CheckLabels(labels).message(), "keywords: is no UTF-8");
}

TEST(NextCaseNumber, CountsOn) {
  const struct {
    std::string number, next;
  } kCases[] = {
      {"", ""},
      {"9", "10"},
      {"TF-0041", "TF-0042"},
      {"TF-99", "TF-100"},
      {"A1b", "A1b-2"},
      {"2026-009", "2026-010"},
      {"case", "case-2"},
      {"case-2", "case-3"},
  };
  for (const auto& test : kCases) {
    EXPECT_EQ(NextCaseNumber(test.number), test.next) << test.number;
  }
}

TEST(ParamsOf, HasEveryLabelAndTwoThatAreMadeOfThem) {
  const auto params = ParamsOf(Sarcoidosis());
  EXPECT_EQ(params.size(), 14u);
  EXPECT_EQ(params.at("case"), "TF-0041");
  EXPECT_EQ(params.at("keywords"), "chest; nodules");
  EXPECT_EQ(params.at("anatomy"), "");
  EXPECT_EQ(params.at("comment"), "Keywords: chest; nodules. Contributor: AB.");
  EXPECT_EQ(params.at("summary"), "Sarcoidosis. Keywords: chest; nodules.");
}

TEST(ParamsOf, LeavesOutWhatIsNotGiven) {
  CaseLabels labels = Sarcoidosis();
  labels.keywords.clear();
  EXPECT_EQ(ParamsOf(labels).at("comment"), "Contributor: AB.");
  EXPECT_EQ(ParamsOf(labels).at("summary"), "Sarcoidosis.");
  labels.contributor = " ";
  labels.diagnosis = "Which one?";
  EXPECT_EQ(ParamsOf(labels).at("comment"), "");
  EXPECT_EQ(ParamsOf(labels).at("summary"), "Which one?");
  labels.diagnosis.clear();
  EXPECT_EQ(ParamsOf(labels).at("summary"), "");
}

}  // namespace
}  // namespace dcmscrub
