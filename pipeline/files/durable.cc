#include "pipeline/files/durable.h"

#include <algorithm>
#include <cerrno>
#include <memory>

namespace dcmscrub {

int SyncPaths(FileSystem& files, std::span<const std::string> paths) {
  std::vector<int> errors(paths.size());
  files.SyncPaths(paths, errors);
  const auto bad = std::ranges::find_if(errors, [](int e) { return e != 0; });
  return bad == errors.end() ? 0 : *bad;
}

int PublishSynced(OutputFile& file, const std::string& target, bool replace) {
  int error = file.Sync();
  const int closed = file.Close();
  if (error == 0) error = closed;
  return error == 0 ? file.Publish(target, replace) : error;
}

int PublishDurably(FileSystem& files, OutputFile& file,
                   const std::string& target, bool replace) {
  if (int error = PublishSynced(file, target, replace)) return error;
  const std::string folder(FolderOf(target));
  return SyncPaths(files, {&folder, 1});
}

int WriteDurably(FileSystem& files, const std::string& path, Bytes bytes,
                 bool replace, Likeness* like) {
  std::unique_ptr<OutputFile> file;
  if (int error = files.CreateTemporary(path, like, file)) return error;
  if (int error = file->Write({&bytes, 1})) return error;
  return PublishDurably(files, *file, path, replace);
}

int FindMissingFolders(FileReader& files, const std::string& path,
                       std::vector<std::string>& missing) {
  FileInfo info;
  std::string at = path;
  int error = 0;
  while ((error = files.Info(at, true, info)) == ENOENT) {
    missing.push_back(at);
    at = std::string(FolderOf(at));
    if (at == missing.back()) return 0;
  }
  return error;
}

int MakeFoldersDurably(FileSystem& files, const std::string& path) {
  std::vector<std::string> folders;
  if (int error = FindMissingFolders(files, path, folders)) return error;
  if (int error = MakeFolders(files, path)) return error;
  for (std::string& folder : folders) folder = std::string(FolderOf(folder));
  return folders.empty() ? 0 : SyncPaths(files, folders);
}

void NewFolders::AddAbove(std::string_view folder,
                          std::vector<std::string>& folders) {
  if (known_.size() > kMostKnown) known_.clear();
  while (folder != "/" && known_.emplace(folder).second) {
    folder = FolderOf(folder);
    folders.emplace_back(folder);
  }
}

}  // namespace dcmscrub
