#include "pipeline/run/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernels/identity/identity.h"
#include "pipeline/journal/journal_facts.h"
#include "tests/pipeline/run/sample_run.h"
#include "tests/support/policy_text.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

TEST(Run, WritesEveryObjectUnderItsNewNames) {
  FaultyFileSystem files;
  AddArchive(files);
  const Files before = Below(files, "/in");
  const RunSummary summary = RunWell(ToFolder(), files);

  EXPECT_EQ(Count(summary, Outcome::kWritten), 5u);
  EXPECT_EQ(Count(summary, Reason::kNotDicom), 1u);
  EXPECT_EQ(Below(files, "/in"), before);
  const Files out = Below(files, "/out");
  EXPECT_EQ(out.size(), 5u);
  std::uint64_t bytes = 0;
  for (const auto& [path, content] : out) {
    EXPECT_THAT(path, testing::StartsWith("/out/P-"));
    EXPECT_THAT(path, testing::EndsWith(".dcm"));
    EXPECT_FALSE(HoldsName(content));
    EXPECT_FALSE(HoldsName(path));
    bytes += content.size();
  }
  EXPECT_EQ(summary.bytes_out, bytes);
  EXPECT_FALSE(summary.changes.empty());
}

TEST(Run, GivesTheSameBytesWithAnyNumberOfThreads) {
  RunOptions options = ToFolder();
  options.serial = true;
  FaultyFileSystem one;
  AddArchive(one);
  const RunSummary want = RunWell(options, one);
  options.serial = false;
  for (const int threads : {1, 2, 5}) {
    for (const Sync sync : {Sync::kNone, Sync::kBatch, Sync::kEach}) {
      options.threads = threads;
      options.sync = sync;
      FaultyFileSystem many;
      AddArchive(many);
      const RunSummary got = RunWell(options, many);
      EXPECT_EQ(many.Files(), one.Files());
      EXPECT_EQ(got.outcomes, want.outcomes);
      EXPECT_EQ(got.changes, want.changes);
      EXPECT_EQ(got.warnings, want.warnings);
      EXPECT_EQ(got.bytes_out, want.bytes_out);
    }
  }
}

// More inputs than the graph holds at a time, so that every limit is met.
TEST(Run, RecordsThousandsOfInputsInOrder) {
  FaultyFileSystem files;
  constexpr std::uint64_t kInputs = 1500;
  for (std::uint64_t i = 0; i < kInputs; ++i) {
    files.AddPipe("/in/" + std::to_string(i % 7) + "/" + std::to_string(i));
  }
  for (const bool serial : {false, true}) {
    RunOptions options = ToFolder();
    options.serial = serial;
    std::uint64_t next = 0;
    bool in_order = true;
    RunHooks hooks;
    Progress progress;
    hooks.progress = &progress;
    hooks.record = [&](const InputRecord& record) {
      in_order &= record.number == ++next;
    };
    const RunSummary summary = RunWell(options, files, hooks);
    EXPECT_TRUE(in_order);
    EXPECT_EQ(next, kInputs);
    EXPECT_EQ(Count(summary, Reason::kNotAFile), kInputs);
    EXPECT_EQ(progress.found, kInputs);
    EXPECT_EQ(progress.done, kInputs);
    EXPECT_TRUE(progress.discovery_done);
  }
}

TEST(Run, TellsDuplicatesFromCollisionsAndNeverReplaces) {
  FaultyFileSystem files;
  files.AddFile("/in/1.dcm", SmallFile(1));
  files.AddFile("/in/2.dcm", SmallFile(1));  // the same object again
  DicomBytes other = SmallFile(1);
  other.Element(0x7FE1, 0x0010, "LO", "SITE").Element(0xFFFC, 0xFFFC, "OB", "");
  DicomBytes different = MinimalCtFile(kName, kId, "1.2.3.1", kImplicitLittle);
  files.AddFile("/in/3.dcm", different);
  const RunSummary summary = RunWell(ToFolder(), files);
  EXPECT_EQ(Count(summary, Outcome::kWritten), 1u);
  EXPECT_EQ(Count(summary, Outcome::kDuplicate), 1u);
  EXPECT_EQ(Count(summary, Reason::kCollision), 1u);
  const Files out = Below(files, "/out");
  EXPECT_EQ(out.size(), 1u);

  // The one that came first stands, and stands still in the next run.
  const RunSummary again = RunWell(ToFolder(), files);
  EXPECT_EQ(Count(again, Outcome::kDuplicate), 2u);
  EXPECT_EQ(Count(again, Reason::kCollision), 1u);
  EXPECT_EQ(Below(files, "/out"), out);
}

