#include "pipeline/run/reidentify.h"

#include <gtest/gtest.h>

#include "kernels/emit/reidentify.h"
#include "tests/pipeline/run/sample_run.h"
#include "tests/support/policy_text.h"
#include "tests/support/recipient.h"

namespace dcmscrub {
namespace {

TEST(ReidentifyFiles, WhatCameBackSurvivesPowerLoss) {
  const RecipientPair pair = MakeRecipient();
  FaultyFileSystem files;
  AddArchive(files);
  RunOptions options = ToFolder();
  options.policy = PolicyOf("encrypt \"owner.crt\"\n",
                            {{"owner.crt", pair.certificate_pem}});
  RunWell(options, files);

  RecipientKey key;
  ASSERT_EQ(key.Read(pair.key_pem, pair.certificate_pem), "");
  ReidentifyOptions back;
  back.sources = {"/out"};
  back.target = "/back/to/them";
  back.key = &key;
  const auto summary = ReidentifyFiles(
      back, files, [](const ReidentifyRecord&) {}, nullptr);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->written, 5u);
  const Files want = Below(files, back.target);
  ASSERT_EQ(want.size(), 5u);
  for (const auto& [path, bytes] : want) {
    EXPECT_TRUE(HoldsName(bytes)) << path;
  }
  files.Crash(/*keep_names=*/false);
  EXPECT_EQ(Below(files, back.target), want);
}

}  // namespace
}  // namespace dcmscrub
