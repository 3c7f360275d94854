#include "pipeline/files/file_system.h"

#include <errno.h>
#include <unistd.h>

#include <algorithm>

#include "pipeline/files/posix_files.h"

namespace dcmscrub {

int MakeFolders(FileSystem& files, const std::string& path) {
  int error = files.MakeFolder(path, FolderMode::kShared);
  const std::string parent(FolderOf(path));
  if (error == ENOENT && parent != path && parent != ".") {
    if (int above = MakeFolders(files, parent)) return above;
    error = files.MakeFolder(path, FolderMode::kShared);
  }
  if (error != EEXIST) return error;
  // It was there, or another thread was quicker.
  FileInfo info;
  if (int found = files.Info(path, true, info)) return found;
  return info.kind == FileKind::kFolder ? 0 : ENOTDIR;
}

// Files in memory have no descriptors, and one each is all there is to do.
void SyncFiles(std::span<OutputFile* const> files, std::span<int> errors) {
  std::vector<int> descriptors;
  for (const OutputFile* const file : files) {
    descriptors.push_back(file->descriptor());
  }
  if (std::ranges::count(descriptors, -1) == 0) {
    return SyncDescriptors(descriptors, ::fdatasync, errors);
  }
  for (std::size_t i = 0; i < files.size(); ++i) errors[i] = files[i]->Sync();
}

bool IsTemporaryName(std::string_view name) {
  return name.size() > kTemporaryPrefix.size() + kTemporarySuffix.size() &&
         name.starts_with(kTemporaryPrefix) && name.ends_with(kTemporarySuffix);
}

}  // namespace dcmscrub
