// Archives, good ones and hostile ones, made with libarchive's writer.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/files/utf8_locale.h"

namespace dcmscrub {

struct ArchiveEntry {
  std::string name;
  std::string bytes;
  unsigned type = AE_IFREG;
  std::string link;       // of AE_IFLNK: where it leads to
  std::string hard_link;  // of another entry
};

enum class ArchiveForm { kZip, kTar, kTarGz, kTarXz, kTarBz2, kTarZst, k7z };

inline const char* NameOf(ArchiveForm form) {
  constexpr const char* kNames[] = {"zip",     "tar",     "tar.gz", "tar.xz",
                                    "tar.bz2", "tar.zst", "7z"};
  return kNames[static_cast<int>(form)];
}

// `options` are libarchive's: "zip:encryption=zipcrypt".
inline void WriteArchive(const std::string& path, ArchiveForm form,
                         const std::vector<ArchiveEntry>& entries,
                         const char* options = nullptr) {
  const Utf8Locale utf8;
  archive* const to = archive_write_new();
  int status = 0;
  if (form == ArchiveForm::kZip) {
    status = archive_write_set_format_zip(to);
  } else if (form == ArchiveForm::k7z) {
    status = archive_write_set_format_7zip(to);
  } else {
    status = archive_write_set_format_gnutar(to);
  }
  switch (form) {
    case ArchiveForm::kTarGz:
      status += archive_write_add_filter_gzip(to);
      break;
    case ArchiveForm::kTarXz:
      status += archive_write_add_filter_xz(to);
      break;
    case ArchiveForm::kTarBz2:
      status += archive_write_add_filter_bzip2(to);
      break;
    case ArchiveForm::kTarZst:
      status += archive_write_add_filter_zstd(to);
      break;
    case ArchiveForm::kZip:
    case ArchiveForm::kTar:
    case ArchiveForm::k7z:
      break;
  }
  if (options != nullptr) {
    status += archive_write_set_options(to, options);
    status += archive_write_set_passphrase(to, "secret");
  }
  status += archive_write_open_filename(to, path.c_str());
  for (const ArchiveEntry& from : entries) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, from.name.c_str());
    archive_entry_set_filetype(entry, from.type);
    archive_entry_set_perm(entry, 0644);
    if (!from.link.empty()) archive_entry_set_symlink(entry, from.link.c_str());
    if (!from.hard_link.empty()) {
      archive_entry_set_hardlink(entry, from.hard_link.c_str());
    }
    archive_entry_set_size(entry, static_cast<la_int64_t>(from.bytes.size()));
    status += archive_write_header(to, entry);
    if (!from.bytes.empty()) {
      const la_ssize_t written =
          archive_write_data(to, from.bytes.data(), from.bytes.size());
      EXPECT_EQ(written, static_cast<la_ssize_t>(from.bytes.size()));
    }
    archive_entry_free(entry);
  }
  status += archive_write_close(to);
  EXPECT_EQ(status, ARCHIVE_OK) << NameOf(form);
  archive_write_free(to);
}

}  // namespace dcmscrub