TEST(Run, DeflatedDataSetsStayDeflated) {
  FaultyFileSystem files;
  DicomBytes file;
  file.Preamble()
      .FileMeta(kDeflatedExplicitVrLittleEndian, kCtImageStorage, "1.2.3.1")
      .Deflated(MinimalCt(kName, kId, "1.2.3.1"));
  files.AddFile("/in/1.dcm", file);
  EXPECT_EQ(Count(RunWell(InPlace(), files), Outcome::kWritten), 1u);
  const std::string once = files.Files().at("/in/1.dcm");
  EXPECT_NE(once, std::string(AsText(file)));
  EXPECT_THAT(once,
              testing::HasSubstr(std::string(kDeflatedExplicitVrLittleEndian)));
  EXPECT_EQ(once.size() % 2, 0u);
  EXPECT_EQ(Count(RunWell(InPlace(), files), Outcome::kWritten), 1u);
  EXPECT_EQ(files.Files().at("/in/1.dcm"), once);
}

// Header after header: more than one work item's budget, then more than all.
DicomBytes ManyElements(std::size_t items) {
  DicomBytes sequence;
  for (std::size_t i = 0; i < items; ++i) {
    sequence.ItemStart(20).Element(0x0008, 0x1155, "UI",
                                   "1.2.3.4.5.6");  // 8 + 12 bytes
  }
  DicomBytes file;
  file.Preamble()
      .FileMeta(transfer_syntax::kExplicitVrLittleEndian, kCtImageStorage,
                "1.2.3.1")
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", "1.2.3.1")
      .SequenceStart(0x0008, 0x1140,
                     static_cast<std::uint32_t>(sequence.size()))
      .Raw(sequence)
      .Element(0x0010, 0x0010, "PN", kName)
      .Element(0x0010, 0x0020, "LO", kId);
  return file;
}

