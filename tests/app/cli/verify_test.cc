// What `dcmscrub verify` takes for OUT, and how it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "app/talk/exit_code.h"
#include "tests/app/cli/program.h"
#include "tests/support/archive_builder.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::Not;

class VerifyCommandTest : public testing::Test {
 protected:
  VerifyCommandTest() {
    std::filesystem::create_directory(in_);
    WriteFile(in_ + "/1.dcm",
              MinimalCtFile("QUAGMIRE^GLENN", "GG-4711", "1.2.3.4"));
    WriteFile(rules_, std::string_view("dcmscrub 1\nkeep PatientName\n"));
    EXPECT_EQ(RunProgram({"keygen", key_}).exit_code, kExitDone);
  }
  void Run(const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {
        "run", in_,        "--out",  out_,        "--key",
        key_,  "--layout", "mirror", "--journal", folder_ / "journal"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramResult run = RunProgram(arguments);
    ASSERT_EQ(run.exit_code, kExitDone) << run.err;
  }
  ProgramResult Verify(const std::string& out,
                       const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"verify", out,     "--against",
                                          in_,      "--key", key_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunProgram(arguments);
  }

  TempFolder folder_;
  const std::string in_ = folder_ / "in";
  const std::string out_ = folder_ / "out";
  const std::string key_ = folder_ / "key";
  const std::string rules_ = folder_ / "rules";
};

TEST_F(VerifyCommandTest, TakesAFolderAFileAndAnArchive) {
  Run({});
  const std::string file = out_ + "/1.dcm";
  const std::string zip = folder_ / "out.zip";
  WriteArchive(zip, ArchiveForm::kZip, {{"some/1.dcm", ReadFile(file)}});
  for (const std::string& out : {out_, file, zip}) {
    const ProgramResult result = Verify(out, {});
    EXPECT_EQ(result.exit_code, kExitDone) << result.out << result.err;
    EXPECT_THAT(result.out, HasSubstr("clean: 1 file, "));
  }
  // Names in it count, and are shown where that is asked for.
  WriteArchive(zip, ArchiveForm::kZip, {{"quagmire/1.dcm", ReadFile(file)}});
  const ProgramResult named = Verify(zip, {});
  EXPECT_EQ(named.exit_code, kExitQuarantined);
  EXPECT_THAT(named.out, HasSubstr("residue-folder-name"));
  EXPECT_THAT(named.out, Not(HasSubstr("quagmire")));
  EXPECT_THAT(Verify(zip, {"--show-paths"}).out, HasSubstr("quagmire/1.dcm"));

  EXPECT_EQ(Verify(zip, {"--journal", folder_ / "journal"}).exit_code,
            kExitNothingDone);
  WriteFile(zip, ReadFile(zip).substr(0, 60));
  EXPECT_EQ(Verify(zip, {}).exit_code, kExitNothingDone);
}

TEST_F(VerifyCommandTest, GoesByTheRulesThatAreGiven) {
  Run({"--rules", rules_});
  const ProgramResult without = Verify(out_, {});
  EXPECT_EQ(without.exit_code, kExitQuarantined) << without.out;
  EXPECT_THAT(without.out, HasSubstr("NOT CLEAN: "));

  const ProgramResult with = Verify(out_, {"--rules", rules_});
  EXPECT_EQ(with.exit_code, kExitRemarks) << with.out << with.err;
  EXPECT_THAT(with.out, HasSubstr("note: weakened-by-rules"));
  EXPECT_THAT(with.out, HasSubstr("clean with remarks: 1 file, "));
  EXPECT_THAT(with.out, Not(HasSubstr("other-policy")));

  // Not of this run.
  const ProgramResult other = Verify(out_, {"--option", "retain-uids"});
  EXPECT_EQ(other.exit_code, kExitQuarantined) << other.out;
  EXPECT_THAT(other.out, HasSubstr("name-kept"));
  EXPECT_EQ(Verify(out_, {"--option", "retain-everything"}).exit_code,
            kExitNothingDone);
}

}  // namespace
}  // namespace dcmscrub
