// `dcmscrub teach` from end to end: what is made, and what is left as it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <thread>

#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/user/teach_settings.h"
#include "bench/sample_archive.h"
#include "tests/app/cli/program.h"
#include "tests/support/archive_builder.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using Tree = std::map<std::string, std::string>;

class Teach : public ::testing::Test {
 protected:
  Teach() {
    setenv("XDG_CONFIG_HOME", (folder_ / "config").c_str(), 1);
    WriteFile(case_ + "/QUAGMIRE/1.dcm",
              MinimalCtFile("QUAGMIRE^GLENN", "GG-4711", "1.2.3.4"));
    WriteFile(case_ + "/2.dcm",
              MinimalCtFile("QUAGMIRE^GLENN", "GG-4711", "1.2.3.5"));
    WriteFile(case_ + "/readme.txt", "no DICOM at all");
  }
  ~Teach() override { unsetenv("XDG_CONFIG_HOME"); }

  void AddOtherPatient() {
    WriteFile(case_ + "/3.dcm",
              MinimalCtFile("PEWTERSCHMIDT^LOIS", "LP-4712", "1.2.3.6"));
  }
  void AddBrokenFile() {
    DicomBytes file = MinimalCtFile("QUAGMIRE^GLENN", "GG-4711", "1.2.3.7");
    file.Declared(0x7FE0, 0x0020, "LO", 400, "QUAGMIRE^GLENN ");
    WriteFile(case_ + "/broken.dcm", file);
  }

  // All files; the settings apart.
  Tree All() const {
    Tree tree;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
      const std::string path = entry.path().string();
      if (entry.is_regular_file() && !path.starts_with(folder_ / "config")) {
        tree[path] = ReadFile(path);
      }
    }
    return tree;
  }

  static void ExpectNoSecrets(const std::string& text) {
    for (const char* secret :
         {"QUAGMIRE", "GLENN", "GG-4711", "PEWTERSCHMIDT", "LP-4712"}) {
      EXPECT_THAT(text, Not(HasSubstr(secret)));
    }
  }

  // Runs `teach` and expects that nothing but its message came of it.
  void ExpectRefused(std::vector<std::string> arguments,
                     const std::string& message,
                     int exit_code = kExitNothingDone) const {
    const Tree before = All();
    arguments.insert(arguments.begin(), "teach");
    const auto result = RunProgram(arguments);
    EXPECT_EQ(result.exit_code, exit_code) << result.out << result.err;
    EXPECT_THAT(result.err, HasSubstr(message));
    ExpectNoSecrets(result.out + result.err);
    EXPECT_EQ(All(), before);
    EXPECT_FALSE(HasWorkFolders());
  }
  bool HasWorkFolders() const {
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
      if (entry.path().filename().string().starts_with(".dcmscrub-")) {
        return true;
      }
    }
    return false;
  }

  TempFolder folder_;
  const std::string case_ = folder_ / "case";
  const std::string out_ = folder_ / "out";
};

TEST_F(Teach, MakesACaseInANewFolder) {
  const Tree before = All();
  const auto result = RunProgram(
      {"teach", case_, "--out", out_, "--case-number", "TF-0041", "--diagnosis",
       "Fracture", "--keywords", "wrist; fall", "--contributor", "AB"});
  EXPECT_EQ(result.exit_code, kExitDone) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("TF-0041: 2 files of "));
  EXPECT_THAT(result.out, HasSubstr("1 file is no DICOM: not in the case"));
  EXPECT_THAT(result.out, HasSubstr("clean: "));
  ExpectNoSecrets(result.out + result.err);
  Tree made;
  for (const auto& [path, bytes] : All()) {
    if (before.contains(path)) {
      EXPECT_EQ(bytes, before.at(path));
    } else {
      made[path] = bytes;
    }
  }
  ASSERT_EQ(made.size(), 5u);
  for (const auto& [path, bytes] : made) {
    EXPECT_TRUE(path.starts_with(out_ + "/TF-0041/")) << path;
    ExpectNoSecrets(path + bytes);
    EXPECT_THAT(bytes, HasSubstr("TF-0041"));
  }
  EXPECT_TRUE(made.contains(out_ + "/TF-0041/case.json"));
  EXPECT_TRUE(made.contains(out_ + "/TF-0041/TEACHING/manifest.dcm"));
  EXPECT_FALSE(HasWorkFolders());
}

