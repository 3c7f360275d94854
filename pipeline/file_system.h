// The seam to the disk: everything the pipeline does to files goes through
// here, so that tests can run it over a file system in memory that fails on
// demand. Paths are UTF-8 or whatever bytes the system has.
//
// Thread rules: all calls may come from any thread at a time; one handle is
// used by one thread at a time. Errors are errno values, 0 for success: the
// hot path makes no text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernels/bytes.h"

namespace dcmscrub {

enum class FileKind : std::uint8_t { kFile, kFolder, kLink, kOther, kUnknown };

struct FolderEntry {
  std::string name;
  FileKind kind = FileKind::kUnknown;
};

struct FileInfo {
  FileKind kind = FileKind::kOther;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  // since the epoch
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
};

// Open for reading. Closes itself.
class InputFile {
 public:
  virtual ~InputFile() = default;
  virtual int Info(FileInfo& info) = 0;
  // Reads until `size` bytes or the end of the file; `got` says how many.
  virtual int ReadAt(std::uint64_t offset, std::uint8_t* to, std::size_t size,
                     std::size_t& got) = 0;
};

// A temporary file beside its target, open for writing from the start on.
// Destroyed unpublished, it is deleted.
class OutputFile {
 public:
  virtual ~OutputFile() = default;
  virtual int Write(Bytes bytes) = 0;
  // Copies [offset, offset + size) of `from` behind what was written, inside
  // the kernel where the system can. Stops between chunks of some megabytes
  // with ECANCELED when `stop` says so.
  virtual int CopyFrom(InputFile& from, std::uint64_t offset,
                       std::uint64_t size, const volatile bool* stop) = 0;
  virtual int Sync() = 0;   // contents to the disk
  virtual int Close() = 0;  // before it is published; reports late errors
  // Reads back what was written, for comparing it with what is there.
  virtual const std::string& temporary_path() const = 0;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  // Entries of a folder without "." and "..", sorted by name (bytes).
  virtual int List(const std::string& path,
                   std::vector<FolderEntry>& entries) = 0;
  // Of the path itself, links not followed, or of what it leads to.
  virtual int Info(const std::string& path, bool follow, FileInfo& info) = 0;
  // The path without links, "." and "..".
  virtual int RealPath(const std::string& path, std::string& real) = 0;

  // Opens a regular file; never blocks on a pipe or device (ENXIO for those).
  // Links in the last component are not followed unless asked.
  virtual int Open(const std::string& path, bool follow,
                   std::unique_ptr<InputFile>& file) = 0;

  // Makes a folder and its parents, mode 0777 less umask.
  virtual int MakeFolders(const std::string& path) = 0;

  // Creates a temporary in the folder of `target`. `like` (may be null) gives
  // mode and, as far as permitted, owner: for in-place runs.
  virtual int CreateTemporary(const std::string& target, InputFile* like,
                              std::unique_ptr<OutputFile>& file) = 0;
  // Gives a closed temporary the name `target`. Without `replace`, EEXIST
  // when there is one; never a moment without the old or the new bytes.
  virtual int Publish(OutputFile& file, const std::string& target,
                      bool replace) = 0;
  virtual int SyncFolder(const std::string& path) = 0;

  virtual int Rename(const std::string& from, const std::string& to) = 0;
  virtual int Remove(const std::string& path) = 0;
};

// The real one. Temporaries are called ".dcmscrub-*.tmp".
FileSystem& RealFileSystem();

// Whether a file of that name is a temporary that a killed run left behind.
bool IsTemporaryName(std::string_view name);

}  // namespace dcmscrub
