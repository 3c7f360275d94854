// What becomes of the originals: in place, in dry runs, and where somebody else
// changes them meanwhile.
#include <gtest/gtest.h>

#include "pipeline/run/run.h"
#include "tests/pipeline/run/sample_run.h"

namespace dcmscrub {
namespace {

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

}  // namespace
}  // namespace dcmscrub
