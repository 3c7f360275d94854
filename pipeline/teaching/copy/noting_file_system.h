// A file system that tells a safe copy what is about to be made or renamed,
// before it is: the run that replaces the case need not know of it.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/files/file_system.h"
#include "pipeline/teaching/copy/safe_copy.h"

namespace dcmscrub {

class NotingFileSystem : public FileSystem {
 public:
  // Both must outlive it.
  NotingFileSystem(FileSystem& below, SafeCopy& copy)
      : below_(below), copy_(copy) {}

  // Where a path has got to by the folders that were renamed since.
  std::string Moved(std::string path) const;

  int List(const std::string& path,
           std::vector<FolderEntry>& entries) override {
    return below_.List(path, entries);
  }
  int Info(const std::string& path, bool follow, FileInfo& info) override {
    return below_.Info(path, follow, info);
  }
  int RealPath(const std::string& path, std::string& real) override {
    return below_.RealPath(path, real);
  }
  int Open(const std::string& path, bool follow,
           std::unique_ptr<InputFile>& file, FileInfo* info) override {
    return below_.Open(path, follow, file, info);
  }
  int MakeFolder(const std::string& path, FolderMode mode) override;
  int TryFolder(const std::string& path) override {
    return below_.TryFolder(path);
  }
  std::string_view temporary_prefix() const override {
    return below_.temporary_prefix();
  }
  // What is noted is durable before a temporary gets its name.
  int CreateTemporary(const std::string& target, Likeness* like,
                      std::unique_ptr<OutputFile>& file) override;
  void SyncPaths(std::span<const std::string> paths,
                 std::span<int> errors) override {
    below_.SyncPaths(paths, errors);
  }
  int Link(const std::string& from, const std::string& to) override {
    return below_.Link(from, to);
  }
  int Move(const std::string& from, const std::string& to,
           bool replace) override;
  int Remove(const std::string& path, FileKind kind) override {
    return below_.Remove(path, kind);
  }

 private:
  FileSystem& below_;
  SafeCopy& copy_;
  mutable std::mutex mutex_;  // guards moves_
  std::vector<std::pair<std::string, std::string>> moves_;
};

}  // namespace dcmscrub
