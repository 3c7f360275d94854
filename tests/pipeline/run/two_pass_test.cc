#include "pipeline/run/two_pass.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/pipeline/run/sample_run.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kAccession = "ACC10485Q";
constexpr std::string_view kPrior = "old ACC10485Q";
constexpr char kMark[] = "k: ";  // of the attribute that stays

struct Object {
  std::string_view name;
  std::string_view id;
  std::string uid;
  std::string_view accession;
  std::string_view kernel;  // (0018,1210), which the profile keeps
  std::string_view issuer = "";
};

DicomBytes FileOf(const Object& object) {
  DicomBytes file;
  file.Preamble()
      .FileMeta(transfer_syntax::kExplicitVrLittleEndian, kCtImageStorage,
                object.uid)
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", object.uid)
      .Element(0x0008, 0x0050, "SH", object.accession)
      .Element(0x0008, 0x0060, "CS", "CT")
      .Element(0x0010, 0x0010, "PN", object.name)
      .Element(0x0010, 0x0020, "LO", object.id);
  if (!object.issuer.empty()) {
    file.Element(0x0010, 0x0021, "LO", object.issuer);
  }
  file.Element(0x0018, 0x1210, "SH", kMark + std::string(object.kernel))
      .Element(0x0020, 0x000D, "UI", object.uid + ".1")
      .Element(0x0020, 0x000E, "UI", object.uid + ".2");
  return file;
}

// A journal is kept, so that what is gathered stands beside it.
RunOptions TwoPasses(const TempFolder& folder) {
  RunOptions options = ToFolder();
  options.layout = "{instance}.dcm";
  options.journal = folder / "journal";
  options.two_pass = true;
  return options;
}

// What the kept attribute of each output says, the mark left out.
std::vector<std::string> Kernels(const FaultyFileSystem& files) {
  std::vector<std::string> kernels;
  for (const auto& [path, bytes] : Below(files, "/out")) {
    const std::size_t begin = bytes.find(kMark);
    if (begin == std::string::npos) {
      kernels.emplace_back("-");
      continue;
    }
    const std::size_t text = begin + sizeof kMark - 1;
    const std::size_t end = bytes.find('\0', text);
    kernels.push_back(bytes.substr(text, end - text));
  }
  return kernels;
}

struct Pair {
  const char* fact;
  Object first;
  Object second;
  bool shared;  // what the first loses is searched for in the second
};

TEST(TwoPass, TakesOutWhatAnotherFileOfThePatientLoses) {
  const Pair pairs[] = {
      {"one Patient ID",
       {kName, kId, "1.2.3.1", kAccession, "B30"},
       {kName, kId, "1.2.3.2", "B2", kPrior},
       true},
      {"the file that loses it comes last",
       {kName, kId, "1.2.3.2", "B2", kPrior},
       {kName, kId, "1.2.3.1", kAccession, "B30"},
       true},
      {"no Patient ID, one name",
       {kName, "", "1.2.3.1", kAccession, "B30"},
       {kName, "", "1.2.3.2", "B2", kPrior},
       true},
      {"two Patient IDs",
       {kName, kId, "1.2.3.1", kAccession, "B30"},
       {kName, "HOSP-4712", "1.2.3.2", "B2", kPrior},
       false},
      {"two issuers of one Patient ID",
       {kName, kId, "1.2.3.1", kAccession, "B30", "HERE"},
       {kName, kId, "1.2.3.2", "B2", kPrior, "THERE"},
       false},
      {"neither ID nor name",
       {"", "", "1.2.3.1", kAccession, "B30"},
       {"", "", "1.2.3.2", "B2", kPrior},
       false},
  };
  for (const Pair& pair : pairs) {
    SCOPED_TRACE(pair.fact);
    for (const bool two_pass : {false, true}) {
      TempFolder folder;
      FaultyFileSystem files;
      files.AddFile("/in/1.dcm", FileOf(pair.first));
      files.AddFile("/in/2.dcm", FileOf(pair.second));
      RunOptions options = TwoPasses(folder);
      options.two_pass = two_pass;
      EXPECT_EQ(Count(RunWell(options, files), Outcome::kWritten), 2u);
      std::string all;
      for (const auto& [path, bytes] : Below(files, "/out")) all += bytes;
      EXPECT_THAT(all, HasSubstr("B30"));
      EXPECT_THAT(all, HasSubstr("k: old"));
      if (two_pass && pair.shared) {
        EXPECT_THAT(all, Not(HasSubstr(std::string(kAccession))));
      } else {
        EXPECT_THAT(all, HasSubstr(std::string(kAccession)));
      }
    }
  }
}

