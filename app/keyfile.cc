#include "app/keyfile.h"

#include <absl/strings/str_format.h>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "app/messages.h"

namespace dcmscrub {
namespace {

// An open file that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }
  // Late errors of the file system come up here.
  bool Close() { return close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

absl::Status Refused(const std::string& path, std::string_view why) {
  return absl::FailedPreconditionError(
      absl::StrFormat("key file %s: %s", SafeForTerminal(path), why));
}

absl::Status SystemError(const std::string& path) {
  return Refused(path, ErrnoText(errno));
}

// Reads until `size` bytes or the end; -1 for an error.
ssize_t ReadUpTo(int fd, std::uint8_t* to, std::size_t size) {
  std::size_t got = 0;
  while (got < size) {
    const ssize_t n = read(fd, to + got, size - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return -1;
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
  }
  return static_cast<ssize_t>(got);
}

bool WriteAll(int fd, const Key& key) {
  std::size_t put = 0;
  while (put < key.size()) {
    const ssize_t n = write(fd, key.data() + put, key.size() - put);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    put += static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace

absl::StatusOr<Key> RandomKey() {
  Key key;
  // Up to 256 bytes come whole, or not at all: getrandom(2).
  if (getrandom(key.data(), key.size(), 0) !=
      static_cast<ssize_t>(key.size())) {
    return absl::InternalError("no random bytes from the system");
  }
  return key;
}

absl::StatusOr<Key> ReadKeyFile(const std::string& path) {
  // O_NONBLOCK: a named pipe must not hold the program up.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return SystemError(path);
  struct stat info;
  if (fstat(file.get(), &info) != 0) return SystemError(path);
  if (!S_ISREG(info.st_mode)) return Refused(path, "not a regular file");
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Refused(
        path, absl::StrFormat("others may use it (mode %04o); make it yours "
                              "alone: chmod 600 FILE",
                              info.st_mode & 07777));
  }
  std::array<std::uint8_t, sizeof(Key) + 1> bytes;
  const ssize_t got = ReadUpTo(file.get(), bytes.data(), bytes.size());
  if (got < 0) return SystemError(path);
  if (got != static_cast<ssize_t>(sizeof(Key))) {
    return Refused(path,
                   "a key is 32 bytes, no more and no fewer; make one: "
                   "dcmscrub keygen FILE");
  }
  Key key;
  std::memcpy(key.data(), bytes.data(), key.size());
  return key;
}

absl::Status WriteNewKeyFile(const std::string& path, const Key& key) {
  Descriptor file(
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0 && errno == EEXIST) {
    return Refused(path,
                   "is there already, and a key is never overwritten: what "
                   "was made with it could not be continued");
  }
  if (file.get() < 0) return SystemError(path);
  if (WriteAll(file.get(), key) && fsync(file.get()) == 0 && file.Close()) {
    return absl::OkStatus();
  }
  absl::Status status = SystemError(path);
  unlink(path.c_str());
  return status;
}

}  // namespace dcmscrub
