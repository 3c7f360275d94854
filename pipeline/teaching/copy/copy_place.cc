#include "pipeline/teaching/copy/copy_place.h"

#include <absl/strings/str_format.h>

#include <cerrno>
#include <cstdint>

#include "kernels/identity/keyed_hash.h"
#include "pipeline/files/own_names.h"
#include "pipeline/teaching/copy/work_folder.h"

namespace dcmscrub {

int ResolveCopySources(const std::vector<std::string>& paths,
                       FileSystem& file_system,
                       std::vector<CopySource>& sources) {
  for (const std::string& path : paths) {
    CopySource source;
    FileInfo info;
    int error = file_system.RealPath(path, source.path);
    if (error == 0) error = file_system.Info(source.path, true, info);
    if (error != 0) return error;
    source.is_folder = info.kind == FileKind::kFolder;
    sources.push_back(std::move(source));
  }
  return sources.empty() ? EINVAL : 0;
}

int RealPathOf(std::string path, FileSystem& file_system, std::string& real) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  const int error = file_system.RealPath(path, real);
  if (error != ENOENT) return error;
  std::string folder;
  if (int above = file_system.RealPath(std::string(FolderOf(path)), folder)) {
    return above;
  }
  real = folder + "/" + std::string(NameOf(path));
  return 0;
}

std::string CopyDigits(const std::string& source) {
  const Digest digest =
      KeyedHash(Key{}, "safe copy").Hash(AsBytes(std::string_view(source)));
  return absl::StrFormat(
      "%016x", Load<std::uint64_t>(digest.data(), ByteOrder::kLittle));
}

std::vector<std::string> CopyPlaces(const CopySource& source,
                                    FileSystem& file_system) {
  const std::string parent(FolderOf(source.path));
  if (!source.is_folder) return {parent};
  FileInfo above, own;
  const bool one_disk = file_system.Info(parent, true, above) == 0 &&
                        file_system.Info(source.path, true, own) == 0 &&
                        above.device == own.device;
  if (one_disk) return {parent, source.path};
  return {source.path};
}

// By a rename first: a run that is still at it finds out, and gives up.
bool RemoveHalves(const std::string& place, const std::string& digits,
                  FileSystem& file_system) {
  std::vector<FolderEntry> entries;
  if (file_system.List(place, entries) != 0) return false;
  const std::string begin = std::string(kOriginalsPrefix) + digits + "-";
  bool any = false;
  for (const FolderEntry& entry : entries) {
    if (!entry.name.starts_with(begin)) continue;
    std::string path = Join(place, entry.name);
    if (!IsWorkFolder(path, file_system)) {
      any |= RemoveUnmarked(path, file_system);
      continue;
    }
    if (!entry.name.ends_with(kGoneSuffix)) {
      const std::string gone =
          Join(place, begin + RandomDigits() + std::string(kGoneSuffix));
      if (file_system.Move(path, gone, /*replace=*/false) != 0) continue;
      path = gone;
    }
    RemoveTree(path, file_system);
    any = true;
  }
  return any;
}

int ForEachFile(const std::string& folder, const std::string& below,
                FileSystem& file_system, const VisitFile& visit) {
  const OwnTemporaries own(file_system.temporary_prefix());
  std::vector<FolderEntry> entries;
  const std::string here = below.empty() ? folder : folder + "/" + below;
  if (int error = file_system.List(here, entries)) return error;
  for (const FolderEntry& entry : entries) {
    const std::string path =
        below.empty() ? entry.name : below + "/" + entry.name;
    if (own.Has(entry.name) || IsWorkFolder(Join(folder, path), file_system)) {
      continue;
    }
    FileKind kind = entry.kind;
    if (kind == FileKind::kUnknown) {
      FileInfo info;
      const std::string whole = folder + "/" + path;
      if (int error = file_system.Info(whole, false, info)) return error;
      kind = info.kind;
    }
    int error = 0;
    if (kind == FileKind::kFolder) {
      error = ForEachFile(folder, path, file_system, visit);
    } else if (kind == FileKind::kFile) {
      error = visit(path);
    }
    if (error != 0) return error;
  }
  return 0;
}

absl::Status CannotKeep(int error) {
  if (error == ECANCELED) return absl::CancelledError("stopped");
  return absl::ErrnoToStatus(error, "the originals cannot be kept");
}

}  // namespace dcmscrub
