#include "pipeline/teaching/copy/work_folder.h"

#include <absl/strings/str_format.h>
#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <utility>
#include <vector>

#include "pipeline/files/own_names.h"

namespace dcmscrub {
namespace {

int RemoveEntries(const std::string& folder, FileSystem& file_system) {
  std::vector<FolderEntry> entries;
  int first = file_system.List(folder, entries);
  for (const FolderEntry& entry : entries) {
    // As long as anything is left, so is the mark.
    if (first != 0 && entry.name == kWorkMark) break;
    const int error = RemoveTree(folder + "/" + entry.name, file_system);
    if (first == 0) first = error;
  }
  return first;
}

}  // namespace

std::string RandomDigits() {
  std::uint64_t random = 0;
  if (::getrandom(&random, sizeof random, 0) != sizeof random) {
    random = static_cast<std::uint64_t>(::getpid());
  }
  return absl::StrFormat("%016x", random);
}

int RemoveTree(const std::string& path, FileSystem& file_system) {
  FileInfo info;
  const int error = file_system.Info(path, /*follow=*/false, info);
  if (error != 0) return error == ENOENT ? 0 : error;
  if (info.kind != FileKind::kFolder)
    return file_system.Remove(path, FileKind::kFile);
  const int inside = RemoveEntries(path, file_system);
  const int own = file_system.Remove(path, FileKind::kFolder);
  return inside != 0 ? inside : own;
}

int WorkFolder::Make(const std::string& parent, std::string_view prefix,
                     FileSystem& file_system, WorkFolder& made) {
  std::string path = parent == "/" ? "" : parent;
  path += "/";
  path += prefix;
  path += RandomDigits();
  const int error = file_system.MakeFolder(path, FolderMode::kPrivate);
  if (error != 0) return error;
  WorkFolder folder;
  folder.file_system_ = &file_system;
  folder.path_ = std::move(path);
  if (int unmarked = MarkWorkFolder(folder.path_, file_system)) return unmarked;
  made = std::move(folder);
  return 0;
}

WorkFolder& WorkFolder::operator=(WorkFolder&& other) noexcept {
  Remove();
  file_system_ = std::exchange(other.file_system_, nullptr);
  path_ = std::move(other.path_);
  return *this;
}

int WorkFolder::Remove() {
  FileSystem* const files = std::exchange(file_system_, nullptr);
  return files == nullptr ? 0 : RemoveTree(path_, *files);
}

}  // namespace dcmscrub
