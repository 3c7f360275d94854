#include "pipeline/inputs/lead.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace dcmscrub {
namespace {

struct Pushed {
  FoundInput input;
  Ending ending;
};

std::vector<Pushed> Inputs(std::uint64_t count) {
  std::vector<Pushed> inputs;
  for (std::uint64_t i = 1; i <= count; ++i) {
    Pushed& pushed = inputs.emplace_back();
    pushed.input.number = i;
    pushed.input.root = i / 1000;
    pushed.input.source = "/archive/" + std::to_string(i % 7 * 1000) +
                          std::string(i % 300, 'x') + std::to_string(i);
    pushed.input.below = i % 9;
    if (i % 5 == 0) pushed.ending.Skip(Reason::kNotAFile);
    if (i % 11 == 0) pushed.ending.Quarantine(Reason::kReadError, EACCES);
  }
  return inputs;
}

void ExpectNext(Lead& lead, const Pushed& want) {
  Pushed got;
  got.ending.Quarantine(Reason::kFault);  // of the input before
  lead.Pop(got.input, got.ending);
  EXPECT_EQ(got.input.number, want.input.number);
  EXPECT_EQ(got.input.root, want.input.root);
  EXPECT_EQ(got.input.source, want.input.source);
  EXPECT_EQ(got.input.below, want.input.below);
  EXPECT_EQ(got.ending.decided, want.ending.decided);
  EXPECT_EQ(got.ending.outcome, want.ending.outcome);
  EXPECT_EQ(got.ending.reason, want.ending.reason);
  EXPECT_EQ(got.ending.error_number, want.ending.error_number);
}

TEST(Lead, GivesWhatItTookInItsOrder) {
  const std::vector<Pushed> inputs = Inputs(3000);
  // In and out by turns: how far it is ahead makes no difference.
  for (const std::size_t ahead : {1, 2, 100, 3000}) {
    Lead lead(1 << 20);
    std::size_t in = 0;
    for (const Pushed& want : inputs) {
      while (in < inputs.size() && in < want.input.number - 1 + ahead) {
        lead.Push(inputs[in].input, inputs[in].ending);
        ++in;
      }
      ASSERT_FALSE(lead.empty());
      ExpectNext(lead, want);
    }
    EXPECT_TRUE(lead.empty());
  }
}

TEST(Lead, IsFullByTheBytesThatWait) {
  Lead lead(40);
  FoundInput input;
  std::uint64_t pushed = 0;
  while (!lead.full()) {
    input.number = ++pushed;
    input.source = "/archive/of/the/hospital/" + std::to_string(pushed);
    lead.Push(input, {});
  }
  EXPECT_EQ(pushed, 3u) << "the first in full, of the others what differs";
  Ending ending;
  while (!lead.empty()) lead.Pop(input, ending);
  EXPECT_FALSE(lead.full());
  EXPECT_EQ(input.source, "/archive/of/the/hospital/3");
}

}  // namespace
}  // namespace dcmscrub
