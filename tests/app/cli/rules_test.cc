// Rule files, through the built program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <vector>

#include "app/talk/command_messages.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "tests/app/cli/program.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/recipient.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Two patients, and what rules are run over them.
class Rules : public ::testing::Test {
 protected:
  Rules() {
    WriteFile(in_ + "/1.dcm",
              MinimalCtFile("QUAGMIRE^GLENN", "GG-4711", "1.2.3.4"));
    WriteFile(in_ + "/2.dcm",
              MinimalCtFile("PEWTERSCHMIDT^LOIS", "LP-4712", "1.2.3.5"));
    EXPECT_EQ(RunProgram({"keygen", key_}).exit_code, kExitDone);
  }

  std::string WriteRules(const std::string& text) {
    WriteFile(rules_, "dcmscrub 1\n" + text);
    return rules_;
  }
  ProgramResult RunRules(const std::string& text,
                         std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"run",   in_,  "--out",   out_,
                                          "--key", key_, "--rules", ""};
    arguments.back() = WriteRules(text);
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramResult result = RunProgram(arguments);
    ExpectNoSecrets(result.out + result.err);
    return result;
  }
  // All outputs, end to end.
  std::string Outputs() const {
    std::string all;
    if (!fs::exists(out_)) return all;
    for (const auto& entry : fs::recursive_directory_iterator(out_)) {
      if (entry.is_regular_file()) all += ReadFile(entry.path().string());
    }
    return all;
  }
  static void ExpectNoSecrets(const std::string& text) {
    for (const char* secret :
         {"QUAGMIRE", "GLENN", "GG-4711", "PEWTERSCHMIDT", "LP-4712"}) {
      EXPECT_THAT(text, Not(HasSubstr(secret)));
    }
  }

  TempFolder folder_;
  const std::string in_ = folder_ / "in";
  const std::string out_ = folder_ / "out";
  const std::string key_ = folder_ / "key";
  const std::string rules_ = folder_ / "site.rules";
};

TEST_F(Rules, DecideAboutAttributes) {
  const auto result = RunRules(
      "param site\n"
      "replace PatientID with pseudonym \"W-\"\n"
      "set PatientComments = \"case of {site}\"\n",
      {"--param", "site=WEST"});
  EXPECT_EQ(result.exit_code, kExitDone) << result.err;
  EXPECT_THAT(Outputs(), HasSubstr("case of WEST"));
  EXPECT_THAT(Outputs(), HasSubstr("W-"));
  ExpectNoSecrets(Outputs());
}

TEST_F(Rules, ThatAreWrongStopARunBeforeItTouchesAnything) {
  const auto result = RunRules(
      "keep PatientNam\n"
      "frobnicate PatientID\n",
      {"--crosswalk", folder_ / "who.csv", "--report", folder_ / "r.json"});
  EXPECT_EQ(result.exit_code, kExitNothingDone);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            rules_ +
                ":2:6: error: no attribute 'PatientNam'; did you mean "
                "PatientName?\n"
                "  keep PatientNam\n"
                "       ^~~~~~~~~~\n" +
                rules_ +
                ":3:1: error: no rule begins with 'frobnicate'\n"
                "  frobnicate PatientID\n"
                "  ^~~~~~~~~~\n"
                "dcmscrub: error: 2 mistakes in the rules: nothing was done\n");
  for (const char* name :
       {"out", "out.dcmscrub-journal", "who.csv", "r.json"}) {
    EXPECT_FALSE(fs::exists(folder_ / name)) << name;
  }
}

TEST_F(Rules, ThatNameWhatIsNotThereStopARun) {
  for (const std::string& text : std::vector<std::string>{
           "replace PatientID with lookup \"none.csv\" PatientID\n",
           "safe-private \"none.tsv\"\noption retain-safe-private\n",
           "vocabulary \"none.txt\"\noption clean-descriptors\n",
           "encrypt \"none.pem\"\n", "include \"none.rules\"\n",
           "keep StudyID where PatientID ~ \"(\"\n"}) {
    const auto result = RunRules(text);
    EXPECT_EQ(result.exit_code, kExitNothingDone) << text;
    EXPECT_THAT(result.err, HasSubstr(rules_ + ":2:")) << text;
    EXPECT_THAT(result.err, HasSubstr("1 mistake in the rules"));
    EXPECT_FALSE(fs::exists(out_));
  }
}