// As the window does: what was added there counts here.
TEST_F(Teach, GoesByTheUsersOwnRules) {
  WriteFile(UserRulesFile(), "dcmscrub 1\nremove Modality\ninclude teaching\n");
  const auto own =
      RunProgram({"teach", case_, "--out", out_, "--case-number", "1"});
  EXPECT_EQ(own.exit_code, kExitDone) << own.err;
  EXPECT_THAT(own.err, HasSubstr("rules of your own serve: "));
  EXPECT_TRUE(fs::exists(out_ + "/1/01_OT/IM0001.dcm"));
  const auto built_in = RunProgram({"teach", case_, "--out", out_, "--rules",
                                    "teaching", "--case-number", "2"});
  EXPECT_EQ(built_in.exit_code, kExitDone) << built_in.err;
  EXPECT_THAT(built_in.err, Not(HasSubstr("rules of your own")));
  EXPECT_TRUE(fs::exists(out_ + "/2/01_CT/IM0001.dcm"));
}

TEST_F(Teach, CountsOnAndRemembersTheContributor) {
  RunProgram({"teach", case_, "--out", out_, "--case-number", "TF-9",
              "--contributor", "AB"});
  EXPECT_EQ(ReadTeachSettings().last_case_number, "TF-9");
  EXPECT_EQ(ReadTeachSettings().contributor, "AB");
  const auto next = RunProgram({"teach", case_, "--out", out_});
  EXPECT_EQ(next.exit_code, kExitDone) << next.err;
  EXPECT_THAT(ReadFile(out_ + "/TF-10/case.json"), HasSubstr("\"AB\""));
}

TEST_F(Teach, FoldersAreCasesAndFilesSideBySideAreOne) {
  WriteFile(folder_ / "a.dcm", MinimalCtFile("X^Y", "XY-1", "1.2.9.1"));
  WriteFile(folder_ / "b.dcm", MinimalCtFile("X^Y", "XY-1", "1.2.9.2"));
  const auto result =
      RunProgram({"teach", folder_ / "a.dcm", case_, folder_ / "b.dcm", "--out",
                  out_, "--case-number", "1", "--no-documents"});
  EXPECT_EQ(result.exit_code, kExitDone) << result.err;
  EXPECT_THAT(result.out, HasSubstr("1: 2 files"));
  EXPECT_THAT(result.out, HasSubstr("2: 2 files"));
  EXPECT_FALSE(fs::exists(out_ + "/3"));
}

TEST_F(Teach, ReplacesInPlaceAndUndoes) {
  const Tree before = All();
  const auto made = RunProgram(
      {"teach", case_, "--in-place", "--yes", "--case-number", "TF-1"});
  EXPECT_EQ(made.exit_code, kExitDone) << made.out << made.err;
  EXPECT_THAT(made.err, HasSubstr("teach --undo CASE"));
  for (const auto& entry : fs::recursive_directory_iterator(case_)) {
    ExpectNoSecrets(entry.path().string());
    if (entry.is_regular_file()) ExpectNoSecrets(ReadFile(entry.path()));
  }
  EXPECT_TRUE(HasWorkFolders());
  const Tree after = All();
  const auto again = RunProgram({"teach", case_, "--in-place", "--yes"});
  EXPECT_EQ(again.exit_code, kExitNothingDone);
  EXPECT_THAT(again.err, HasSubstr("accept or undo that one first"));
  EXPECT_EQ(All(), after);
  const auto undone = RunProgram({"teach", "--undo", case_});
  EXPECT_EQ(undone.exit_code, kExitDone) << undone.err;
  EXPECT_EQ(undone.out, "3 originals put back\n");
  EXPECT_EQ(All(), before);
  EXPECT_FALSE(HasWorkFolders());
  ExpectRefused({"--undo", case_}, "no originals are kept for this case");
}

