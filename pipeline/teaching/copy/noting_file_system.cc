#include "pipeline/teaching/copy/noting_file_system.h"

#include <algorithm>
#include <cerrno>

namespace dcmscrub {

std::string NotingFileSystem::Moved(std::string path) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& [from, to] : moves_) {
    if (path.starts_with(from + "/")) path.replace(0, from.size(), to);
  }
  return path;
}

int NotingFileSystem::MakeFolders(const std::string& path) {
  FileInfo info;
  if (below_.Info(path, true, info) == ENOENT) {
    // Those above it first: they are removed last.
    const std::string parent(FolderOf(path));
    if (parent != path && parent != ".") {
      if (int error = MakeFolders(parent)) return error;
    }
    if (!copy_.NoteFolder(path).ok()) return EIO;
  }
  return below_.MakeFolders(path);
}

int NotingFileSystem::CreateTemporary(const std::string& target, Likeness* like,
                                      std::unique_ptr<OutputFile>& file) {
  FileInfo info;
  if (below_.Info(target, false, info) == ENOENT &&
      !copy_.NoteMade(target).ok()) {
    return EIO;
  }
  return below_.CreateTemporary(target, like, file);
}

// What is noted for these files is to be durable no later than they are.
void NotingFileSystem::SyncFiles(std::span<OutputFile* const> files,
                                 std::span<int> errors) {
  if (!copy_.SyncNotes().ok()) return std::ranges::fill(errors, EIO), void();
  below_.SyncFiles(files, errors);
}

int NotingFileSystem::Rename(const std::string& from, const std::string& to) {
  if (!copy_.NoteMoved(from, to).ok() || !copy_.SyncNotes().ok()) return EIO;
  const int error = below_.Rename(from, to);
  if (error == 0) {
    const std::scoped_lock lock(mutex_);
    moves_.emplace_back(from, to);
  }
  return error;
}

}  // namespace dcmscrub
