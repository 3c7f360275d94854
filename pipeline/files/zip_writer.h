// A zip by libarchive, through the file system seam. Entries are stored, with
// no time, owner or mode of anything: the same entries give the same bytes.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "kernels/core/bytes.h"
#include "pipeline/files/file_system.h"

struct archive;

namespace dcmscrub {

// All calls return errno values. For one thread.
class ZipWriter {
 public:
  ZipWriter() = default;
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  // Begins one that is to become `path`.
  int Open(const std::string& path, FileSystem& file_system);
  int Add(const std::string& name, Bytes bytes);
  // From a file. ECANCELED when `stop` (may be null) is not 0 meanwhile.
  int AddFile(const std::string& name, const std::string& path,
              const std::atomic<int>* stop);
  // Gives it its name, durably; EEXIST where that is taken. Once, and last.
  int Publish();

 private:
  static std::int64_t Write(archive*, void* self, const void* bytes,
                            std::size_t size);
  int Begin(const std::string& name, std::uint64_t size);
  int Put(Bytes bytes);
  int ErrorOf(int code) const;

  FileSystem* file_system_ = nullptr;
  std::string path_;
  std::unique_ptr<OutputFile> file_;
  archive* archive_ = nullptr;
  int error_ = 0;  // of the file
};

}  // namespace dcmscrub
