// One run of the pipeline over a folder of real files.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/run/run.h"
#include "tests/corpus/manifest.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {

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
  // Of a file that was written, by path relative to the source: where names
  // that tell something became neutral, another path than the mirrored one.
  const std::string& OutputOf(const std::string& path) const {
    return outcomes_.at(path).output;
  }
  // The relative paths of the files that were written.
  std::vector<std::string> Written() const;
  // And of what they came to, below output().
  std::vector<std::string> Outputs() const;

 private:
  TempFolder folder_;
  RunSummary summary_;
  std::map<std::string, CorpusOutcome> outcomes_;
};

// Tests that look at one and the same run over the corpus.
class CorpusRunTest : public CorpusTest {
 protected:
  static const CorpusRun& Run();
};

}  // namespace dcmscrub
