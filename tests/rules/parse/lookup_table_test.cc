#include "rules/parse/lookup_table.h"

#include <gtest/gtest.h>

namespace dcmscrub {
namespace {

using Kind = TableColumn::Kind;

const TableColumn kSecond = {Kind::kSecond, ""};
const TableColumn kNo = {Kind::kNamed, "No"};

std::string Mistakes(const std::string& text,
                     const TableColumn& column = kSecond) {
  std::vector<LookupTable::Mistake> mistakes;
  LookupTable::Parse(text, column, mistakes);
  std::string found;
  for (const LookupTable::Mistake& mistake : mistakes) {
    found += std::to_string(mistake.line) + " " + mistake.message + "\n";
  }
  return found;
}

// "-" where the key is missing.
std::string Find(const std::string& text, const std::string& key,
                 const TableColumn& column = kSecond) {
  std::vector<LookupTable::Mistake> mistakes;
  const LookupTable table = LookupTable::Parse(text, column, mistakes);
  EXPECT_TRUE(mistakes.empty()) << Mistakes(text, column);
  const std::string* value = table.Find(key);
  return value == nullptr ? "-" : *value;
}

TEST(LookupTable, FindsTheReplacementOfAKey) {
  struct Case {
    const char* text;
    const char* key;
    const char* want;
  };
  const Case cases[] = {
      {"a,1\nb,2\n", "b", "2"},
      {"a,1\nb,2", "b", "2"},
      {"a,1\r\nb,2\r\n", "a", "1"},
      {"a,1\rb,2\r", "b", "2"},
      {"a,1\n", "c", "-"},
      {"a,1\n", "A", "-"},
      {"key,value\na,1\n", "a", "1"},
      {"Key,Value\na,1\n", "Key", "-"},
      {"a,1\nkey,value\n", "key", "value"},
      {"key,name\n", "key", "name"},
      {"key\nb\n", "b", ""},
      {"key\nb\n", "key", "-"},
      {"\xEF\xBB\xBF"
       "a,1\n",
       "a", "1"},
      {" a , 1 \n", "a", "1"},
      {"a,\n", "a", ""},
      {"a,1,x,y\nb,2,,\n", "b", "2"},
      {"\"a,b\",\"1\"\"2\"\n", "a,b", "1\"2"},
      {"\"a\nb\",1\nc,2\n", "c", "2"},
      {" \"a\" , \"1\" \r\n", "a", "1"},
      {"a,1\n\n  \nb,2\n", "b", "2"},
      {"a,1\n,\n,\n", "a", "1"},
      {"a,1\na,1\n", "a", "1"},
      {"M\xC3\xBCller,1\n", "M\xC3\xBCller", "1"},
      {"", "a", "-"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Find(c.text, c.key), c.want) << c.text << " at " << c.key;
  }
}

TEST(LookupTable, TakesTheColumnThatIsNamed) {
  struct Case {
    const char* text;
    const char* key;
    const char* want;
  };
  const Case cases[] = {
      {"MRN,Sex,No\na,M,1\nb,M,2\n", "b", "2"},
      {"MRN,Sex,No\na,M,1\n", "MRN", "-"},
      {"\n\nMRN,No\na,1\n", "a", "1"},
      {"key,value,No\na,x,1\n", "a", "1"},
      {"MRN, \"No\" ,,\na,1,,\n", "a", "1"},
      // The same once more, as in tables of visits.
      {"MRN,Visit,No\na,1,7\na,2,7\n", "a", "7"},
      {"MRN,No\n", "a", "-"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Find(c.text, c.key, kNo), c.want) << c.text << " at " << c.key;
  }
}

TEST(LookupTable, TellsWhatPartsItsCells) {
  struct Case {
    const char* text;
    const char* key;
    const char* want;
  };
  const Case cases[] = {
      {"MRN;Sex;No\na;M;1\n", "a", "1"},
      {"MRN\tSex\tNo\na\tM\t1\n", "a", "1"},
      {"MRN\tSex\tNo\na\t\t1\n", "a", "1"},
      {"MRN\t\"S\tx\"\tNo\n \"a\" \tM\t \"1\" \n", "a", "1"},
      // What parts cells in other tables is text in this one.
      {"MRN;Size;No\n\"Doe; J\";1,75;1\n", "Doe; J", "1"},
      {"MRN;Name, First;No\nDoe, J;x;1\n", "Doe, J", "1"},
      {"MRN;No;\"a,b,c,d\"\na;1;\n", "a", "1"},
      {"MRN,No\na,\"1;2;3\"\n", "a", "1;2;3"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Find(c.text, c.key, kNo), c.want) << c.text << " at " << c.key;
  }
  EXPECT_EQ(Mistakes("Doe, J;1\n"),
            "0 cannot be read: the first row does not tell commas, semicolons "
            "or tabs; put cells in quotes that hold what does not part them\n");
}

TEST(LookupTable, ReadsLatin1) {
  std::vector<LookupTable::Mistake> mistakes;
  const std::string text = "MRN;No\nM\xFCller;1\n\x8A\x80;\xC4\xDF\n";
  const LookupTable table = LookupTable::Parse(text, kNo, mistakes);
  EXPECT_TRUE(mistakes.empty());
  EXPECT_TRUE(table.is_latin1());
  ASSERT_NE(table.Find("M\xC3\xBCller"), nullptr);
  ASSERT_NE(table.Find("\xC5\xA0\xE2\x82\xAC"), nullptr);
  EXPECT_EQ(*table.Find("\xC5\xA0\xE2\x82\xAC"), "\xC3\x84\xC3\x9F");
  EXPECT_FALSE(
      LookupTable::Parse("M\xC3\xBC,1\n", kSecond, mistakes).is_latin1());
}

TEST(LookupTable, NamesWhyItCannotBeRead) {
  using namespace std::string_literals;
  const std::pair<std::string, const char*> cases[] = {
      {"M\xC3\xBC,1\nM\xFC,2\n",
       "some lines are UTF-8 and others are not; save the file as UTF-8"},
      {"\xEF\xBB\xBFM\xFC,1\n",
       "this begins as UTF-8 and is none; save it as UTF-8"},
      {"M\xFC\x81,1\n", "this is neither UTF-8 nor Latin-1"},
      {"M\xFC\x01,1\n", "this is neither UTF-8 nor Latin-1"},
      {"\xFF\xFEk\0e\0"s, "this is UTF-16; save the file as UTF-8"},
      {"a\0,1\n"s, "this is no text file"},
      {"-----BEGIN PRIVATE KEY-----\n", "this is a key or a certificate"},
  };
  for (const auto& [text, why] : cases) {
    EXPECT_EQ(Mistakes(text), "0 cannot be read: " + std::string(why) + "\n");
  }
}

TEST(LookupTable, NamesTheLineOfEachWrongRowAndNothingThatStandsThere) {
  struct Case {
    const char* text;
    const char* want;
  };
  const Case cases[] = {
      {"a,1\nb\n", "2 has 1 cell where the first row has 2\n"},
      {"a,1\nb,2,3\nc\n",
       "2 has 3 cells where the first row has 2\n"
       "3 has 1 cell where the first row has 2\n"},
      {"key,value\na,1\n\na,2\n",
       "4 has the key of line 2 and another value (column 2)\n"},
      {"a,1\n,2\n", "2 has no key\n"},
      {"a,1\n\"b,2\n", "2 has a quote that is never closed\n"},
      {"\"a\nb\",1\n\"c\"d,2\ne,3\n",
       "3 has something behind a closing quote\n"},
      {"a,1\nb\"c,2\nd,3\n",
       "2 has a quote inside a cell that does not begin with one\n"},
      {"\"a\n\nb\",1\n\"c\",\nd\n", "5 has 1 cell where the first row has 2\n"},
      {"key,value,Value,value\na,1,2,3\n",
       "1 gives columns 2 and 4 one name\n"},
  };
  for (const Case& c : cases) EXPECT_EQ(Mistakes(c.text), c.want) << c.text;
}

// Where it names none after all, the first row may be a patient's.
TEST(LookupTable, NamesColumnsByTheirPlace) {
  struct Case {
    const char* text;
    const char* want;
  };
  const Case cases[] = {
      {"DOE,SECRET\na,1\n", "1 names no column 'No'\n"},
      {"MRN,Sex,no\na,M,1\n",
       "1 names no column 'No'; did you mean its column 3?\n"},
      {"\nMRN,No,Sex,No\na,1,M,2\n", "2 gives columns 2 and 4 one name\n"},
      {"No,MRN\n1,a\n", "1 has 'No' as its first column, which is the key\n"},
      {"MRN,Sex,No\na,M,1\nb,M,2\na,M,3\n",
       "4 has the key of line 2 and another value (column 3)\n"},
      {"", "0 has no row that names the columns\n"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Mistakes(c.text, kNo), c.want) << c.text;
  }
}

TEST(LookupTable, OfKeysAloneMayHaveOneTwice) {
  EXPECT_EQ(Mistakes("a,1\na,2\n", {Kind::kKeyAlone, ""}), "");
}

TEST(LookupTable, FindsTwoKeysOfOneReplacement) {
  const struct {
    const char* text;
    std::uint32_t first, second;
  } cases[] = {
      {"a,1\nb,2\n", 0, 0},
      {"a,1\na,1\n", 0, 0},
      {"a,\nb,\n", 0, 0},
      {"a,1\nb,2\nc,2\nd,1\n", 2, 3},
      {"key,value\na,1\nb,1\n", 2, 3},
  };
  for (const auto& c : cases) {
    std::vector<LookupTable::Mistake> mistakes;
    const auto merged =
        LookupTable::Parse(c.text, kSecond, mistakes).FindMerged();
    EXPECT_EQ(merged.first, c.first) << c.text;
    EXPECT_EQ(merged.second, c.second) << c.text;
  }
}

}  // namespace
}  // namespace dcmscrub
