// The built program, from end to end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <map>

#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "tests/app/cli/program.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// An archive with two patients, one broken file and two that are no DICOM.
class CommandLine : public ::testing::Test {
 protected:
  CommandLine() {
    WriteFile(in_ + "/QUAGMIRE/1.dcm",
              MinimalCtFile("QUAGMIRE^GLENN", "GG-4711", "1.2.3.4"));
    WriteFile(in_ + "/2.dcm",
              MinimalCtFile("PEWTERSCHMIDT^LOIS", "LP-4712", "1.2.3.5"));
    WriteFile(in_ + "/readme.txt", "no DICOM at all");
  }

  void AddBrokenFile() {
    DicomBytes file = MinimalCtFile("SWANSON^JOE", "JS-4713", "1.2.3.6");
    file.Declared(0x7FE0, 0x0020, "LO", 400, "SWANSON^JOE ");
    WriteFile(in_ + "/3.dcm", file);
  }

  std::map<std::string, std::string> Tree(const std::string& path) const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.is_regular_file()) {
        files[entry.path().string()] = ReadFile(entry.path().string());
      }
    }
    return files;
  }

  static void ExpectNoSecrets(const std::string& text) {
    for (const char* secret : {"QUAGMIRE", "GLENN", "GG-4711", "PEWTERSCHMIDT",
                               "LP-4712", "SWANSON"}) {
      EXPECT_THAT(text, Not(HasSubstr(secret)));
    }
  }

  TempFolder folder_;
  const std::string in_ = folder_ / "in";
  const std::string out_ = folder_ / "out";
};

TEST_F(CommandLine, WritesAndCounts) {
  const auto result = RunProgram({"run", in_, "--out", out_});
  EXPECT_EQ(result.exit_code, kExitDone) << result.err;
  EXPECT_THAT(result.out, StartsWith("2 written, 0 quarantined, 1 skipped (1 "
                                     "not DICOM), "));
  EXPECT_THAT(result.out,
              HasSubstr("journal: " + out_ + ".dcmscrub-journal\n"));
  EXPECT_EQ(result.err, "dcmscrub: " + std::string(kRandomKeyMessage) + "\n");
  EXPECT_EQ(Tree(out_).size(), 2u);
  for (const auto& [path, bytes] : Tree(out_)) ExpectNoSecrets(path + bytes);
}

TEST_F(CommandLine, UsageErrorsDoNothing) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {},
           {"run"},
           {"run", in_},
           {"run", in_, "--out", out_, "--no-such-flag"},
           {"run", in_, "--out", out_, "--key", folder_ / "none"},
           {"run", folder_ / "none", "--out", out_},
           {"run", in_, "--out", out_, "--journal", out_ + "/journal"},
           {"run", in_, "--out", out_, "--journal", in_ + "/journal"},
           {"run", in_, "--out", out_, "--layout", "../{instance}"},
           {"run", in_, "--out", out_, "--journal", folder_ / "n.json",
            "--report", folder_ / "./n.json"},
       }) {
    const auto result = RunProgram(arguments);
    EXPECT_EQ(result.exit_code, kExitNothingDone) << result.err;
    EXPECT_THAT(result.err, HasSubstr("dcmscrub: error: "));
    EXPECT_EQ(result.out, "");
    EXPECT_FALSE(fs::exists(out_));
  }
}

TEST_F(CommandLine, QuarantinesOneAndGoesOn) {
  AddBrokenFile();
  const auto result = RunProgram({"run", in_, "--out", out_});
  EXPECT_EQ(result.exit_code, kExitQuarantined);
  EXPECT_THAT(result.out, StartsWith("2 written, 1 quarantined, "));
  EXPECT_THAT(result.err, HasSubstr("dcmscrub: error: input 2: (7FE0,0020) "
                                    "CoefficientsSDVN at byte "));
  EXPECT_THAT(result.err, Not(HasSubstr(in_)));
  ExpectNoSecrets(result.out + result.err);
}

