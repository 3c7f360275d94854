// A file system in memory that fails on demand and forgets, in a crash, what
// was not synced.
//
// Every call of the seam, handles included, is one operation with a number.
// A hook sees each before it happens and may make it fail, change files, or
// turn the power off. All paths are absolute.
#pragma once

#include <cstdint>
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
  struct Operation {
    std::uint64_t number = 0;  // from 1
    std::string_view name;     // "open", "read", "write", "publish", ...
    std::string_view path;
  };
  // 0 to go on, or the errno that the operation fails with.
  using Hook = std::function<int(const Operation&)>;

  MemoryFileSystem();
  ~MemoryFileSystem() override;

  // Setting up; makes folders as needed. All of it is durable.
  void AddFile(const std::string& path, Bytes bytes);
  void AddFolder(const std::string& path);
  void AddLink(const std::string& path, const std::string& to);
  void AddPipe(const std::string& path);
  // What an owner of the file might do meanwhile.
  void Append(const std::string& path, std::string_view bytes);
  void Truncate(const std::string& path, std::size_t size);
  // Puts another file there that was last written when the old one was, as
  // programs that keep times do.
  void Swap(const std::string& path, std::string_view bytes);

  void SetHook(Hook hook);
  // The number of operations so far.
  std::uint64_t operations() const;

  // From now on every operation fails, with no effect.
  void TurnPowerOff();
  // What a program that is started after a kill finds: all that was done.
  void TurnPowerOn();
  // After a power loss instead: what a disk may hold. Bytes that were not
  // synced are lost: a file is as it was when last synced, or empty. Names that
  // were not synced are lost as well, or, with `keep_names`, all there: a disk
  // may do either.
  void Crash(bool keep_names);

  // All files by path.
  std::map<std::string, std::string> Files() const;
  std::vector<std::string> Folders() const;
  // Whether any temporary is left.
  bool HasTemporaries() const;

  int List(const std::string& path, std::vector<FolderEntry>& entries) override;
  int Info(const std::string& path, bool follow, FileInfo& info) override;
  int RealPath(const std::string& path, std::string& real) override;
  int Open(const std::string& path, bool follow,
           std::unique_ptr<InputFile>& file, FileInfo* info) override;
  int MakeFolders(const std::string& path) override;
  int TryFolder(const std::string& path) override;
  int MakePrivateFolder(const std::string& path) override;
  int RemoveFolder(const std::string& path) override;
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

  int SyncPath(const std::string& path);
  int Note(std::string_view name, std::string_view path);
  NodePointer Find(std::string_view path, bool follow, int links = 0) const;
  NodePointer MakeParents(const std::string& path);
  NodePointer Add(const std::string& path, FileKind kind);
  int Move(const std::string& from, const std::string& to, bool replace);
  FileInfo InfoOf(const Node& node) const;

  mutable std::mutex mutex_;
  NodePointer top_;
  Hook hook_;
  std::uint64_t operations_ = 0;
  std::int64_t clock_ = 1;
  std::uint64_t inodes_ = 0;
  std::uint64_t temporaries_ = 0;
  bool power_ = true;
};

}  // namespace dcmscrub