// Three patients, whose files name each other's and their own numbers.
void AddPatients(FaultyFileSystem& files, int objects) {
  for (int i = 0; i < objects; ++i) {
    const int patient = i % 3;
    const std::string id = "HOSP-471" + std::to_string(patient);
    const auto accession = [](int n) {
      return std::string("A").append(std::to_string(1000 + n)).append("Q");
    };
    const std::string own = accession(i);
    const std::string kernel =
        accession((i + 3) % objects) + " " + accession((i + 1) % objects);
    files.AddFile(
        "/in/" + std::to_string(i % 5) + "/" + std::to_string(i),
        FileOf({kName, id, "1.2.3." + std::to_string(i), own, kernel}));
  }
  files.AddFile("/in/note.txt", AsBytes("no DICOM in here"));
}

TEST(TwoPass, GivesTheSameBytesWithAnyNumberOfThreads) {
  std::map<std::string, std::string> want;
  std::map<Change, std::uint64_t> changes;
  for (const int threads : {0, 1, 2, 8}) {
    TempFolder folder;
    FaultyFileSystem files;
    AddPatients(files, 60);
    RunOptions options = TwoPasses(folder);
    options.serial = threads == 0;
    options.threads = threads;
    const RunSummary summary = RunWell(options, files);
    EXPECT_EQ(Count(summary, Outcome::kWritten), 60u);
    if (threads == 0) {
      want = files.Files();
      changes = summary.changes;
      // Of one's own patient none is left, of the next one all are.
      for (const std::string& kernel : Kernels(files)) {
        EXPECT_THAT(kernel, testing::MatchesRegex(" *A1[0-9]*Q *"));
      }
    }
    EXPECT_EQ(files.Files(), want);
    EXPECT_EQ(summary.changes, changes);
  }
}

TEST(TwoPass, AddsNothingOfWhatCannotBeParsed) {
  TempFolder folder;
  FaultyFileSystem files;
  const DicomBytes whole = FileOf({kName, kId, "1.2.3.1", kAccession, "B30"});
  files.AddFile("/in/1.dcm", Bytes(whole).first(whole.size() - 5));
  files.AddFile("/in/2.dcm", FileOf({kName, kId, "1.2.3.2", "B2", kPrior}));
  const RunSummary summary = RunWell(TwoPasses(folder), files);
  EXPECT_EQ(Count(summary, Outcome::kWritten), 1u);
  EXPECT_EQ(Count(summary, Outcome::kQuarantined), 1u);
  const Files out = Below(files, "/out");
  ASSERT_EQ(out.size(), 1u);
  EXPECT_THAT(out.begin()->second, HasSubstr(std::string(kAccession)));
}

TEST(TwoPass, IsAnotherPolicyForTheJournal) {
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/1.dcm", SmallFile(1));
  RunOptions options = TwoPasses(folder);
  options.two_pass = false;
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kWritten), 1u);
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kUnchanged), 1u);
  options.two_pass = true;
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kUnchanged), 0u);
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kUnchanged), 1u);
}

TEST(TwoPass, ReadsUnchangedInputsForTheSakeOfNewOnes) {
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/1.dcm",
                FileOf({kName, kId, "1.2.3.1", kAccession, "B30"}));
  const RunOptions options = TwoPasses(folder);
  RunWell(options, files);
  files.AddFile("/in/2.dcm", FileOf({kName, kId, "1.2.3.2", "B2", kPrior}));
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kUnchanged), 1u);
  for (const auto& [path, bytes] : Below(files, "/out")) {
    EXPECT_THAT(bytes, Not(HasSubstr(std::string(kAccession))));
  }
}