TEST_F(CommandLine, ShowsPathsOnRequest) {
  AddBrokenFile();
  const auto result = RunProgram({"run", in_, "--out", out_, "--show-paths"});
  EXPECT_THAT(result.err, HasSubstr("input 2 (" + in_ + "/3.dcm): "));
}

TEST_F(CommandLine, NamesTwentyQuarantinedInputsUnlessVerbose) {
  for (int i = 0; i < 25; ++i) {
    WriteFile(in_ + "/broken" + std::to_string(i),
              DicomBytes().Preamble().Raw("\x02"));
  }
  const auto brief = RunProgram({"run", in_, "--out", out_});
  EXPECT_THAT(brief.err, HasSubstr("… and 5 more, see the journal\n"));
  const auto all = RunProgram({"run", in_, "--out", out_, "--verbose"});
  EXPECT_THAT(all.err, Not(HasSubstr("more, see")));
  const auto lines = std::ranges::count(all.err, '\n');
  EXPECT_GE(lines, 25);
}

TEST_F(CommandLine, DryRunWritesNothing) {
  const auto before = Tree(folder_.path().string());
  for (const auto& where :
       std::vector<std::vector<std::string>>{{"--out", out_}, {"--in-place"}}) {
    std::vector<std::string> arguments = {"run", in_, "--dry-run"};
    arguments.insert(arguments.end(), where.begin(), where.end());
    const auto result = RunProgram(arguments);
    EXPECT_EQ(result.exit_code, kExitDone) << result.err;
    EXPECT_THAT(result.out, HasSubstr("(0010,0010)  PatientName"));
    EXPECT_THAT(result.out, HasSubstr("2 would be written"));
    ExpectNoSecrets(result.out + result.err);
    EXPECT_EQ(Tree(folder_.path().string()), before);
  }
}

TEST_F(CommandLine, InPlaceWantsAYes) {
  const auto before = Tree(in_);
  const auto result = RunProgram({"run", in_, "--in-place"});
  EXPECT_EQ(result.exit_code, kExitNothingDone);
  EXPECT_THAT(result.err, HasSubstr(std::string(kNeedsYesMessage)));
  EXPECT_EQ(Tree(in_), before);
}

TEST_F(CommandLine, InPlaceReplacesWithYes) {
  const auto result = RunProgram({"run", in_, "--in-place", "--yes"});
  EXPECT_EQ(result.exit_code, kExitDone) << result.err;
  EXPECT_EQ(Tree(in_).size(), 3u);
  EXPECT_EQ(ReadFile(in_ + "/readme.txt"), "no DICOM at all");
  for (const auto& [path, bytes] : Tree(in_)) ExpectNoSecrets(bytes);
  EXPECT_THAT(result.out, HasSubstr(".dcmscrub-journal beside the first "
                                    "source\n"));
  EXPECT_THAT(
      result.err,
      HasSubstr("a run with --rename and this journal gives a neutral one"));
  ExpectNoSecrets(result.out + result.err);
}

TEST_F(CommandLine, InPlaceAsksOnATerminal) {
  const auto before = Tree(in_);
  const auto no = RunOnTerminal({"run", in_, "--in-place"}, "[y/N]", "n\n");
  EXPECT_EQ(no.exit_code, kExitNothingDone);
  EXPECT_THAT(no.out,
              HasSubstr("Replace 2 files of 2 patients in place? [y/N] "));
  EXPECT_THAT(no.out, HasSubstr(std::string(kNotReplacedMessage)));
  EXPECT_EQ(Tree(in_), before);

  const auto yes = RunOnTerminal({"run", in_, "--in-place"}, "[y/N]", "y\n");
  EXPECT_EQ(yes.exit_code, kExitDone) << yes.out;
  EXPECT_NE(Tree(in_), before);
}

