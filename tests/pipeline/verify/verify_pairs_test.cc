// What verify says of an original that is none of the result's, and of values
// that are gone for what another original of the patient holds.
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

// Somebody mixes up two files.
TEST(VerifyPairs, TellOfAnotherOriginal) {
  for (const char* const option :
       {"", "option retain-uids\n",
        "option retain-longitudinal-modified-dates\n"}) {
    for (const bool with_key : {false, true}) {
      for (const char which : {'A', 'B', 'C', 'D', 'E'}) {
        VerifyWorld world = GoodWorld(option);
        world.with_key = with_key;
        world.result = world.output(which);
        for (const char other : {'a', 'b', 'c', 'd', 'e'}) {
          world.against = std::string("/in/") + other;
          const VerifyReport report = world.Verify();
          if (other - 'a' == which - 'A') {
            EXPECT_THAT(Found(report, Severity::kFinding), IsEmpty());
            EXPECT_EQ(report.compared, 1u);
            continue;
          }
          // Images with the same pixels and values: their UIDs alone tell.
          const bool alike = which <= 'C' && other <= 'c' && !with_key &&
                             std::string_view(option) != "option retain-uids\n";
          if (alike) continue;
          EXPECT_THAT(Found(report, Severity::kFinding),
                      UnorderedElementsAre("other-original"))
              << option << with_key << which << other;
          EXPECT_EQ(report.compared, 0u);
        }
      }
    }
  }
}

// Without a key, pixels and what stands beside them tell.
TEST(VerifyPairs, TellOfAnotherOriginalByWhatStays) {
  const DicomBytes others[] = {
      DicomBytes().Element(0x0028, 0x1050, "DS", "300"),
      DicomBytes().Numbers(0x0028, 0x0010, "US", {1}),
      DicomBytes().Numbers(0x0028, 0x0011, "US", {8})};
  for (const DicomBytes& other : others) {
    VerifyWorld world = GoodWorld("");
    world.with_key = false;
    world.result = world.output('C');
    EditedFile source = world.Source('A');
    source.Set(other);
    source.Set(DicomBytes().Numbers(0x7FE0, 0x0010, "OW", {7, 2, 3, 4}));
    world.files["/in/a"] = source.Bytes();
    world.against = "/in/a";
    EXPECT_THAT(Found(world.Verify(), Severity::kFinding),
                UnorderedElementsAre("other-original"));
  }
}

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
