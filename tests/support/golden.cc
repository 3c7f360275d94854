#include "tests/support/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace dcmscrub {

void ExpectGolden(const std::string& name, const std::string& text) {
  const std::string path =
      std::string(DCMSCRUB_SOURCE_DIR) + "/tests/golden/" + name;
  if (std::getenv("DCMSCRUB_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path) << text;
    return;
  }
  std::ifstream in(path);
  const std::string want{std::istreambuf_iterator<char>(in), {}};
  EXPECT_FALSE(want.empty()) << path;
  // Only the first difference, not two files.
  std::size_t line = 1, begin = 0;
  for (std::size_t i = 0; i < std::min(want.size(), text.size()); ++i) {
    if (want[i] != text[i]) break;
    if (want[i] == '\n') {
      ++line;
      begin = i + 1;
    }
  }
  EXPECT_TRUE(text == want)
      << path << ":" << line << "\nis   "
      << text.substr(begin, text.find('\n', begin) - begin) << "\nwant "
      << want.substr(begin, want.find('\n', begin) - begin);
}

}  // namespace dcmscrub
