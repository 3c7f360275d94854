#include "pipeline/files/zip_writer.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include "pipeline/files/durable.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

}  // namespace

ZipWriter::~ZipWriter() {
  if (archive_ != nullptr) archive_write_free(archive_);
}

std::int64_t ZipWriter::Write(archive*, void* self, const void* bytes,
                              std::size_t size) {
  auto& zip = *static_cast<ZipWriter*>(self);
  const Bytes parts[] = {{static_cast<const std::uint8_t*>(bytes), size}};
  zip.error_ = zip.file_->Write(parts);
  return zip.error_ == 0 ? static_cast<std::int64_t>(size) : -1;
}

int ZipWriter::ErrorOf(int code) const {
  if (code >= ARCHIVE_WARN) return 0;
  if (error_ != 0) return error_;
  const int error = archive_errno(archive_);
  return error > 0 ? error : EIO;
}

int ZipWriter::Open(const std::string& path, FileSystem& file_system) {
  file_system_ = &file_system;
  path_ = path;
  if (const int error = file_system.CreateTemporary(path, nullptr, file_)) {
    return error;
  }
  archive_ = archive_write_new();
  if (archive_ == nullptr) return ENOMEM;
  archive_write_set_format_zip(archive_);
  archive_write_set_options(archive_, "zip:compression=store");
  // No padding behind the end.
  archive_write_set_bytes_in_last_block(archive_, 1);
  return ErrorOf(
      archive_write_open(archive_, this, nullptr, &ZipWriter::Write, nullptr));
}

// An entry without a time counts as of 1980, in every time zone.
int ZipWriter::Begin(const std::string& name, std::uint64_t size) {
  archive_entry* const entry = archive_entry_new();
  if (entry == nullptr) return ENOMEM;
  archive_entry_set_pathname(entry, name.c_str());
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0644);
  archive_entry_set_size(entry, static_cast<la_int64_t>(size));
  const int code = archive_write_header(archive_, entry);
  archive_entry_free(entry);
  return ErrorOf(code);
}

int ZipWriter::Put(Bytes bytes) {
  const auto put = archive_write_data(archive_, bytes.data(), bytes.size());
  return put < 0 ? ErrorOf(static_cast<int>(put)) : 0;
}

int ZipWriter::Add(const std::string& name, Bytes bytes) {
  if (const int error = Begin(name, bytes.size())) return error;
  return Put(bytes);
}

int ZipWriter::AddFile(const std::string& name, const std::string& path,
                       const std::atomic<int>* stop) {
  std::unique_ptr<InputFile> file;
  FileInfo info;
  if (const int error =
          file_system_->Open(path, /*follow=*/false, file, &info)) {
    return error;
  }
  if (const int error = Begin(name, info.size)) return error;
  std::vector<std::uint8_t> piece(std::min<std::uint64_t>(info.size, kPiece));
  for (std::uint64_t at = 0; at < info.size;) {
    if (stop != nullptr && *stop != 0) return ECANCELED;
    const std::size_t wanted =
        std::min<std::uint64_t>(info.size - at, piece.size());
    std::size_t got = 0;
    if (const int error = file->ReadAt(at, piece.data(), wanted, got)) {
      return error;
    }
    if (got == 0) return ENODATA;
    if (const int error = Put({piece.data(), got})) return error;
    at += got;
  }
  return 0;
}

int ZipWriter::Publish() {
  if (const int error = ErrorOf(archive_write_close(archive_))) return error;
  return PublishDurably(*file_system_, *file_, path_, /*replace=*/false);
}

}  // namespace dcmscrub
