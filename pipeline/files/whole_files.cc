#include "pipeline/files/whole_files.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

namespace dcmscrub {
namespace {

constexpr std::uint64_t kAnySize = std::numeric_limits<std::uint64_t>::max();

int Read(FileReader& files, const std::string& path, bool follow,
         std::uint64_t largest, std::uint64_t most, std::string& bytes) {
  bytes.clear();
  std::unique_ptr<InputFile> file;
  FileInfo info;
  if (int error = files.Open(path, follow, file, &info)) return error;
  if (info.size > largest) return EFBIG;
  bytes.resize(std::min(info.size, most));
  std::size_t got = 0;
  const int error = file->ReadAt(
      0, reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size(), got);
  bytes.resize(got);
  return error;
}

}  // namespace

int ReadHead(FileReader& files, const std::string& path, bool follow,
             std::uint64_t most, std::string& bytes) {
  return Read(files, path, follow, kAnySize, most, bytes);
}

int ReadWholeFile(FileReader& files, const std::string& path, bool follow,
                  std::string& bytes, std::uint64_t largest) {
  return Read(files, path, follow, largest, kAnySize, bytes);
}

int ListFiles(FileReader& files, const std::string& folder,
              std::vector<std::string>& found, std::vector<std::string>& others,
              std::size_t most) {
  int first_error = 0;
  std::vector<std::string> open = {folder};
  while (!open.empty() && found.size() < most) {
    const std::string path = std::move(open.back());
    open.pop_back();
    std::vector<FolderEntry> entries;
    const int error = files.List(path, entries);
    if (error == ENOTDIR && path == folder) {
      found.push_back(path);
    } else if (first_error == 0) {
      first_error = error;
    }
    for (const FolderEntry& entry : entries) {
      std::string below = Join(path, entry.name);
      FileKind kind = entry.kind;
      FileInfo info;
      if (kind == FileKind::kUnknown &&
          files.Info(below, /*follow=*/false, info) == 0) {
        kind = info.kind;
      }
      if (kind == FileKind::kFolder) {
        open.push_back(std::move(below));
      } else {
        (kind == FileKind::kFile ? found : others).push_back(std::move(below));
      }
    }
  }
  std::ranges::sort(found);
  return first_error;
}

}  // namespace dcmscrub
