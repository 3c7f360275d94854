// The whole Basic policy for two SOP classes as text, and for each option what
// it changes of Basic.
#include "tests/support/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "rules/compile/policy.h"
#include "rules/explain/listing.h"
#include "rules/language/option_names.h"

namespace dcmscrub {
namespace {

// Without the first line, which names the program's version.
std::string ListingOf(const Policy& policy, const char* sop_class_uid) {
  const auto compiled = policy.Compile(sop_class_uid);
  const std::string text = Listing(compiled->table());
  return text.substr(text.find('\n') + 1);
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// What stands before the colon: the attribute or place.
std::string SubjectOf(const std::string& line) {
  return line.substr(0, line.find(": "));
}

// "- as it was" and "+ as it is", by attribute or place.
std::string Difference(const std::string& before, const std::string& after) {
  const std::vector<std::string> was = LinesOf(before), is = LinesOf(after);
  const std::set<std::string> in_was(was.begin(), was.end());
  const std::set<std::string> in_is(is.begin(), is.end());
  std::vector<std::string> lines;
  for (const std::string& line : was) {
    if (!in_is.contains(line)) lines.push_back(SubjectOf(line) + "\n- " + line);
  }
  for (const std::string& line : is) {
    if (!in_was.contains(line))
      lines.push_back(SubjectOf(line) + "\n+ " + line);
  }
  std::ranges::stable_sort(lines, {}, [](const std::string& line) {
    return line.substr(0, line.find('\n'));
  });
  std::string text;
  for (const std::string& line : lines) {
    text += line.substr(line.find('\n') + 1) + "\n";
  }
  return text;
}

std::unique_ptr<const Policy> Basic() {
  return *Policy::FromProfileName("basic");
}

TEST(Golden, BasicPolicyForCtImageStorage) {
  ExpectGolden("basic_ct_image.txt",
               ListingOf(*Basic(), "1.2.840.10008.5.1.4.1.1.2"));
}

TEST(Golden, BasicPolicyForEnhancedMrImageStorage) {
  ExpectGolden("basic_enhanced_mr.txt",
               ListingOf(*Basic(), "1.2.840.10008.5.1.4.1.1.4.1"));
}

class OptionGolden : public testing::TestWithParam<int> {};

// Each for a SOP class in which it has much to say.
TEST_P(OptionGolden, ChangesOfBasic) {
  const auto option = static_cast<Option>(GetParam());
  const char* uid = "1.2.840.10008.5.1.4.1.1.2";  // CT Image
  if (option == Option::kCleanStructuredContent) {
    uid = "1.2.840.10008.5.1.4.1.1.88.33";  // Comprehensive SR
  }
  if (option == Option::kCleanGraphics) {
    uid = "1.2.840.10008.5.1.4.1.1.11.1";  // Grayscale Presentation State
  }
  PolicySource source;
  source.options = {option};
  std::vector<Diagnostic> diagnostics;
  const auto policy = Policy::Make(source, diagnostics);
  ASSERT_NE(policy, nullptr);
  const std::string text =
      Difference(ListingOf(*Basic(), uid), ListingOf(*policy, uid));
  std::string name = "option-" + std::string(OptionName(option)) + ".txt";
  std::ranges::replace(name, '-', '_');
  ExpectGolden(name, text);
}

INSTANTIATE_TEST_SUITE_P(Options, OptionGolden, testing::Range(0, kOptionCount),
                         [](const auto& option) {
                           std::string name(
                               OptionName(static_cast<Option>(option.param)));
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace dcmscrub