TEST_F(Teach, AcceptTakesTheOriginalsAway) {
  for (const bool at_once : {false, true}) {
    std::vector<std::string> arguments = {
        "teach", case_, "--in-place", "--yes", "--case-number", "TF-1"};
    if (at_once) arguments.push_back("--no-safe-copy");
    const Tree before = All();
    EXPECT_EQ(RunProgram(arguments).exit_code, kExitDone);
    if (!at_once) {
      EXPECT_EQ(RunProgram({"teach", "--accept", case_}).exit_code, kExitDone);
    }
    EXPECT_FALSE(HasWorkFolders());
    for (const auto& [path, bytes] : All()) ExpectNoSecrets(path + bytes);
    if (!at_once) {
      fs::remove_all(case_);
      for (const auto& [path, bytes] : before) WriteFile(path, bytes);
    }
  }
}

TEST_F(Teach, InPlaceAsksFirst) {
  const Tree before = All();
  ExpectRefused({case_, "--in-place", "--case-number", "1"},
                std::string(kNeedsYesMessage));
  const auto no = RunOnTerminal(
      {"teach", case_, "--in-place", "--case-number", "1"}, "[y/N]", "n\n");
  EXPECT_EQ(no.exit_code, kExitNothingDone);
  EXPECT_THAT(no.out, HasSubstr("Replace 2 files of 1 patient in place?"));
  EXPECT_EQ(All(), before);
  const auto yes = RunOnTerminal(
      {"teach", case_, "--in-place", "--case-number", "1"}, "[y/N]", "y\n");
  EXPECT_EQ(yes.exit_code, kExitDone) << yes.out;
  EXPECT_NE(All(), before);
}

TEST_F(Teach, InPlaceIsAllOrNothing) {
  AddBrokenFile();
  ExpectRefused({case_, "--in-place", "--yes", "--case-number", "1"},
                "1 of 4 files could not be de-identified: 1 fault. Nothing "
                "was changed");
}

TEST_F(Teach, ANewFolderSaysWhatIsNotInIt) {
  AddBrokenFile();
  const auto result =
      RunProgram({"teach", case_, "--out", out_, "--case-number", "1"});
  EXPECT_EQ(result.exit_code, kExitQuarantined) << result.err;
  EXPECT_THAT(result.out, HasSubstr("NOT IN THE CASE: 1 file"));
  EXPECT_TRUE(fs::exists(out_ + "/1/case.json"));
}

TEST_F(Teach, InPlaceLeavesNoDicomdirAndNothingThatRulesLeaveOut) {
  WriteFile(case_ + "/DICOMDIR", DicomBytes()
                                     .Preamble()
                                     .FileMeta("1.2.840.10008.1.2.1",
                                               "1.2.840.10008.1.3.10", "1.2.9")
                                     .Element(0x0004, 0x1130, "CS", "GLENN"));
  WriteFile(folder_ / "own.rules",
            "dcmscrub 1\nskip where SOPInstanceUID = \"1.2.3.5\"\n"
            "include teaching\n");
  const Tree before = All();
  const auto result =
      RunProgram({"teach", case_, "--in-place", "--yes", "--case-number", "1",
                  "--rules", folder_ / "own.rules"});
  EXPECT_EQ(result.exit_code, kExitDone) << result.out << result.err;
  EXPECT_THAT(result.out,
              HasSubstr("left out and removed: 1 by rules, 1 DICOMDIR"));
  EXPECT_FALSE(fs::exists(case_ + "/2.dcm"));
  EXPECT_FALSE(fs::exists(case_ + "/DICOMDIR"));
  EXPECT_EQ(RunProgram({"teach", "--undo", case_}).exit_code, kExitDone);
  EXPECT_EQ(All(), before);
}

