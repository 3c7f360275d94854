#include "pipeline/run/reidentify.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>

#include "kernels/emit/reidentify.h"
#include "tests/pipeline/run/sample_run.h"
#include "tests/support/policy_text.h"
#include "tests/support/recipient.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

// Results with their originals in them, and who can bring those back.
class ReidentifyArchive : public ::testing::Test {
 protected:
  ReidentifyArchive() {
    const RecipientPair pair = MakeRecipient();
    options_.policy = PolicyOf("encrypt \"owner.crt\"\n",
                               {{"owner.crt", pair.certificate_pem}});
    EXPECT_EQ(key_.Read(pair.key_pem, pair.certificate_pem), "");
    back_.sources = {"/out"};
    back_.target = "/back/to/them";
    back_.key = &key_;
  }
  absl::StatusOr<ReidentifySummary> Reidentify(FileSystem& files) const {
    return ReidentifyFiles(
        back_, files, [](const ReidentifyRecord&) {}, nullptr);
  }

  RunOptions options_ = ToFolder();
  RecipientKey key_;
  ReidentifyOptions back_;
};

TEST_F(ReidentifyArchive, OneFailedOperationCostsOneFileAtMost) {
  FaultyFileSystem made;
  AddArchive(made);
  RunWell(options_, made);
  const Files results = Below(made, "/out");
  ASSERT_TRUE(Reidentify(made).ok());
  const Files want = Below(made, "/back");
  std::uint64_t last = 0;
  for (std::uint64_t at = 0; at <= last; ++at) {
    SCOPED_TRACE("operation " + std::to_string(at));
    FaultyFileSystem files;
    for (const auto& [path, bytes] : results) {
      files.AddFile(path, AsBytes(std::string_view(bytes)));
    }
    bool cleaning = false;
    files.SetHook([&](const FaultyFileSystem::Operation& operation) {
      if (operation.number != at) return 0;
      cleaning = operation.name == "remove";
      return EIO;
    });
    const auto summary = Reidentify(files);
    files.SetHook(nullptr);
    if (at == 0) last = files.operations();
    EXPECT_EQ(Below(files, "/out"), results);
    const Files back = Below(files, "/back");
    for (const auto& [path, bytes] : back) {
      EXPECT_TRUE(cleaning || (want.contains(path) && want.at(path) == bytes));
    }
    if (!summary.ok()) {
      EXPECT_TRUE(back.empty());
      continue;
    }
    EXPECT_EQ(summary->found,
              summary->written + summary->skipped + summary->failed);
    EXPECT_LE(summary->failed, 1u);
    EXPECT_LE(summary->written, back.size());
    EXPECT_EQ(summary->failed == 0, summary->written == want.size());
  }
}

TEST_F(ReidentifyArchive, IsItsOwnersAlone) {
  TempFolder folder;
  options_.sources = {folder / "in"};
  options_.output = folder / "out";
  WriteFile(folder / "in/1.dcm", SmallFile(1));
  ASSERT_TRUE(RunPipeline(options_, RealFileSystem(), {}).ok());
  back_.sources = {options_.output};
  back_.target = folder / "back";
  const mode_t old = umask(0);
  const auto summary = Reidentify(RealFileSystem());
  umask(old);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->written, 1u);
  int files = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(back_.target)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    struct stat info;
    ASSERT_EQ(stat(entry.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 07777, 0600u);
  }
  EXPECT_EQ(files, 1);
}

TEST_F(ReidentifyArchive, WhatCameBackSurvivesPowerLoss) {
  FaultyFileSystem files;
  AddArchive(files);
  RunWell(options_, files);
  const auto summary = Reidentify(files);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->written, 5u);
  const Files want = Below(files, back_.target);
  ASSERT_EQ(want.size(), 5u);
  for (const auto& [path, bytes] : want) {
    EXPECT_TRUE(HoldsName(bytes)) << path;
  }
  files.Crash(/*keep_names=*/false);
  EXPECT_EQ(Below(files, back_.target), want);
}

}  // namespace
}  // namespace dcmscrub
