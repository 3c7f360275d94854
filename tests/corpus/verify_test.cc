// `verify` over the results of real files: clean under every option, but for
// what is listed here with its reason.
#include "pipeline/verify/verify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "tests/corpus/corpus_run.h"
#include "tests/support/policy_text.h"

namespace dcmscrub {
namespace {

// A finding that is explained.
struct Explained {
  std::string_view option, check;
  std::string_view files;  // beginning of the paths
};
constexpr Explained kExplained[] = {
    // A big endian data set that says to be little endian, put right, which
    // GDCM reads neither before nor after.
    {"retain-uids", "unreadable", "malformed/vr/"},
    // All letters are x: a name of five stands in the longer words of others.
    {"retain-institution-identity", "residue-name",
     "malformed/truncated/GH1339"},
};

// What verify says of a run over the whole corpus under `run_options`.
class VerifiedRun {
 public:
  explicit VerifiedRun(RunOptions run_options)
      : run_options_(WithJournal(std::move(run_options))),
        run_(CorpusPath(""), run_options_) {
    VerifyOptions options;
    options.output = run_.output();
    options.against = {CorpusPath("")};
    options.key = run_options_.key;
    options.journal = run_options_.journal;
    report_ = Verify(options, RealFileSystem());
  }

  const CorpusRun& run() const { return run_; }
  const absl::StatusOr<VerifyReport>& report() const { return report_; }

 private:
  RunOptions WithJournal(RunOptions options) const {
    options.journal = folder_ / "journal";
    return options;
  }

  TempFolder folder_;
  RunOptions run_options_;
  CorpusRun run_;
  absl::StatusOr<VerifyReport> report_;
};

class VerifiedCorpus : public CorpusTest,
                       public testing::WithParamInterface<std::string> {};

TEST_P(VerifiedCorpus, IsClean) {
  const std::string& option = GetParam();
  RunOptions run_options;
  if (!option.empty()) run_options.policy = PolicyOf("option " + option + "\n");
  const VerifiedRun verified(run_options);
  const auto& report = verified.report();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->files, verified.run().Written().size());
  EXPECT_GT(report->compared, 500u);
  for (int i = 0; i < kCheckCount; ++i) {
    const CheckInfo& info = InfoOf(static_cast<Check>(i));
    if (info.severity != Severity::kFinding) continue;
    for (const VerifyExample& example :
         report->checks[static_cast<std::size_t>(i)].examples) {
      const bool explained =
          std::ranges::any_of(kExplained, [&](const Explained& known) {
            return known.option == option && known.check == info.name &&
                   example.path.starts_with(known.files);
          });
      EXPECT_TRUE(explained)
          << info.name << " " << example.path << " " << example.element;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    ByOption, VerifiedCorpus,
    testing::Values(
        "", "clean-descriptors", "clean-graphics", "clean-structured-content",
        "retain-device-identity", "retain-institution-identity",
        "retain-longitudinal-full-dates", "retain-longitudinal-modified-dates",
        "retain-patient-characteristics", "retain-safe-private", "retain-uids"),
    [](const auto& info) {
      std::string name = info.param.empty() ? "basic" : info.param;
      std::ranges::replace(name, '-', '_');
      return name;
    });

// What went for another file of the patient is not lost.
TEST_F(CorpusTest, IsCleanAfterTwoPasses) {
  RunOptions run_options;
  run_options.two_pass = true;
  const VerifiedRun verified(run_options);
  const auto& report = verified.report();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->clean());
  for (const Check check : {Check::kTextLost, Check::kValueChanged}) {
    EXPECT_EQ(report->checks[static_cast<std::size_t>(check)].count, 0u)
        << InfoOf(check).name;
  }
}

// What the second reading is worth: without the search it finds what is left.
TEST_F(CorpusTest, IsNotCleanWithoutTheSearch) {
  RunOptions run_options;
  run_options.policy = PolicyOf("residue off\n");
  const VerifiedRun verified(run_options);
  ASSERT_TRUE(verified.report().ok()) << verified.report().status();
  EXPECT_FALSE(verified.report()->clean());
}

}  // namespace
}  // namespace dcmscrub