TEST(Run, TakesLargeHeadersInTheLargeLane) {
  FaultyFileSystem files;
  for (int i = 0; i < 6; ++i) {
    files.AddFile("/in/" + std::to_string(i) + ".dcm", ManyElements(30'000));
  }
  files.AddFile("/in/small.dcm", SmallFile(2));
  for (const bool serial : {false, true}) {
    RunOptions options = ToFolder();
    options.output = serial ? "/out1" : "/out2";
    options.serial = serial;
    const RunSummary summary = RunWell(options, files);
    EXPECT_EQ(Count(summary, Outcome::kWritten), 2u);
    EXPECT_EQ(Count(summary, Outcome::kDuplicate), 5u);
  }
}

TEST(Run, QuarantinesHeadersThatNoBudgetHolds) {
  FaultyFileSystem files;
  files.AddFile("/in/1.dcm", ManyElements(100'000));
  files.AddFile("/in/2.dcm", SmallFile(2));
  RunOptions options = ToFolder();
  options.memory = std::uint64_t{8} << 20;
  const RunSummary summary = RunWell(options, files);
  EXPECT_EQ(Count(summary, Reason::kTooLarge), 1u);
  EXPECT_EQ(Count(summary, Outcome::kWritten), 1u);
}

TEST(Run, QuarantinesFilesThatChangeWhileTheyAreRead) {
  for (const bool grows : {false, true}) {
    FaultyFileSystem files;
    files.AddFile("/in/1.dcm", BigFile(1));
    files.SetHook([&](const FaultyFileSystem::Operation& operation) {
      if (operation.name == "create" && operation.path.ends_with(".dcm")) {
        if (grows) {
          files.Append("/in/1.dcm", "more");
        } else {
          files.Truncate("/in/1.dcm", 100'000);
        }
      }
      return 0;
    });
    const RunSummary summary = RunWell(ToFolder(), files);
    EXPECT_EQ(Count(summary, Reason::kChanged), 1u);
    EXPECT_TRUE(Below(files, "/out").empty());
  }
}

TEST(Run, StopsAtAnyOperationWithoutLeavingTemporaries) {
  FaultyFileSystem undisturbed;
  AddArchive(undisturbed);
  RunWell(ToFolder(), undisturbed);
  const Files want = Below(undisturbed, "/out");
  for (std::uint64_t at = 1; at <= undisturbed.operations(); ++at) {
    FaultyFileSystem files;
    AddArchive(files);
    std::atomic<int> stop = 0;
    files.SetHook([&](const FaultyFileSystem::Operation& operation) {
      if (operation.number == at) stop = 2;
      return 0;
    });
    RunHooks hooks;
    hooks.stop = &stop;
    const RunSummary summary = RunWell(ToFolder(), files, hooks);
    EXPECT_TRUE(summary.interrupted || stop == 0);
    EXPECT_FALSE(files.HasTemporaries());
    for (const auto& [path, bytes] : Below(files, "/out")) {
      ASSERT_TRUE(want.contains(path));
      EXPECT_EQ(bytes, want.at(path));
    }
  }
}

TEST(Run, SurveyCountsObjectsAndPatients) {
  FaultyFileSystem files;
  AddArchive(files);
  files.AddFile("/in/z.dcm", MinimalCtFile("OTHER^ONE", "ID2", "1.2.9"));
  const Files before = files.Files();
  const auto survey = SurveySources(InPlace(), files, nullptr);
  ASSERT_TRUE(survey.ok());
  EXPECT_EQ(survey->files, 6u);
  EXPECT_EQ(survey->patients, 2u);
  EXPECT_EQ(files.Files(), before);
}

TEST(Run, OutputInsideASourceIsNoInput) {
  FaultyFileSystem files;
  AddArchive(files);
  RunOptions options = ToFolder();
  options.output = "/in/out";
  EXPECT_EQ(RunWell(options, files).found, 6u);
  const RunSummary again = RunWell(options, files);
  EXPECT_EQ(again.found, 6u);
  EXPECT_EQ(Count(again, Outcome::kDuplicate), 5u);
}

// 2000-01-01, in days since 1970-01-01.
constexpr std::int64_t kDayZero = 10'957;

DicomBytes FileOfDay(std::string_view day, const std::string& uid) {
  return DicomBytes()
      .Preamble()
      .FileMeta(transfer_syntax::kExplicitVrLittleEndian, kCtImageStorage, uid)
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", uid)
      .Element(0x0008, 0x0020, "DA", day)
      .Element(0x0010, 0x0020, "LO", uid);
}

RunOptions OfACase() {
  RunOptions options = ToFolder();
  options.policy = PolicyOf(
      "option retain-longitudinal-modified-dates\nday-zero 20000101\n");
  return options;
}

TEST(Run, TheFirstDayOfACaseBecomesDayZero) {
  FaultyFileSystem files;
  files.AddFile("/in/1", FileOfDay("20240311", "1.2.3.1"));
  files.AddFile("/in/2", FileOfDay("20240312", "1.2.3.2"));  // another patient
  for (const bool two_pass : {false, true}) {
    RunOptions options = OfACase();
    options.first_day = kDayZero + 8836;  // 2024-03-11
    options.two_pass = two_pass;
    options.output = two_pass ? "/two" : "/one";
    EXPECT_EQ(Count(RunWell(options, files), Outcome::kWritten), 2u);
    std::string all;
    for (const auto& [path, bytes] : Below(files, options.output)) all += bytes;
    EXPECT_THAT(all, testing::HasSubstr("20000101"));
    EXPECT_THAT(all, testing::HasSubstr("20000102"));
    EXPECT_THAT(all, testing::Not(testing::HasSubstr("2024")));

    // Outputs begin on day zero, and come out the same.
    RunOptions again = options;
    again.sources = {options.output};
    again.output = options.output + "-again";
    again.first_day = kDayZero;
    again.layout = "mirror";
    RunWell(again, files);
    std::string twice;
    for (const auto& [path, bytes] : Below(files, again.output)) twice += bytes;
    EXPECT_EQ(twice, all);
  }
}

TEST(Run, RulesWithADayZeroWantAFirstDay) {
  FaultyFileSystem files;
  files.AddFile("/in/1", FileOfDay("20240311", "1.2.3.1"));
  const Files before = files.Files();
  for (const bool dry_run : {false, true}) {
    RunOptions options = OfACase();
    options.dry_run = dry_run;
    const auto without = RunPipeline(options, files, {});
    EXPECT_EQ(without.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(without.status().message()),
                testing::HasSubstr("'teach'"));
    options.first_day = std::int64_t{1} << 40;
    EXPECT_FALSE(RunPipeline(options, files, {}).ok());
  }
  EXPECT_EQ(files.Files(), before);
}

TEST(Run, AnotherFirstDayIsAnotherRun) {
  FaultyFileSystem files;
  files.AddFile("/in/1", FileOfDay("20240311", "1.2.3.1"));
  RunOptions options = OfACase();
  const TempFolder folder;
  options.journal = folder / "j.db";
  options.first_day = kDayZero;
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kWritten), 1u);
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kUnchanged), 1u);
  options.first_day = kDayZero + 1;
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kUnchanged), 0u);
}

}  // namespace
}  // namespace dcmscrub
