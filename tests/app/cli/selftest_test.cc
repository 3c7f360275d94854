// Canaries under the policies that the program ships, and under such that let
// something stay.
#include "pipeline/selftest/selftest.h"

#include <absl/strings/str_format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/report/selftest_report.h"
#include "app/talk/exit_code.h"
#include "tests/app/cli/program.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Tag kPatientComments{0x0010, 0x4000};

struct Rules {
  std::shared_ptr<const Policy> policy;
  RuleFile file;
};

Rules RulesOf(const std::string& lines,
              const std::map<std::string, std::string>& files = {}) {
  ParseInput input;
  input.name = "test.rules";
  input.text = "dcmscrub 1\n" + lines;
  const ParseResult parsed = ParseRules(input);
  std::vector<Diagnostic> diagnostics = parsed.diagnostics;
  PolicySource source;
  source.file = parsed.file;
  source.read = [&files](const std::string& path, std::string& error) {
    const auto file = files.find(path);
    if (file != files.end()) return std::optional(file->second);
    error = "no such file";
    return std::optional<std::string>();
  };
  Rules rules;
  rules.policy = Policy::Make(source, diagnostics);
  rules.file = parsed.file;
  EXPECT_NE(rules.policy, nullptr);
  return rules;
}

SelftestResult Try(const SelftestOptions& options) {
  const auto result = RunSelftest(options, RealFileSystem(), nullptr);
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *result : SelftestResult();
}

SelftestResult Try(const std::string& lines, std::uint32_t every = 1) {
  const Rules rules = RulesOf(lines);
  SelftestOptions options;
  options.policy = rules.policy;
  options.rules = rules.file;
  options.every = every;
  return Try(options);
}

std::uint64_t Stayed(const SelftestResult& result, PlaceClass place) {
  return result.own[static_cast<std::size_t>(place)].stayed;
}

// The attributes in which something survived.
std::set<Tag> Where(const SelftestResult& result) {
  std::set<Tag> where;
  for (const Survivor& survivor : result.survivors) {
    if (!survivor.path.empty()) where.insert(survivor.path.back());
  }
  return where;
}

// What the profile has with each option alone, and with all that go together.
class ShippedPolicies : public ::testing::TestWithParam<std::string> {};

