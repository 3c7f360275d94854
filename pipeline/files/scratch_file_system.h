// A file system in memory, for copies that are nobody's business: nothing of
// it ever reaches a disk, and all of it is gone with the object. Without links
// and modes; nothing in it fails but for what is not there.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/files/file_system.h"

namespace dcmscrub {

class ScratchFileSystem : public FileSystem {
 public:
  ScratchFileSystem();
  ~ScratchFileSystem() override;

  // All paths are absolute, without "." and "..".
  int List(const std::string& path, std::vector<FolderEntry>& entries) override;
  int Info(const std::string& path, bool follow, FileInfo& info) override;
  int RealPath(const std::string& path, std::string& real) override;
  int Open(const std::string& path, bool follow,
           std::unique_ptr<InputFile>& file, FileInfo* info) override;
  int MakeFolders(const std::string& path) override;
  int TryFolder(const std::string& path) override;
  int MakePrivateFolder(const std::string& path) override;
  int RemoveFolder(const std::string& path) override;
  // Nothing of a temporary is to be seen until it is published.
  int CreateTemporary(const std::string& target, Likeness* like,
                      std::unique_ptr<OutputFile>& file) override;
  int Publish(OutputFile& file, const std::string& target,
              bool replace) override;
  void SyncFiles(std::span<OutputFile* const> files,
                 std::span<int> errors) override;
  void SyncPaths(std::span<const std::string> paths,
                 std::span<int> errors) override;
  int Link(const std::string& from, const std::string& to) override;
  int Replace(const std::string& from, const std::string& to) override;
  int Rename(const std::string& from, const std::string& to) override;
  int Remove(const std::string& path) override;

 private:
  struct Node;
  class Input;
  class Output;
  using NodePointer = std::shared_ptr<Node>;

  // Under mutex_; nullptr where there is none.
  NodePointer Find(std::string_view path) const;
  // Puts a node where `path` says; ENOENT, ENOTDIR, EEXIST.
  int Put(NodePointer node, const std::string& path, bool replace);
  int Move(const std::string& from, const std::string& to, bool replace);
  NodePointer NewNode(FileKind kind);

  mutable std::mutex mutex_;
  NodePointer top_;
  std::uint64_t nodes_ = 0;
};

}  // namespace dcmscrub
