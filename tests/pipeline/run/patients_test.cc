// Whose files a run takes for one patient's, what it says of studies that are
// of several, and what files without UIDs get.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/journal/journal_facts.h"
#include "tests/pipeline/run/sample_run.h"
#include "tests/support/policy_text.h"
#include "tests/support/scrubbed_file.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

struct Who {
  std::string_view name;
  std::string_view id = {};
  std::string_view issuer = {};
  std::string_view character_set = {};
};

// Empty UIDs are there and say nothing.
struct Uids {
  std::string_view study = "1.2.3.77";
  std::string_view series = "1.2.3.88";
  std::string_view instance = {};
};

DicomBytes FileOf(const Who& who, const Uids& uids,
                  std::string_view comment = "x") {
  return DicomBytes()
      .Preamble()
      .FileMeta(transfer_syntax::kExplicitVrLittleEndian, kCtImageStorage,
                uids.instance)
      .Element(0x0008, 0x0005, "CS", who.character_set)
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", uids.instance)
      .Element(0x0008, 0x0060, "CS", "CT")
      .Element(0x0010, 0x0010, "PN", who.name)
      .Element(0x0010, 0x0020, "LO", who.id)
      .Element(0x0010, 0x0021, "LO", who.issuer)
      .Element(0x0020, 0x000D, "UI", uids.study)
      .Element(0x0020, 0x000E, "UI", uids.series)
      .Element(0x0020, 0x4000, "LT", comment)
      .Element(0x7FE0, 0x0010, "OW", "pixels");
}

std::set<std::string> FoldersBelow(const FaultyFileSystem& files,
                                   const std::string& folder) {
  std::set<std::string> names;
  for (const auto& [path, bytes] : Below(files, folder)) {
    const std::string rest = path.substr(folder.size() + 1);
    names.insert(rest.substr(0, rest.find('/')));
  }
  return names;
}

TEST(Patients, AreOneWhateverTheyAreWrittenIn) {
  const std::vector<std::vector<Who>> kPatients = {
      {{"Doe^John"},
       {"Doe^John^"},
       {"Doe^John^^^"},
       {"Doe^John "},
       {"Doe^John ^"}},
      {{"A", "A^B"}, {"B", "A^B^^^"}},
      {{"A", "M\xdcLLER-1", "K\xd6LN", "ISO_IR 100"},
       {"B", "MÜLLER-1", "KÖLN", "ISO_IR 192"},
       {"C", "MÜLLER-1", "KÖLN"}},
  };
  for (const std::vector<Who>& patient : kPatients) {
    for (const bool two_pass : {false, true}) {
      FaultyFileSystem files;
      int number = 0;
      for (const Who& who : patient) {
        const std::string uid = "1.2.3." + std::to_string(++number);
        files.AddFile("/in/" + std::to_string(number),
                      FileOf(who, {.instance = uid}));
      }
      RunOptions options = ToFolder();
      options.two_pass = two_pass;
      EXPECT_EQ(Count(RunWell(options, files), Outcome::kWritten),
                patient.size());
      EXPECT_EQ(FoldersBelow(files, "/out").size(), 1u) << patient[0].name;
    }
  }
}

TEST(Patients, ThatShareAStudyAreCounted) {
  const struct {
    const char* fact;
    Who other;
    std::string_view study;
    std::uint64_t mixed;
  } kCases[] = {
      {"one patient", {"A", "1", "X"}, "1.2.3.77", 0},
      {"two IDs", {"A", "2", "X"}, "1.2.3.77", 1},
      {"an issuer that lacks", {"A", "1"}, "1.2.3.77", 1},
      {"an ID that lacks", {"A"}, "1.2.3.77", 1},
      {"two studies", {"A", "2", "X"}, "1.2.3.78", 0},
  };
  for (const auto& [fact, other, study, mixed] : kCases) {
    TempFolder folder;
    FaultyFileSystem files;
    files.AddFile("/in/1", FileOf({"A", "1", "X"}, {.instance = "1.2.3.1"}));
    files.AddFile("/in/2", FileOf({"A", "1", "X"}, {.instance = "1.2.3.2"}));
    files.AddFile("/in/3", FileOf(other, {study, "1.2.3.89", "1.2.3.3"}));
    RunOptions options = ToFolder();
    EXPECT_FALSE(RunWell(options, files).mixed_studies) << fact;
    options.output = "/noted";
    options.journal = folder / "j.db";
    EXPECT_EQ(RunWell(options, files).mixed_studies, mixed) << fact;
    JournalFacts facts;
    EXPECT_TRUE(AddJournal(options.journal, facts).ok());
    EXPECT_EQ(facts.MixedStudies(), mixed) << fact;
  }
}

