// `verify` over the results of real files: clean under every option, but for
// what is listed here with its reason.
#include "pipeline/verify/verify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

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
};

class VerifiedCorpus : public CorpusTest,
                       public testing::WithParamInterface<std::string> {};

TEST_P(VerifiedCorpus, IsClean) {
  const std::string& option = GetParam();
  TempFolder folder;
  RunOptions run_options;
  run_options.journal = folder / "journal";
  if (!option.empty()) run_options.policy = PolicyOf("option " + option + "\n");
  const CorpusRun run(CorpusPath(""), run_options);

  VerifyOptions options;
  options.output = run.output();
  options.against = {CorpusPath("")};
  options.key = run_options.key;
  options.journal = run_options.journal;
  const auto report = Verify(options, RealFileSystem());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->files, run.Written().size());
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
  TempFolder folder;
  RunOptions run_options;
  run_options.journal = folder / "journal";
  run_options.two_pass = true;
  const CorpusRun run(CorpusPath(""), run_options);
  VerifyOptions options;
  options.output = run.output();
  options.against = {CorpusPath("")};
  options.key = run_options.key;
  options.journal = run_options.journal;
  const auto report = Verify(options, RealFileSystem());
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
  const CorpusRun run(CorpusPath(""), run_options);
  VerifyOptions options;
  options.output = run.output();
  options.against = {CorpusPath("")};
  options.key = run_options.key;
  const auto report = Verify(options, RealFileSystem());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_FALSE(report->clean());
}

}  // namespace
}  // namespace dcmscrub
