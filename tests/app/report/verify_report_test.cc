#include "app/report/verify_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/verify/reading/findings.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::Not;

VerifyReport Report(std::uint64_t files) {
  VerifyReport report;
  report.files = report.looked_at = files;
  return report;
}

VerifyOptions AllGiven() {
  VerifyOptions options;
  options.against = {"/in"};
  options.key = Key{};
  return options;
}

TEST(VerifyReport, SaysCleanInOneLine) {
  EXPECT_EQ(VerdictLine(Report(1204), AllGiven()),
            "clean: 1,204 files, " + std::to_string(kCheckCount) +
                " checks, nothing found");
}

TEST(VerifyReport, CountsFindingsAndTheirFiles) {
  VerifyReport report = Report(1204);
  AddExample(Check::kUidKept, {7, "a/b.dcm", "(0020,000D)"}, report);
  AddExample(Check::kNameKept, {7, "a/b.dcm", "(0008,0090)"}, report);
  AddExample(Check::kNotRemoved, {9, "a/c.dcm", "(0010,4000)"}, report);
  EXPECT_EQ(VerdictLine(report, AllGiven()),
            "NOT CLEAN: 3 findings in 2 files of 1,204");
}

// In words, in the JSON, and each remark a sentence.
TEST(VerifyReport, HasThreeLevels) {
  VerifyReport report = Report(3);
  EXPECT_EQ(CleanLevelName(report.verdict()), "clean");
  // What a user wrote where it was wanted.
  AddExample(Check::kUserLabel, {1, "a", "(0010,4000)"}, report);
  EXPECT_EQ(report.verdict(), CleanLevel::kClean);

  AddExample(Check::kBurnedIn, {1, "a", "(0028,0301)"}, report);
  AddExample(Check::kBurnedIn, {2, "b", "(0028,0301)"}, report);
  AddExample(Check::kDanglingReference, {1, "a", ""}, report);
  EXPECT_EQ(VerdictLine(report, AllGiven()), "clean with remarks: 3 files, " +
                                                 std::to_string(kCheckCount) +
                                                 " checks, 2 remarks");
  const std::string json = VerifyJson(report, AllGiven(), false);
  EXPECT_THAT(json, HasSubstr("\"verdict\": \"clean-with-remarks\""));
  EXPECT_THAT(json, HasSubstr(std::string(InfoOf(Check::kBurnedIn).sentence)));

  AddExample(Check::kUidKept, {1, "a", "(0020,000D)"}, report);
  EXPECT_EQ(VerdictLine(report, AllGiven()),
            "NOT CLEAN: 1 finding in 1 file of 3; 2 remarks");
  EXPECT_EQ(CleanLevelName(report.verdict()), "not-clean");
}

TEST(VerifyReport, SaysWhatItDoesNotCover) {
  VerifyReport report = Report(100);
  report.looked_at = 10;
  EXPECT_THAT(VerdictLine(report, VerifyOptions()),
              testing::AllOf(HasSubstr("; a sample of 10"),
                             HasSubstr("; not compared with the originals")));
  VerifyOptions options = AllGiven();
  options.key.reset();
  EXPECT_THAT(VerdictLine(report, options), HasSubstr("; without the key"));
}

TEST(VerifyReport, ShowsPathsOnRequestAlone) {
  VerifyReport report = Report(1);
  AddExample(Check::kUidKept, {1, "secret/b.dcm", "(0020,000D)"}, report);
  for (const bool show : {false, true}) {
    for (const std::string& text :
         {VerifyDetails(report, show), VerifyJson(report, AllGiven(), show)}) {
      EXPECT_THAT(text, HasSubstr("(0020,000D)"));
      EXPECT_THAT(text, HasSubstr("uid-kept"));
      if (show) {
        EXPECT_THAT(text, HasSubstr("secret"));
      } else {
        EXPECT_THAT(text, Not(HasSubstr("secret")));
      }
    }
  }
}

}  // namespace
}  // namespace dcmscrub
