// What verify says of values that are gone for what another original of the
// patient holds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/pipeline/verify/verify_world.h"
#include "tests/support/policy_text.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

DicomBytes FileOf(const std::string& uid, std::string_view accession,
                  std::string_view method, std::string_view images) {
  DicomBytes file;
  file.Preamble()
      .FileMeta(transfer_syntax::kExplicitVrLittleEndian, kCtImageStorage, uid)
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", uid)
      .Element(0x0008, 0x0050, "SH", accession)
      .Element(0x0008, 0x0060, "CS", "CT")
      .Element(0x0010, 0x0010, "PN", "SECRETIVE^ANNA")
      .Element(0x0010, 0x0020, "LO", "HOSP-4711")
      .Element(0x0020, 0x000D, "UI", uid + ".1")
      .Element(0x0020, 0x000E, "UI", uid + ".2")
      .Element(0x0020, 0x1002, "IS", images)
      .Element(0x0028, 0x2000, "OB", "\1 " + std::string(method) + " \2")
      .Element(0x0054, 0x1101, "LO", method);
  return file;
}

// The second file loses what the first is called by, and is right.
class TwoPassResults : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    constexpr std::string_view kAccession = "47118153";
    disk_.AddFile("/in/a", FileOf("1.2.3.1", kAccession, "MADE", "7"));
    disk_.AddFile("/in/b", FileOf("1.2.3.2", "88", kAccession, kAccession));
    TempFolder folder;
    RunOptions run = ToFolder();
    run.journal = folder / "journal";
    run.two_pass = true;
    run.policy = PolicyOf(GetParam());
    EXPECT_EQ(Count(RunWell(run, disk_), Outcome::kWritten), 2u);
    options_.output = "/out";
    options_.key = run.key;
  }

  std::set<std::string> FoundAgainst(const std::string& sources) {
    options_.against = {sources};
    const absl::StatusOr<VerifyReport> report = Verify(options_, disk_);
    EXPECT_TRUE(report.ok()) << report.status();
    return Found(*report);
  }

  FaultyFileSystem disk_;
  VerifyOptions options_;
};

TEST_P(TwoPassResults, MayLackWhatAnotherOriginalHolds) {
  EXPECT_THAT(FoundAgainst("/in"), IsEmpty());
}

// No file of somebody else explains it.
TEST_P(TwoPassResults, MayLackNothingThatNoOriginalOfThePatientHolds) {
  const Files files = disk_.Files();
  disk_.AddFile("/some/b", AsBytes(files.at("/in/b")));
  EXPECT_THAT(FoundAgainst("/some"),
              UnorderedElementsAre("unpaired-output", "value-changed",
                                   "text-lost", "value-lost"));
}

INSTANTIATE_TEST_SUITE_P(
    ByOption, TwoPassResults,
    testing::Values("", "option clean-descriptors\n", "option retain-uids\n",
                    "option retain-longitudinal-modified-dates\n"));

}  // namespace
}  // namespace dcmscrub
