// Real DICOM files. The folder is DCMSCRUB_CORPUS, a definition of the build;
// tests skip when it is absent.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

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

class CorpusTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (CorpusFiles().empty()) {
      GTEST_SKIP() << "no corpus at " << CorpusPath("")
                   << ": set DCMSCRUB_CORPUS to run this";
    }
  }
};

}  // namespace dcmscrub