TEST_F(CommandLine, InterruptAtTheQuestionChangesNothing) {
  const auto before = Tree(in_);
  const auto result =
      RunOnTerminal({"run", in_, "--in-place"}, "[y/N]", "\x03");
  EXPECT_EQ(result.exit_code, kExitInterrupted);
  EXPECT_EQ(Tree(in_), before);
}

TEST_F(CommandLine, RenameLeavesNoNameInNames) {
  const auto result =
      RunProgram({"run", in_, "--in-place", "--rename", "--yes"});
  EXPECT_EQ(result.exit_code, kExitDone) << result.err;
  for (const auto& [path, bytes] : Tree(folder_.path().string())) {
    ExpectNoSecrets(path);
  }
}

TEST_F(CommandLine, MirrorLeavesNoNameInNames) {
  const auto result =
      RunProgram({"run", in_, "--out", out_, "--layout", "mirror"});
  EXPECT_EQ(result.exit_code, kExitDone) << result.err;
  EXPECT_THAT(result.err, HasSubstr("neutral name"));
  for (const auto& [path, bytes] : Tree(out_)) ExpectNoSecrets(path);
}

TEST_F(CommandLine, PrintsNoProgressIntoAPipe) {
  const auto result = RunProgram({"run", in_, "--out", out_});
  EXPECT_THAT(result.err, Not(HasSubstr("\r")));
  EXPECT_THAT(result.err, Not(HasSubstr("\x1B")));
}

TEST_F(CommandLine, QuietSaysNothingWhenAllIsWell) {
  const auto result = RunProgram({"run", in_, "--out", out_, "--quiet"});
  EXPECT_EQ(result.exit_code, kExitDone);
  EXPECT_EQ(result.out + result.err, "");
  const auto terminal =
      RunOnTerminal({"run", in_, "--out", folder_ / "out2", "--quiet"});
  EXPECT_EQ(terminal.out, "");
}

TEST_F(CommandLine, KeygenMakesAKeyThatRunsRepeat) {
  const std::string key = folder_ / "key";
  const auto made = RunProgram({"keygen", key});
  EXPECT_EQ(made.exit_code, kExitDone) << made.err;
  EXPECT_THAT(made.out, ::testing::MatchesRegex("fingerprint: [0-9a-f]+\n"));
  EXPECT_EQ(fs::file_size(key), 32u);

  EXPECT_EQ(
      RunProgram({"run", in_, "--out", folder_ / "a", "--key", key}).exit_code,
      kExitDone);
  EXPECT_EQ(
      RunProgram({"run", in_, "--out", folder_ / "b", "--key", key}).exit_code,
      kExitDone);
  std::vector<std::string> a, b;
  for (const auto& [path, bytes] : Tree(folder_ / "a")) a.push_back(bytes);
  for (const auto& [path, bytes] : Tree(folder_ / "b")) b.push_back(bytes);
  EXPECT_EQ(a, b);
}

TEST_F(CommandLine, KeygenRefusesToOverwrite) {
  const std::string key = folder_ / "key";
  ASSERT_EQ(RunProgram({"keygen", key}).exit_code, kExitDone);
  const std::string before = ReadFile(key);
  const auto again = RunProgram({"keygen", key});
  EXPECT_EQ(again.exit_code, kExitNothingDone);
  EXPECT_THAT(again.err, HasSubstr("never overwritten"));
  EXPECT_EQ(ReadFile(key), before);
}

TEST_F(CommandLine, SecondRunLeavesOutWhatIsUnchanged) {
  const std::string key = folder_ / "key";
  ASSERT_EQ(RunProgram({"keygen", key}).exit_code, kExitDone);
  RunProgram({"run", in_, "--out", out_, "--key", key});
  const auto again = RunProgram({"run", in_, "--out", out_, "--key", key});
  EXPECT_EQ(again.exit_code, kExitDone);
  EXPECT_THAT(again.out, StartsWith("0 written, 2 unchanged, 0 quarantined"));
}