TEST_P(ShippedPolicies, NoCanarySurvives) {
  const SelftestResult result = Try(GetParam());
  const CanaryCounts total = result.total();
  EXPECT_GT(total.planted, 40'000u);
  // What stays is what the table has stay, and it is not all there is.
  EXPECT_GT(total.stayed, 10'000u);
  EXPECT_GT(total.gone, 10'000u);
  EXPECT_EQ(total.by_site, 0u);
  EXPECT_THAT(result.idle, IsEmpty());
  EXPECT_EQ(total.survived, 0u) << SelftestText(result);
}

const std::string kOthers =
    "option retain-safe-private\noption retain-uids\n"
    "option retain-device-identity\noption retain-institution-identity\n"
    "option retain-patient-characteristics\noption clean-descriptors\n"
    "option clean-structured-content\noption clean-graphics\n";

INSTANTIATE_TEST_SUITE_P(
    Options, ShippedPolicies,
    ::testing::Values("", "option retain-safe-private\n",
                      "option retain-safe-private\nsafe-private tcia\n",
                      "option retain-uids\n", "option retain-device-identity\n",
                      "option retain-institution-identity\n",
                      "option retain-patient-characteristics\n",
                      "option retain-longitudinal-full-dates\n",
                      "option retain-longitudinal-modified-dates\n",
                      "option clean-descriptors\n",
                      "option clean-structured-content\n",
                      "option clean-graphics\n",
                      kOthers + "option retain-longitudinal-full-dates\n",
                      kOthers + "option retain-longitudinal-modified-dates\n"));

TEST(Selftest, FindsWhatAnOptionLetsStayAndBasicDoesNot) {
  const Rules basic = RulesOf("");
  SelftestOptions options;
  options.policy = RulesOf("option retain-institution-identity\n").policy;
  options.expected = basic.policy;
  const SelftestResult result = Try(options);
  EXPECT_FALSE(result.clean());
  // The institution's name is found in every copy, whatever is planted there.
  SelftestResult own = result;
  std::erase_if(own.survivors, [](const Survivor& survivor) {
    return survivor.what != "own value";
  });
  const std::set<Tag> where = Where(own);
  EXPECT_TRUE(where.contains(Tag(0x0008, 0x0080)));
  EXPECT_TRUE(where.contains(Tag(0x0008, 0x1040)));
  EXPECT_FALSE(where.contains(Tag(0x0010, 0x0010)));
  EXPECT_FALSE(where.contains(kPatientComments));
}

TEST(Selftest, FindsWhatAStatementKeepsAtExactlyThatPlace) {
  SelftestOptions options;
  options.policy = RulesOf("keep PatientComments\n").policy;
  options.expected = RulesOf("").policy;
  const SelftestResult result = Try(options);
  EXPECT_FALSE(result.clean());
  EXPECT_THAT(Where(result), ElementsAre(kPatientComments));
  for (const Survivor& survivor : result.survivors) {
    EXPECT_EQ(survivor.what, "own value");
  }
}

TEST(Selftest, TakesAStatementAtItsWordAndSaysSo) {
  const SelftestResult result = Try("keep PatientComments\n");
  EXPECT_TRUE(result.clean());
  EXPECT_GT(result.total().by_site, 0u);
  EXPECT_THAT(Where(result), ElementsAre(kPatientComments));
  for (const Survivor& survivor : result.survivors) {
    EXPECT_TRUE(survivor.by_site);
  }
  EXPECT_THAT(SelftestText(result), HasSubstr("(0010,4000) PatientComments"));
}

TEST(Selftest, FindsWhatIsRepeatedWhenNothingIsSearchedFor) {
  const SelftestResult result = Try("residue off\n", /*every=*/5);
  EXPECT_FALSE(result.clean());
  for (const Survivor& survivor : result.survivors) {
    EXPECT_TRUE(survivor.repeated) << SelftestText(result);
  }
  const auto survived = [&result](PlaceClass place) {
    return result.repeated[static_cast<std::size_t>(place)].survived;
  };
  EXPECT_GT(survived(PlaceClass::kTop), 0u);
  EXPECT_GT(survived(PlaceClass::kNestedTwice), 0u);
  EXPECT_EQ(survived(PlaceClass::kPrivateSafe), 0u);
  EXPECT_EQ(survived(PlaceClass::kFileName), 0u);
}

// Names and IDs in elements that a site's own list lets stay, whatever it takes
// them for.
TEST(Selftest, PlantsInAListOfTheSite) {
  std::string list = "private_creator\ttag\tvr\n";
  int row = 0;
  for (const char* vr :
       {"US", "FL", "SL", "FD", "CS", "DS", "IS", "LO", "OB"}) {
    list += absl::StrFormat("ACME 1\t(0029,xx%02X)\t%s\n", ++row, vr);
  }
  const std::string lines =
      "option retain-safe-private\nsafe-private \"list\"\n";
  const auto repeated = [&](const std::string& more) {
    const Rules rules = RulesOf(lines + more, {{"list", list}});
    SelftestOptions options;
    options.policy = rules.policy;
    options.rules = rules.file;
    std::uint64_t survived = 0;
    const SelftestResult result = Try(options);
    for (const Survivor& survivor : result.survivors) {
      const Tag tag = survivor.path.empty() ? Tag() : survivor.path.back();
      if (tag.group() != 0x0029 || survivor.by_site) continue;
      survived += survivor.copies;
    }
    EXPECT_EQ(result.clean(), more.empty()) << SelftestText(result);
    return survived;
  };
  EXPECT_EQ(repeated(""), 0u);
  EXPECT_GT(repeated("residue off\n"), 20u);
}

TEST(Selftest, ProfileNoneKeepsAllButWhatIsNoDataSet) {
  const SelftestResult result = Try("profile none\n", /*every=*/5);
  EXPECT_TRUE(result.clean());
  EXPECT_GT(Stayed(result, PlaceClass::kTop), 0u);
  EXPECT_GT(Stayed(result, PlaceClass::kPrivateUnknown), 0u);
  EXPECT_EQ(Stayed(result, PlaceClass::kPreamble), 0u);
  EXPECT_EQ(Stayed(result, PlaceClass::kFileMeta), 0u);
}

TEST(Selftest, ProfileNoneIsNotBasic) {
  SelftestOptions options;
  options.policy = RulesOf("profile none\n").policy;
  options.expected = RulesOf("").policy;
  options.every = 20;
  const SelftestResult result = Try(options);
  const auto own = [&result](PlaceClass place) {
    return result.own[static_cast<std::size_t>(place)];
  };
  for (const PlaceClass place :
       {PlaceClass::kOwnAttributes, PlaceClass::kTop, PlaceClass::kNestedTwice,
        PlaceClass::kOtherVr, PlaceClass::kPrivateSafe,
        PlaceClass::kUnknownTag}) {
    const CanaryCounts counts = own(place);
    EXPECT_EQ(counts.survived + counts.not_written, counts.planted)
        << PlaceClassName(place);
  }
}

TEST(Selftest, OfARemovedAttributeAStatementIsHeldToIt) {
  const SelftestResult result =
      Try("remove (0018,1030)\nremove vr SH where Modality = \"CT\"\n", 3);
  EXPECT_TRUE(result.clean()) << SelftestText(result);
}

TEST(Selftest, EndsWithItsVerdictAndHidesNoSurvivor) {
  SelftestResult result;
  result.objects = {"ct-image"};
  result.own[1] = {3, 1, 1, 0, 0, 1};
  result.survivors.push_back({PlaceClass::kTop,
                              false,
                              false,
                              {kPatientComments},
                              "own value",
                              "ct-image",
                              1});
  const std::string text = SelftestText(result);
  EXPECT_THAT(text, HasSubstr("(0010,4000) PatientComments, attributes, at the "
                              "top: own value, in ct-image"));
  EXPECT_THAT(text, HasSubstr("NOT CLEAN: of 3 canaries 1 survived"));
}

class SelftestProgram : public ::testing::Test {
 protected:
  TempFolder folder_;
  const std::string json_ = folder_ / "result.json";
};

TEST_F(SelftestProgram, SaysThatBasicIsClean) {
  const auto result = RunProgram({"selftest", "--json", json_});
  EXPECT_EQ(result.exit_code, kExitDone) << result.out << result.err;
  EXPECT_THAT(result.out, HasSubstr("none survived that should not"));
  EXPECT_THAT(ReadFile(json_), HasSubstr("\"clean\": true"));
}

TEST_F(SelftestProgram, EndsWithOneWhereSomethingSurvives) {
  const std::string rules = folder_ / "off.rules";
  WriteFile(rules, "dcmscrub 1\nresidue off\n");
  const auto result =
      RunProgram({"selftest", "--rules", rules, "--json", json_});
  EXPECT_EQ(result.exit_code, 1) << result.err;
  EXPECT_THAT(result.out, HasSubstr("NOT CLEAN"));
  EXPECT_THAT(ReadFile(json_), HasSubstr("\"clean\": false"));
}

TEST_F(SelftestProgram, EndsWithTwoWhereNothingCanBeTried) {
  EXPECT_EQ(RunProgram({"selftest", "--on", folder_ / "none"}).exit_code,
            kExitNothingDone);
  EXPECT_EQ(RunProgram({"selftest", "--rules", folder_ / "no.rules"}).exit_code,
            kExitNothingDone);
}

}  // namespace
}  // namespace dcmscrub