TEST_F(Rules, ShowNothingOfAScan) {
  WriteFile(rules_, std::string("DICM\0QUAGMIRE^GLENN", 19));
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{
           {"rules", "show", rules_},
           {"rules", "add", "StationName", "remove", "--to", rules_},
           {"import", "tags", rules_},
           {"check", rules_}}) {
    const auto result = RunProgram(command);
    EXPECT_EQ(result.exit_code, kExitNothingDone) << command[0];
    EXPECT_THAT(result.err, HasSubstr("this is no text file")) << command[0];
    ExpectNoSecrets(result.out + result.err);
  }
}

TEST_F(Rules, WantTheFilesAndFlagsTheyAreGiven) {
  const auto none = RunProgram(
      {"run", in_, "--out", out_, "--rules", folder_ / "none.rules"});
  EXPECT_EQ(none.exit_code, kExitNothingDone);
  EXPECT_EQ(none.err, "dcmscrub: error: rules " + (folder_ / "none.rules") +
                          ": No such file or directory; built in are basic, "
                          "none, drop-dose, drop-reports, drop-scouts and "
                          "teaching\n");
  const auto option = RunRules("", {"--option", "retain-uid"});
  EXPECT_EQ(option.exit_code, kExitNothingDone);
  EXPECT_EQ(option.err,
            "dcmscrub: error: --option retain-uid: no option 'retain-uid'; did "
            "you mean retain-uids?\n");
  EXPECT_EQ(RunRules("", {"--param", "site=x"}).exit_code, kExitNothingDone);
  EXPECT_EQ(RunRules("param site\n").exit_code, kExitNothingDone);
  EXPECT_EQ(RunRules("", {"--option", "retain-longitudinal-full-dates",
                          "--option", "retain-longitudinal-modified-dates"})
                .exit_code,
            kExitNothingDone);
  EXPECT_FALSE(fs::exists(out_));
}

TEST_F(Rules, AreBuiltInAsWell) {
  for (const char* flag : {"--rules", "--profile"}) {
    const std::string out = folder_ / flag;
    const auto result =
        RunProgram({"run", in_, "--out", out, "--key", key_, flag, "none"});
    EXPECT_EQ(result.exit_code, kExitDone) << result.err;
  }
  const auto diff = RunProgram({"diff", "basic", "none"});
  EXPECT_EQ(diff.exit_code, 1);
  EXPECT_THAT(diff.out, HasSubstr("PatientName"));
}

TEST_F(Rules, CountWhatTheySkipQuarantineAndTag) {
  const std::string report = folder_ / "report.json";
  const auto result = RunRules(
      "skip where PatientID = \"GG-4711\"\n"
      "quarantine where PatientID starts \"LP\"\n"
      "tag \"ct\" where Modality = \"CT\"\n",
      {"--report", report});
  EXPECT_EQ(result.exit_code, kExitQuarantined);
  EXPECT_THAT(result.out, StartsWith("0 written, 1 quarantined, 1 skipped (1 "
                                     "by a rule)"));
  EXPECT_THAT(result.out,
              HasSubstr("  quarantined       1  a rule says to quarantine it "
                        "(site.rules:3)\n"
                        "  skipped           1  by site.rules:2\n"));
  EXPECT_THAT(result.err, HasSubstr("input 2: a rule says to quarantine it "
                                    "(site.rules:3)\n"));
  const std::string json = ReadFile(report);
  EXPECT_THAT(json, HasSubstr("\"name\": \"site.rules\""));
  EXPECT_THAT(json, HasSubstr("\"rule\": \"site.rules:2\",\n"
                              "      \"outcome\": \"skipped\""));
  ExpectNoSecrets(json);
  const std::string journal = ReadFile(out_ + ".dcmscrub-journal") +
                              ReadFile(out_ + ".dcmscrub-journal-wal");
  EXPECT_THAT(journal, HasSubstr("site.rules:3"));
}

