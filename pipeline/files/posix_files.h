// Files of the disk, as the seam hands them out: PosixFileSystem makes them.
#pragma once

#include <sys/stat.h>
#include <sys/uio.h>

#include <span>
#include <string>
#include <string_view>

#include "pipeline/files/file_system.h"

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
// Never replaces anything; EINVAL and the like where a file system has no such
// call.
int RenameWithoutReplacing(const char* from, const char* to);
// A new temporary beside `target`: its descriptor, or -1 with errno set.
int OpenTemporary(const std::string& target, mode_t mode, std::string& path);

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
  PosixOutput(int descriptor, std::string path)
      : descriptor_(descriptor), path_(std::move(path)) {}
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
  std::string path_;
};

}  // namespace dcmscrub
