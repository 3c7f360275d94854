#include "pipeline/files/folder_handle.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <utility>

#include "pipeline/files/path.h"

namespace dcmscrub {
namespace {

constexpr int kFlags = O_PATH | O_DIRECTORY | O_CLOEXEC;

int OpenWithoutLinks(const char* path) {
  open_how how{};
  how.flags = kFlags;
  how.resolve = RESOLVE_NO_SYMLINKS;
  return static_cast<int>(
      ::syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how));
}

// One step. A link is no folder: ENOTDIR says too little of it.
int Step(int above, const std::string& name) {
  const int next = ::openat(above, name.c_str(), kFlags | O_NOFOLLOW);
  if (next >= 0 || errno != ENOTDIR) return next;
  struct stat found;
  const bool is_link =
      ::fstatat(above, name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0 &&
      S_ISLNK(found.st_mode);
  errno = is_link ? ELOOP : ENOTDIR;
  return -1;
}

}  // namespace

FolderHandle::~FolderHandle() { ::close(descriptor_); }

int WalkToFolder(std::string_view path) {
  int at = ::open(path.starts_with('/') ? "/" : ".", kFlags);
  while (at >= 0 && !path.empty()) {
    const std::string name(path.substr(0, path.find('/')));
    path.remove_prefix(std::min(name.size() + 1, path.size()));
    if (name.empty()) continue;
    const int above = std::exchange(at, Step(at, name));
    const int error = errno;
    ::close(above);
    errno = error;
  }
  return at;
}

// Sandboxes refuse calls that they do not know with EPERM, which this one has
// no other use for.
int OpenFolder(const char* path) {
  static std::atomic<bool> lacking = false;
  if (!lacking.load(std::memory_order_relaxed)) {
    const int descriptor = OpenWithoutLinks(path);
    if (descriptor >= 0 || (errno != ENOSYS && errno != EPERM)) {
      return descriptor;
    }
    lacking.store(true, std::memory_order_relaxed);
  }
  return WalkToFolder(path);
}

int HeldFolders::Find(std::string_view path, FolderPointer& folder) {
  const std::scoped_lock lock(mutex_);
  const auto found = folders_.find(path);
  if (found != folders_.end()) {
    folder = found->second;
    return 0;
  }
  std::string key(path);
  const int descriptor = OpenFolder(key.c_str());
  if (descriptor < 0) return errno;
  folder = std::make_shared<FolderHandle>(descriptor);
  if (folders_.size() >= kMost) {
    std::erase_if(folders_, [](const auto& held) {
      return held.second.use_count() == 1;
    });
  }
  folders_.emplace(std::move(key), folder);
  return 0;
}

void HeldFolders::Forget(std::string_view path) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(folders_, [path](const auto& held) {
    return IsSameOrInside(held.first, path);
  });
}

}  // namespace dcmscrub
