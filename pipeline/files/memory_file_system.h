// A file system in memory, for copies that are nobody's business: nothing of
// it ever reaches a disk, and all of it is gone with the object. Without modes
// and owners, and all is as durable as it gets.
//
// Paths are absolute, without "." and "..".
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/files/file_system.h"

namespace dcmscrub {

class MemoryFileSystem : public FileSystem {
 public:
  MemoryFileSystem();
  ~MemoryFileSystem() override;

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
    return ".dcmscrub-0000000000000000-";
  }
  void SyncPaths(std::span<const std::string> paths,
                 std::span<int> errors) override;
  int Link(const std::string& from, const std::string& to) override;
  int Move(const std::string& from, const std::string& to,
           bool replace) override;
  int Remove(const std::string& path, FileKind kind) override;

 protected:
  struct Node;
  using NodePointer = std::shared_ptr<Node>;
  struct Node {
    FileKind kind = FileKind::kFile;
    std::uint32_t links = 1;
    std::uint64_t inode = 0;
    std::int64_t modified = 0;
    std::string bytes;  // of a link: where it leads
    std::map<std::string, NodePointer, std::less<>> children;
  };

  // All of these under mutex().
  std::mutex& mutex() const { return mutex_; }
  const NodePointer& top() const { return top_; }
  // nullptr where there is none. Links on the way are followed; one at the end
  // on request.
  NodePointer Find(std::string_view path, bool follow, int links = 0) const;
  // A new one of that kind under a name that is free, in a folder that is
  // there.
  NodePointer Add(const std::string& path, FileKind kind);
  void Touch(Node& node) { node.modified = ++clock_; }

 private:
  class Input;
  class Output;

  int Rename(const std::string& from, const std::string& to, bool replace);
  FileInfo InfoOf(const Node& node) const;

  mutable std::mutex mutex_;
  NodePointer top_ = std::make_shared<Node>();
  std::int64_t clock_ = 1;
  std::uint64_t inodes_ = 0;
  std::uint64_t temporaries_ = 0;
};

}  // namespace dcmscrub
