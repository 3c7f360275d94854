#include "pipeline/pictures/apart.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

namespace dcmscrub {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kAnswer = 3;  // the file descriptor it goes to

void Limit(int resource, rlim_t value) {
  const rlimit limit{value, value};
  setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

// Address space in use. Read without streams, which might be locked.
std::uint64_t AddressSpace() {
  std::array<char, 64> text{};
  const int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  const ssize_t size = read(file, text.data(), text.size() - 1);
  close(file);
  std::uint64_t pages = 0;
  for (ssize_t i = 0; i < size && text[i] >= '0' && text[i] <= '9'; ++i) {
    pages = pages * 10 + static_cast<std::uint64_t>(text[i] - '0');
  }
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

// Sanitizers reserve more address space than any limit would let them.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
constexpr bool kMemoryCanBeLimited = true;
#else
constexpr bool kMemoryCanBeLimited = false;
#endif

void DefaultSignals() {
  for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGINT,
                           SIGTERM, SIGHUP, SIGPIPE, SIGXCPU}) {
    signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

// No file, no terminal and no child of its own.
void Confine(const ApartLimits& limits, int pipe) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  DefaultSignals();
  if (pipe != kAnswer) dup2(pipe, kAnswer);  // first: it may be a stream's
  const int nothing = open("/dev/null", O_RDWR);
  for (int stream = 0; stream < kAnswer; ++stream) dup2(nothing, stream);
  syscall(SYS_close_range, kAnswer + 1, ~0U, 0);

  const auto seconds =
      std::chrono::ceil<std::chrono::seconds>(limits.patience).count();
  Limit(RLIMIT_CPU, static_cast<rlim_t>(seconds) + 1);
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_FSIZE, 0);
  const std::uint64_t used = AddressSpace();
  if (kMemoryCanBeLimited && used != 0) {
    Limit(RLIMIT_AS, used + limits.memory);
  }
  Limit(RLIMIT_NOFILE, 0);
}

bool Send(const std::vector<std::uint8_t>& answer) {
  for (std::size_t sent = 0; sent < answer.size();) {
    const ssize_t size =
        write(kAnswer, answer.data() + sent, answer.size() - sent);
    if (size < 0 && errno != EINTR) return false;
    if (size > 0) sent += static_cast<std::size_t>(size);
  }
  return true;
}

[[noreturn]] void Child(const ApartLimits& limits, int pipe,
                        const ApartWork& work) {
  Confine(limits, pipe);
  bool sent = false;
  try {
    sent = Send(work());
  } catch (...) {  // of any library: all that counts is that it failed
    sent = false;
  }
  _exit(sent ? 0 : 1);  // nothing of this process's is to be cleaned up twice
}

// Until the other end is closed. kDone says no more than that.
ApartEnd Receive(int pipe, const ApartLimits& limits,
                 std::vector<std::uint8_t>& answer) {
  const auto end = Clock::now() + limits.patience;
  std::array<std::uint8_t, 64 * 1024> piece{};
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now())
            .count();
    if (left <= 0) return ApartEnd::kTooLong;
    pollfd wait{pipe, POLLIN, 0};
    if (poll(&wait, 1, static_cast<int>(left)) <= 0) continue;
    const ssize_t size = read(pipe, piece.data(), piece.size());
    if (size == 0) return ApartEnd::kDone;
    if (size < 0) {
      if (errno == EINTR) continue;
      return ApartEnd::kDied;
    }
    if (answer.size() + static_cast<std::size_t>(size) > limits.answer) {
      return ApartEnd::kDied;
    }
    answer.insert(answer.end(), piece.begin(), piece.begin() + size);
  }
}

bool EndedWell(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return false;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

ApartEnd RunApart(const ApartLimits& limits, const ApartWork& work,
                  std::vector<std::uint8_t>& answer) {
  answer.clear();
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return ApartEnd::kNoProcess;
  const pid_t child = fork();
  if (child == 0) Child(limits, ends[1], work);
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return ApartEnd::kNoProcess;
  }
  ApartEnd end = Receive(ends[0], limits, answer);
  close(ends[0]);
  if (end != ApartEnd::kDone) kill(child, SIGKILL);
  if (!EndedWell(child) && end == ApartEnd::kDone) end = ApartEnd::kDied;
  if (end != ApartEnd::kDone) answer.clear();
  return end;
}

}  // namespace dcmscrub
