#include "kernels/search/uid_set.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dcmscrub {
namespace {

// What HasBeginningOf says, the long way.
bool Begins(const std::vector<std::string>& uids, std::string_view run,
            std::size_t loose) {
  for (const std::string& uid : uids) {
    if (!run.starts_with(uid)) continue;
    const std::size_t rest = run.size() - uid.size();
    if (rest <= loose || run[uid.size()] == '.') return true;
  }
  return false;
}

TEST(UidSet, KnowsItsUidsAndWhatBeginsWithThem) {
  // Of sizes around whole steps of the hash, and past the first table.
  std::vector<std::string> uids;
  UidSet set;
  for (int i = 0; i < 60; ++i) {
    for (const std::size_t size : {8u, 9u, 15u, 16u, 17u, 40u, 64u}) {
      std::string uid = "1." + std::to_string(100 + i) + ".";
      while (uid.size() < size) uid += static_cast<char>('1' + i % 9);
      uids.push_back(uid);
      EXPECT_TRUE(set.Add(uid));
    }
  }
  std::size_t hits = 0;
  for (const std::string& uid : uids) {
    for (const std::string& run :
         {uid, uid + ".5", uid + "5", uid + "57", uid + "578",
          uid.substr(0, uid.size() - 1), "2" + uid.substr(1),
          uid.substr(0, uid.size() - 1) + "0"}) {
      for (const std::size_t loose : {0u, 1u, 2u}) {
        const bool want = Begins(uids, run, loose);
        EXPECT_EQ(set.HasBeginningOf(run, loose), want) << run << " " << loose;
        hits += want ? 1 : 0;
      }
    }
  }
  EXPECT_GT(hits, uids.size());
}

TEST(UidSet, TakesNoneThatIsTooShortTooLongOrTheStandards) {
  UidSet set;
  EXPECT_FALSE(set.Add("1.2.345"));
  EXPECT_FALSE(set.Add(std::string(UidSet::kLongest + 1, '1')));
  EXPECT_FALSE(set.Add("1.2.840.10008.5.1.4.1.1.2"));
  EXPECT_TRUE(set.empty());
  EXPECT_FALSE(set.HasBeginningOf("1.2.345"));
  EXPECT_FALSE(set.HasBeginningOf(""));
}

TEST(UidSet, ForgetsWhenCleared) {
  UidSet set;
  set.Add("1.2.3456789");
  set.Clear();
  EXPECT_TRUE(set.empty());
  EXPECT_FALSE(set.HasBeginningOf("1.2.3456789"));
  set.Add("1.2.3456780");
  EXPECT_TRUE(set.HasBeginningOf("1.2.3456780.1"));
}

}  // namespace
}  // namespace dcmscrub
