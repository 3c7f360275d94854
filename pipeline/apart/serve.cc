#include "pipeline/apart/serve.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include "pipeline/apart/core_dumps.h"
#include "pipeline/apart/hello.h"
#include "pipeline/apart/send_parts.h"

namespace dcmscrub {
namespace {

constexpr int kSocket = STDIN_FILENO;

// What a worker may have lost, as libraries that are surprised lose memory,
// before another one takes its place.
constexpr std::uint64_t kMostGrowth = std::uint64_t{256} << 20;

// Memory that was given back to the system costs more than the work when it is
// touched again.
constexpr int kKept = 32 << 20;

// Sanitizers reserve more address space than any limit would let them.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
constexpr bool kMemoryCanBeLimited = true;
#else
constexpr bool kMemoryCanBeLimited = false;
#endif

bool Receive(void* to, std::size_t size) {
  for (std::size_t got = 0; got < size;) {
    const ssize_t more =
        recv(kSocket, static_cast<char*>(to) + got, size - got, 0);
    if (more > 0) {
      got += static_cast<std::size_t>(more);
    } else if (more == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

bool Send(std::span<iovec> parts) {
  while (!parts.empty()) {
    if (SendParts(kSocket, parts, 0) < 0 && errno != EINTR) return false;
  }
  return true;
}

iovec PartOf(std::string_view text) {
  return {const_cast<char*>(text.data()), text.size()};
}

void Limit(int resource, rlim_t soft, rlim_t hard) {
  const rlimit limit{soft, hard};
  setrlimit(static_cast<__rlimit_resource>(resource), &limit);
}

// Address space in use; opened while files can still be.
class AddressSpace {
 public:
  AddressSpace() : file_(open("/proc/self/statm", O_RDONLY | O_CLOEXEC)) {}

  std::uint64_t Size() const {
    std::array<char, 64> text{};
    if (pread(file_, text.data(), text.size() - 1, 0) <= 0) return 0;
    return std::strtoull(text.data(), nullptr, 10) *
           static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  }

 private:
  int file_;
};

void Confine() {
  ForbidCoreDumps();
  Limit(RLIMIT_FSIZE, 0, 0);
  Limit(RLIMIT_NOFILE, 0, 0);
  mallopt(M_MMAP_THRESHOLD, kKept);
  mallopt(M_TRIM_THRESHOLD, 2 * kKept);
}

}  // namespace

int ServeAsWorker(const WorkerWork& work) {
  const AddressSpace space;
  Confine();
  iovec hello = PartOf(kWorkerHello);
  if (!Send({&hello, 1})) return 1;
  const std::uint64_t at_first = space.Size();
  WorkerQuestion question;
  WorkerAnswer head;
  while (!head.last && Receive(&question, sizeof question)) {
    alarm(question.seconds);
    if (kMemoryCanBeLimited) {
      Limit(RLIMIT_AS, space.Size() + question.memory, RLIM_INFINITY);
    }
    std::string bytes(question.size, '\0');
    if (!Receive(bytes.data(), bytes.size())) return 1;
    const std::string answer = work(question.task, bytes);
    bytes = std::string();
    head.size = answer.size();
    head.last = space.Size() > at_first + kMostGrowth;
    alarm(0);
    std::array<iovec, 2> parts = {{{&head, sizeof head}, PartOf(answer)}};
    if (!Send(parts)) return 1;
  }
  return 0;
}

}  // namespace dcmscrub
