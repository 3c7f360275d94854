// Real DICOM files, and one run of the pipeline over all of them. The folder
// is DCMSCRUB_CORPUS, a definition of the build; tests skip when it is absent.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/run.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {

// A row of the corpus's manifest.
struct CorpusFile {
  std::string path;  // relative
  std::uint64_t size = 0;
  std::string interesting;  // why it is there
  std::string identity_repeated_in;
  std::string expected;  // CLEAN, REPAIR, REJECT, SKIP and prose
};

// Empty when the corpus is absent.
const std::vector<CorpusFile>& CorpusFiles();
std::string CorpusPath(const std::string& relative);

// What became of one file.
struct CorpusOutcome {
  Outcome outcome = Outcome::kInterrupted;
  Reason reason = Reason::kNone;
  Fault fault;
  WarningSet warnings;
  std::string output;  // path; empty when there is none
};

// One run over a folder into a temporary one, paths mirrored so that no two
// inputs claim one output.
class CorpusRun {
 public:
  explicit CorpusRun(const std::string& source = CorpusPath(""),
                     RunOptions options = {});

  const RunSummary& summary() const { return summary_; }
  std::string output() const { return folder_ / "out"; }
  // By path relative to the source.
  const std::map<std::string, CorpusOutcome>& outcomes() const {
    return outcomes_;
  }
  // The relative paths of the files that were written.
  std::vector<std::string> Written() const;

 private:
  TempFolder folder_;
  RunSummary summary_;
  std::map<std::string, CorpusOutcome> outcomes_;
};

// Tests that look at one and the same run.
class CorpusTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (CorpusFiles().empty()) {
      GTEST_SKIP() << "no corpus at " << CorpusPath("")
                   << ": set DCMSCRUB_CORPUS to run this";
    }
  }
  static const CorpusRun& Run();
};

}  // namespace dcmscrub
