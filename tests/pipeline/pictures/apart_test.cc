#include "pipeline/pictures/apart.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace dcmscrub {
namespace {

using Answer = std::vector<std::uint8_t>;

TEST(Apart, BringsTheAnswerBack) {
  Answer answer;
  EXPECT_EQ(RunApart(
                {}, [] { return Answer(100'000, 7); }, answer),
            ApartEnd::kDone);
  EXPECT_EQ(answer, Answer(100'000, 7));
}

TEST(Apart, CostsNothingButTheAnswerWhenTheWorkDies) {
  const struct {
    const char* how;
    ApartWork work;
  } kCases[] = {
      {"abort", []() -> Answer { std::abort(); }},
      {"exception", []() -> Answer { throw std::runtime_error("no"); }},
      {"exit", []() -> Answer { std::_Exit(3); }},
      {"too long an answer", [] { return Answer(5000, 1); }},
  };
  for (const auto& c : kCases) {
    ApartLimits limits;
    limits.answer = 4999;
    Answer answer = {1};
    EXPECT_EQ(RunApart(limits, c.work, answer), ApartEnd::kDied) << c.how;
    EXPECT_TRUE(answer.empty()) << c.how;
  }
}

TEST(Apart, EndsWorkThatNeverEnds) {
  ApartLimits limits;
  limits.patience = std::chrono::milliseconds(50);
  Answer answer;
  const ApartWork work = []() -> Answer {
    while (true) std::this_thread::yield();
  };
  EXPECT_EQ(RunApart(limits, work, answer), ApartEnd::kTooLong);
  EXPECT_TRUE(answer.empty());
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(Apart, KeepsToItsMemory) {
  ApartLimits limits;
  limits.memory = 64 << 20;
  Answer answer;
  const ApartWork work = [] {
    const Answer large(std::size_t{128} << 20, 1);
    return Answer(1, large.back());
  };
  EXPECT_EQ(RunApart(limits, work, answer), ApartEnd::kDied);
  limits.memory = 256 << 20;
  EXPECT_EQ(RunApart(limits, work, answer), ApartEnd::kDone);
}
#endif

}  // namespace
}  // namespace dcmscrub
