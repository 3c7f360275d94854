// Folders that were opened without following a link, and stay what they are
// wherever their paths lead by now: who may write into an archive could put a
// link in the place of a folder while a run is in it, and all that goes by the
// path would go elsewhere.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace dcmscrub {

// Good for naming what is in it, and for nothing else (O_PATH): the right to
// list the folder is not needed. Closes itself.
class FolderHandle {
 public:
  explicit FolderHandle(int descriptor) : descriptor_(descriptor) {}
  ~FolderHandle();
  FolderHandle(const FolderHandle&) = delete;
  FolderHandle& operator=(const FolderHandle&) = delete;

  int descriptor() const { return descriptor_; }

 private:
  const int descriptor_;
};
using FolderPointer = std::shared_ptr<const FolderHandle>;

// A descriptor, or -1 with errno set: ELOOP where the folder or one above it is
// a link. One system call (openat2, Linux 5.6), or one for each folder on the
// way where the kernel, or what stands before it, does not know that.
int OpenFolder(const char* path);
// The second of the two ways.
int WalkToFolder(std::string_view path);

// What OpenFolder said, by path, so that a folder costs one call and not each
// file in it. Forgets those that nobody uses when there are many, which costs
// calls. Any thread.
class HeldFolders {
 public:
  // An errno value.
  int Find(std::string_view path, FolderPointer& folder);
  // That folder, and those below it, are not there any more.
  void Forget(std::string_view path);

 private:
  static constexpr std::size_t kMost = 128;

  std::mutex mutex_;
  std::map<std::string, FolderPointer, std::less<>> folders_;
};

}  // namespace dcmscrub