TEST_F(Teach, LeavesOutWhatItIsToldToAndCountsIt) {
  const auto add = [&](const std::string& name, std::string_view sop_class,
                       std::string_view image_type) {
    WriteFile(case_ + "/" + name,
              DicomBytes()
                  .Preamble()
                  .FileMeta(transfer_syntax::kExplicitVrLittleEndian, sop_class,
                            "1.2.3." + std::to_string(name.front()))
                  .Element(0x0008, 0x0008, "CS", image_type)
                  .Element(0x0008, 0x0016, "UI", sop_class)
                  .Element(0x0008, 0x0018, "UI",
                           "1.2.3." + std::to_string(name.front()))
                  .Element(0x0010, 0x0010, "PN", "QUAGMIRE^GLENN")
                  .Element(0x0010, 0x0020, "LO", "GG-4711"));
  };
  add("scout", kCtImageStorage, "ORIGINAL\\PRIMARY\\LOCALIZER");
  add("dose", "1.2.840.10008.5.1.4.1.1.88.67", "");
  add("report", "1.2.840.10008.5.1.4.1.1.104.1", "");
  const auto all = RunProgram({"teach", case_, "--out", out_, "--case-number",
                               "1", "--drop", "scouts"});
  EXPECT_THAT(all.out, HasSubstr("1: 4 files of"));
  EXPECT_THAT(all.out, HasSubstr("left out: 1 scout"));
  const auto few = RunProgram({"teach", case_, "--out", out_, "--case-number",
                               "2", "--drop", "scouts,dose,reports"});
  EXPECT_THAT(few.out, HasSubstr("2: 2 files of 2 series"));
  EXPECT_THAT(few.out, HasSubstr("left out: 1 scout, 1 dose page, 1 report"));
}

TEST_F(Teach, SeveralPatientsAreAQuestion) {
  AddOtherPatient();
  ExpectRefused({case_, "--out", out_, "--case-number", "1"},
                "the files are of 2 patients, and a case is of one; "
                "--many-patients makes one case");
  const auto no = RunOnTerminal(
      {"teach", case_, "--out", out_, "--case-number", "1"}, "[y/N]", "\n");
  EXPECT_EQ(no.exit_code, kExitNothingDone);
  EXPECT_FALSE(fs::exists(out_));
  const auto flag = RunProgram(
      {"teach", case_, "--out", out_, "--case-number", "1", "--many-patients"});
  EXPECT_EQ(flag.exit_code, kExitDone) << flag.err;
}

TEST_F(Teach, RefusesWhatItCannotDo) {
  const std::string empty = folder_ / "empty";
  fs::create_directory(empty);
  const std::string notes = folder_ / "notes";
  WriteFile(notes + "/readme.txt", "no DICOM at all");
  WriteFile(folder_ / "bad.zip", "PK\x03\x04 and then nothing");
  const std::vector<std::string> out = {"--out", out_, "--case-number", "1"};
  const auto with = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), out.begin(), out.end());
    return arguments;
  };
  ExpectRefused(with({empty}), "there is no DICOM object in it");
  ExpectRefused(with({notes}), "there is no DICOM object in it");
  ExpectRefused(with({folder_ / "none"}), "case 1: No such file");
  ExpectRefused(with({folder_ / "bad.zip"}), "error: 1: ");
  ExpectRefused({case_, "--out", out_}, "case-number: is missing");
  ExpectRefused({case_, "--out", out_, "--case-number", "../x"},
                "case-number: may hold");
  ExpectRefused({case_, "--out", case_ + "/out", "--case-number", "1"},
                "the folder for results lies in the case");
  ExpectRefused(with({case_, "--diagnosis", std::string(80, 'x')}),
                "diagnosis: 80 characters");
  ExpectRefused(with({case_, "--rules", folder_ / "none.rules"}), "none.rules");
  ExpectRefused({case_}, "where to?");
  ExpectRefused({case_, "--in-place", "--yes", "--dicomdir"},
                "--dicomdir goes with --out");
  ExpectRefused(with({case_, "--drop", "everything"}),
                "want scouts, dose or reports");
  ExpectRefused({"--undo", case_, "--yes"}, "goes with no other flag");
  WriteFile(out_ + "/1/mine", "mine");
  ExpectRefused(with({case_}), "1 is in the folder for results already");
}

