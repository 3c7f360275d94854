#include "pipeline/files/unpack.h"

#include <absl/status/status.h>
#include <absl/strings/str_format.h>
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <string_view>
#include <utility>

#include "kernels/core/bytes.h"
#include "kernels/core/utf8.h"
#include "pipeline/files/operand.h"
#include "pipeline/files/utf8_locale.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kBlock = std::size_t{256} << 10;
// A small archive may well hold a few black images.
constexpr std::uint64_t kFreeOfRatio = std::uint64_t{64} << 20;

struct FreeReader {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

// Reads zip by its directory at the end alone: local headers, which a reader
// of streams goes by, may say something else. No formats that take anything
// for an archive, and no filters that start other programs.
bool Support(archive* reader) {
  bool all = true;
  for (const auto support : {
           archive_read_support_format_zip_seekable,
           archive_read_support_format_tar,
           archive_read_support_format_7zip,
           archive_read_support_filter_gzip,
           archive_read_support_filter_bzip2,
           archive_read_support_filter_xz,
           archive_read_support_filter_zstd,
           archive_read_support_filter_compress,
       }) {
    all = support(reader) == ARCHIVE_OK && all;
  }
  return all;
}

// An end of the central directory and no more, which libarchive takes for none
// of its formats.
bool IsEmptyZip(int file) {
  std::array<char, 4> head{};
  return ::pread(file, head.data(), head.size(), 0) == 4 &&
         std::string_view(head.data(), head.size()) == "PK\x05\x06";
}

// Both separators count: archives come from all systems.
bool LeadsOut(std::string_view name) {
  const auto is_separator = [](char c) { return c == '/' || c == '\\'; };
  if (name.empty()) return false;
  if (is_separator(name[0])) return true;
  if (name.size() >= 2 && name[1] == ':') return true;  // "C:"
  while (true) {
    const auto* const end = std::ranges::find_if(name, is_separator);
    const auto size = static_cast<std::size_t>(end - name.begin());
    if (name.substr(0, size) == "..") return true;
    if (size == name.size()) return false;
    name.remove_prefix(size + 1);
  }
}

class Unpacker {
 public:
  Unpacker(const std::string& folder, const UnpackLimits& limits,
           const std::atomic<int>* stop)
      : folder_(folder), limits_(limits), stop_(stop) {}

  absl::StatusOr<UnpackResult> Run(const std::string& path) {
    Descriptor file;
    struct stat found {};
    if (int error = OpenOperand(path, file, found)) {
      return absl::ErrnoToStatus(error, "the archive cannot be read");
    }
    packed_ = static_cast<std::uint64_t>(found.st_size);
    if (IsEmptyZip(file.get())) return result_;
    reader_.reset(archive_read_new());
    if (reader_ == nullptr || !Support(reader_.get())) {
      return absl::InternalError("libarchive lacks a format");
    }
    if (archive_read_open_fd(reader_.get(), file.get(), kBlock) != ARCHIVE_OK) {
      return absl::InvalidArgumentError("this is no zip, tar or 7z archive");
    }
    while (true) {
      if (absl::Status status = CheckStop(); !status.ok()) return status;
      archive_entry* entry = nullptr;
      const int read = archive_read_next_header(reader_.get(), &entry);
      if (read == ARCHIVE_EOF) return result_;
      ++number_;
      // A warning is about names that the locale cannot spell.
      if (read != ARCHIVE_OK && read != ARCHIVE_WARN) return Unreadable();
      if (absl::Status status = Take(entry); !status.ok()) return status;
    }
  }

 private:
  absl::Status Take(archive_entry* entry) {
    if (number_ > limits_.entries) {
      return absl::ResourceExhaustedError(absl::StrFormat(
          "the archive has more than %d entries", limits_.entries));
    }
    if (archive_entry_is_encrypted(entry) != 0) return Encrypted();
    // In the one or the other form where it can be had at all.
    for (const char* const name :
         {archive_entry_pathname(entry), archive_entry_pathname_utf8(entry)}) {
      if (name != nullptr && LeadsOut(name)) {
        return absl::InvalidArgumentError(absl::StrFormat(
            "entry %d of the archive leads out of it", number_));
      }
    }
    const auto type = archive_entry_filetype(entry);
    if (type == AE_IFDIR) return absl::OkStatus();
    const bool is_file = type == AE_IFREG || type == 0;
    if (!is_file || archive_entry_hardlink(entry) != nullptr) {
      ++result_.left_out;
      return absl::OkStatus();
    }
    return TakeFile(entry);
  }

