#include "pipeline/apart/workers.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <string_view>
#include <utility>

#include "pipeline/apart/hello.h"
#include "pipeline/apart/send_parts.h"

extern char** environ;

namespace dcmscrub {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kStarting{10};

// Milliseconds to `end`, for poll; 0: it is over.
int LeftUntil(Clock::time_point end) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
  return left <= 0 ? 0
                   : static_cast<int>(std::min<std::int64_t>(left, INT_MAX));
}

// What a worker is started with.
class Spawning {
 public:
  explicit Spawning(int socket) {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_adddup2(&files_, socket, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null",
                                     O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files_, STDOUT_FILENO, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes_);
    sigset_t set;
    sigfillset(&set);
    posix_spawnattr_setsigdefault(&attributes_, &set);
    // Blocked for good: a worker lives as long as its socket.
    sigemptyset(&set);
    for (const int number :
         {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGPIPE}) {
      sigaddset(&set, number);
    }
    posix_spawnattr_setsigmask(&attributes_, &set);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~Spawning() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  Spawning(const Spawning&) = delete;
  Spawning& operator=(const Spawning&) = delete;

  int Run(const std::string& program, pid_t& child) const {
    std::string name = program;
    char* const arguments[] = {name.data(), nullptr};
    return posix_spawn(&child, program.c_str(), &files_, &attributes_,
                       arguments, environ);
  }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

}  // namespace

// One process. Whatever but kDone comes out of it, it is of no more use.
class Workers::Worker {
 public:
  // An errno.
  int Start(const std::string& program) {
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
      return errno;
    }
    socket_ = ends[0];
    const int error = Spawning(ends[1]).Run(program, child_);
    close(ends[1]);
    if (error != 0) {
      child_ = -1;
      return error;
    }
    std::array<char, kWorkerHello.size()> hello{};
    const bool ours =
        Receive(hello.data(), hello.size(), Clock::now() + kStarting) ==
            WorkerEnd::kDone &&
        std::string_view(hello.data(), hello.size()) == kWorkerHello;
    return ours ? 0 : ENOEXEC;
  }

  Worker() = default;
  ~Worker() {
    if (socket_ >= 0) close(socket_);
    if (child_ < 0) return;
    kill(child_, SIGKILL);
    while (waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  WorkerEnd Ask(const WorkerQuestion& head, std::span<const Bytes> question,
                const WorkerTerms& terms, std::string& answer) {
    const auto end = Clock::now() + terms.patience;
    std::vector<iovec> parts;
    parts.push_back({const_cast<WorkerQuestion*>(&head), sizeof head});
    for (const Bytes part : question) {
      parts.push_back({const_cast<std::uint8_t*>(part.data()), part.size()});
    }
    WorkerEnd done = Send(parts, end);
    WorkerAnswer reply;
    if (done == WorkerEnd::kDone) done = Receive(&reply, sizeof reply, end);
    if (done != WorkerEnd::kDone) return done;
    if (reply.size > terms.answer) return WorkerEnd::kDied;
    answer.resize(reply.size);
    done = Receive(answer.data(), answer.size(), end);
    leaves_ = reply.last;
    return done;
  }

  bool leaves() const { return leaves_; }

  // Of one that waits for a question, and has nothing to say.
  bool IsAlive() const {
    pollfd wait{socket_, POLLIN, 0};
    return poll(&wait, 1, 0) == 0;
  }

 private:
  WorkerEnd Wait(short events, Clock::time_point end) const {
    while (true) {
      const int left = LeftUntil(end);
      if (left == 0) return WorkerEnd::kTooLong;
      pollfd wait{socket_, events, 0};
      const int found = poll(&wait, 1, left);
      if (found > 0) return WorkerEnd::kDone;
      if (found < 0 && errno != EINTR) return WorkerEnd::kDied;
    }
  }

  // `move` takes what is left and says how much of it went, as send does.
  template <typename Move>
  WorkerEnd All(std::size_t size, short events, Clock::time_point end,
                Move move) const {
    for (std::size_t gone = 0; gone < size;) {
      const ssize_t moved = move(gone, size - gone);
      if (moved > 0) {
        gone += static_cast<std::size_t>(moved);
      } else if (moved < 0 && errno == EAGAIN) {
        const WorkerEnd waited = Wait(events, end);
        if (waited != WorkerEnd::kDone) return waited;
      } else if (moved == 0 || errno != EINTR) {
        return WorkerEnd::kDied;
      }
    }
    return WorkerEnd::kDone;
  }

  // All at once, as far as the socket takes it: each call wakes the worker.
  WorkerEnd Send(std::span<iovec> parts, Clock::time_point end) const {
    return All(SizeOf(parts), POLLOUT, end, [&](std::size_t, std::size_t) {
      return SendParts(socket_, parts, MSG_DONTWAIT);
    });
  }

  WorkerEnd Receive(void* to, std::size_t size, Clock::time_point end) const {
    return All(size, POLLIN, end, [&](std::size_t at, std::size_t left) {
      return recv(socket_, static_cast<char*>(to) + at, left, MSG_DONTWAIT);
    });
  }

  pid_t child_ = -1;
  int socket_ = -1;
  bool leaves_ = false;
};

Workers::Workers(std::string program) : program_(std::move(program)) {}

Workers::~Workers() = default;

std::string Workers::WorkerProgram() {
  std::array<char, PATH_MAX> path{};
  const ssize_t size = readlink("/proc/self/exe", path.data(), path.size());
  std::string program(path.data(),
                      size < 0 ? 0 : static_cast<std::size_t>(size));
  program.resize(program.rfind('/') + 1);
  return program.append(kWorkerName);
}

absl::Status Workers::Start() {
  const std::lock_guard lock(mutex_);
  if (!free_.empty()) return absl::OkStatus();
  auto worker = std::make_unique<Worker>();
  const int error = worker->Start(program_);
  if (error == 0) {
    free_.push_back(std::move(worker));
    return absl::OkStatus();
  }
  if (error == ENOENT) {
    return absl::NotFoundError(
        "dcmscrub-gdcm is not beside this program, where it belongs");
  }
  if (error == ENOEXEC) {
    return absl::FailedPreconditionError(
        "dcmscrub-gdcm beside this program is of another version");
  }
  return absl::ErrnoToStatus(error, "dcmscrub-gdcm cannot be started");
}

std::unique_ptr<Workers::Worker> Workers::Take() {
  {
    const std::lock_guard lock(mutex_);
    while (!free_.empty()) {
      std::unique_ptr<Worker> worker = std::move(free_.back());
      free_.pop_back();
      if (worker->IsAlive()) return worker;
    }
  }
  auto worker = std::make_unique<Worker>();
  return worker->Start(program_) == 0 ? std::move(worker) : nullptr;
}

WorkerEnd Workers::Ask(WorkerTask task, std::span<const Bytes> question,
                       const WorkerTerms& terms, std::string& answer) {
  answer.clear();
  std::unique_ptr<Worker> worker = Take();
  if (worker == nullptr) return WorkerEnd::kNoWorker;
  WorkerQuestion head;
  head.task = task;
  head.memory = terms.memory;
  head.seconds = static_cast<std::uint32_t>(
      std::chrono::ceil<std::chrono::seconds>(terms.patience).count() + 1);
  for (const Bytes part : question) head.size += part.size();
  const WorkerEnd end = worker->Ask(head, question, terms, answer);
  if (end != WorkerEnd::kDone) {
    answer.clear();
  } else if (!worker->leaves()) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(worker));
  }
  return end;
}

}  // namespace dcmscrub
