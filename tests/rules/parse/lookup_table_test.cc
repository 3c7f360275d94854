#include "rules/parse/lookup_table.h"

#include <gtest/gtest.h>

namespace dcmscrub {
namespace {

std::string Mistakes(const std::string& csv) {
  std::vector<LookupTable::Mistake> mistakes;
  LookupTable::Parse(csv, mistakes);
  std::string text;
  for (const LookupTable::Mistake& mistake : mistakes) {
    text += std::to_string(mistake.line) + " " + mistake.message + "\n";
  }
  return text;
}

// "-" where the key is missing.
std::string Find(const std::string& csv, const std::string& key) {
  std::vector<LookupTable::Mistake> mistakes;
  const LookupTable table = LookupTable::Parse(csv, mistakes);
  EXPECT_TRUE(mistakes.empty()) << Mistakes(csv);
  const std::string* value = table.Find(key);
  return value == nullptr ? "-" : *value;
}

TEST(LookupTable, FindsTheReplacementOfAKey) {
  struct Case {
    const char* csv;
    const char* key;
    const char* want;
  };
  const Case cases[] = {
      {"a,1\nb,2\n", "b", "2"},
      {"a,1\nb,2", "b", "2"},
      {"a,1\r\nb,2\r\n", "a", "1"},
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
      {"M\xC3\xBCller,1\n", "M\xC3\xBCller", "1"},
      {"", "a", "-"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Find(c.csv, c.key), c.want) << c.csv << " at " << c.key;
  }
}

TEST(LookupTable, NamesTheLineOfEachWrongRowAndNothingThatStandsThere) {
  struct Case {
    const char* csv;
    const char* want;
  };
  const Case cases[] = {
      {"a,1\nb\n", "2 has 1 cells where the first row has 2\n"},
      {"a,1\nb,2,3\nc\n",
       "2 has 3 cells where the first row has 2\n"
       "3 has 1 cells where the first row has 2\n"},
      {"key,value\na,1\n\na,2\n", "4 has the key of line 2\n"},
      {"a,1\n,2\n", "2 has no key\n"},
      {"a,1\n\"b,2\n", "2 has a quote that is never closed\n"},
      {"\"a\nb\",1\n\"c\"d,2\ne,3\n",
       "3 has something behind a closing quote\n"},
      {"a,1\nb\"c,2\nd,3\n",
       "2 has a quote inside a cell that does not begin with one\n"},
      {"\"a\n\nb\",1\n\"c\",\nd\n",
       "5 has 1 cells where the first row has 2\n"},
  };
  for (const Case& c : cases) EXPECT_EQ(Mistakes(c.csv), c.want) << c.csv;
}

TEST(LookupTable, KnowsWhetherItHasReplacements) {
  std::vector<LookupTable::Mistake> mistakes;
  EXPECT_FALSE(LookupTable::Parse("a\nb\n", mistakes).has_values());
  EXPECT_TRUE(LookupTable::Parse("a,1\n", mistakes).has_values());
  EXPECT_EQ(LookupTable::Parse("a,1\nb,2\n", mistakes).size(), 2u);
}

}  // namespace
}  // namespace dcmscrub
