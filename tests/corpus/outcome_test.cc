// Every file of the corpus ends as its manifest says it should.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "tests/corpus/corpus_run.h"

namespace dcmscrub {
namespace {

// The ends that the words of the manifest allow.
struct Allowed {
  bool written = false;
  bool must_be_noted = false;  // written, and something was noted
  bool quarantined = false;
  bool skipped = false;
};

bool Has(const std::string& text, const char* word) {
  return text.find(word) != std::string::npos;
}

// Files whose row speaks of their class while the file itself is broken in a
// way that desynchronises any reader: rejecting them is what the corpus asks
// for when in doubt.
const std::set<std::string>& BrokenBeyondTheirClass() {
  static const std::set<std::string> paths = {
      // Patient's Name with a 32-bit length in short-form VR.
      "malformed/fuzz/cat08_string_encoding/TC0405_latin1_utf8_payload.dcm",
      "malformed/fuzz/cat09_logic_bombs/TC0445_duplicate_tags.dcm",
      // A group length with such a length stands before the file meta.
      "malformed/fuzz/cat09_logic_bombs/TC0469_group_len_zero.dcm",
      // Neither class nor instance, nor pixels: no object.
      "charsets/empty_charset_LEI.dcm",
  };
  return paths;
}

Allowed AllowedFor(const CorpusFile& file) {
  if (BrokenBeyondTheirClass().contains(file.path)) {
    return {.quarantined = true};
  }
  const std::string& text = file.expected;
  Allowed allowed;
  // "format-string values only ever printed as data" is about sound files.
  allowed.written = Has(text, "CLEAN") || Has(text, "REPAIR") ||
                    Has(file.interesting, "Format string");
  allowed.quarantined = Has(text, "REJECT");
  allowed.skipped = Has(text, "SKIP");
  allowed.must_be_noted = Has(text, "REPAIR") && !Has(text, "CLEAN");
  if (!allowed.written && !allowed.quarantined && !allowed.skipped) {
    allowed.written = true;
  }
  return allowed;
}

bool IsDirectory(const CorpusOutcome& outcome) {
  return outcome.outcome == Outcome::kSkipped &&
         outcome.reason == Reason::kDicomdir;
}

class Outcomes : public CorpusRunTest {};

TEST_F(Outcomes, AreWhatTheManifestExpects) {
  for (const CorpusFile& file : CorpusFiles()) {
    SCOPED_TRACE(file.path + ": " + file.expected);
    const auto found = Run().outcomes().find(file.path);
    ASSERT_NE(found, Run().outcomes().end());
    const CorpusOutcome& outcome = found->second;
    if (IsDirectory(outcome)) {
      EXPECT_TRUE(file.path.starts_with("dicomdir/"));
      continue;
    }
    const Allowed allowed = AllowedFor(file);
    switch (outcome.outcome) {
      case Outcome::kWritten:
        EXPECT_TRUE(allowed.written);
        if (allowed.must_be_noted) {
          EXPECT_TRUE(!outcome.warnings.empty());
        }
        break;
      case Outcome::kQuarantined:
        EXPECT_TRUE(allowed.quarantined)
            << ReasonName(outcome.reason) << " "
            << ErrorName(outcome.fault.error) << " at " << outcome.fault.offset;
        break;
      case Outcome::kSkipped:
        EXPECT_TRUE(allowed.skipped) << ReasonName(outcome.reason);
        break;
      case Outcome::kUnchanged:
      case Outcome::kDuplicate:
      case Outcome::kInterrupted:
        ADD_FAILURE() << OutcomeName(outcome.outcome);
    }
  }
}

TEST_F(Outcomes, AllDirectoriesAreTold) {
  int directories = 0;
  for (const auto& [path, outcome] : Run().outcomes()) {
    directories += IsDirectory(outcome) ? 1 : 0;
  }
  EXPECT_EQ(directories, 11);
}

TEST_F(Outcomes, AddUpToWhatWasFound) {
  const RunSummary& summary = Run().summary();
  std::uint64_t sum = 0;
  for (const std::uint64_t count : summary.outcomes) sum += count;
  EXPECT_EQ(sum, summary.found);
  // The manifest and the page about it are files as well.
  EXPECT_EQ(summary.found, CorpusFiles().size() + 2);
}

TEST_F(Outcomes, EveryQuarantineGivesItsReason) {
  for (const auto& [path, outcome] : Run().outcomes()) {
    if (outcome.outcome != Outcome::kQuarantined) continue;
    EXPECT_NE(outcome.reason, Reason::kNone) << path;
    if (outcome.reason == Reason::kFault) {
      EXPECT_TRUE(outcome.fault) << path;
    }
    EXPECT_EQ(Run().OutputOf(path), "") << path;
    EXPECT_FALSE(std::filesystem::exists(Run().output() + "/" + path)) << path;
  }
}

}  // namespace
}  // namespace dcmscrub
