// `verify --labels`, through the built program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "app/talk/exit_code.h"
#include "tests/app/cli/program.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kJson = R"({
  "format": 1,
  "labels": {"diagnosis": "like GG-4711"},
  "written": [{"tag": "00104000", "text": "like GG-4711"}],
  "made": ["case.json"]
})";

// Two cases below one folder, each with a label that holds an identifier.
class VerifyLabelsFlag : public testing::Test {
 protected:
  VerifyLabelsFlag() {
    WriteFile(in_ + "/1.dcm",
              MinimalCtFile("QUAGMIRE^GLENN", "GG-4711", "1.2.3.4"));
    WriteFile(
        folder_ / "rules",
        std::string_view("dcmscrub 1\nset PatientComments = \"like GG-4711\"\n"
                         "residue allow PatientComments\n"));
    EXPECT_EQ(RunProgram({"keygen", key_}).exit_code, kExitDone);
  }
  // The program says nothing of what it searches for, so a case that holds an
  // original is put together by hand.
  void MakeCase(const std::string& name) {
    const ProgramResult run = RunProgram(
        {"run", in_, "--out", out_ + "/" + name, "--key", key_, "--rules",
         folder_ / "rules", "--journal", folder_ / ("journal of " + name)});
    ASSERT_EQ(run.exit_code, kExitDone) << run.err;
    WriteFile(out_ + "/" + name + "/case.json", kJson);
  }
  ProgramResult Verify(std::vector<std::string> more) {
    std::vector<std::string> arguments = {"verify", out_,    "--against",
                                          in_,      "--key", key_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunProgram(arguments);
  }

  TempFolder folder_;
  const std::string in_ = folder_ / "in";
  const std::string out_ = folder_ / "out";
  const std::string key_ = folder_ / "key";
};

TEST_F(VerifyLabelsFlag, IsTakenForTheFolderOfItsFile) {
  MakeCase("A");
  const std::string labels = out_ + "/A/case.json";
  const ProgramResult without = Verify({});
  EXPECT_EQ(without.exit_code, kExitQuarantined) << without.out;
  EXPECT_THAT(without.out, HasSubstr("not-dicom"));

  const ProgramResult with = Verify({"--labels", labels});
  EXPECT_EQ(with.exit_code, kExitRemarks) << with.out;
  EXPECT_THAT(with.out, HasSubstr("label-holds-original"));
  EXPECT_THAT(with.out, HasSubstr("user-label"));
  EXPECT_THAT(with.out, Not(HasSubstr("GG-4711")));

  // The folder itself is OUT.
  EXPECT_EQ(RunProgram({"verify", out_ + "/A", "--against", in_, "--key", key_,
                        "--labels", labels})
                .exit_code,
            kExitRemarks);
}

TEST_F(VerifyLabelsFlag, IsGivenForEachCase) {
  MakeCase("A");
  MakeCase("B");
  const ProgramResult one = Verify({"--labels", out_ + "/A/case.json"});
  EXPECT_THAT(one.out, HasSubstr("not-dicom"));
  const ProgramResult both = Verify(
      {"--labels", out_ + "/A/case.json", "--labels", out_ + "/B/case.json"});
  EXPECT_THAT(both.out, Not(HasSubstr("not-dicom")));
  EXPECT_THAT(both.out, Not(HasSubstr("residue-text")));
}

TEST_F(VerifyLabelsFlag, RefusesWhatIsNoneOrElsewhere) {
  MakeCase("A");
  WriteFile(folder_ / "case.json", kJson);
  WriteFile(out_ + "/bad.json", std::string_view("GG-4711"));
  struct Bad {
    std::string path, says;
  };
  for (const Bad& bad : {Bad{folder_ / "case.json", "not below OUT"},
                         Bad{out_ + "/none.json", "No such file"},
                         Bad{out_ + "/bad.json", "no JSON at byte 1"}}) {
    const ProgramResult result = Verify({"--labels", bad.path});
    EXPECT_EQ(result.exit_code, kExitNothingDone) << result.out;
    EXPECT_THAT(result.err, HasSubstr(bad.says));
    EXPECT_THAT(result.err, Not(HasSubstr("GG-4711")));
  }
}

}  // namespace
}  // namespace dcmscrub
