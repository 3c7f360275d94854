// The whole Basic policy for two SOP classes as text. DCMSCRUB_UPDATE_GOLDEN=1
// in the environment writes the files anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "rules/listing.h"
#include "rules/policy.h"

namespace dcmscrub {
namespace {

// Without the first line, which names the program's version.
std::string ListingOf(const char* sop_class_uid) {
  const auto policy = *Policy::FromProfileName("basic");
  const auto compiled = policy->Compile(sop_class_uid);
  const std::string text = Listing(compiled->table());
  return text.substr(text.find('\n') + 1);
}

void CheckGolden(const std::string& name, const std::string& text) {
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

TEST(Golden, BasicPolicyForCtImageStorage) {
  CheckGolden("basic_ct_image.txt", ListingOf("1.2.840.10008.5.1.4.1.1.2"));
}

TEST(Golden, BasicPolicyForEnhancedMrImageStorage) {
  CheckGolden("basic_enhanced_mr.txt",
              ListingOf("1.2.840.10008.5.1.4.1.1.4.1"));
}

}  // namespace
}  // namespace dcmscrub