  absl::Status TakeFile(archive_entry* entry) {
    const std::string path = absl::StrFormat("%s/%06d", folder_, number_);
    Descriptor file(::open(path.c_str(),
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                           S_IRUSR | S_IWUSR));
    if (!file.valid()) return CannotWrite();
    std::uint64_t size = 0;  // of what was taken, holes included
    while (true) {
      if (absl::Status status = CheckStop(); !status.ok()) return status;
      const void* block = nullptr;
      std::size_t block_size = 0;
      la_int64_t offset = 0;
      const int read =
          archive_read_data_block(reader_.get(), &block, &block_size, &offset);
      if (read == ARCHIVE_EOF) break;
      // Warnings are of sizes that are not those of the header.
      if (read != ARCHIVE_OK || offset < 0 ||
          static_cast<std::uint64_t>(offset) < size) {
        return Unreadable();
      }
      const std::uint64_t end = static_cast<std::uint64_t>(offset) + block_size;
      if (absl::Status status = Count(end - size); !status.ok()) return status;
      size = end;
      const Bytes bytes(static_cast<const std::uint8_t*>(block), block_size);
      if (!WriteAt(file.get(), bytes, offset)) return CannotWrite();
    }
    // A sparse file may end in a hole, of which no block tells.
    if (archive_entry_sparse_count(entry) > 0 &&
        archive_entry_size(entry) > static_cast<la_int64_t>(size)) {
      const la_int64_t whole = archive_entry_size(entry);
      if (absl::Status status = Count(static_cast<std::uint64_t>(whole) - size);
          !status.ok()) {
        return status;
      }
      if (::ftruncate(file.get(), whole) != 0) return CannotWrite();
    }
    if (!file.Close()) return CannotWrite();
    ++result_.files;
    result_.names.push_back(NameOf(entry));
    return absl::OkStatus();
  }

  static std::string NameOf(archive_entry* entry) {
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr || !IsUtf8(name)) {
      const char* const utf8 = archive_entry_pathname_utf8(entry);
      if (utf8 != nullptr) name = utf8;
    }
    std::string_view path = name == nullptr ? "" : name;
    while (path.starts_with("./")) path.remove_prefix(2);
    return std::string(path);
  }

  // Before they are written.
  absl::Status Count(std::uint64_t bytes) {
    if (bytes > limits_.bytes - result_.bytes) {
      return absl::ResourceExhaustedError(absl::StrFormat(
          "the archive holds more than %d MiB", limits_.bytes >> 20));
    }
    result_.bytes += bytes;
    if (result_.bytes > kFreeOfRatio &&
        result_.bytes / limits_.ratio > packed_) {
      return absl::ResourceExhaustedError(absl::StrFormat(
          "the archive unpacks to more than %d times its size: no images do",
          limits_.ratio));
    }
    return absl::OkStatus();
  }

  static bool WriteAt(int file, Bytes bytes, la_int64_t offset) {
    while (!bytes.empty()) {
      const ssize_t written =
          ::pwrite(file, bytes.data(), bytes.size(), offset);
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      bytes = bytes.subspan(static_cast<std::size_t>(written));
      offset += written;
    }
    return true;
  }

  absl::Status CheckStop() const {
    if (stop_ == nullptr || *stop_ == 0) return absl::OkStatus();
    return absl::CancelledError("stopped");
  }

  static absl::Status CannotWrite() {
    return absl::ErrnoToStatus(errno, "the archive cannot be unpacked");
  }

  static absl::Status Encrypted() {
    return absl::UnimplementedError(
        "the archive is encrypted; unpack it with its password first");
  }

  // Never with libarchive's own words: they may hold names.
  absl::Status Unreadable() const {
    if (archive_read_has_encrypted_entries(reader_.get()) > 0) {
      return Encrypted();
    }
    if (number_ == 1 && archive_format(reader_.get()) == 0) {
      return absl::InvalidArgumentError("this is no zip, tar or 7z archive");
    }
    return absl::DataLossError(absl::StrFormat(
        "the archive is damaged, or packed in a way unknown here, at entry %d",
        number_));
  }

  const std::string& folder_;
  const UnpackLimits& limits_;
  const std::atomic<int>* const stop_;
  std::unique_ptr<archive, FreeReader> reader_;
  std::uint64_t packed_ = 0;  // bytes of the archive
  std::uint64_t number_ = 0;  // of the entry, from 1
  UnpackResult result_;
};

}  // namespace

bool IsPacked(const std::string& path) {
  Descriptor file;
  struct stat found {};
  if (OpenOperand(path, file, found) != 0) return false;
  std::array<char, 512> bytes{};
  const ssize_t read = ::pread(file.get(), bytes.data(), bytes.size(), 0);
  if (read <= 0) return false;
  const std::string_view head(bytes.data(), static_cast<std::size_t>(read));
  const auto has = [head](std::size_t at, std::string_view magic) {
    return head.size() >= at + magic.size() &&
           head.substr(at, magic.size()) == magic;
  };
  if (has(128, "DICM")) return false;
  constexpr std::string_view kMagics[] = {
      "PK\x03\x04",          // zip
      "PK\x05\x06",          // an empty one
      "PK\x07\x08",          // in several parts
      "7z\xBC\xAF\x27\x1C",  // 7z
      "\x1F\x8B",            // gzip
      "BZh",                 // bzip2
      "\xFD"
      "7zXZ",              // xz
      "\x28\xB5\x2F\xFD",  // zstd
      "\x1F\x9D",          // compress
  };
  return has(257, "ustar") ||
         std::ranges::any_of(
             kMagics, [&has](std::string_view magic) { return has(0, magic); });
}

absl::StatusOr<UnpackResult> Unpack(const std::string& path,
                                    const std::string& folder,
                                    const UnpackLimits& limits,
                                    const std::atomic<int>* stop) {
  const Utf8Locale utf8;
  return Unpacker(folder, limits, stop).Run(path);
}

}  // namespace dcmscrub
