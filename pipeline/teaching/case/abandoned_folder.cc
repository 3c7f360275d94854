#include "pipeline/teaching/case/abandoned_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>

#include "pipeline/teaching/copy/work_folder.h"

namespace dcmscrub {
namespace {

constexpr std::time_t kOldSeconds = 60;

bool IsOursAndOld(const std::string& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode) &&
         found.st_uid == ::geteuid() &&
         found.st_mtime < std::time(nullptr) - kOldSeconds;
}

}  // namespace

FolderLock::FolderLock(const std::string& folder)
    : descriptor_(::open(folder.c_str(),
                         O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) {
  held_ = descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0;
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void RemoveAbandoned(const std::string& scratch, std::string_view prefix) {
  FileSystem& files = RealFileSystem();
  std::vector<FolderEntry> entries;
  if (files.List(scratch, entries) != 0) return;
  for (const FolderEntry& entry : entries) {
    if (!entry.name.starts_with(prefix)) continue;
    const std::string path = scratch + "/" + entry.name;
    if (!IsOursAndOld(path)) continue;
    const FolderLock lock(path);
    if (lock.held()) RemoveTree(path, files);
  }
}

}  // namespace dcmscrub
