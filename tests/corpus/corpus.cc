#include "tests/corpus/corpus.h"

#include <fstream>

namespace dcmscrub {
namespace {

std::vector<std::string> Split(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == '\t') {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

std::vector<CorpusFile> ReadManifest() {
  std::vector<CorpusFile> files;
  std::ifstream in(CorpusPath("MANIFEST.tsv"));
  std::string line;
  if (!std::getline(in, line)) return files;
  const std::vector<std::string> columns = Split(line);
  while (std::getline(in, line)) {
    const std::vector<std::string> cells = Split(line);
    std::map<std::string, std::string> row;
    for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
      row[columns[i]] = cells[i];
    }
    files.push_back({row["path"], std::stoull(row["bytes"]), row["interesting"],
                     row["identity_repeated_in"], row["expected"]});
  }
  return files;
}

}  // namespace

const std::vector<CorpusFile>& CorpusFiles() {
  static const std::vector<CorpusFile> files = ReadManifest();
  return files;
}

std::string CorpusPath(const std::string& relative) {
  return (std::filesystem::path(DCMSCRUB_CORPUS) / relative).string();
}

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

const CorpusRun& CorpusTest::Run() {
  static const CorpusRun run;
  return run;
}

}  // namespace dcmscrub
