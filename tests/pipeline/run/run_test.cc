#include "pipeline/run/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

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

TEST(Run, DryRunCountsTheSameAndWritesNothing) {
  FaultyFileSystem files;
  AddArchive(files);
  const Files before = files.Files();
  RunOptions options = ToFolder();
  options.dry_run = true;
  const RunSummary dry = RunWell(options, files);
  EXPECT_EQ(files.Files(), before);
  FileInfo info;
  EXPECT_EQ(files.Info("/out", true, info), ENOENT);
  options.dry_run = false;
  const RunSummary wet = RunWell(options, files);
  EXPECT_EQ(dry.outcomes, wet.outcomes);
  EXPECT_EQ(dry.bytes_out, wet.bytes_out);
  EXPECT_EQ(dry.changes, wet.changes);
}

// Not even where files would get another name, and their originals would go.
TEST(Run, DryRunInPlaceLeavesOriginals) {
  for (const bool rename : {false, true}) {
    FaultyFileSystem files;
    AddArchive(files);
    files.AddFile("/in/SECRETIVE/HOSP-4711 1.dcm", SmallFile(9));
    const Files before = files.Files();
    RunOptions options = InPlace();
    options.rename = rename;
    options.dry_run = true;
    const RunSummary dry = RunWell(options, files);
    EXPECT_EQ(files.Files(), before) << rename;
    options.dry_run = false;
    const RunSummary wet = RunWell(options, files);
    EXPECT_EQ(dry.outcomes, wet.outcomes);
    EXPECT_EQ(dry.renamed, wet.renamed);
    EXPECT_EQ(dry.renamed, rename ? 2u : 0u);
    EXPECT_EQ(dry.names_with_identifiers, wet.names_with_identifiers);
  }
}

TEST(Run, RewritesInPlaceOnceAndForAll) {
  FaultyFileSystem files;
  AddArchive(files);
  const Files before = files.Files();
  EXPECT_EQ(Count(RunWell(InPlace(), files), Outcome::kWritten), 5u);
  const Files after = files.Files();
  EXPECT_EQ(after.size(), before.size());
  for (const auto& [path, bytes] : after) {
    EXPECT_TRUE(before.contains(path));
    EXPECT_FALSE(HoldsName(bytes));
  }
  RunWell(InPlace(), files);
  EXPECT_EQ(files.Files(), after);
}

TEST(Run, LeavesQuarantinedOriginalsAsTheyWere) {
  FaultyFileSystem files;
  const DicomBytes whole = SmallFile(1);
  const Bytes cut = Bytes(whole).first(whole.size() - 5);
  files.AddFile("/in/cut.dcm", cut);
  const Files before = files.Files();
  std::vector<Fault> faults;
  RunHooks hooks;
  hooks.record = [&](const InputRecord& r) { faults.push_back(r.fault); };
  const RunSummary summary = RunWell(InPlace(), files, hooks);
  EXPECT_EQ(Count(summary, Reason::kFault), 1u);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].error, Error::kLengthPastEnd);
  EXPECT_EQ(files.Files(), before);
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

TEST(Run, LosesNothingThatCameIntoAnOriginalSinceItWasRead) {
  FaultyFileSystem files;
  files.AddFile("/in/1.dcm", SmallFile(1));
  files.AddFile("/in/2.dcm", SmallFile(2));
  files.SetHook([&, done = false](const auto& operation) mutable {
    if (!done && operation.name == "create") {
      done = true;
      files.Append("/in/1.dcm", "more");
    }
    return 0;
  });
  RunOptions options;
  options.sources = {"/in"};
  options.in_place = true;
  options.serial = true;
  const RunSummary summary = RunWell(options, files);
  EXPECT_EQ(Count(summary, Reason::kChanged), 1u);
  EXPECT_EQ(Count(summary, Outcome::kWritten), 1u);
  const std::vector<std::uint8_t> original = SmallFile(1).bytes();
  EXPECT_EQ(files.Files().at("/in/1.dcm"),
            std::string(AsText(original)) + "more");
  EXPECT_FALSE(files.HasTemporaries());
}

// Size and time alone do not tell one file from another.
TEST(Run, LosesNoFileThatTookThePlaceOfAnOriginalSinceItWasRead) {
  FaultyFileSystem files;
  files.AddFile("/in/1.dcm", SmallFile(1));
  files.AddFile("/in/2.dcm", SmallFile(2));
  const DicomBytes other = SmallFile(7);
  files.SetHook([&, done = false](const auto& operation) mutable {
    if (!done && operation.name == "create") {
      done = true;
      files.Swap("/in/1.dcm", AsText(other));
    }
    return 0;
  });
  RunOptions options = InPlace();
  options.serial = true;
  const RunSummary summary = RunWell(options, files);
  EXPECT_EQ(Count(summary, Reason::kChanged), 1u);
  EXPECT_EQ(Count(summary, Outcome::kWritten), 1u);
  EXPECT_EQ(files.Files().at("/in/1.dcm"), AsText(other));
}