std::vector<std::string> NamesIn(const TempFolder& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    names.push_back(entry.path().filename().string());
  }
  return names;
}

TEST(TwoPass, LeavesNothingOnTheDisk) {
  TempFolder folder;
  FaultyFileSystem files;
  AddPatients(files, 10);
  RunHooks hooks;
  const auto is_journal = testing::Each(testing::StartsWith("journal"));
  hooks.record = [&](const InputRecord&) {
    EXPECT_THAT(NamesIn(folder), is_journal);  // nor while it is in use
  };
  RunWell(TwoPasses(folder), files, hooks);
  EXPECT_THAT(NamesIn(folder), testing::ElementsAre("journal"));
}

// However far the first pass came.
TEST(TwoPass, StopsInTheFirstPassWithNothingTouched) {
  for (const int last : {1, 3, 8}) {
    TempFolder folder;
    FaultyFileSystem files;
    AddPatients(files, 10);
    const Files before = files.Files();
    std::atomic<int> stop = 0;
    std::atomic<int> opened = 0;
    files.SetHook([&](const FaultyFileSystem::Operation& operation) {
      if (operation.name == "open" && ++opened == last) stop = 2;
      return 0;
    });
    RunHooks hooks;
    Progress progress;
    hooks.progress = &progress;
    hooks.stop = &stop;
    const RunSummary summary = RunWell(TwoPasses(folder), files, hooks);
    EXPECT_TRUE(summary.interrupted);
    EXPECT_EQ(summary.found, 0u);
    EXPECT_LT(progress.gathered, 10u);
    EXPECT_EQ(files.Files(), before);
    EXPECT_THAT(NamesIn(folder), testing::ElementsAre("journal"));
  }
}

TEST(TwoPass, RewritesInPlace) {
  TempFolder folder;
  FaultyFileSystem files;
  files.AddFile("/in/1.dcm",
                FileOf({kName, kId, "1.2.3.1", kAccession, "B30"}));
  files.AddFile("/in/2.dcm", FileOf({kName, kId, "1.2.3.2", "B2", kPrior}));
  RunOptions options = TwoPasses(folder);
  options.output.clear();
  options.in_place = true;
  EXPECT_EQ(Count(RunWell(options, files), Outcome::kWritten), 2u);
  for (const auto& [path, bytes] : files.Files()) {
    EXPECT_THAT(bytes, Not(HasSubstr(std::string(kAccession))));
    EXPECT_THAT(bytes, HasSubstr(kMark));
  }
}

TEST(TwoPass, CountsWhatItReadsAndWhatItWrites) {
  TempFolder folder;
  FaultyFileSystem files;
  AddPatients(files, 10);
  Progress progress;
  RunHooks hooks;
  hooks.progress = &progress;
  hooks.record = [&](const InputRecord&) { EXPECT_FALSE(progress.gathering); };
  RunWell(TwoPasses(folder), files, hooks);
  EXPECT_EQ(progress.gathered, 11u);  // the note, too
  EXPECT_EQ(progress.done, 11u);
}

TEST(TwoPass, SaysThatItsFileHasNoPlace) {
  FaultyFileSystem files;
  AddPatients(files, 1);
  RunOptions options = ToFolder();
  options.two_pass = true;
  options.output = "/nowhere/at/all/out";  // on the disk; in memory it is made
  const auto summary = RunPipeline(options, files, {});
  EXPECT_EQ(summary.status().message(),
            "two-pass: its file cannot be made: No such file or directory");
  EXPECT_TRUE(Below(files, "/nowhere").empty());
}

TEST(TwoPassFolder, IsNeverInsideWhatIsReleased) {
  Sources sources;
  sources.roots = {"/archive/ct"};
  sources.output = "/release/ct";
  RunOptions options;
  EXPECT_EQ(TwoPassFolder(options, sources), "/release");
  options.in_place = true;
  EXPECT_EQ(TwoPassFolder(options, sources), "/archive");
  options.journal = "/var/journals/ct";
  EXPECT_EQ(TwoPassFolder(options, sources), "/var/journals");
  options.gather_in_memory = true;
  EXPECT_EQ(TwoPassFolder(options, sources), "");
}

}  // namespace
}  // namespace dcmscrub
