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

// With or without holding folders.
class PosixFileSystem : public FileSystem {
 public:
  explicit PosixFileSystem(std::unique_ptr<HeldFolders> held)
      : held_(std::move(held)) {}

  std::shared_ptr<FileSystem> Hold() override {
    if (held_ != nullptr) return FileSystem::Hold();
    return std::make_shared<PosixFileSystem>(std::make_unique<HeldFolders>());
  }

  int List(const std::string& path, std::vector<FolderEntry>& entries) override;
  int Info(const std::string& path, bool follow, FileInfo& info) override;
  int RealPath(const std::string& path, std::string& real) override;
  int Open(const std::string& path, bool follow,
           std::unique_ptr<InputFile>& file, FileInfo* info) override;
  int MakeFolder(const std::string& path, FolderMode mode) override;
  int TryFolder(const std::string& path) override;
  int CreateTemporary(const std::string& target, Likeness* like,
                      std::unique_ptr<OutputFile>& file) override;
  std::string_view temporary_prefix() const override {
    return TemporaryPrefix();
  }
  void SyncPaths(std::span<const std::string> paths,
                 std::span<int> errors) override;
  int Link(const std::string& from, const std::string& to) override;
  int Move(const std::string& from, const std::string& to,
           bool replace) override;
  int Remove(const std::string& path, FileKind kind) override;

 private:
  // Where what the path names is found, and where what is in it is.
  int Find(const std::string& path, At& at);
  int FindFolder(const std::string& path, At& at);
  int OpenToSync(const std::string& path);
  int Failed(std::string_view folder);

  const std::unique_ptr<HeldFolders> held_;  // null: none are
};

int PosixFileSystem::Find(const std::string& path, At& at) {
  FolderPointer folder;
  if (held_ != nullptr) {
    if (int error = held_->Find(FolderOf(path), folder)) return error;
  }
  at = AtIn(std::move(folder), path);
  return 0;
}

int PosixFileSystem::FindFolder(const std::string& path, At& at) {
  at = {nullptr, path.c_str()};
  if (held_ == nullptr) return 0;
  at.name = ".";
  return held_->Find(path, at.folder);
}

// errno, of a call that makes something in a folder. One that is held may be
// gone, and another at its path.
int PosixFileSystem::Failed(std::string_view folder) {
  const int error = errno;
  if (error == ENOENT && held_ != nullptr) held_->Forget(folder);
  return error;
}

