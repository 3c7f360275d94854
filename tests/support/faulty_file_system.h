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

#include "pipeline/files/memory_file_system.h"

namespace dcmscrub {

class FaultyFileSystem : public MemoryFileSystem {
 public:
  struct Operation {
    std::uint64_t number = 0;  // from 1
    std::string_view name;     // "open", "read", "write", "publish", ...
    std::string_view path;
  };
  // 0 to go on, or the errno that the operation fails with.
  using Hook = std::function<int(const Operation&)>;

  FaultyFileSystem();
  ~FaultyFileSystem() override;

  // Setting up; makes folders as needed, and takes the place of what is there.
  // All of it is durable.
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
  // The same, where a disk has all names of some folders and of others those
  // that were synced.
  void CrashKeeping(
      const std::function<bool(const std::string& folder)>& keeps_names);
  // All that was done below `path` is durable.
  void SyncBelow(const std::string& path);

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
  int MakeFolder(const std::string& path, FolderMode mode) override;
  int TryFolder(const std::string& path) override;
  int CreateTemporary(const std::string& target, Likeness* like,
                      std::unique_ptr<OutputFile>& file) override;
  void SyncPaths(std::span<const std::string> paths,
                 std::span<int> errors) override;
  int Link(const std::string& from, const std::string& to) override;
  int Move(const std::string& from, const std::string& to,
           bool replace) override;
  int Remove(const std::string& path, FileKind kind) override;

 private:
  class Input;
  class Output;
  // What the disk has of a node.
  struct Synced {
    std::string bytes;
    std::map<std::string, NodePointer, std::less<>> children;
  };

  int Note(std::string_view name, std::string_view path);
  void SetUp(const std::string& path, FileKind kind, std::string_view bytes);
  // These under mutex().
  void Sync(const NodePointer& node);
  void SyncTree(const NodePointer& node);
  void CrashTree(
      const std::string& path, const NodePointer& node,
      const std::function<bool(const std::string& folder)>& keeps_names);

  mutable std::mutex noting_;  // guards what follows, but for synced_
  Hook hook_;
  std::uint64_t operations_ = 0;
  bool power_ = true;
  std::map<NodePointer, Synced> synced_;  // guarded by mutex()
};

}  // namespace dcmscrub