TEST_F(Rules, TagWhatIsWritten) {
  const std::string report = folder_ / "report.json";
  const auto result =
      RunRules("tag \"a ct\" where Modality = \"CT\"\n", {"--report", report});
  EXPECT_THAT(result.out, HasSubstr("  tagged            2  a ct\n"));
  EXPECT_THAT(ReadFile(report), HasSubstr("\"a ct\": 2"));
}

TEST_F(Rules, NameTheTableThatLacksAValueAndNotTheValue) {
  WriteFile(folder_ / "subjects.csv", "id,subject\nGG-4711,S-001\n");
  const auto result =
      RunRules("replace PatientID with lookup \"subjects.csv\" PatientID\n");
  EXPECT_EQ(result.exit_code, kExitQuarantined);
  EXPECT_THAT(result.err, HasSubstr("input 2: "));
  EXPECT_THAT(result.err, HasSubstr("a table of the rules has no row for it "
                                    "(site.rules:2)\n"));
  EXPECT_THAT(Outputs(), HasSubstr("S-001"));
}

TEST_F(Rules, OptionsAndParametersMakeAnotherPolicy) {
  const std::string text = "param site \"A\"\nset PatientComments = site\n";
  const auto outcome = [&](std::vector<std::string> more) {
    return RunRules(text, more).out.substr(0, 40);
  };
  EXPECT_THAT(outcome({}), StartsWith("2 written, 0 quarantined"));
  EXPECT_THAT(outcome({}), StartsWith("0 written, 2 unchanged"));
  for (const auto& more : std::vector<std::vector<std::string>>{
           {"--param", "site=B"},
           {"--option", "retain-uids"},
           {"--option", "retain-longitudinal-modified-dates"},
           {"--uid-root", "1.2.3"}}) {
    EXPECT_THAT(outcome(more), Not(HasSubstr("unchanged"))) << more[1];
  }
  EXPECT_THAT(outcome({}), StartsWith("0 written, 2 there already"));
}

TEST_F(Rules, SayThatTheOutputHoldsFilesOfOtherRules) {
  RunRules("set PatientComments = \"A\"\n");
  const auto result = RunRules("set PatientComments = \"B\"\n");
  EXPECT_EQ(result.exit_code, kExitQuarantined);
  EXPECT_THAT(result.err, HasSubstr("the output holds files that another run "
                                    "made from the same inputs, under other "
                                    "rules"));
}

TEST_F(Rules, OutputsOfAnotherKeyWantAgain) {
  EXPECT_EQ(RunRules("").exit_code, kExitDone);
  const std::string other = folder_ / "other";
  ASSERT_EQ(RunProgram({"keygen", other}).exit_code, kExitDone);
  const std::vector<std::string> arguments = {
      "run", out_, "--out", folder_ / "out2", "--key", other};
  const auto refused = RunProgram(arguments);
  EXPECT_EQ(refused.exit_code, kExitQuarantined);
  EXPECT_THAT(refused.err, HasSubstr("; --again does it all the same\n"));
  EXPECT_THAT(refused.out, StartsWith("0 written, 2 quarantined"));
  auto again = arguments;
  again.push_back("--again");
  EXPECT_THAT(RunProgram(again).out, StartsWith("2 written, 0 quarantined"));
}

