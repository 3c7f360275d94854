// What is said of wrong rule files; and that the manual is right.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "rules/check/check.h"
#include "rules/language/value.h"
#include "rules/language/verb.h"
#include "tests/rules/parse/parsed_text.h"

namespace dcmscrub {
namespace {

// Wrong rule files and what is said of them: tests/golden/rules/NAME.rules and
// NAME.txt. DCMSCRUB_UPDATE_GOLDEN=1 writes the latter anew.
class Messages {
 public:
  static std::filesystem::path Folder() {
    return std::filesystem::path(DCMSCRUB_SOURCE_DIR) / "tests/golden/rules";
  }

  static std::optional<std::string> Read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>(in), {}};
  }

  static std::string Of(const std::filesystem::path& path) {
    ParseInput input;
    input.name = path.filename();
    input.text = Read(path).value_or("");
    input.read = [](const std::string& name,
                    std::string& error) -> std::optional<std::string> {
      error = "no such file";
      return Read(Folder() / name);
    };
    const ParseResult result = ParseRules(input);
    if (!result.ok()) return Render(result);
    return Render(result) + Render(result, Check(result.file));
  }
};

// Blocks of the manual that begin with ```rules.
TEST(ParserMessages, ReadsEveryExampleOfTheManual) {
  const std::string manual =
      Messages::Read(std::filesystem::path(DCMSCRUB_SOURCE_DIR) /
                     "docs/rules.md")
          .value_or("");
  const std::string open = "```rules\n", close = "```\n";
  std::size_t examples = 0;
  for (std::size_t at = 0; (at = manual.find(open, at)) != std::string::npos;) {
    at += open.size();
    const std::size_t end = manual.find(close, at);
    const std::string example = manual.substr(at, end - at);
    std::map<std::string, std::string> params;
    if (example.find("param   case") != std::string::npos) params["case"] = "1";
    EXPECT_EQ(Render(Parse(example, params, {{"common.rules", "\n"}})), "");
    at = end;
    ++examples;
  }
  EXPECT_GE(examples, 8U);
}

TEST(ParserMessages, TellsOfEveryVerbAndValueInTheManual) {
  const std::string manual =
      Messages::Read(std::filesystem::path(DCMSCRUB_SOURCE_DIR) /
                     "docs/rules.md")
          .value_or("");
  const auto tells = [&](std::string_view name) {
    const std::string code = std::string("`").append(name);
    return manual.find(code + " ") != std::string::npos ||
           manual.find(code + "(") != std::string::npos ||
           manual.find(code + "`") != std::string::npos;
  };
  for (const VerbTraits& verb : kVerbs)
    EXPECT_TRUE(tells(verb.name)) << verb.name;
  for (const ValueTraits& value : kValues) {
    EXPECT_TRUE(value.name.empty() || tells(value.name)) << value.name;
  }
}

// What others call a verb is none of ours.
TEST(ParserMessages, SuggestsAVerbForEverySynonym) {
  std::set<std::string_view> names;
  for (const VerbTraits& verb : kVerbs) names.insert(verb.name);
  for (const VerbTraits& verb : kVerbs) {
    for (std::string_view rest = verb.synonyms; !rest.empty();) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      const std::string word(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      EXPECT_FALSE(names.contains(word)) << word;
      const ParseResult result = Parse("dcmscrub 1\n" + word + " Modality\n");
      ASSERT_EQ(result.diagnostics.size(), 1U) << word;
      EXPECT_EQ(result.diagnostics[0].suggestion, verb.name) << word;
    }
  }
}

TEST(ParserMessages, SaysWhatIsWrongWithEveryWrongFile) {
  std::set<std::string> said;
  for (const auto& entry :
       std::filesystem::directory_iterator(Messages::Folder())) {
    if (entry.path().extension() != ".rules") continue;
    const std::string is = Messages::Of(entry.path());
    EXPECT_NE(is, "") << entry.path();
    EXPECT_TRUE(said.insert(is).second) << entry.path();
    const std::filesystem::path golden =
        std::filesystem::path(entry.path()).replace_extension(".txt");
    if (std::getenv("DCMSCRUB_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(golden, std::ios::binary) << is;
      continue;
    }
    EXPECT_EQ(is, Messages::Read(golden).value_or("no such file")) << golden;
  }
  EXPECT_GE(said.size(), 100U);
}

}  // namespace
}  // namespace dcmscrub
