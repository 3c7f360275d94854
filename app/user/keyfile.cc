#include "app/user/keyfile.h"

#include <absl/strings/str_format.h>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "app/talk/messages.h"
#include "app/user/small_file.h"
#include "pipeline/files/durable.h"
#include "pipeline/files/operand.h"

namespace dcmscrub {
namespace {

absl::Status Refused(const std::string& path, std::string_view why) {
  return absl::FailedPreconditionError(
      absl::StrFormat("key file %s: %s", SafeForTerminal(path), why));
}

absl::Status SystemError(const std::string& path) {
  return Refused(path, ErrnoText(errno));
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
  const auto bytes = ReadSmallFile(path, Audience::kOwner);
  const std::string make_one = "; make one: dcmscrub keygen FILE";
  if (absl::IsNotFound(bytes.status())) {
    return Refused(path, std::string(MessageOf(bytes.status())) + make_one);
  }
  if (!bytes.ok()) return Refused(path, MessageOf(bytes.status()));
  if (bytes->size() != sizeof(Key)) {
    return Refused(path, "a key is 32 bytes, no more and no fewer" + make_one);
  }
  Key key;
  std::memcpy(key.data(), bytes->data(), key.size());
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
  // A key that a power loss takes back has outputs that nobody can continue.
  const std::string folder(FolderOf(path));
  if (WriteAll(file.get(), key) && fsync(file.get()) == 0 && file.Close() &&
      SyncPaths(RealFileSystem(), {&folder, 1}) == 0) {
    return absl::OkStatus();
  }
  absl::Status status = SystemError(path);
  unlink(path.c_str());
  return status;
}

}  // namespace dcmscrub
