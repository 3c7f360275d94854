#include "pipeline/teaching/dicomdir/dicomdir_files.h"

#include <absl/container/flat_hash_set.h>
#include <absl/status/status.h>
#include <absl/strings/str_format.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <memory>
#include <string_view>

#include "kernels/core/ascii.h"
#include "kernels/core/text.h"
#include "kernels/core/values.h"
#include "kernels/parse/element_index.h"
#include "kernels/parse/file_prefix.h"
#include "kernels/parse/object_facts.h"
#include "pipeline/files/whole_files.h"

namespace dcmscrub {
namespace {

constexpr Tag kDirectoryRecordSequence(0x0004, 0x1220);
constexpr Tag kReferencedFileId(0x0004, 0x1500);

// Records of some 200,000 images.
constexpr std::uint64_t kLargest = std::uint64_t{64} << 20;
constexpr std::uint64_t kMostElements = std::uint64_t{4} << 20;

using FileId = std::vector<std::string_view>;  // its components

// "A\B " → A, B. Nothing where a component cannot be part of a path below.
bool ParseFileId(std::string_view value, FileId& id) {
  for (const std::string_view component : Values(value)) {
    const std::string_view part = TrimPadding(component);
    if (part.empty() || part == "." || part == ".." ||
        part.find('/') != part.npos || part.find('\0') != part.npos) {
      return false;
    }
    id.push_back(part);
  }
  return true;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    c = ToLower(c);
  }
  return lower;
}

// Names in folders, whatever the case of their letters. Each folder is listed
// once.
class FolderNames {
 public:
  explicit FolderNames(FileReader& file_system) : file_system_(file_system) {}

  // nullptr: there is none.
  const std::string* Find(const std::string& folder, std::string_view name) {
    const auto [at, is_new] = folders_.try_emplace(folder);
    if (is_new) {
      std::vector<FolderEntry> entries;
      if (file_system_.List(folder, entries) != 0) return nullptr;
      for (FolderEntry& entry : entries) {
        at->second.try_emplace(Lower(entry.name), std::move(entry.name));
      }
    }
    const auto found = at->second.find(Lower(name));
    return found == at->second.end() ? nullptr : &found->second;
  }

 private:
  FileReader& file_system_;
  std::map<std::string, std::map<std::string, std::string>> folders_;
};

class Resolver {
 public:
  Resolver(std::string folder, FileReader& file_system)
      : folder_(std::move(folder)),
        file_system_(file_system),
        names_(file_system) {}

  absl::Status Add(const FileId& id, std::uint64_t record) {
    std::string path = folder_;
    for (const std::string_view part : id) {
      if (!Step(part, path)) {
        if (missing_.insert(path).second) ++files_.missing;
        return absl::OkStatus();
      }
    }
    std::string real;
    FileInfo info;
    if (file_system_.RealPath(path, real) != 0 ||
        file_system_.Info(real, false, info) != 0 ||
        info.kind != FileKind::kFile) {
      if (missing_.insert(path).second) ++files_.missing;
      return absl::OkStatus();
    }
    if (!real.starts_with(folder_ == "/" ? folder_ : folder_ + '/')) {
      return LeadsOut(record);
    }
    if (taken_.insert(real).second) files_.paths.push_back(std::move(real));
    return absl::OkStatus();
  }

  static absl::Status LeadsOut(std::uint64_t record) {
    return absl::InvalidArgumentError(
        absl::StrFormat("file %d of the DICOMDIR leads out of its folder, or "
                        "is named as no file can be",
                        record));
  }

  DicomdirFiles Take() { return std::move(files_); }

 private:
  // Goes one level down; false, and what was looked for in `path`, where there
  // is no such name.
  bool Step(std::string_view part, std::string& path) {
    const std::string folder = path;
    const auto put = [&](std::string_view name) {
      path = folder;
      if (path.back() != '/') path += '/';
      path += name;
    };
    put(part);
    FileInfo info;
    if (file_system_.Info(path, false, info) == 0) return true;
    const std::string* const name = names_.Find(folder, part);
    if (name == nullptr) return false;
    put(*name);
    return true;
  }

  const std::string folder_;
  FileReader& file_system_;
  FolderNames names_;
  absl::flat_hash_set<std::string> taken_, missing_;
  DicomdirFiles files_;
};

absl::Status Damaged() {
  return absl::DataLossError("the DICOMDIR is damaged");
}

}  // namespace

bool IsDicomdir(const std::string& path, FileReader& file_system) {
  FileInfo info;
  std::string head;
  if (file_system.Info(path, /*follow=*/true, info) != 0 ||
      ReadHead(file_system, path, /*follow=*/true, kFilePrefixBytes, head) !=
          0) {
    return false;
  }
  FilePrefix prefix;
  return ReadFilePrefix(AsBytes(head), info.size, prefix).error ==
         Error::kDicomdir;
}

absl::StatusOr<DicomdirFiles> FilesOfDicomdir(const std::string& path,
                                              FileReader& file_system) {
  std::string real;
  std::string text;
  int error = file_system.RealPath(path, real);
  if (error == 0)
    error = ReadWholeFile(file_system, real, /*follow=*/true, text, kLargest);
  if (error == EFBIG) {
    return absl::ResourceExhaustedError("the DICOMDIR is larger than 64 MiB");
  }
  if (error != 0) {
    return absl::ErrnoToStatus(error, "the DICOMDIR cannot be read");
  }
  FilePrefix prefix;
  const Bytes bytes = AsBytes(text);
  const Bytes head =
      bytes.first(std::min<std::size_t>(bytes.size(), kFilePrefixBytes));
  // A DICOMDIR is never deflated: PS3.10 8.6.
  if (ReadFilePrefix(head, bytes.size(), prefix).error != Error::kDicomdir ||
      prefix.data_set_offset == 0 || prefix.syntax.deflated) {
    return Damaged();
  }
  IndexLimits limits;
  limits.elements = kMostElements;
  ElementIndex index;
  index.Begin(prefix.encoding, prefix.data_set_offset, bytes.size(), limits);
  if (index.Extend({0, 0, bytes}) != ElementIndex::Status::kDone) {
    return Damaged();
  }

  Resolver resolver(std::string(FolderOf(real)), file_system);
  std::uint64_t record = 0;
  const std::span<const Element> elements = index.elements();
  for (const Element& element : elements) {
    if (element.tag == tags::kItem && element.depth == 1) ++record;
    if (element.tag != kReferencedFileId || element.parent == kNoElement) {
      continue;
    }
    const Element& item = elements[element.parent];
    if (elements[item.parent].tag != kDirectoryRecordSequence) continue;
    const std::string_view value =
        TrimPadding(AsText(LoadedValue(element, bytes)));
    if (value.empty()) continue;  // a record of no file
    FileId id;
    if (!ParseFileId(value, id)) return Resolver::LeadsOut(record);
    if (absl::Status status = resolver.Add(id, record); !status.ok()) {
      return status;
    }
  }
  return resolver.Take();
}

}  // namespace dcmscrub
