#include "pipeline/files/own_names.h"

#include <algorithm>

#include "kernels/core/bytes.h"
#include "pipeline/files/durable.h"
#include "pipeline/files/whole_files.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kMark =
    "dcmscrub works in this folder, or keeps originals in it.\n";

}  // namespace

void OwnTemporaries::Add(std::string_view prefix) {
  prefixes_.emplace_back(prefix);
}

bool OwnTemporaries::Has(std::string_view name) const {
  return IsTemporaryName(name) &&
         std::ranges::any_of(prefixes_, [name](const std::string& prefix) {
           return name.starts_with(prefix);
         });
}

bool IsWorkFolder(const std::string& path, FileReader& files) {
  const std::string_view name = NameOf(path);
  std::string text;
  return (name.starts_with(kOriginalsPrefix) ||
          name.starts_with(kCasePrefix)) &&
         ReadWholeFile(files, Join(path, kWorkMark), /*follow=*/false, text,
                       kMark.size()) == 0 &&
         text == kMark;
}

int MarkWorkFolder(const std::string& path, FileSystem& files) {
  return WriteDurably(files, Join(path, kWorkMark), AsBytes(kMark),
                      /*replace=*/false);
}

bool RemoveUnmarked(const std::string& path, FileSystem& files) {
  std::vector<FolderEntry> entries;
  if (files.List(path, entries) != 0 || entries.size() > 1) return false;
  for (const FolderEntry& entry : entries) {
    const std::string begun = Join(path, entry.name);
    std::string text;
    if (!IsTemporaryName(entry.name) ||
        ReadWholeFile(files, begun, /*follow=*/false, text, kMark.size()) !=
            0 ||
        !kMark.starts_with(text) || files.Remove(begun, FileKind::kFile) != 0) {
      return false;
    }
  }
  return files.Remove(path, FileKind::kFolder) == 0;
}

}  // namespace dcmscrub
