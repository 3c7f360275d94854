#include "pipeline/journal/telling_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

// Two bytes of a letter may have a slash between them.
TEST(Journal, TellsNamesTheDeepestFirst) {
  TempFolder folder;
  auto journal = Journal::Open(folder / "j.db", {});
  ASSERT_TRUE(journal.ok() && (*journal)->Start().ok());
  const std::vector<TellingName> names = {
      {"/a/b", false},        {"/a/b/c/d", true},  {"/a b", true},
      {"/a/\xC3/\xA4", true}, {"/a/c", false},     {"/a/b/c", false},
      {"/a/b/\n'%", true},    {"/a/b/c/e", false},
  };
  ASSERT_TRUE((*journal)->NoteTelling(names));
  for (const std::size_t most : {1u, 2u, 100u}) {
    std::vector<std::string> paths;
    for (auto some = (*journal)->TellingAfter("", most); !some.empty();
         some = (*journal)->TellingAfter(paths.back(), most)) {
      EXPECT_LE(some.size(), most);
      for (const TellingName& name : some) {
        EXPECT_EQ(std::ranges::count(name.path, '/'),
                  std::ranges::count(some[0].path, '/'));
        EXPECT_EQ(std::ranges::count(names, name), 1);
        paths.push_back(name.path);
      }
    }
    EXPECT_THAT(paths, testing::ElementsAre("/a/b/c/d", "/a/b/c/e", "/a/b/\n'%",
                                            "/a/b/c", "/a/\xC3/\xA4", "/a/b",
                                            "/a/c", "/a b"));
  }
  EXPECT_FALSE((*journal)->failed());
}

}  // namespace
}  // namespace dcmscrub
