// `verify` finds nothing in good results, and counts what it looks at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "bench/sample_archive.h"
#include "tests/pipeline/verify/verify_world.h"
#include "tests/support/policy_text.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

class GoodResults : public testing::TestWithParam<std::string> {};

TEST_P(GoodResults, AreClean) {
  VerifyWorld world = GoodWorld(GetParam());
  for (const bool with_sources : {false, true}) {
    for (const bool with_key : {false, true}) {
      for (const bool with_journal : {false, true}) {
        world.with_sources = with_sources;
        world.with_key = with_key;
        world.with_journal = with_journal;
        // Without either nobody knows what was made from what.
        if (with_sources && !with_key && !with_journal) continue;
        const VerifyReport report = world.Verify();
        EXPECT_THAT(Found(report, Severity::kFinding), IsEmpty())
            << with_sources << with_key << with_journal;
        EXPECT_EQ(report.files, 5u);
        EXPECT_EQ(report.compared, with_sources ? 5u : 0u);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    ByOption, GoodResults,
    testing::Values("", "option retain-longitudinal-full-dates\n",
                    "option retain-longitudinal-modified-dates\n",
                    "option retain-safe-private\n", "option retain-uids\n",
                    "option clean-descriptors\n",
                    "option clean-structured-content\n",
                    "option retain-patient-characteristics\n",
                    "option retain-institution-identity\n",
                    "option retain-device-identity\n"));

// All kinds of objects, six character sets, several transfer syntaxes.
class GoodArchives : public testing::TestWithParam<std::string> {};

TEST_P(GoodArchives, AreClean) {
  FaultyFileSystem disk;
  for (const SampleFile& file : MixedArchive(/*seed=*/5, /*patients=*/6)) {
    disk.AddFile("/in/" + file.path, file.bytes);
  }
  TempFolder folder;
  RunOptions run = ToFolder();
  run.journal = folder / "journal";
  run.policy = PolicyOf(GetParam());
  const std::uint64_t written = Count(RunWell(run, disk), Outcome::kWritten);

  VerifyOptions options;
  options.output = "/out";
  options.against = {"/in"};
  options.key = run.key;
  options.journal = run.journal;
  const absl::StatusOr<VerifyReport> report = Verify(options, disk);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->compared, written);
  EXPECT_GT(written, 50u);
  EXPECT_THAT(Found(*report, Severity::kFinding), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    ByOption, GoodArchives,
    testing::Values("", "option retain-longitudinal-modified-dates\n",
                    "option clean-descriptors\n"
                    "option clean-structured-content\n"
                    "option retain-safe-private\n"));

TEST(Verify, LooksAtTheSameSampleEveryTime) {
  VerifyWorld world = GoodWorld("");
  world.sample = 2;
  const VerifyReport report = world.Verify();
  EXPECT_EQ(report.looked_at, 2u);
  EXPECT_EQ(report.files, 5u);
  EXPECT_TRUE(report.clean());
}

// Two objects of one UID: the row of the second bears the path that the first
// has taken, whichever of the two comes first.
TEST(Verify, LetsANameThatWasTakenBe) {
  for (const char* const second : {"/in/0", "/in/zz"}) {
    VerifyWorld world = GoodWorld("");
    world.with_journal = true;
    world.files[second] = world.files.at("/in/c");
    world.journal_sql =
        "CREATE TEMP TABLE one AS SELECT * FROM input WHERE source = '/in/c';"
        "UPDATE one SET status = 'quarantined', reason = 'collision', source "
        "= '" +
        std::string(second) + "'; INSERT INTO input SELECT * FROM one";
    EXPECT_THAT(Found(world.Verify(), Severity::kFinding), IsEmpty());
  }
}

// An input that was quarantined may be one that GDCM can read. With the journal
// that explains it; without, it is an original without a result.
TEST(Verify, FindsNoFaultInAQuarantinedInput) {
  VerifyWorld world = GoodWorld("");
  world.files.erase(world.output('B'));
  const VerifyReport report = world.Verify();
  EXPECT_THAT(Found(report), UnorderedElementsAre("unpaired-source"));
  EXPECT_EQ(report.verdict(), CleanLevel::kRemarks);
  world.with_journal = true;
  world.journal_sql =
      "UPDATE input SET status = 'quarantined' WHERE source = '/in/b'";
  EXPECT_EQ(world.Verify().verdict(), CleanLevel::kClean);
}

TEST(Verify, KeepsTwentyExamplesAndCountsAll) {
  VerifyWorld world = GoodWorld("");
  world.with_sources = false;
  for (int i = 0; i < 30; ++i) {
    world.files["/out/" + std::to_string(i)] = "no DICOM in here";
  }
  const VerifyReport report = world.Verify();
  const CheckResult& found =
      report.checks[static_cast<std::size_t>(Check::kNotDicom)];
  EXPECT_EQ(found.count, 30u);
  EXPECT_EQ(found.examples.size(), CheckResult::kExamples);
  EXPECT_EQ(report.files_with_findings.size(), 30u);
}

// The words of the marks are in every result, whoever is called like them.
TEST(Verify, TakesNoMarkForAPatient) {
  for (const char* const name :
       {"SCRIPT^ANNA", "LONGI", "PROFIL^BASIC", "SCRUB", "DCM^YES", "MODIFIED",
        "METHOD^TEMPORAL"}) {
    VerifyWorld world = GoodWorld("option clean-descriptors\n");
    EditedFile source = world.Source('C');
    source.Set(DicomBytes().Element(0x0010, 0x0010, "PN", name));
    world.files["/in/c"] = source.Bytes();
    world.with_key = false;
    world.with_journal = true;
    const VerifyReport report = world.Verify();
    EXPECT_EQ(report.compared, 5u);
    EXPECT_THAT(Found(report, Severity::kFinding), IsEmpty()) << name;
  }
}

// One file is held against its original, and against its own row.
TEST(Verify, LooksAtOneFile) {
  VerifyWorld world = GoodWorld("");
  world.with_journal = true;
  world.result = world.output('C');
  VerifyReport report = world.Verify();
  EXPECT_THAT(Found(report), IsEmpty());
  EXPECT_EQ(report.files, 1u);
  EXPECT_EQ(report.compared, 1u);
  world.Edit('C', [&](EditedFile& file) {
    file.Set(DicomBytes().Element(0x0008, 0x0090, "PN", "REFERRER^ROSA"));
  });
  report = world.Verify();
  EXPECT_THAT(Found(report),
              UnorderedElementsAre("name-kept", "journal-size-differs"));
  // One file beside one file needs neither key nor journal.
  world.with_journal = world.with_key = false;
  world.against = "/in/c";
  EXPECT_THAT(Found(world.Verify()), UnorderedElementsAre("name-kept"));
}

// Of an archive the names in it count, not those that it was unpacked to.
TEST(Verify, LooksAtTheNamesInAnArchive) {
  VerifyWorld world = GoodWorld("");
  for (const char which : {'A', 'B', 'C', 'D', 'E'}) {
    const std::string number(1, static_cast<char>(which - 'A' + '1'));
    world.files["/unpacked/00000" + number] =
        world.files.at(world.output(which));
    world.names.push_back("patients/" + number + ".dcm");
  }
  world.result = "/unpacked";
  EXPECT_THAT(Found(world.Verify(), Severity::kFinding), IsEmpty());
  world.names[2] = "UNTOLD/3.dcm";
  const VerifyReport report = world.Verify();
  EXPECT_THAT(Found(report, Severity::kFinding),
              UnorderedElementsAre("residue-folder-name"));
  const CheckResult& found =
      report.checks[static_cast<std::size_t>(Check::kResidueFolderName)];
  EXPECT_EQ(found.examples.at(0).path, "UNTOLD/3.dcm");
}

// However many there are in one file, no more is kept of them.
TEST(Verify, CountsAllFindingsOfOneFile) {
  VerifyWorld world = GoodWorld("");
  world.Edit('C', [](EditedFile& file) {
    std::vector<DicomBytes> items(
        30, DicomBytes().Element(0x0009, 0x0010, "LO", "SOMEBODY"));
    file.Set(DicomBytes().Sequence(0x0008, 0x2218, items));
  });
  const VerifyReport report = world.Verify();
  const CheckResult& found =
      report.checks[static_cast<std::size_t>(Check::kPrivateAttribute)];
  EXPECT_EQ(found.count, 30u);
  EXPECT_EQ(found.examples.size(), CheckResult::kExamples);
}

// One failed operation changes no file and ends no program; an output that can
// not be read is not clean.
TEST(Verify, AFailedOperationIsNoHarmAndNoProof) {
  FaultyFileSystem files;
  files.AddFile("/in/1.dcm", SmallFile(1));
  files.AddFile("/in/2.dcm", SmallFile(2));
  RunWell(ToFolder(), files);
  const Files before = files.Files();
  VerifyOptions options;
  options.output = "/out";
  options.against = {"/in"};
  options.key = ToFolder().key;
  options.threads = 1;
  std::uint64_t begin = files.operations(), last = 0;
  for (std::uint64_t at = 0; at <= last; ++at) {
    SCOPED_TRACE("operation " + std::to_string(at));
    begin = files.operations();
    files.SetHook([&](const FaultyFileSystem::Operation& operation) {
      return operation.number == begin + at ? EIO : 0;
    });
    const auto report = dcmscrub::Verify(options, files, nullptr);
    if (at == 0) {
      ASSERT_TRUE(report.ok() && report->clean()) << report.status();
      last = files.operations() - begin;
    }
    EXPECT_EQ(files.Files(), before);
  }
  files.SetHook([](const FaultyFileSystem::Operation& operation) {
    return operation.name == "read" && operation.path.starts_with("/out/") ? EIO
                                                                           : 0;
  });
  const auto report = dcmscrub::Verify(options, files, nullptr);
  EXPECT_FALSE(report.ok() && report->clean());
}

TEST(Verify, RefusesAResultThatIsNotThere) {
  FaultyFileSystem disk;
  VerifyOptions options;
  options.output = "/nowhere";
  EXPECT_FALSE(Verify(options, disk).ok());
  disk.AddFolder("/empty");  // "clean" would be said of a wrong path
  options.output = "/empty";
  EXPECT_FALSE(Verify(options, disk).ok());
}

}  // namespace
}  // namespace dcmscrub
