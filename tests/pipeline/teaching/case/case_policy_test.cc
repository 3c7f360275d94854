#include "pipeline/teaching/case/case_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/run/run.h"
#include "tests/pipeline/run/sample_run.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::Not;

CaseLabels Labels() {
  CaseLabels labels;
  labels.case_number = "TF-0041";
  labels.diagnosis = "Osteoid osteoma";
  labels.keywords = {"bone", "tumour"};
  return labels;
}

ReadText Reader(const std::map<std::string, std::string>& files) {
  return [files](const std::string& path,
                 std::string& error) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found != files.end()) return found->second;
    error = "no such file";
    return std::nullopt;
  };
}

std::map<Tag, std::string> Texts(const CasePolicy& made) {
  std::map<Tag, std::string> texts;
  for (const Policy::Label& label : made.policy->labels()) {
    texts[label.tag] = label.text;
  }
  return texts;
}

TEST(CasePolicy, TeachingWritesTheLabels) {
  const auto made = MakeCasePolicy("", Reader({}), Labels(), {});
  ASSERT_TRUE(made.ok()) << made.status();
  const auto texts = Texts(*made);
  EXPECT_EQ(texts.at(Tag(0x0008, 0x1080)), "Osteoid osteoma");
  EXPECT_EQ(texts.at(Tag(0x0010, 0x0010)), "TF-0041");
  EXPECT_EQ(texts.at(Tag(0x0010, 0x0020)), "TF-0041");
  EXPECT_THAT(texts.at(Tag(0x0010, 0x4000)), HasSubstr("bone; tumour"));
  EXPECT_THAT(texts.at(Tag(0x0032, 0x4000)), HasSubstr("Osteoid osteoma"));
  EXPECT_EQ(texts.at(Tag(0x0012, 0x0040)), "TF-0041");
  EXPECT_TRUE(made->policy->needs_first_day());
  EXPECT_EQ(made->warnings, "");
  EXPECT_EQ(made->description.policy, "teaching");
  EXPECT_EQ(made->description.profile, "basic");
  EXPECT_THAT(made->description.options,
              HasSubstr("retain-longitudinal-modified-dates"));
  EXPECT_EQ(made->statement_names.size(), made->drop_of.size());
}

TEST(CasePolicy, DropsComeFirstAndAreToldApart) {
  const auto made =
      MakeCasePolicy("", Reader({}), Labels(),
                     {Drop::kReports, Drop::kScouts, Drop::kReports});
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->drop_of.front(), static_cast<int>(Drop::kScouts));
  EXPECT_EQ(made->drop_of.back(), -1);
  EXPECT_EQ(std::ranges::count(made->drop_of, static_cast<int>(Drop::kReports)),
            2);
  EXPECT_EQ(
      std::ranges::count(made->drop_of, static_cast<int>(Drop::kDosePages)), 0);
  EXPECT_THAT(made->statement_names.front(),
              testing::StartsWith("drop-scouts:"));
}

TEST(CasePolicy, TakesAFileOfTheUser) {
  const auto read = Reader({
      {"/r/{my} \"own\".rules",
       "dcmscrub 1\nuid-root 1.2.276.9\nremove AdmittingDiagnosesDescription\n"
       "include \"more.rules\"\ninclude teaching\n"},
      {"/r/more.rules", "param title \"\"\nlabel StudyID = \"{title}\"\n"},
  });
  CaseLabels labels = Labels();
  labels.title = "Night pain";
  const auto made =
      MakeCasePolicy("/r/{my} \"own\".rules", read, labels, {Drop::kDosePages});
  ASSERT_TRUE(made.ok()) << made.status();
  const auto texts = Texts(*made);
  EXPECT_FALSE(
      texts.contains(Tag(0x0008, 0x1080)));  // the user's line is first
  EXPECT_EQ(texts.at(Tag(0x0020, 0x0010)), "Night pain");
  EXPECT_EQ(made->uid_root, "1.2.276.9");
  EXPECT_EQ(made->description.policy, "{my} \"own\".rules");
}