// Nothing of them reaches the disk for longer than the refusal takes.
TEST_F(Teach, RefusesHostileArchives) {
  const std::string scratch = folder_ / "scratch";
  fs::create_directory(scratch);
  setenv("TMPDIR", scratch.c_str(), 1);
  const auto refuse = [&](const std::vector<ArchiveEntry>& entries,
                          const std::string& message) {
    const std::string path = folder_ / "case.zip";
    WriteArchive(path, ArchiveForm::kZip, entries);
    ExpectRefused({path, "--out", out_, "--case-number", "1"}, message);
    EXPECT_TRUE(fs::is_empty(scratch));
  };
  const std::string good = ReadFile(case_ + "/2.dcm");
  refuse({{"QUAGMIRE.dcm", good}, {"../QUAGMIRE.dcm", good}},
         "entry 2 of the archive leads out of it");
  constexpr std::size_t kBomb = std::size_t{80} << 20;
  refuse({{"QUAGMIRE.dcm", good}, {"bomb.dcm", std::string(kBomb, '\0')}},
         "unpacks to more than 200 times its size");
  unsetenv("TMPDIR");
}

TEST_F(Teach, MakesManyCasesOfATable) {
  WriteFile(folder_ / "two/1.dcm", MinimalCtFile("X^Y", "XY-1", "1.2.9.1"));
  WriteFile(folder_ / "cases.csv",
            "case,case-number,diagnosis\ncase,TF-1,Fracture\ntwo,,Cyst\n");
  const auto result =
      RunProgram({"teach", "--labels", folder_ / "cases.csv", "--out", out_});
  EXPECT_EQ(result.exit_code, kExitDone) << result.err;
  EXPECT_THAT(ReadFile(out_ + "/TF-1/case.json"), HasSubstr("Fracture"));
  EXPECT_THAT(ReadFile(out_ + "/TF-2/case.json"), HasSubstr("Cyst"));

  WriteFile(folder_ / "bad.csv",
            "case,case-number\ncase,TF-5\nnone,TF-6\ncase,TF-5\n");
  ExpectRefused({"--labels", folder_ / "bad.csv", "--out", out_},
                "bad.csv:3: has a case that is not there");
  ExpectRefused({"--labels", folder_ / "bad.csv", "--out", out_},
                "bad.csv:4: has the case number of line 2");
}

TEST_F(Teach, MakesADicomdirAndAZip) {
  const auto result =
      RunProgram({"teach", case_, "--out", out_, "--case-number", "1",
                  "--dicomdir", "--mirc-zip"});
  EXPECT_EQ(result.exit_code, kExitDone) << result.out << result.err;
  EXPECT_TRUE(fs::exists(out_ + "/1/DICOMDIR"));
  EXPECT_TRUE(fs::exists(out_ + "/1/TEACHING/MANIFEST"));
  EXPECT_TRUE(fs::exists(out_ + "/1.zip"));
}

// A signal at some moment of the run: as it was, or done.
TEST_F(Teach, AStopLeavesAllAsItWas) {
  BulkSamples samples(7, 300'000);
  for (std::uint32_t i = 0; i < 60; ++i) {
    WriteFile(case_ + "/" + std::to_string(i), samples.File(i).bytes);
  }
  const Tree before = All();
  for (const int milliseconds : {5, 30, 80, 150, 300}) {
    RunningProgram program({"teach", case_, "--in-place", "--yes",
                            "--many-patients", "--case-number", "1"});
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    program.Signal(SIGTERM);
    const auto result = program.Wait();
    if (result.exit_code == kExitDone) {
      EXPECT_EQ(RunProgram({"teach", "--undo", case_}).exit_code, kExitDone);
    } else if (result.exit_code < 128) {
      EXPECT_THAT(result.err, HasSubstr("stopped")) << result.exit_code;
    }
    EXPECT_EQ(All(), before);
    EXPECT_FALSE(HasWorkFolders());
  }
}

TEST_F(Teach, AKillIsUndone) {
  const Tree before = All();
  for (int i = 0; i < 30; ++i) {
    RunningProgram program(
        {"teach", case_, "--in-place", "--yes", "--case-number", "1"});
    std::this_thread::sleep_for(std::chrono::milliseconds(2 * i));
    program.Signal(SIGKILL);
    program.Wait();
    (void)RunProgram({"teach", "--undo", case_});
    EXPECT_EQ(All(), before) << i;
  }
}

}  // namespace
}  // namespace dcmscrub
