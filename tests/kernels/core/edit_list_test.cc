#include "kernels/core/edit_list.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/allocation_count.h"

namespace dcmscrub {
namespace {

// "in[0,5) arena[0,2) …"
std::string Show(const EditList& edits) {
  std::string text;
  for (const Run& run : edits.runs()) {
    if (!text.empty()) text += ' ';
    text += run.from == Run::From::kInput ? "in[" : "arena[";
    text += std::to_string(run.offset) + ',' +
            std::to_string(run.offset + run.size) + ')';
  }
  return text;
}

TEST(EditList, JoinsRunsThatTouch) {
  EditList edits;
  edits.KeepInput(10, 20);
  edits.KeepInput(20, 25);
  edits.KeepInput(26, 30);
  edits.KeepInput(0, 10);
  EXPECT_EQ(Show(edits), "in[10,25) in[26,30) in[0,10)");
  EXPECT_EQ(edits.size(), 29u);
}

TEST(EditList, KeepsInputAndArenaApart) {
  EditList edits;
  edits.KeepInput(0, 4);
  edits.PutArena(4, 6);
  edits.PutArena(10, 2);
  edits.KeepInput(12, 14);
  EXPECT_EQ(Show(edits), "in[0,4) arena[4,12) in[12,14)");
  EXPECT_EQ(edits.size(), 14u);
}

TEST(BitMask, KeepsSomeBitsAndPutsOthers) {
  std::vector<std::uint8_t> bytes = {0xAB, 0xCD, 0xAB, 0xCD, 0xAB};
  BitMask{{0x0F, 0xFF}, {0x20, 0x00}}.Apply(0, bytes);
  EXPECT_EQ(bytes, (std::vector<std::uint8_t>{0x2B, 0xCD, 0x2B, 0xCD, 0x2B}));
  // From the second byte of a pair on.
  BitMask{{0x00, 0xF0}, {0x20, 0x01}}.Apply(1, bytes);
  EXPECT_EQ(bytes, (std::vector<std::uint8_t>{0x21, 0x20, 0x21, 0x20, 0x21}));
}

TEST(EditList, LeavesOutEmptyRuns) {
  EditList edits;
  edits.KeepInput(7, 7);
  edits.PutArena(0, 0);
  EXPECT_EQ(Show(edits), "");
  edits.KeepInput(0, 4);
  edits.PutArena(3, 0);
  edits.KeepInput(4, 8);
  EXPECT_EQ(Show(edits), "in[0,8)");
  EXPECT_EQ(edits.size(), 8u);
}

TEST(EditList, CountsPast32Bits) {
  EditList edits;
  edits.KeepInput(0, 5'000'000'000);
  edits.PutArena(0, 10);
  edits.KeepInput(6'000'000'000, 7'000'000'000);
  EXPECT_EQ(edits.size(), 6'000'000'010u);
}

TEST(EditList, ReuseAllocatesNothing) {
  EditList edits;
  const auto fill = [&edits] {
    edits.Clear();
    for (std::uint64_t i = 0; i < 500; ++i) {
      edits.KeepInput(i * 10, i * 10 + 5);
      const std::uint64_t at = edits.arena().size();
      edits.arena().push_back(static_cast<std::uint8_t>(i));
      edits.PutArena(at, 1);
    }
  };
  fill();
  const std::string first = Show(edits);
  const AllocationCount count;
  fill();
  const std::uint64_t allocations = count.value();
  EXPECT_EQ(allocations, 0u);
  EXPECT_EQ(Show(edits), first);
  EXPECT_EQ(edits.size(), 3000u);
}

}  // namespace
}  // namespace dcmscrub