int PosixFileSystem::List(const std::string& path,
                          std::vector<FolderEntry>& entries) {
  entries.clear();
  At at;
  if (int error = FindFolder(path, at)) return error;
  const int descriptor =
      ::openat(at.descriptor(), at.name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  DIR* const folder = ::fdopendir(descriptor);
  if (folder == nullptr) {
    const int error = errno;
    ::close(descriptor);
    return error;
  }
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

int PosixFileSystem::Info(const std::string& path, bool follow,
                          FileInfo& info) {
  At at;
  if (int error = Find(path, at)) return error;
  struct stat found;
  if (::fstatat(at.descriptor(), at.name, &found,
                follow ? 0 : AT_SYMLINK_NOFOLLOW) != 0) {
    return errno;
  }
  Fill(found, info);
  return 0;
}

int PosixFileSystem::RealPath(const std::string& path, std::string& real) {
  char* const found = ::realpath(path.c_str(), nullptr);
  if (found == nullptr) return errno;
  real = found;
  ::free(found);
  return 0;
}

int PosixFileSystem::Open(const std::string& path, bool follow,
                          std::unique_ptr<InputFile>& file, FileInfo* info) {
  At at;
  if (int error = Find(path, at)) return error;
  // O_NONBLOCK: the open of a pipe that appeared since discovery returns.
  const int descriptor = ::openat(
      at.descriptor(), at.name,
      O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (follow ? 0 : O_NOFOLLOW));
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

int PosixFileSystem::MakeFolder(const std::string& path, FolderMode mode) {
  At at;
  if (int error = Find(path, at)) return error;
  const mode_t bits = mode == FolderMode::kPrivate ? 0700 : 0777;
  return ::mkdirat(at.descriptor(), at.name, bits) != 0 ? Failed(FolderOf(path))
                                                        : 0;
}

// A file without a name, where the file system has those: it finds out what
// access() does not know of, and goes with its descriptor.
int PosixFileSystem::TryFolder(const std::string& path) {
  At at;
  if (int error = FindFolder(path, at)) return error;
  const int descriptor = ::openat(at.descriptor(), at.name,
                                  O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    ::close(descriptor);
    return 0;
  }
  if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL) return errno;
  return ::faccessat(at.descriptor(), at.name, W_OK | X_OK, AT_EACCESS) != 0
             ? errno
             : 0;
}

int PosixFileSystem::CreateTemporary(const std::string& target, Likeness* like,
                                     std::unique_ptr<OutputFile>& file) {
  std::string path = TemporaryBeside(target);
  At at;
  if (int error = Find(path, at)) return error;
  const int descriptor =
      ::openat(at.descriptor(), at.name,
               O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
               like == nullptr ? 0666 : 0600);
  if (descriptor < 0) return Failed(FolderOf(path));
  file = std::make_unique<PosixOutput>(descriptor, std::move(at.folder),
                                       std::move(path));
  if (like == nullptr || like->file == nullptr) return 0;
  const int model = like->file->descriptor();
  const int error = TakeAfter(descriptor, model, like->may_keep, like->losses);
  if (error != 0) file.reset();
  return error;
}

// -1 with errno set. A link that is held to be none would lead elsewhere.
int PosixFileSystem::OpenToSync(const std::string& path) {
  At at;
  if (int error = Find(path, at)) {
    errno = error;
    return -1;
  }
  return ::openat(at.descriptor(), at.name,
                  O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY |
                      (held_ != nullptr ? O_NOFOLLOW : 0));
}

void PosixFileSystem::SyncPaths(std::span<const std::string> paths,
                                std::span<int> errors) {
  std::vector<int> descriptors;
  std::vector<int> not_opened;
  for (const std::string& path : paths) {
    descriptors.push_back(OpenToSync(path));
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

int PosixFileSystem::Link(const std::string& from, const std::string& to) {
  At old_name, new_name;
  if (int error = Find(from, old_name)) return error;
  if (int error = Find(to, new_name)) return error;
  return ::linkat(old_name.descriptor(), old_name.name, new_name.descriptor(),
                  new_name.name, 0) != 0
             ? Failed(FolderOf(to))
             : 0;
}

int PosixFileSystem::Move(const std::string& from, const std::string& to,
                          bool replace) {
  At old_name, new_name;
  if (int error = Find(from, old_name)) return error;
  if (int error = Find(to, new_name)) return error;
  int error = EINVAL;
  if (!replace) {
    error = RenameWithoutReplacing(old_name, new_name);
    FileInfo info;
    if ((error == EINVAL || error == ENOSYS || error == EOPNOTSUPP) &&
        Info(to, false, info) == 0) {
      return EEXIST;
    }
  }
  if (error == EINVAL || error == ENOSYS || error == EOPNOTSUPP) {
    error = ::renameat(old_name.descriptor(), old_name.name,
                       new_name.descriptor(), new_name.name) != 0
                ? errno
                : 0;
  }
  if (held_ != nullptr && error == 0) {
    held_->Forget(from);
    held_->Forget(to);
  }
  return error;
}

int PosixFileSystem::Remove(const std::string& path, FileKind kind) {
  At at;
  if (int error = Find(path, at)) return error;
  const bool folder = kind == FileKind::kFolder;
  if (::unlinkat(at.descriptor(), at.name, folder ? AT_REMOVEDIR : 0) != 0) {
    return errno;
  }
  if (folder && held_ != nullptr) held_->Forget(path);
  return 0;
}

}  // namespace

FileSystem& RealFileSystem() {
  static PosixFileSystem file_system(nullptr);
  return file_system;
}

}  // namespace dcmscrub