TEST_F(Rules, CrosswalkTellsWhoIsWhoAndSaysSo) {
  const std::string who = folder_ / "who.csv";
  const auto result = RunProgram(
      {"run", in_, "--out", out_, "--key", key_, "--crosswalk", who});
  EXPECT_EQ(result.exit_code, kExitDone) << result.err;
  EXPECT_THAT(result.out, HasSubstr("crosswalk: " + who + "\n"));
  EXPECT_THAT(result.err, HasSubstr(std::string(kCrosswalkMessage)));
  EXPECT_THAT(ReadFile(who), HasSubstr("\npatient,GG-4711,,P-"));
  struct stat info;
  ASSERT_EQ(stat(who.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0600u);
  ExpectNoSecrets(result.out + result.err);

  const auto later = RunProgram({"run", in_, "--out", out_, "--key", key_,
                                 "--crosswalk", folder_ / "new.csv"});
  EXPECT_THAT(later.err, HasSubstr("have no rows in the new crosswalk"));
}

TEST_F(Rules, CrosswalkStaysAwayFromInputsAndOutputs) {
  for (const std::string& who : {out_ + "/who.csv", in_ + "/who.csv"}) {
    const auto result = RunProgram(
        {"run", in_, "--out", out_, "--key", key_, "--crosswalk", who});
    EXPECT_EQ(result.exit_code, kExitNothingDone);
    EXPECT_THAT(result.err, HasSubstr("the crosswalk may not lie inside"));
    EXPECT_FALSE(fs::exists(out_));
    EXPECT_FALSE(fs::exists(who));
  }
}

TEST_F(Rules, CheckListsMistakesAndSumsThemUp) {
  const auto fine = RunProgram({"check", WriteRules("keep StudyID\n")});
  EXPECT_EQ(fine.exit_code, kExitDone) << fine.out << fine.err;
  EXPECT_EQ(fine.err, "");
  const auto wrong = RunProgram({"check", WriteRules("keep PatientNam\n")});
  EXPECT_EQ(wrong.exit_code, kExitNothingDone);
  EXPECT_EQ(wrong.out, rules_ +
                           ":2:6: error: no attribute 'PatientNam'; did you "
                           "mean PatientName?\n"
                           "  keep PatientNam\n"
                           "       ^~~~~~~~~~\n" +
                           rules_ + ": 1 error\n");
  const auto odd = RunProgram(
      {"check", WriteRules("remove StudyID\nkeep StudyID\n"), "basic"});
  EXPECT_EQ(odd.exit_code, kExitDone);
  EXPECT_THAT(odd.out, HasSubstr(rules_ + ":3:"));
  EXPECT_THAT(odd.out, HasSubstr(": warning: "));
  EXPECT_THAT(odd.out, EndsWith("basic: nothing wrong\n"));
}

TEST_F(Rules, ExplainSaysWhichRuleDecides) {
  const std::string rules = WriteRules("remove StudyID\n");
  const auto attribute = RunProgram({"explain", "StudyID", "--rules", rules});
  EXPECT_EQ(attribute.exit_code, kExitDone) << attribute.err;
  EXPECT_THAT(attribute.out, HasSubstr("remove StudyID"));
  const auto file = RunProgram({"explain", in_ + "/1.dcm", "--rules", rules});
  EXPECT_EQ(file.exit_code, kExitDone) << file.err;
  EXPECT_THAT(file.out, HasSubstr("PatientName"));
  ExpectNoSecrets(file.out);
}

TEST_F(Rules, ExplainKnowsWhatIsNeitherAttributeNorFile) {
  const struct {
    std::vector<std::string> arguments;
    std::string message;
  } cases[] = {
      {{"explain", "PatientNam"},
       "PatientNam is neither an attribute nor a file; did you mean "
       "PatientName?"},
      {{"explain", "PatientName", "--sop-class", "toast"},
       "--sop-class: the Standard has no storage class toast"},
      {{"explain", key_}, key_ + ": "},
      {{"explain", "PatientName", "--rules", "none.rules"},
       "rules none.rules: No such file or directory"},
  };
  for (const auto& c : cases) {
    const auto result = RunProgram(c.arguments);
    EXPECT_EQ(result.exit_code, kExitNothingDone) << c.message;
    EXPECT_THAT(result.err, HasSubstr("dcmscrub: error: " + c.message));
    EXPECT_EQ(result.out, "");
  }
}

TEST_F(Rules, DiffTellsSameFromDifferent) {
  const std::string rules = WriteRules("keep StudyID\n");
  EXPECT_EQ(RunProgram({"diff", "basic", "basic"}).exit_code, 0);
  const auto different = RunProgram({"diff", "basic", rules});
  EXPECT_EQ(different.exit_code, 1) << different.err;
  EXPECT_THAT(different.out, HasSubstr("StudyID"));
  EXPECT_THAT(different.out, Not(HasSubstr("PatientName")));
  // A parameter is for the file that asks for it; one must.
  EXPECT_EQ(RunProgram({"diff", "basic", rules, "--param", "site=B"}).exit_code,
            kExitNothingDone);
  const std::string asking =
      WriteRules("param site\nreplace StudyID with site\n");
  EXPECT_EQ(
      RunProgram({"diff", "basic", asking, "--param", "site=B"}).exit_code, 1);
  EXPECT_EQ(RunProgram({"diff", "basic", "none.rules"}).exit_code,
            kExitNothingDone);
}

TEST_F(Rules, ImportMakesRulesThatAreRight) {
  WriteFile(folder_ / "tags.txt", "0010,1000\nOtherPatientIDs\nwhatever\n");
  const auto imported = RunProgram({"import", "tags", folder_ / "tags.txt"});
  EXPECT_EQ(imported.exit_code, kExitDone) << imported.err;
  EXPECT_THAT(imported.out, StartsWith("dcmscrub 1"));
  EXPECT_THAT(imported.err, HasSubstr("became rules"));
  WriteFile(rules_, imported.out);
  EXPECT_EQ(RunProgram({"check", rules_}).exit_code, kExitDone);
  EXPECT_EQ(RunProgram({"import", "ctp", folder_ / "tags.txt"}).exit_code,
            kExitNothingDone);
  EXPECT_EQ(RunProgram({"import", "ctp", folder_ / "none"}).exit_code,
            kExitNothingDone);
}

TEST_F(Rules, BuiltInOnesAreListedAndShown) {
  const auto listed = RunProgram({"rules", "list"});
  EXPECT_EQ(listed.exit_code, kExitDone) << listed.err;
  for (const char* name : {"basic ", "none ", "teaching ", "drop-scouts "}) {
    EXPECT_THAT(listed.out, HasSubstr(name));
  }
  const auto shown = RunProgram({"rules", "show", "teaching"});
  EXPECT_EQ(shown.exit_code, kExitDone) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("label   PatientID"));
  // What is shown is a rule file.
  WriteFile(rules_, shown.out);
  EXPECT_EQ(RunProgram({"check", rules_, "--param", "case=1"}).exit_code,
            kExitDone);
  // `teach` has the values of parameters.
  EXPECT_THAT(RunProgram({"check", rules_}).out, HasSubstr("nothing wrong"));
  EXPECT_EQ(RunProgram({"rules", "show", rules_}).out, shown.out);
  const auto none = RunProgram({"rules", "show", "teeching"});
  EXPECT_EQ(none.exit_code, kExitNothingDone);
  EXPECT_THAT(none.err, HasSubstr("teaching"));
}

