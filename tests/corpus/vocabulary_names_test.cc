#include <gtest/gtest.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/text/letters.h"
#include "rules/compile/vocabulary.h"

namespace dcmscrub {
namespace {

constexpr double kCommon = 0.01;  // percent of people

std::vector<std::string_view> Fields(std::string_view line) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t tab = line.find('\t');
    fields.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return fields;
    line.remove_prefix(tab + 1);
  }
}

// Columns: name, kind, countries, share of people in percent, curated.
TEST(VocabularyNames, HoldsNoCommonSurnameAsAPlainWord) {
  const auto path = std::filesystem::path(DCMSCRUB_CORPUS) / ".." /
                    "descriptors" / "names.tsv";
  std::ifstream file(path);
  if (!file) {
    GTEST_SKIP() << "no list of names at " << path
                 << ": set DCMSCRUB_CORPUS to run this";
  }
  std::size_t common = 0;
  std::string line;
  while (std::getline(file, line)) {
    const auto fields = Fields(line);
    double share = 0;
    if (fields.size() < 5 || fields[1] != "surname" || fields[3].empty() ||
        std::from_chars(fields[3].begin(), fields[3].end(), share).ec !=
            std::errc() ||
        share < kCommon) {
      continue;
    }
    ++common;
    std::string folded;
    AppendFolded(fields[0], folded);
    const WordKinds kinds = BuiltInVocabulary().KindsOf(folded);
    EXPECT_FALSE((kinds & kPlainWord) != 0 && (kinds & kAmbiguousWord) == 0)
        << folded;
  }
  EXPECT_GT(common, 1000u);
}

}  // namespace
}  // namespace dcmscrub
