// Rule files as files: their bytes and lines, what they include, the parameters
// they are given, and how much of all that there may be.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/rules/parse/parsed_text.h"

namespace dcmscrub {
namespace {

TEST(ParserFiles, PutsParametersInto) {
  const ParseResult result = Parse(
      "dcmscrub 1\n"
      "param site \"ZH\"\nparam rows \"5\"\nparam day \"20240131\"\n"
      "include \"{site}.rules\"\n"
      "set InstitutionName = \"at {site}\"\n"
      "set StationName = site\n"
      "skip where InstitutionName = site and Rows > rows and StudyDate after "
      "day\n"
      "tag \"{site}\" where Modality present\n",
      {{"site", "BE"}}, {{"BE.rules", "keep Modality\n"}});
  EXPECT_EQ(Render(result), "");
  ASSERT_EQ(result.file.statements.size(), 5U);
  EXPECT_EQ(result.file.statements[1].value->text, "at BE");
  EXPECT_EQ(result.file.statements[2].value->text, "BE");
  EXPECT_EQ(result.file.statements[3].where->parts[0].text, "BE");
  EXPECT_EQ(result.file.statements[3].where->parts[1].number, 5);
  EXPECT_EQ(result.file.statements[4].label, "BE");
}

TEST(ParserFiles, RefusesValuesForParametersThatAreNone) {
  const ParseResult result =
      Parse("dcmscrub 1\nparam site \"x\"\nset InstitutionName = site\n",
            {{"sites", "y"}});
  EXPECT_EQ(Render(result),
            "rules: error: no line says 'param sites'; did you mean site?\n");
}

TEST(ParserFiles, FindsFilesBesideTheFileThatNamesThem) {
  ParseInput input;
  input.name = "a/b/main.rules";
  input.text =
      "dcmscrub 1\ninclude \"../c/more.rules\"\nvocabulary \"w.txt\"\n"
      "encrypt \"/k/cert.pem\"\n";
  std::vector<std::string> asked;
  input.read = [&asked](const std::string& path, std::string&) {
    asked.push_back(path);
    return std::optional<std::string>("safe-private \"p.tsv\"\n");
  };
  const ParseResult result = ParseRules(input);
  EXPECT_EQ(Render(result), "");
  EXPECT_EQ(asked, std::vector<std::string>{"a/b/../c/more.rules"});
  EXPECT_EQ(result.file.safe_private.at(0).path, "a/b/../c/p.tsv");
  EXPECT_EQ(result.file.vocabulary.at(0).path, "a/b/w.txt");
  EXPECT_EQ(result.file.encrypt.at(0).path, "/k/cert.pem");
}

// A bare word is a list that is built in, and no file is asked for.
TEST(ParserFiles, TakesListsOfSafePrivateAttributesByNameOrFile) {
  const ParseResult result = Parse(
      "dcmscrub 1\noption retain-safe-private\n"
      "safe-private \"tcia\"\nsafe-private tcia\n");
  EXPECT_EQ(Render(result), "");
  ASSERT_EQ(result.file.safe_private.size(), 2U);
  EXPECT_FALSE(result.file.safe_private[0].built_in);
  EXPECT_TRUE(result.file.safe_private[1].built_in);
  EXPECT_EQ(result.file.safe_private[1].span.line, 4U);
}

TEST(ParserFiles, BoundsHowDeepFilesIncludeEachOther) {
  Files files;
  for (int i = 0; i < 40; ++i) {
    files["f" + std::to_string(i)] =
        "include \"f" + std::to_string(i + 1) + "\"\n";
  }
  files["f40"] = "keep Modality\n";
  const ParseResult result = Parse("dcmscrub 1\ninclude \"f0\"\n", {}, files);
  EXPECT_FALSE(result.ok());
  EXPECT_NE(Render(result).find("deep"), std::string::npos);
}

// Links of folders can make any path one of the same file.
TEST(ParserFiles, BoundsTheNumberOfFiles) {
  ParseInput input;
  input.name = "rules";
  input.text = "dcmscrub 1\ninclude \"a/rules\"\ninclude \"b/rules\"\n";
  input.read = [&input](const std::string&, std::string&) {
    return std::optional<std::string>(input.text.substr(11));
  };
  const ParseResult result = ParseRules(input);
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(result.file.files.size(), 200U);
}

TEST(ParserFiles, ReadsLinesOfAnySystem) {
  const ParseResult result = Parse(
      "\xEF\xBB\xBF"
      "dcmscrub 1\r\n\r\n  # a comment with \"\r\nkeep Modality # \"x\"\r\n");
  EXPECT_EQ(Render(result), "");
  EXPECT_EQ(result.file.statements.at(0).source_line, "keep Modality");
  EXPECT_EQ(result.file.statements.at(0).span.line, 4U);
}

TEST(ParserFiles, SaysOnceThatBytesAreNoText) {
  const ParseResult result =
      Parse(std::string("dcmscrub 1\nkeep\0Modality\nfoo\n", 29));
  EXPECT_EQ(Render(result), "rules: error: this is no text file\n");
}

TEST(ParserFiles, ShowsNothingOfAKey) {
  std::string key(32, 'k');
  EXPECT_EQ(Parse("dcmscrub 1\n" + key).diagnostics.size(), 1U);
  key[7] = '\xFE';
  EXPECT_EQ(Render(Parse(key)), "rules: error: this is no text file\n");
}

TEST(ParserFiles, ShowsNoControlCharacters) {
  const ParseResult result = Parse("dcmscrub 1\nkeep \x1B[31mModality\n");
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(Render(result).find('\x1B'), std::string::npos);
}

TEST(ParserFiles, GoesOnAfterEveryMistake) {
  const ParseResult result = Parse(
      "dcmscrub 1\nfoo\nkeep Modality\nkeep \"\nremove PatientID\n"
      "set Modality = \"x\n");
  EXPECT_EQ(result.diagnostics.size(), 3U);
  EXPECT_EQ(result.file.statements.size(), 2U);
}

TEST(ParserFiles, BoundsTheNumberOfRules) {
  std::string text = "dcmscrub 1\n";
  for (int i = 0; i < 20'002; ++i) text += "keep Modality\n";
  const ParseResult result = Parse(text);
  EXPECT_EQ(result.diagnostics.size(), 2U);
  EXPECT_EQ(result.file.statements.size(), 20'000U);
}

}  // namespace
}  // namespace dcmscrub
