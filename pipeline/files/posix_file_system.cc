// FileSystem on a disk.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "pipeline/files/posix_files.h"

namespace dcmscrub {
namespace {

FileKind KindOfEntry(unsigned char type) {
  switch (type) {
    case DT_REG:
      return FileKind::kFile;
    case DT_DIR:
      return FileKind::kFolder;
    case DT_LNK:
      return FileKind::kLink;
    case DT_UNKNOWN:
      return FileKind::kUnknown;
    default:
      return FileKind::kOther;
  }
}

class PosixFileSystem : public FileSystem {
 public:
  int List(const std::string& path,
           std::vector<FolderEntry>& entries) override {
    entries.clear();
    DIR* const folder = ::opendir(path.c_str());
    if (folder == nullptr) return errno;
    int error = 0;
    while (true) {
      errno = 0;
      const dirent* const entry = ::readdir(folder);
      if (entry == nullptr) {
        error = errno;
        break;
      }
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      entries.push_back({std::string(name), KindOfEntry(entry->d_type)});
    }
    ::closedir(folder);
    std::sort(entries.begin(), entries.end(),
              [](const FolderEntry& a, const FolderEntry& b) {
                return a.name < b.name;
              });
    return error;
  }

  int Info(const std::string& path, bool follow, FileInfo& info) override {
    struct stat found;
    if (::fstatat(AT_FDCWD, path.c_str(), &found,
                  follow ? 0 : AT_SYMLINK_NOFOLLOW) != 0) {
      return errno;
    }
    Fill(found, info);
    return 0;
  }

  int RealPath(const std::string& path, std::string& real) override {
    char* const found = ::realpath(path.c_str(), nullptr);
    if (found == nullptr) return errno;
    real = found;
    ::free(found);
    return 0;
  }

  int Open(const std::string& path, bool follow,
           std::unique_ptr<InputFile>& file, FileInfo* info) override {
    // O_NONBLOCK: the open of a pipe that appeared since discovery returns.
    const int descriptor =
        ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY |
                                 (follow ? 0 : O_NOFOLLOW));
    if (descriptor < 0) return errno;
    file = std::make_unique<PosixInput>(descriptor);
    FileInfo found;
    if (int error = InfoOf(descriptor, found)) return error;
    if (found.kind != FileKind::kFile) {
      file.reset();
      return ENXIO;
    }
    if (info != nullptr) *info = found;
    return 0;
  }

  int MakeFolder(const std::string& path, FolderMode mode) override {
    const mode_t bits = mode == FolderMode::kPrivate ? 0700 : 0777;
    return ::mkdir(path.c_str(), bits) != 0 ? errno : 0;
  }

  // A file without a name, where the file system has those: it finds out what
  // access() does not know of, and goes with its descriptor.
  int TryFolder(const std::string& path) override {
    const int descriptor =
        ::open(path.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (descriptor >= 0) {
      ::close(descriptor);
      return 0;
    }
    if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL) {
      return errno;
    }
    return ::faccessat(AT_FDCWD, path.c_str(), W_OK | X_OK, AT_EACCESS) != 0
               ? errno
               : 0;
  }

  int CreateTemporary(const std::string& target, Likeness* like,
                      std::unique_ptr<OutputFile>& file) override {
    std::string path;
    const int descriptor =
        OpenTemporary(target, like == nullptr ? 0666 : 0600, path);
    if (descriptor < 0) return errno;
    file = std::make_unique<PosixOutput>(descriptor, std::move(path));
    if (like == nullptr) return 0;
    const int model = like->file->descriptor();
    const int error =
        TakeAfter(descriptor, model, like->may_keep, like->losses);
    if (error != 0) file.reset();
    return error;
  }

  void SyncPaths(std::span<const std::string> paths,
                 std::span<int> errors) override {
    std::vector<int> descriptors;
    std::vector<int> not_opened;
    for (const std::string& path : paths) {
      descriptors.push_back(
          ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
      not_opened.push_back(descriptors.back() < 0 ? errno : 0);
    }
    SyncDescriptors(descriptors, ::fsync, errors);
    for (std::size_t i = 0; i < paths.size(); ++i) {
      if (descriptors[i] >= 0) ::close(descriptors[i]);
      if (not_opened[i] != 0) errors[i] = not_opened[i];
      // Some network file systems refuse to sync folders; names are as
      // durable there as they get.
      if (errors[i] == EINVAL) errors[i] = 0;
    }
  }

  int Link(const std::string& from, const std::string& to) override {
    return ::link(from.c_str(), to.c_str()) != 0 ? errno : 0;
  }

  int Move(const std::string& from, const std::string& to,
           bool replace) override {
    if (replace) {
      return ::rename(from.c_str(), to.c_str()) != 0 ? errno : 0;
    }
    const int error = RenameWithoutReplacing(from.c_str(), to.c_str());
    if (error != EINVAL && error != ENOSYS && error != EOPNOTSUPP) {
      return error;
    }
    FileInfo info;
    if (Info(to, false, info) == 0) return EEXIST;
    return ::rename(from.c_str(), to.c_str()) != 0 ? errno : 0;
  }

  int Remove(const std::string& path, FileKind kind) override {
    const int flags = kind == FileKind::kFolder ? AT_REMOVEDIR : 0;
    return ::unlinkat(AT_FDCWD, path.c_str(), flags) != 0 ? errno : 0;
  }
};

}  // namespace

FileSystem& RealFileSystem() {
  static PosixFileSystem file_system;
  return file_system;
}

}  // namespace dcmscrub
