#include "tests/corpus/corpus_run.h"

#include <filesystem>

namespace dcmscrub {

CorpusRun::CorpusRun(const std::string& source, RunOptions options) {
  const std::string root =
      std::filesystem::canonical(std::filesystem::path(source) / ".").string();
  options.sources = {root};
  options.output = output();
  options.layout = "mirror";
  options.sync = Sync::kNone;
  RunHooks hooks;
  hooks.record = [&](const InputRecord& record) {
    CorpusOutcome& outcome = outcomes_[record.source->substr(root.size() + 1)];
    outcome = {record.outcome, record.reason, record.fault, record.warnings,
               record.output == nullptr ? "" : *record.output};
  };
  auto summary = RunPipeline(options, RealFileSystem(), hooks);
  if (!summary.ok()) {
    ADD_FAILURE() << summary.status();
    return;
  }
  summary_ = *summary;
}

std::vector<std::string> CorpusRun::Written() const {
  std::vector<std::string> written;
  for (const auto& [path, outcome] : outcomes_) {
    if (outcome.outcome == Outcome::kWritten) written.push_back(path);
  }
  return written;
}

std::vector<std::string> CorpusRun::Outputs() const {
  std::vector<std::string> outputs;
  for (const std::string& path : Written()) {
    outputs.push_back(OutputOf(path).substr(output().size() + 1));
  }
  return outputs;
}

const CorpusRun& CorpusRunTest::Run() {
  static const CorpusRun run;
  return run;
}

}  // namespace dcmscrub