TEST_F(CommandLine, ReportHoldsCountsAndNoSecrets) {
  AddBrokenFile();
  const std::string path = folder_ / "report.json";
  const auto result = RunProgram({"run", in_, "--out", out_, "--report", path});
  EXPECT_EQ(result.exit_code, kExitQuarantined);
  EXPECT_THAT(result.out, HasSubstr("report: " + path + "\n"));
  const std::string json = ReadFile(path);
  EXPECT_THAT(json, HasSubstr("\"written\": 2"));
  EXPECT_THAT(json, HasSubstr("\"quarantined\": 1"));
  EXPECT_THAT(json, HasSubstr("\"random\": true"));
  EXPECT_THAT(json, Not(HasSubstr(folder_.path().string())));
  ExpectNoSecrets(json);
}

TEST_F(CommandLine, ReportThatCannotBeWrittenIsAnErrorBeforeTheRun) {
  const std::string taken = folder_ / "folder.json";
  fs::create_directory(taken);
  const std::string key = folder_ / "key.json";
  ASSERT_EQ(RunProgram({"keygen", key}).exit_code, kExitDone);
  for (const std::string& report : {folder_ / "none/report.json", taken, key}) {
    SCOPED_TRACE(report);
    const auto result =
        RunProgram({"run", in_, "--out", out_, "--report", report});
    EXPECT_EQ(result.exit_code, kExitNothingDone);
    EXPECT_THAT(result.err, StartsWith("dcmscrub: error: the report cannot be "
                                       "written: "));
    EXPECT_FALSE(fs::exists(out_));
  }
}

TEST_F(CommandLine, ReportAndKeyInsideASourceAreNoInputs) {
  const std::string key = in_ + "/key";
  ASSERT_EQ(RunProgram({"keygen", key}).exit_code, kExitDone);
  const std::string report = in_ + "/report.json";
  const std::vector<std::string> args = {"run",   in_, "--out",    out_,
                                         "--key", key, "--report", report};
  RunProgram(args);
  fs::remove_all(out_);
  fs::remove(out_ + ".dcmscrub-journal");
  const auto result = RunProgram(args);
  EXPECT_THAT(result.out, StartsWith("2 written, 0 quarantined, 1 skipped (1 "
                                     "not DICOM), "));
}

TEST_F(CommandLine, SaysWhereTheJournalCannotBe) {
  WriteFile(out_ + ".dcmscrub-journal", "notes");
  const auto result = RunProgram({"run", in_, "--out", out_});
  EXPECT_EQ(result.exit_code, kExitNothingDone);
  EXPECT_EQ(result.err,
            "dcmscrub: error: journal: the file is something else (" + out_ +
                ".dcmscrub-journal); --journal names another "
                "place\n");
  EXPECT_EQ(ReadFile(out_ + ".dcmscrub-journal"), "notes");
}

TEST_F(CommandLine, MakesFoldersAboveTheOutput) {
  const std::string out = folder_ / "not/there/yet";
  const auto result = RunProgram({"run", in_, "--out", out});
  EXPECT_EQ(result.exit_code, kExitDone) << result.err;
  EXPECT_EQ(Tree(out).size(), 2u);
}

TEST_F(CommandLine, TellsThatADicomdirIsToBeMadeAnew) {
  WriteFile(in_ + "/DICOMDIR", DicomBytes()
                                   .Preamble()
                                   .FileMeta("1.2.840.10008.1.2.1",
                                             "1.2.840.10008.1.3.10", "1.2.3.9")
                                   .Element(0x0004, 0x1130, "CS", "QUAGMIRE"));
  const auto result = RunProgram({"run", in_, "--out", out_});
  EXPECT_THAT(result.out, HasSubstr("1 DICOMDIR"));
  EXPECT_THAT(result.err, HasSubstr("regenerate it from the output with "
                                    "dcmmkdir"));
}

}  // namespace
}  // namespace dcmscrub
