#include "kernels/emit/gather.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/support/allocation_count.h"

namespace dcmscrub {
namespace {

using Buffer = std::vector<std::uint8_t>;

// An input, and the windows of it that are in memory.
class Input {
 public:
  explicit Input(std::size_t size) : bytes_(size) {
    for (std::size_t i = 0; i < size; ++i) {
      bytes_[i] = static_cast<std::uint8_t>(i * 131 >> 3);
    }
  }

  // Windows keep views of memory_, so all of them are named at once.
  void Load(const std::vector<std::pair<std::size_t, std::size_t>>& ranges) {
    memory_.assign(3, 0xEE);  // so that no window stands at 0
    windows_.clear();
    for (const auto& [begin, end] : ranges) {
      windows_.push_back({begin, memory_.size(), {}});
      memory_.insert(memory_.end(), bytes_.begin() + begin,
                     bytes_.begin() + end);
    }
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      windows_[i].bytes = Bytes(memory_).subspan(
          windows_[i].memory, ranges[i].second - ranges[i].first);
    }
  }

  const Buffer& bytes() const { return bytes_; }
  std::span<const Window> windows() const { return windows_; }
  Bytes memory() const { return memory_; }

 private:
  Buffer bytes_;
  Buffer memory_;
  std::vector<Window> windows_;
};

void Append(Buffer& to, Bytes from) {
  to.insert(to.end(), from.begin(), from.end());
}

// What the edits mean.
Buffer Want(const Input& input, const EditList& edits) {
  Buffer out;
  for (const Run& run : edits.runs()) {
    const Bytes from =
        run.from == Run::From::kInput ? Bytes(input.bytes()) : edits.arena();
    Append(out, from.subspan(run.offset, run.size));
  }
  return out;
}

// What a writer makes of the steps.
Buffer Execute(const Input& input, std::span<const WriteStep> steps) {
  Buffer out;
  for (const WriteStep& step : steps) {
    if (!step.bytes.empty()) {
      Append(out, step.bytes);
    } else {
      Append(out,
             Bytes(input.bytes()).subspan(step.input_begin, step.input_size));
    }
  }
  return out;
}

bool IsInside(Bytes part, Bytes whole) {
  return part.data() >= whole.data() &&
         part.data() + part.size() <= whole.data() + whole.size();
}

TEST(Gather, CopiesShortRunsIntoOneStep) {
  Input input(1000);
  input.Load({{0, 1000}});
  EditList edits;
  for (std::uint64_t i = 0; i < 10; ++i) {
    edits.KeepInput(i * 100, i * 100 + 50);
    edits.arena().assign(20, 7);
    edits.PutArena(i, 2);
  }
  Gather gather;
  const auto steps = gather.Plan(edits, input.windows(), input.memory());
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_FALSE(IsInside(steps[0].bytes, input.memory()));
  EXPECT_EQ(Execute(input, steps), Want(input, edits));
}

TEST(Gather, ViewsLongRunsWhereTheyStand) {
  Input input(3 * Gather::kViewFrom);
  input.Load({{0, 3 * Gather::kViewFrom}});
  EditList edits;
  edits.arena().assign(Gather::kViewFrom, 9);
  edits.KeepInput(0, 10);
  edits.KeepInput(20, 20 + Gather::kViewFrom);
  edits.PutArena(0, 5);
  edits.KeepInput(6000, 6000 + Gather::kViewFrom - 1);
  edits.PutArena(0, Gather::kViewFrom);
  Gather gather;
  const auto steps = gather.Plan(edits, input.windows(), input.memory());
  ASSERT_EQ(steps.size(), 4u);
  EXPECT_FALSE(IsInside(steps[0].bytes, input.memory()));
  EXPECT_TRUE(IsInside(steps[1].bytes, input.memory()));
  EXPECT_FALSE(IsInside(steps[2].bytes, input.memory()));
  EXPECT_TRUE(IsInside(steps[3].bytes, edits.arena()));
  EXPECT_EQ(Execute(input, steps), Want(input, edits));
}

TEST(Gather, LeavesToTheFileWhatIsNotInMemory) {
  Input input(100'000);
  input.Load({{0, 1000}, {90'000, 100'000}});
  EditList edits;
  edits.KeepInput(500, 99'000);
  Gather gather;
  const auto steps = gather.Plan(edits, input.windows(), input.memory());
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].bytes.size(), 500u);
  EXPECT_TRUE(steps[1].bytes.empty());
  EXPECT_EQ(steps[1].input_begin, 1000u);
  EXPECT_EQ(steps[1].input_size, 89'000u);
  EXPECT_TRUE(IsInside(steps[2].bytes, input.memory()));
  EXPECT_EQ(Execute(input, steps), Want(input, edits));
}

TEST(Gather, NothingGivesNoSteps) {
  Input input(10);
  input.Load({{0, 10}});
  Gather gather;
  EXPECT_TRUE(gather.Plan({}, input.windows(), input.memory()).empty());
  EditList edits;
  edits.KeepInput(2, 9);
  ASSERT_EQ(gather.Plan(edits, {}, {}).size(), 1u);
  EXPECT_EQ(gather.Plan(edits, {}, {})[0].input_size, 7u);
  EXPECT_TRUE(gather.Plan({}, input.windows(), input.memory()).empty());
}

// Any edits over any windows, neighbours and overlaps among them.
TEST(Gather, StepsGiveTheBytesThatTheEditsMean) {
  std::mt19937 random(7);
  const auto below = [&random](std::size_t n) { return random() % n; };
  Gather gather;
  for (int round = 0; round < 500; ++round) {
    Input input(1 + below(60'000));
    const std::size_t size = input.bytes().size();
    std::vector<std::pair<std::size_t, std::size_t>> ranges;
    std::size_t begin = below(3) == 0 ? below(size) : 0;
    while (begin < size && ranges.size() < 6) {
      const std::size_t end = begin + 1 + below(size - begin);
      if (!ranges.empty() && end <= ranges.back().second) break;
      ranges.emplace_back(begin, end);
      const std::size_t next[] = {end, end + below(5000),
                                  begin + 1 + below(end - begin)};
      begin = next[below(3)];
    }
    input.Load(ranges);

    EditList edits;
    edits.arena() = Buffer(20'000, 0xA5);
    for (std::size_t i = 0; i < 20'000; ++i) {
      edits.arena()[i] = static_cast<std::uint8_t>(i * 17 >> 2);
    }
    const std::size_t runs = below(40);
    for (std::size_t i = 0; i < runs; ++i) {
      if (below(2) == 0) {
        const std::size_t from = below(size);
        const std::size_t most = below(2) == 0 ? 300 : size;
        edits.KeepInput(from, from + below(std::min(most, size - from) + 1));
      } else {
        edits.PutArena(below(10'000), below(below(2) == 0 ? 300 : 10'000));
      }
    }
    const auto steps = gather.Plan(edits, input.windows(), input.memory());
    ASSERT_EQ(Execute(input, steps), Want(input, edits)) << "round " << round;
    for (const WriteStep& step : steps) {
      ASSERT_NE(step.bytes.empty(), step.input_size == 0) << "round " << round;
    }
  }
}

TEST(Gather, ReuseAllocatesNothing) {
  Input input(50'000);
  input.Load({{0, 20'000}, {30'000, 50'000}});
  EditList edits;
  edits.arena().assign(100, 1);
  for (std::uint64_t i = 0; i < 90; ++i) {
    edits.KeepInput(i * 500, i * 500 + 400);
    edits.PutArena(i, 10);
  }
  Gather gather;
  gather.Plan(edits, input.windows(), input.memory());
  const AllocationCount count;
  const auto steps = gather.Plan(edits, input.windows(), input.memory());
  const std::uint64_t allocations = count.value();
  EXPECT_EQ(allocations, 0u);
  EXPECT_EQ(Execute(input, steps), Want(input, edits));
}

}  // namespace
}  // namespace dcmscrub
