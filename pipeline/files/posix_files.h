// Files of the disk, as the seam hands them out: PosixFileSystem makes them.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include <span>
#include <string>
#include <string_view>

#include "pipeline/files/file_system.h"
#include "pipeline/files/folder_handle.h"

namespace dcmscrub {

inline constexpr std::string_view kTemporaryPrefix = ".dcmscrub-";
inline constexpr std::string_view kTemporarySuffix = ".tmp";

void Fill(const struct stat& from, FileInfo& info);
// Of an open file; an errno value.
int InfoOf(int descriptor, FileInfo& info);
// Syncs many for little more than the price of one; `errors` has a place for
// each.
void SyncDescriptors(std::span<const int> descriptors, int (*sync)(int),
                     std::span<int> errors);

// What a system call is told of a path: the folder, open, and the name in it;
// or the path itself, where no folder is held. The name lives as long as the
// path.
struct At {
  FolderPointer folder;
  const char* name = nullptr;

  int descriptor() const {
    return folder == nullptr ? AT_FDCWD : folder->descriptor();
  }
};
At AtIn(FolderPointer folder, const std::string& path);

// Never replaces anything; EINVAL and the like where a file system has no such
// call.
int RenameWithoutReplacing(const At& from, const At& to);
// FileSystem::temporary_prefix, of this process.
std::string_view TemporaryPrefix();
// What a new temporary beside `target` is called.
std::string TemporaryBeside(const std::string& target);

class PosixInput : public InputFile {
 public:
  explicit PosixInput(int descriptor) : descriptor_(descriptor) {}
  ~PosixInput() override;

  int Info(FileInfo& info) override { return InfoOf(descriptor_, info); }
  int ReadAt(std::uint64_t offset, std::uint8_t* to, std::size_t size,
             std::size_t& got) override;
  int descriptor() const override { return descriptor_; }

 private:
  int descriptor_;
};

class PosixOutput : public OutputFile {
 public:
  // `folder` (may be null) is that of the path.
  PosixOutput(int descriptor, FolderPointer folder, std::string path)
      : descriptor_(descriptor),
        folder_(std::move(folder)),
        path_(std::move(path)) {}
  ~PosixOutput() override;

  int Write(std::span<const Bytes> parts) override;
  int CopyFrom(InputFile& from, std::uint64_t offset, std::uint64_t size,
               const std::atomic<int>* stop) override;
  int Info(FileInfo& info) override { return InfoOf(descriptor_, info); }
  int Sync() override;
  int Close() override;
  int Publish(const std::string& target, bool replace) override;
  const std::string& temporary_path() const override { return path_; }
  int descriptor() const override { return descriptor_; }

 private:
  int WriteAll(std::span<iovec> vectors);
  int CopyByHand(InputFile& from, std::uint64_t offset, std::uint64_t size,
                 const std::atomic<int>* stop);

  int descriptor_;
  bool published_ = false;
  const FolderPointer folder_;
  const std::string path_;
};

}  // namespace dcmscrub