TEST(CasePolicy, RulesThatUseNoLabelsAreFine) {
  for (const char* const rules : {"basic", "/r"}) {
    const auto made = MakeCasePolicy(
        rules, Reader({{"/r", "dcmscrub 1\nkeep Modality\n"}}), Labels(), {});
    ASSERT_TRUE(made.ok()) << made.status();
    EXPECT_TRUE(made->policy->labels().empty());
    EXPECT_FALSE(made->policy->needs_first_day());
  }
}

TEST(CasePolicy, MistakesInRulesAreShown) {
  const auto wrong = MakeCasePolicy(
      "/r", Reader({{"/r", "dcmscrub 1\nemty StudyID\n"}}), Labels(), {});
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(wrong.status().message()),
              HasSubstr("/r:2:1: error: no rule begins with 'emty'; did you "
                        "mean empty?\n  emty StudyID\n"));
  const auto missing = MakeCasePolicy("/none", Reader({}), Labels(), {});
  EXPECT_THAT(std::string(missing.status().message()),
              HasSubstr("cannot read this file: no such file"));
  const auto table = MakeCasePolicy(
      "/r", Reader({{"/r", "replace StudyID with lookup \"t.csv\" StudyID\n"}}),
      Labels(), {});
  EXPECT_FALSE(table.ok());
}

TEST(CasePolicy, ALabelThatIsTooLongIsNamedAndNotShown) {
  CaseLabels labels = Labels();
  labels.diagnosis = std::string(80, 'q');
  const auto made = MakeCasePolicy("", Reader({}), labels, {});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.status().message(),
            "diagnosis: 80 characters; Admitting Diagnoses Description "
            "(0008,1080) holds 64 (LO)");
  EXPECT_THAT(std::string(made.status().message()), Not(HasSubstr("qqq")));
}

// From the labels to the bytes, and what was left out counted by its drop.
TEST(CasePolicy, RunsACase) {
  FaultyFileSystem files;
  files.AddFile("/in/1.dcm", SmallFile(1));
  files.AddFile(
      "/in/2.dcm",
      DicomBytes()
          .Preamble()
          .FileMeta(transfer_syntax::kExplicitVrLittleEndian, kCtImageStorage,
                    "1.2.3.2")
          .Element(0x0008, 0x0008, "CS", "ORIGINAL\\PRIMARY\\LOCALIZER")
          .Element(0x0008, 0x0016, "UI", kCtImageStorage)
          .Element(0x0008, 0x0018, "UI", "1.2.3.2"));
  const auto made = MakeCasePolicy("", Reader({}), Labels(),
                                   {Drop::kDosePages, Drop::kScouts});
  ASSERT_TRUE(made.ok()) << made.status();
  RunOptions options = ToFolder();
  options.policy = made->policy;
  options.statement_names = made->statement_names;
  options.first_day = 0;
  const RunSummary summary = RunWell(options, files);
  EXPECT_EQ(Count(summary, Outcome::kWritten), 1u);
  EXPECT_EQ(Count(summary, Reason::kRule), 1u);
  ASSERT_EQ(summary.by_statement.size(), 1u);
  const std::uint16_t statement = summary.by_statement.begin()->first.second;
  EXPECT_EQ(made->drop_of[statement], static_cast<int>(Drop::kScouts));
  EXPECT_EQ(made->statement_names[statement], "drop-scouts:3");
  for (const auto& [path, bytes] : Below(files, "/out")) {
    EXPECT_THAT(bytes, HasSubstr("TF-0041"));
    EXPECT_THAT(bytes, HasSubstr("Osteoid osteoma"));
    EXPECT_FALSE(HoldsName(bytes));
  }
}

}  // namespace
}  // namespace dcmscrub
