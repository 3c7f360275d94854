#include "app/talk/command_messages.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <utility>

namespace dcmscrub {
namespace {

TEST(Options, AreRefusedAsInARuleFile) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"retain-uid",
       "--option retain-uid: no option 'retain-uid'; did you mean "
       "retain-uids?"},
      {"clean-pixel-data",
       "--option clean-pixel-data: 'clean-pixel-data' is not there yet: this "
       "program does not touch pixels"},
      {"retain-uids except StudyID",
       "--option retain-uids except StudyID: want one NAME and no more"},
  };
  for (const auto& [name, message] : cases) {
    EXPECT_EQ(NoOptionMessage(name), message);
  }
  EXPECT_EQ(NoOptionMessage("x\x1B").find('\x1B'), std::string::npos);
}

TEST(CheckedMessage, Counts) {
  EXPECT_EQ(CheckedMessage("a.rules", 0, 0, 12),
            "a.rules: nothing wrong, 12 rules");
  EXPECT_EQ(CheckedMessage("a.rules", 0, 0, 0), "a.rules: nothing wrong");
  EXPECT_EQ(CheckedMessage("a.rules", 0, 1, 1), "a.rules: 1 warning, 1 rule");
  EXPECT_EQ(CheckedMessage("a.rules", 2, 1, 1), "a.rules: 2 errors, 1 warning");
}

TEST(ImportedMessage, SaysWhatIsLeftToDo) {
  EXPECT_EQ(ImportedMessage(1, 0), "1 line became rules");
  EXPECT_EQ(ImportedMessage(40, 3),
            "40 lines became rules, 3 became comments: look through those "
            "before you use the rules");
}

TEST(NothingCalledMessage, SuggestsAKeyword) {
  EXPECT_EQ(NothingCalledMessage("PatientNam"),
            "PatientNam is neither an attribute nor a file; did you mean "
            "PatientName?");
  EXPECT_EQ(NothingCalledMessage("qqq\x1B"),
            "qqq\\x1B is neither an attribute nor a file");
}

TEST(ReidentifyMessage, SaysWhyForEveryResult) {
  ReidentifyRecord record;
  record.input.number = 3;
  record.input.reason = Reason::kWriteError;
  record.input.error_number = EEXIST;
  const std::pair<ReidentifyResult, std::string_view> cases[] = {
      {ReidentifyResult::kOk, "cannot be written: File exists"},
      {ReidentifyResult::kNothingEncrypted,
       "it carries no encrypted originals; rules with 'encrypt' make such "
       "files"},
      {ReidentifyResult::kNotForThisKey,
       "its originals are encrypted for somebody else's key"},
      {ReidentifyResult::kBadContent,
       "what was encrypted in it is no data set"},
  };
  for (const auto& [result, why] : cases) {
    record.result = result;
    EXPECT_EQ(ReidentifyMessage(record, false),
              "error: input 3: " + std::string(why));
  }
}

TEST(ReidentifiedMessage, Counts) {
  ReidentifySummary summary;
  summary.written = 12;
  summary.failed = 1;
  EXPECT_EQ(ReidentifiedMessage(summary), "12 restored, 1 failed, 0 skipped");
  summary.skipped = 2;
  EXPECT_EQ(ReidentifiedMessage(summary),
            "12 restored, 1 failed, 2 skipped (not DICOM)");
}

}  // namespace
}  // namespace dcmscrub
