// The two seams to the disk: FileReader looks and reads, FileSystem publishes
// as well. Whatever is done to a file of a data set goes through them, so that
// it runs in memory too, and over a disk that fails on demand. Four things that
// are no such files do not: what SQLite keeps (journal, identifiers of the
// patients), which has a seam of its own; the crosswalk, locked and appended
// to; the lock of a folder in the making; and what libarchive unpacks. Paths
// are UTF-8 or whatever bytes the system has.
//
// Thread rules: all calls may come from any thread at a time; one handle is
// used by one thread at a time. Errors are errno values, 0 for success: the
// hot path makes no text.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/bytes.h"
#include "pipeline/files/likeness.h"
#include "pipeline/files/path.h"

namespace dcmscrub {

enum class FileKind : std::uint8_t { kFile, kFolder, kLink, kOther, kUnknown };

struct FolderEntry {
  std::string name;
  FileKind kind = FileKind::kUnknown;
};

struct FileInfo {
  FileKind kind = FileKind::kOther;
  std::uint32_t links = 1;  // names that it has
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
  // Of the operating system's, for what it does with files by itself; -1 where
  // it knows nothing of this one.
  virtual int descriptor() const { return -1; }
};

// A temporary file beside its target, open for writing from the start on.
// Destroyed unpublished, it is deleted.
class OutputFile {
 public:
  virtual ~OutputFile() = default;
  // Writes the parts one after the other, all of them or an error.
  virtual int Write(std::span<const Bytes> parts) = 0;
  // Copies [offset, offset + size) of `from` behind what was written, inside
  // the system's kernel where it can. Looks at `stop` (may be null) between
  // chunks of some megabytes: ECANCELED when it is not 0. ENODATA when `from`
  // ends before the range does.
  virtual int CopyFrom(InputFile& from, std::uint64_t offset,
                       std::uint64_t size, const std::atomic<int>* stop) = 0;
  virtual int Info(FileInfo& info) = 0;  // of what was written, until Close
  // Makes what was written durable, until Close. Of many: SyncFiles.
  virtual int Sync() = 0;
  virtual int Close() = 0;  // before it is published; reports late errors
  // Gives it the name `target`, in the folder that it was made for. Without
  // `replace`, EEXIST when there is one; never a moment without the old or the
  // new bytes.
  virtual int Publish(const std::string& target, bool replace) = 0;
  // Where it stands until it is published, for comparing it with what is
  // there. Lives as long as the handle.
  virtual const std::string& temporary_path() const = 0;
  virtual int descriptor() const { return -1; }  // as of an InputFile
};

class FileReader {
 public:
  virtual ~FileReader() = default;

  // Entries of a folder without "." and "..", sorted by name (bytes).
  virtual int List(const std::string& path,
                   std::vector<FolderEntry>& entries) = 0;
  // Of the path itself, links not followed, or of what it leads to.
  virtual int Info(const std::string& path, bool follow, FileInfo& info) = 0;
  // The path without links, "." and "..".
  virtual int RealPath(const std::string& path, std::string& real) = 0;
  // Opens a regular file; never blocks on a pipe or device (ENXIO for those).
  // Links in the last component are not followed unless asked (ELOOP).
  // `info` (may be null) gets what Info() of the open file says.
  virtual int Open(const std::string& path, bool follow,
                   std::unique_ptr<InputFile>& file, FileInfo* info) = 0;
};

// What a file is to be like that takes the place of another; likeness.h.
struct Likeness {
  // Of none: nobody's but the owner's, mode 0600.
  InputFile* file = nullptr;
  MayKeep may_keep;
  Losses losses;  // out
};

enum class FolderMode : std::uint8_t {
  kShared,   // 0777 less umask
  kPrivate,  // 0700
};

class FileSystem : public FileReader {
 public:
  // The same files, for one job that changes what others may change as well. A
  // folder is opened when it is first named, and what is done in it from then
  // on is done in that very one, whatever gets in the place of it or of one
  // above it; a link anywhere above the last component is ELOOP. So paths have
  // to be real ones, and nothing outside of them is ever read or changed. Lives
  // no longer than this; this itself where nobody else can get at the files.
  virtual std::shared_ptr<FileSystem> Hold() {
    return {std::shared_ptr<void>(), this};
  }
  // One folder: EEXIST, ENOENT.
  virtual int MakeFolder(const std::string& path, FolderMode mode) = 0;
  // Whether a file could be made in a folder, as far as that can be known
  // without leaving anything behind, killed in the middle included.
  virtual int TryFolder(const std::string& path) = 0;
  // Creates a temporary in the folder of `target`; ENOENT when there is no
  // such folder. `like` (may be null): for what takes the place of a file, or
  // is nobody else's; without, mode 0666 less umask.
  virtual int CreateTemporary(const std::string& target, Likeness* like,
                              std::unique_ptr<OutputFile>& file) = 0;
  // What the names of its temporaries begin with, and those of no other process
  // do: ".dcmscrub-", 16 digits and a dash.
  virtual std::string_view temporary_prefix() const = 0;
  // Makes what stands at paths durable, many for little more than the price of
  // one: the names in a folder, the bytes of a file. `errors` has a place for
  // each.
  virtual void SyncPaths(std::span<const std::string> paths,
                         std::span<int> errors) = 0;
  // A second name for a file, which costs a directory entry. EXDEV, EPERM and
  // the like where that cannot be. Never replaces anything: EEXIST.
  virtual int Link(const std::string& from, const std::string& to) = 0;
  // Gives a file or folder another name. Without `replace`, EEXIST when that is
  // taken; with it, a file of that name is gone, never a moment without one of
  // the two. Two names of one file both stay then (POSIX).
  virtual int Move(const std::string& from, const std::string& to,
                   bool replace) = 0;
  // A file, or an empty folder (ENOTEMPTY), as `kind` says.
  virtual int Remove(const std::string& path, FileKind kind) = 0;
};

// Makes a shared folder, and those above it that are missing. That it is there
// is no error.
int MakeFolders(FileSystem& files, const std::string& path);
// OutputFile::Sync of many, for little more than the price of one.
void SyncFiles(std::span<OutputFile* const> files, std::span<int> errors);

// The real one. Temporaries are called ".dcmscrub-*.tmp".
FileSystem& RealFileSystem();

// Whether a file of that name may be a temporary that a killed run left behind;
// own_names.h can tell.
bool IsTemporaryName(std::string_view name);

}  // namespace dcmscrub
