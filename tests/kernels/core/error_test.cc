#include "kernels/core/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string_view>
#include <vector>

#include "kernels/match/rule_table.h"

namespace dcmscrub {
namespace {

using ::testing::MatchesRegex;

// Fit for a journal and for a switch in somebody's script.
constexpr char kStableName[] = "[a-z0-9]+(-[a-z0-9]+)*";

std::vector<Error> AllErrors() {
  std::vector<Error> all;
  for (int i = 0; i < kErrorCount; ++i) all.push_back(static_cast<Error>(i));
  return all;
}

std::vector<Warning> AllWarnings() {
  std::vector<Warning> all;
  for (int i = 0; i < kWarningCount; ++i) {
    all.push_back(static_cast<Warning>(i));
  }
  return all;
}

TEST(Error, NamesAndTextsAreDistinct) {
  std::set<std::string_view> names;
  std::set<std::string_view> texts;
  for (Error error : AllErrors()) {
    EXPECT_THAT(std::string(ErrorName(error)), MatchesRegex(kStableName));
    EXPECT_TRUE(names.insert(ErrorName(error)).second) << ErrorName(error);
    EXPECT_FALSE(ErrorText(error).empty()) << ErrorName(error);
    EXPECT_TRUE(texts.insert(ErrorText(error)).second) << ErrorName(error);
  }
}

// The order of the tables is that of the enumerations: a few of each, the
// first and the last among them.
TEST(Error, NamesFollowTheEnumeration) {
  EXPECT_EQ(ErrorName(Error::kOk), "ok");
  EXPECT_EQ(ErrorName(Error::kNotDicom), "not-dicom");
  EXPECT_EQ(ErrorName(Error::kInflatesTooFar), "inflates-too-far");
  EXPECT_EQ(ErrorName(Error::kLengthPastEnd), "length-past-end");
  EXPECT_EQ(ErrorText(Error::kLengthPastEnd),
            "the value passes the end of the file");
  EXPECT_EQ(ErrorName(Error::kBadFragment), "bad-fragment");
  EXPECT_EQ(WarningName(Warning::kNoSopClassUid), "no-sop-class-uid");
  EXPECT_EQ(ErrorName(Error::kOutputTooLarge), "output-too-large");
  EXPECT_EQ(ErrorName(Error::kCannotEncrypt), "cannot-encrypt");
}

TEST(Warning, NamesAndTextsAreDistinct) {
  std::set<std::string_view> names;
  std::set<std::string_view> texts;
  for (Warning warning : AllWarnings()) {
    EXPECT_THAT(std::string(WarningName(warning)), MatchesRegex(kStableName));
    EXPECT_TRUE(names.insert(WarningName(warning)).second)
        << WarningName(warning);
    EXPECT_FALSE(WarningText(warning).empty()) << WarningName(warning);
    EXPECT_TRUE(texts.insert(WarningText(warning)).second)
        << WarningName(warning);
  }
}

TEST(Warning, NamesFollowTheEnumeration) {
  EXPECT_EQ(WarningName(Warning::kNoPreamble), "no-preamble");
  EXPECT_EQ(WarningName(Warning::kUnAsSequence), "un-as-sequence");
  EXPECT_EQ(WarningName(Warning::kGroupLengths), "group-lengths");
  EXPECT_EQ(WarningName(Warning::kOpaqueSequence), "opaque-sequence");
  EXPECT_EQ(WarningName(Warning::kMismatchedInstanceUid),
            "mismatched-instance-uid");
  EXPECT_EQ(WarningName(Warning::kUndecodableText), "undecodable-text");
}

TEST(Warning, RemarksAreNoRepairs) {
  const std::set<Warning> kRemarks = {
      Warning::kUnAsSequence,      Warning::kUnAsText,
      Warning::kTrailingPadding,   Warning::kGroupLengths,
      Warning::kUnknownElement,    Warning::kStandardSopClassUnknown,
      Warning::kPrivateSopClass,   Warning::kBurnedInAnnotation,
      Warning::kTurnedToUtf8,      Warning::kResidue,
      Warning::kSlideLabel,        Warning::kPrivatePixelsGone,
      Warning::kTechnicalResidue,  Warning::kForeignPseudonym,
      Warning::kNewTransferSyntax, Warning::kUnreadValue,
  };
  for (Warning warning : AllWarnings()) {
    EXPECT_EQ(IsRepair(warning), !kRemarks.contains(warning))
        << WarningName(warning);
  }
}

TEST(WarningSet, HoldsWhatWasAdded) {
  for (Warning added : AllWarnings()) {
    WarningSet set;
    EXPECT_TRUE(set.empty());
    set.Add(added);
    EXPECT_FALSE(set.empty());
    WarningSet more;
    more.Add(Warning::kDuplicate);
    more.Add(set);
    for (Warning asked : AllWarnings()) {
      EXPECT_EQ(set.Has(asked), asked == added);
      EXPECT_EQ(more.Has(asked),
                asked == added || asked == Warning::kDuplicate);
    }
  }
}

TEST(Action, NamesFollowTheEnumeration) {
  const struct {
    Action action;
    std::string_view name;
  } kCases[] = {
      {Action::kKeep, "keep"},
      {Action::kRemove, "remove"},
      {Action::kEmpty, "empty"},
      {Action::kDummy, "dummy"},
      {Action::kUid, "uid"},
      {Action::kPatientId, "patient-id"},
      {Action::kPatientName, "patient-name"},
      {Action::kShift, "shift"},
      {Action::kCapAge, "cap-age"},
      {Action::kClean, "clean"},
      {Action::kCompute, "compute"},
  };
  static_assert(std::size(kCases) == kActionCount);
  for (const auto& c : kCases) EXPECT_EQ(ActionName(c.action), c.name);
}

}  // namespace
}  // namespace dcmscrub