TEST(Run, SaysOnceThatTheOutputFolderCannotBeWritten) {
  for (const char* const operation_name : {"mkdir", "try"}) {
    FaultyFileSystem files;
    AddArchive(files);
    files.SetHook([&](const FaultyFileSystem::Operation& operation) {
      return operation.name == operation_name ? EROFS : 0;
    });
    const auto summary = RunPipeline(ToFolder(), files, {});
    ASSERT_FALSE(summary.ok());
    EXPECT_EQ(summary.status().message(),
              "output folder: Read-only file system");
  }
}

// Everything below a real folder.
Files OnDisk(const std::filesystem::path& folder) {
  Files found;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder)) {
    found[entry.path().string()] =
        entry.is_regular_file() ? ReadFile(entry.path().string()) : "";
  }
  return found;
}

TEST(Run, LeavesEverythingAsItWasWhereItIsRefused) {
  const struct {
    const char* fact;
    std::function<void(RunOptions&, FaultyFileSystem&, const TempFolder&)>
        spoil;
  } cases[] = {
      {"the output cannot be made",
       [](auto&, FaultyFileSystem& files, auto&) {
         files.SetHook([](const FaultyFileSystem::Operation& operation) {
           return operation.name == "mkdir" ? EROFS : 0;
         });
       }},
      {"the output cannot be written",
       [](auto&, FaultyFileSystem& files, auto&) {
         files.SetHook([](const FaultyFileSystem::Operation& operation) {
           return operation.name == "try" ? EACCES : 0;
         });
       }},
      {"the journal is something else",
       [](RunOptions& options, auto&, const TempFolder& folder) {
         options.journal = folder / "other.db";
         WriteFile(options.journal, std::string_view("notes"));
       }},
      {"the journal's folder is not there",
       [](RunOptions& options, auto&, const TempFolder& folder) {
         options.journal = folder / "none/j.db";
       }},
      {"the crosswalk is something else",
       [](RunOptions& options, auto&, const TempFolder& folder) {
         options.crosswalk = folder / "other.csv";
         WriteFile(options.crosswalk, std::string_view("notes"));
       }},
      {"the crosswalk's folder is not there",
       [](RunOptions& options, auto&, const TempFolder& folder) {
         options.crosswalk = folder / "none/who.csv";
       }},
  };
  for (const bool first : {true, false}) {
    for (const auto& c : cases) {
      SCOPED_TRACE(c.fact);
      TempFolder folder;
      FaultyFileSystem files;
      AddArchive(files);
      RunOptions options = ToFolder();
      options.journal = folder / "j.db";
      if (!first) RunWell(options, files);
      options.output = "/new/below/out";
      c.spoil(options, files, folder);
      const Files before = files.Files(), on_disk = OnDisk(folder.path());
      const std::vector<std::string> folders = files.Folders();
      EXPECT_FALSE(RunPipeline(options, files, {}).ok());
      EXPECT_EQ(files.Files(), before);
      EXPECT_EQ(files.Folders(), folders);
      EXPECT_EQ(OnDisk(folder.path()), on_disk);
    }
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

struct BadOptions {
  const char* fact;
  std::function<void(RunOptions&)> change;
};

TEST(Run, RefusesOptionsThatMakeNoSense) {
  const BadOptions cases[] = {
      {"no source", [](RunOptions& o) { o.sources.clear(); }},
      {"missing source", [](RunOptions& o) { o.sources = {"/nowhere"}; }},
      {"source twice",
       [](RunOptions& o) {
         o.sources = {"/in", "/in"};
       }},
      {"source inside source",
       [](RunOptions& o) {
         o.sources = {"/in", "/in/a"};
       }},
      {"source around source",
       [](RunOptions& o) {
         o.sources = {"/in/a", "/in"};
       }},
      {"output is source", [](RunOptions& o) { o.output = "/in"; }},
      {"source inside output",
       [](RunOptions& o) {
         o.sources = {"/in/a"};
         o.output = "/in";
       }},
      {"no output", [](RunOptions& o) { o.output.clear(); }},
      {"output and in place", [](RunOptions& o) { o.in_place = true; }},
      {"rename without in place", [](RunOptions& o) { o.rename = true; }},
      {"bad layout", [](RunOptions& o) { o.layout = "{name}"; }},
      {"no UID for a root", [](RunOptions& o) { o.uid_root = "1.2.x"; }},
      {"a root too long",
       [](RunOptions& o) { o.uid_root = "1.2.840.1137.1234567890123"; }},
      {"no memory", [](RunOptions& o) { o.memory = 1; }},
      {"journal in no folder",
       [](RunOptions& o) { o.journal = "/nowhere/at/all/j.db"; }},
  };
  for (const BadOptions& bad : cases) {
    SCOPED_TRACE(bad.fact);
    FaultyFileSystem files;
    AddArchive(files);
    const Files before = files.Files();
    RunOptions options = ToFolder();
    bad.change(options);
    EXPECT_FALSE(RunPipeline(options, files, {}).ok());
    EXPECT_EQ(files.Files(), before);
  }
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