TEST_F(Rules, AreAddedOneByOne) {
  const auto add = [&](std::vector<std::string> words) {
    std::vector<std::string> arguments = {"rules", "add"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    arguments.insert(arguments.end(), {"--to", rules_});
    return RunProgram(arguments);
  };
  const auto made = add({"StationName", "remove", "--comment", "room numbers"});
  EXPECT_EQ(made.exit_code, kExitDone) << made.err;
  EXPECT_EQ(made.out, rules_ + ":5: added\n");
  EXPECT_THAT(ReadFile(rules_), HasSubstr("include teaching\n"));

  ASSERT_EQ(chmod(rules_.c_str(), 0640), 0);
  EXPECT_EQ(add({"ProtocolName", "replace", "a \"b\" {c}"}).exit_code,
            kExitDone);
  EXPECT_EQ(add({"(0029,\"ACME 1\",10)", "keep"}).out, rules_ + ":7: added\n");
  const std::string text = ReadFile(rules_);
  EXPECT_THAT(text, HasSubstr("remove StationName  # room numbers\n"
                              "replace ProtocolName with \"a \\\"b\\\" "
                              "\\{c\\}\"\n"
                              "keep (0029,\"ACME 1\",10)\n"));
  struct stat info {};
  ASSERT_EQ(stat(rules_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);

  EXPECT_EQ(made.err, "");
  const auto odd = add({"Rows", "empty"});
  EXPECT_EQ(odd.exit_code, kExitDone);
  EXPECT_THAT(odd.err, HasSubstr("makes objects invalid: 'empty' of Rows"));
  EXPECT_THAT(RunProgram({"check", rules_}).out,
              HasSubstr("makes objects invalid: 'empty' of Rows"));
  WriteFile(rules_, text);
  ASSERT_EQ(chmod(rules_.c_str(), 0640), 0);

  EXPECT_EQ(add({"(0008,1010)", "remove"}).out, rules_ + ":5: there already\n");
  EXPECT_EQ(ReadFile(rules_), text);
  EXPECT_EQ(RunProgram({"check", rules_, "--param", "case=1"}).exit_code,
            kExitDone);
  EXPECT_THAT(RunProgram({"explain", "StationName", "--rules", rules_,
                          "--param", "case=1"})
                  .out,
              HasSubstr("remove StationName"));

  // A link stays one.
  const std::string link = folder_ / "link.rules";
  fs::create_symlink(rules_, link);
  EXPECT_EQ(
      RunProgram({"rules", "add", "StudyID", "empty", "--to", link}).exit_code,
      kExitDone);
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_THAT(ReadFile(rules_), HasSubstr("empty StudyID\n"));
}

TEST_F(Rules, WrongOnesAreNotAdded) {
  WriteRules("profile basic\n");
  const std::string before = ReadFile(rules_);
  const struct {
    std::vector<std::string> words;
    std::string says;
  } kCases[] = {
      {{"rules", "add", "StatonName", "remove", "--to", rules_},
       "did you mean StationName?"},
      {{"rules", "add", "StationName", "shift", "--to", rules_},
       "is for dates"},
      {{"rules", "add", "StationName", "delete", "--to", rules_},
       "no action 'delete'"},
      {{"rules", "add", "StationName", "remove"}, "which file? --to FILE"},
      {{"rules", "add", "StationName", "--to", rules_}, "add what?"},
      {{"rules", "add", "StationName", "replace", "--to", rules_},
       "replace with what?"},
      {{"rules", "add", "StationName", "remove", "StudyID", "--to", rules_},
       "one rule at a time"},
      {{"rules", "add", "StudyID", "remove", "--to", folder_ / "no/x.rules"},
       "No such file"},
      {{"rules", "list", "--to", rules_}, "go with 'rules add'"},
      {{"rules", "show"}, "show which rules?"},
      {{"rules", "lsit"}, "there are list, show and add"},
  };
  for (const auto& c : kCases) {
    const auto result = RunProgram(c.words);
    EXPECT_EQ(result.exit_code, kExitNothingDone) << c.says;
    EXPECT_THAT(result.err, HasSubstr(c.says));
  }
  EXPECT_EQ(ReadFile(rules_), before);
}

// A day zero is for one case, and a run does not know which.
TEST_F(Rules, OfATeachingFileAreForTeach) {
  const auto result = RunProgram({"run", in_, "--out", out_, "--key", key_,
                                  "--rules", "teaching", "--param", "case=1"});
  EXPECT_EQ(result.exit_code, kExitNothingDone);
  EXPECT_THAT(result.err, HasSubstr("use 'teach'"));
  EXPECT_EQ(Outputs(), "");
}

class Reidentification : public Rules {
 protected:
  Reidentification() {
    const RecipientPair pair = MakeRecipient();
    WriteFile(folder_ / "owner.crt", pair.certificate_pem);
    WritePrivate(pem_, pair.key_pem);
  }
  static void WritePrivate(const std::string& path, const std::string& text) {
    WriteFile(path, text);
    EXPECT_EQ(chmod(path.c_str(), 0600), 0);
  }
  std::vector<std::string> OutputPaths() const {
    std::vector<std::string> paths;
    for (const auto& entry : fs::recursive_directory_iterator(out_)) {
      if (entry.is_regular_file()) paths.push_back(entry.path().string());
    }
    return paths;
  }

  const std::string pem_ = folder_ / "owner.pem";
  const std::string back_ = folder_ / "back";
};

TEST_F(Reidentification, BringsOriginalsBack) {
  ASSERT_EQ(RunRules("encrypt \"owner.crt\"\n").exit_code, kExitDone);
  ExpectNoSecrets(Outputs());
  const auto result =
      RunProgram({"reidentify", out_, "--key-file", pem_, "--certificate",
                  folder_ / "owner.crt", "--out", back_});
  EXPECT_EQ(result.exit_code, kExitDone) << result.err;
  EXPECT_EQ(result.out, "2 restored, 0 failed, 0 skipped\n");
  EXPECT_THAT(result.err, HasSubstr(std::string(kReidentifiedMessage)));
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(back_)) {
    if (entry.is_regular_file()) all += ReadFile(entry.path().string());
  }
  for (const char* original :
       {"QUAGMIRE^GLENN", "GG-4711", "PEWTERSCHMIDT^LOIS", "1.2.3.5"}) {
    EXPECT_THAT(all, HasSubstr(original));
  }
}

TEST_F(Reidentification, NeverReplacesAnything) {
  ASSERT_EQ(RunRules("encrypt \"owner.crt\"\n").exit_code, kExitDone);
  const std::string file = OutputPaths().front();
  const std::string target = folder_ / "one.dcm";
  const std::vector<std::string> arguments = {
      "reidentify", file, "--key-file", pem_, "--out", target};
  EXPECT_EQ(RunProgram(arguments).exit_code, kExitDone);
  const std::string bytes = ReadFile(target);
  EXPECT_THAT(bytes, HasSubstr("47"));
  const auto again = RunProgram(arguments);
  EXPECT_EQ(again.exit_code, kExitQuarantined);
  EXPECT_THAT(again.err, HasSubstr("input 1: cannot be written: File exists"));
  EXPECT_EQ(ReadFile(target), bytes);
}

TEST_F(Reidentification, SaysWhyItCannot) {
  const auto plain = RunProgram(
      {"reidentify", in_ + "/1.dcm", "--key-file", pem_, "--out", back_});
  EXPECT_EQ(plain.exit_code, kExitQuarantined);
  EXPECT_THAT(plain.err, HasSubstr("input 1: it carries no encrypted "
                                   "originals"));
  ASSERT_EQ(RunRules("encrypt \"owner.crt\"\n").exit_code, kExitDone);
  const std::string other = folder_ / "other.pem";
  WritePrivate(other, MakeRecipient().key_pem);
  const auto foreign =
      RunProgram({"reidentify", out_, "--key-file", other, "--out", back_});
  EXPECT_EQ(foreign.exit_code, kExitQuarantined);
  EXPECT_THAT(foreign.err, HasSubstr("encrypted for somebody else's key"));
  EXPECT_THAT(foreign.out, StartsWith("0 restored, 2 failed"));
}

TEST_F(Reidentification, WantsAKeyThatIsItsOwnersAlone) {
  const auto run = [&](const std::string& key) {
    return RunProgram({"reidentify", in_, "--key-file", key, "--out", back_});
  };
  ASSERT_EQ(chmod(pem_.c_str(), 0644), 0);
  const auto loose = run(pem_);
  EXPECT_EQ(loose.exit_code, kExitNothingDone);
  EXPECT_THAT(loose.err, HasSubstr("chmod 600 " + pem_));
  EXPECT_THAT(run(folder_ / "none").err, HasSubstr("No such file"));
  WritePrivate(folder_ / "text", "no key");
  EXPECT_EQ(run(folder_ / "text").exit_code, kExitNothingDone);
  EXPECT_FALSE(fs::exists(back_));
}

}  // namespace
}  // namespace dcmscrub