// Of each output by its path, the UID in its dump.
std::map<std::string, std::string> UidsBelow(const FaultyFileSystem& files,
                                             const std::string& folder,
                                             const std::string& tag) {
  std::map<std::string, std::string> uids;
  for (const auto& [path, bytes] : Below(files, folder)) {
    const std::string dump = DumpDataSet(AsBytes(bytes));
    const std::size_t at = dump.find("\n" + tag);
    if (at == std::string::npos) continue;
    const std::size_t line = at + 1;
    uids[path.substr(folder.size())] =
        dump.substr(line, dump.find('\n', line) - line);
  }
  return uids;
}

void AddFilesWithoutUids(FaultyFileSystem& files) {
  const Who who = {"A", "1"};
  files.AddFile("/in/a/1", FileOf(who, {"", "", "1.2.3.1"}));
  files.AddFile("/in/a/2", FileOf(who, {"", "", "1.2.3.2"}));
  files.AddFile("/in/a/3", FileOf({"B", "2"}, {"", "", "1.2.3.3"}));
  files.AddFile("/in/b/4", FileOf(who, {"", "", "1.2.3.4"}));
  files.AddFile("/in/b/5", FileOf(who, {"1.2.3.77", "", "1.2.3.5"}));
  files.AddFile("/in/c/6", FileOf(who, {"1.2.3.77", "1.2.3.88", ""}));
  files.AddFile("/in/c/7", FileOf(who, {"1.2.3.77", "1.2.3.88", ""}));
}

TEST(MissingUids, ComeFromWhereTheFileStands) {
  FaultyFileSystem files;
  AddFilesWithoutUids(files);
  RunOptions options = ToFolder();
  options.layout = "mirror";
  const RunSummary summary = RunWell(options, files);
  EXPECT_EQ(Count(summary, Outcome::kWritten), 7u);
  EXPECT_EQ(
      summary.warnings[static_cast<std::size_t>(Warning::kNoStudyOrSeriesUid)],
      5u);
  auto study = UidsBelow(files, "/out", "(0020,000D)");
  auto series = UidsBelow(files, "/out", "(0020,000E)");
  auto instance = UidsBelow(files, "/out", "(0008,0018)");
  ASSERT_EQ(study.size(), 7u);
  ASSERT_EQ(series.size(), 7u);
  for (auto* const uids : {&study, &series, &instance}) {
    for (const auto& [path, uid] : *uids) {
      EXPECT_THAT(uid, testing::HasSubstr("\"2.25.")) << path;
    }
  }
  EXPECT_EQ(study["/a/1"], study["/a/2"]);
  EXPECT_EQ(series["/a/1"], series["/a/2"]);
  EXPECT_NE(study["/a/1"], study["/a/3"]) << "another patient";
  EXPECT_NE(series["/a/1"], series["/a/3"]) << "another patient";
  EXPECT_NE(study["/a/1"], study["/b/4"]) << "another folder";
  EXPECT_NE(series["/b/4"], series["/b/5"]) << "another study";
  EXPECT_EQ(study["/b/5"], study["/c/6"]) << "one that is there";
  EXPECT_NE(instance["/c/6"], instance["/c/7"]) << "two files";
}

TEST(MissingUids, AreTheSameInAnyRun) {
  RunOptions options = ToFolder();
  options.serial = true;
  FaultyFileSystem one;
  AddFilesWithoutUids(one);
  RunWell(options, one);
  for (const int threads : {1, 5}) {
    options.serial = false;
    options.threads = threads;
    FaultyFileSystem many;
    AddFilesWithoutUids(many);
    RunWell(options, many);
    EXPECT_EQ(many.Files(), one.Files());
  }
  // They are new ones from then on.
  options.sources = {"/out"};
  options.output = "/again";
  RunWell(options, one);
  std::string before, after;
  for (const auto& [path, bytes] : Below(one, "/out")) before += bytes;
  for (const auto& [path, bytes] : Below(one, "/again")) after += bytes;
  EXPECT_EQ(after, before);
}

TEST(MissingUids, AreLeftToTheRulesThatNameThem) {
  FaultyFileSystem files;
  AddFilesWithoutUids(files);
  RunOptions options = ToFolder();
  options.layout = "mirror";
  options.policy = PolicyOf(
      "quarantine where SeriesInstanceUID empty\n"
      "replace StudyInstanceUID with uid(\"x\") where PatientID = \"1\"\n");
  const RunSummary summary = RunWell(options, files);
  EXPECT_EQ(Count(summary, Outcome::kQuarantined), 5u);
  EXPECT_EQ(
      summary.warnings[static_cast<std::size_t>(Warning::kNoStudyOrSeriesUid)],
      0u);
}

}  // namespace
}  // namespace dcmscrub
