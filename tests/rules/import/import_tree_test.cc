#include "rules/import/import_tree.h"

#include <absl/strings/str_format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace dcmscrub {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// {a: 'b', c: ['d', -]}, with lines where `places`.
std::string Dump(const ImportTree& tree) {
  switch (tree.kind) {
    case ImportTree::Kind::kNothing:
      return "-";
    case ImportTree::Kind::kText:
      return "'" + tree.text + "'";
    case ImportTree::Kind::kList:
    case ImportTree::Kind::kMap:
      break;
  }
  const bool map = tree.kind == ImportTree::Kind::kMap;
  std::string text = map ? "{" : "[";
  for (const auto& [name, part] : tree.parts) {
    if (text.size() > 1) text += ", ";
    if (map) text += name + ": ";
    text += Dump(part);
  }
  return text + (map ? "}" : "]");
}

std::string Read(const absl::StatusOr<ImportTree>& tree) {
  return tree.ok() ? Dump(*tree) : std::string(tree.status().message());
}

TEST(ReadJson, MakesATree) {
  EXPECT_EQ(Read(ReadJson(R"({"a": [1, -2.50, true, null, "x\n\u00e4"],
 /* b */ "b": {}, "a": "again"} // end)")),
            "{a: ['1', '-2.50', 'true', -, 'x\n\xC3\xA4'], b: {}, a: 'again'}");
  const auto tree = ReadJson("{\n \"a\":\n  {\"B\": 1},\n \"a\": 2}");
  ASSERT_TRUE(tree.ok());
  EXPECT_EQ(tree->parts[0].tree.place.line, 2U);
  EXPECT_EQ(tree->parts[0].tree.parts[0].tree.place.line, 3U);
  EXPECT_EQ(tree->TextOf("a"), "2");
  EXPECT_EQ(tree->FindAnyCase("A")->text, "2");
  EXPECT_EQ(tree->Find("b"), nullptr);
}

TEST(ReadJson, RefusesWhatIsNone) {
  const struct {
    const char* text;
    const char* why;
  } kCases[] = {
      {"", "line 1, column 1: this is no JSON"},
      {"{", "line 1, column 1: this is no JSON"},
      {"{\"a\" 1}", "line 1, column 7: this is no JSON"},
      {"{\n\"a\": tru }", "line 2, column 9: this is no JSON"},
      {"[1,]", "line 1, column 4: this is no JSON"},
      {"[\"a", "line 1, column"},
      {"[\"\x80\"]", "line 1, column"},
      {"{} {}", "line 1, column 4: this is no JSON"},
      {"nul", "line 1, column"},
      {"/*", "line 1, column"},
  };
  for (const auto& a_case : kCases) {
    EXPECT_THAT(Read(ReadJson(a_case.text)), StartsWith(a_case.why))
        << a_case.text;
  }
}

TEST(ReadJson, IsBounded) {
  EXPECT_THAT(Read(ReadJson(std::string(1 << 20, '['))),
              HasSubstr("nested too deep"));
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  EXPECT_THAT(Read(ReadJson(deep)), HasSubstr("nested too deep"));
  std::string wide = "[";
  for (int i = 0; i < 250'000; ++i) wide += "1,";
  EXPECT_THAT(Read(ReadJson(wide + "1]")), HasSubstr("more than 200,000"));
}

TEST(ReadYaml, MakesATree) {
  const struct {
    const char* text;
    const char* tree;
  } kCases[] = {
      {"a: b", "{a: 'b'}"},
      {"---\n# c\na: b # c\nc: 'd # e'\n", "{a: 'b', c: 'd # e'}"},
      {"a:\nb: null\nc: ~\nd: 'null'\n", "{a: -, b: -, c: -, d: 'null'}"},
      {"a:\n  b:\n    c: d\n  e: f\ng: h\n",
       "{a: {b: {c: 'd'}, e: 'f'}, g: 'h'}"},
      {"a:\n- b\n- c\nd: e", "{a: ['b', 'c'], d: 'e'}"},
      {"a:\n  - b: 1\n    c: 2\n  - b: 3\n",
       "{a: [{b: '1', c: '2'}, {b: "
       "'3'}]}"},
      {"- a\n-\n  - b\n  - c\n- - d\n", "['a', ['b', 'c'], ['d']]"},
      {"a: [b, 'c, d', \"e\", [f], {g: h}] # x",
       "{a: ['b', 'c, d', 'e', ['f'], {g: 'h'}]}"},
      {"a: [\n  b, # c\n  d,\n ]\ne: {}\n", "{a: ['b', 'd'], e: {}}"},
      {"a: 'it''s'\nb: \"x\\\"y\\\\z\\n\"\n", "{a: 'it's', b: 'x\"y\\z\n'}"},
      {"a: \"one\\\n   \\ two\n   three\"\nb: 1",
       "{a: 'one two three', b: '1'}"},
      {"\"a b\": c\n'd': e", "{a b: 'c', d: 'e'}"},
      {"a: http://x:1/#y", "{a: 'http://x:1/#y'}"},
      {"a: |\n  one\n   two\n\n  three\nb: c",
       "{a: 'one\n two\n\nthree', b: "
       "'c'}"},
      {"a: >-\n  one\n  two\nb: c", "{a: 'one two', b: 'c'}"},
      {"a: b\r\nc:\r\n- d\r\n", "{a: 'b', c: ['d']}"},
      {"(0010,0010): x", "{(0010,0010): 'x'}"},
      {"plain", "'plain'"},
      {"", "-"},
  };
  for (const auto& a_case : kCases) {
    EXPECT_EQ(Read(ReadYaml(a_case.text)), a_case.tree) << a_case.text;
  }
  const auto tree = ReadYaml("a: 1\n\nb:\n - c: 1\n   d: 2\n");
  ASSERT_TRUE(tree.ok());
  const ImportTree& item = tree->Find("b")->parts[0].tree;
  EXPECT_EQ(item.place.line, 4U);
  EXPECT_EQ(item.Find("d")->place.line, 5U);
}

TEST(ReadYaml, RefusesWhatItCannotTell) {
  const struct {
    const char* text;
    const char* why;
  } kCases[] = {
      {"a: &b c", "line 1, column 4: anchors"},
      {"a: *b", "line 1, column 4: anchors"},
      {"a: !!str b", "line 1, column 4: tags"},
      {"%YAML 1.2\n", "line 1, column 1: directives"},
      {"a: b\n---\nc: d", "line 2, column 1"},
      {"a: b\n\tc: d", "line 2, column 2: a tab"},
      {"a:\n  b: c\n d: e\n", "line 3, column 2: this stands further"},
      {"a: b\n  c: d\n", "line 2, column 3: this stands further"},
      {"a: 'b", "line 1, column 6: a text in quotes has no end"},
      {"a: \"b\\q\"", "line 1, column 7: this escape"},
      {"a: [b", "line 1, column 6"},
      {"a: [b c: d]", "line 1, column 8"},
      {"a: {b}", "line 1, column 6: want a name and a colon"},
      {"a: 'b' c", "line 1, column 8: a line end is missing"},
      {"a: b: c", "line 1, column 5: a line end is missing"},
      {"a: b\nc\n", "line 2, column 2: want a name, a colon"},
      {"? a\n: b", "line 1, column 1: names in blocks"},
      {"a: @b", "line 1, column 4: text that begins so"},
  };
  for (const auto& a_case : kCases) {
    EXPECT_THAT(Read(ReadYaml(a_case.text)), StartsWith(a_case.why))
        << a_case.text;
  }
}

TEST(ReadYaml, IsBounded) {
  EXPECT_THAT(Read(ReadYaml(std::string(1 << 20, '['))),
              HasSubstr("nested too deep"));
  std::string dashes;
  for (int i = 0; i < 100'000; ++i) dashes += "- ";
  EXPECT_THAT(Read(ReadYaml(dashes)), HasSubstr("nested too deep"));
  std::string wide;
  for (int i = 0; i < 250'000; ++i) wide += "a: b\n";
  EXPECT_THAT(Read(ReadYaml(wide)), HasSubstr("more than 200,000"));
}

}  // namespace
}  // namespace dcmscrub
