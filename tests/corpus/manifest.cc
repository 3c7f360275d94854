#include "tests/corpus/manifest.h"

#include <filesystem>
#include <fstream>
#include <map>

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

}  // namespace dcmscrub
