#include "pipeline/apart/workers.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <thread>

#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

class FailingWorkers : public testing::Test {
 protected:
  WorkerEnd Ask(std::string_view question) {
    const Bytes part = AsBytes(question);
    return workers_.Ask(WorkerTask::kReadObject, {&part, 1}, terms_, answer_);
  }
  // Of the worker whose turn it is.
  pid_t Process(std::string_view question = "p") {
    EXPECT_EQ(Ask(question), WorkerEnd::kDone);
    return static_cast<pid_t>(std::stoi("0" + answer_));
  }

  Workers workers_{FAILING_WORKER};
  WorkerTerms terms_;
  std::string answer_;
};

TEST_F(FailingWorkers, BringTheAnswerBack) {
  const std::string large(3'000'000, '7');
  EXPECT_EQ(Ask(large), WorkerEnd::kDone);
  EXPECT_EQ(answer_, large);
  EXPECT_EQ(Ask(""), WorkerEnd::kDone);
  EXPECT_EQ(answer_, "");
  const Bytes parts[] = {AsBytes("1 "), {}, AsBytes("2")};
  EXPECT_EQ(workers_.Ask(WorkerTask::kReadObject, parts, terms_, answer_),
            WorkerEnd::kDone);
  EXPECT_EQ(answer_, "1 2");
}

TEST_F(FailingWorkers, CostNoMoreThanTheAnswerWhenTheyDie) {
  terms_.answer = 4999;
  const std::string too_long(5000, '1');
  for (const std::string_view how : {"a", "e", "t", too_long.c_str()}) {
    const pid_t before = Process();
    answer_ = "old";
    EXPECT_EQ(Ask(how), WorkerEnd::kDied) << how.front();
    EXPECT_EQ(answer_, "");
    EXPECT_NE(Process(), before);
    // No zombie.
    EXPECT_EQ(::waitpid(before, nullptr, WNOHANG), -1);
    EXPECT_EQ(errno, ECHILD);
  }
}

TEST_F(FailingWorkers, AreUsedAgain) {
  const pid_t before = Process();
  EXPECT_EQ(Process(), before);
}

TEST_F(FailingWorkers, EndWhenTheyNeverWould) {
  terms_.patience = std::chrono::milliseconds(50);
  EXPECT_EQ(Ask("l"), WorkerEnd::kTooLong);
  EXPECT_EQ(answer_, "");
  terms_.patience = std::chrono::seconds(20);
  EXPECT_EQ(Ask("1"), WorkerEnd::kDone);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_F(FailingWorkers, KeepToTheirMemory) {
  terms_.memory = 64 << 20;
  EXPECT_EQ(Ask("m128"), WorkerEnd::kDied);
  terms_.memory = 256 << 20;
  EXPECT_EQ(Ask("m128"), WorkerEnd::kDone);
  // By question, not for good.
  terms_.memory = 64 << 20;
  EXPECT_EQ(Ask("m128"), WorkerEnd::kDied);
}
#endif

TEST_F(FailingWorkers, LeaveWhenTheyHaveGrown) {
  const pid_t grown = Process("g");
  EXPECT_NE(Process(), grown);
}

TEST_F(FailingWorkers, LiveOnWhenAllAreToldToEnd) {
  const pid_t before = Process();
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
    ASSERT_EQ(::kill(before, number), 0);
  }
  EXPECT_EQ(Process(), before);
}

// The next question is not the one to pay for it.
TEST_F(FailingWorkers, MayDieWhileTheyWait) {
  const pid_t before = Process();
  ASSERT_EQ(::kill(before, SIGKILL), 0);
  siginfo_t ended;
  ASSERT_EQ(
      ::waitid(P_PID, static_cast<id_t>(before), &ended, WEXITED | WNOWAIT), 0);
  EXPECT_NE(Process(), before);
}

TEST_F(FailingWorkers, WorkSideBySide) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 50; ++n) {
        const std::string question = std::to_string(i * 1000 + n);
        const Bytes part = AsBytes(question);
        std::string answer;
        EXPECT_EQ(
            workers_.Ask(WorkerTask::kReadObject, {&part, 1}, terms_, answer),
            WorkerEnd::kDone);
        EXPECT_EQ(answer, question);
        if (n % 10 == i) {
          const Bytes dies = AsBytes("a");
          EXPECT_EQ(
              workers_.Ask(WorkerTask::kReadObject, {&dies, 1}, terms_, answer),
              WorkerEnd::kDied);
        }
      }
    });
  }
}

TEST_F(FailingWorkers, HaveNoFilesButTheirOwn) {
  const int ours = ::dup(STDERR_FILENO);  // not closed on exec
  const std::string folder = "/proc/" + std::to_string(Process()) + "/fd";
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string to = std::filesystem::read_symlink(file.path());
    EXPECT_TRUE(to.starts_with("socket:") || to == "/dev/null" ||
                to.ends_with("/statm"))
        << to;
    ++files;
  }
  EXPECT_EQ(files, 4u);
  ::close(ours);
}

TEST(Workers, SayWhyThereIsNone) {
  TempFolder folder;
  Workers missing(folder / "none");
  EXPECT_EQ(missing.Start().code(), absl::StatusCode::kNotFound);
  std::string answer;
  EXPECT_EQ(missing.Ask(WorkerTask::kReadObject, {}, {}, answer),
            WorkerEnd::kNoWorker);
  Workers stranger("/bin/true");
  EXPECT_EQ(stranger.Start().code(), absl::StatusCode::kFailedPrecondition);
  Workers ours;
  EXPECT_TRUE(ours.Start().ok()) << ours.Start();
}

}  // namespace
}  // namespace dcmscrub
