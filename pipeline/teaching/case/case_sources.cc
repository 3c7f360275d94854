#include "pipeline/teaching/case/case_sources.h"

#include <absl/status/status.h>
#include <stdlib.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "pipeline/teaching/case/abandoned_folder.h"
#include "pipeline/teaching/copy/work_folder.h"
#include "pipeline/teaching/dicomdir/dicomdir_files.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kUnpackedPrefix = ".dcmscrub-unpacked-";

std::string SystemScratch() {
  const char* const folder = ::getenv("TMPDIR");
  return folder != nullptr && folder[0] == '/' ? folder : "/tmp";
}

absl::Status OfSource(std::size_t index, const absl::Status& status) {
  return {status.code(), "source " + std::to_string(index + 1) + ": " +
                             std::string(status.message())};
}

// Whether `real` or a folder above it is in `paths`.
bool Covers(const std::set<std::string>& paths, std::string_view real) {
  while (true) {
    if (paths.contains(std::string(real))) return true;
    const std::string_view folder = FolderOf(real);
    if (folder == real || folder == ".") return false;
    real = folder;
  }
}

class OpenedSources : public CaseSources {
 public:
  OpenedSources(const std::string& scratch, const UnpackLimits& limits,
                FileSystem& file_system, const std::atomic<int>* stop)
      : scratch_(scratch.empty() ? SystemScratch() : scratch),
        limits_(limits),
        file_system_(file_system),
        stop_(stop) {}

  absl::Status Take(const std::vector<std::string>& operands) {
    if (operands.empty()) {
      return absl::InvalidArgumentError("no sources given");
    }
    for (std::size_t i = 0; i < operands.size(); ++i) {
      if (absl::Status status = TakeOperand(i, operands[i]); !status.ok()) {
        return OfSource(i, status);
      }
    }
    LeaveOutCovered();
    return absl::OkStatus();
  }

  const std::vector<std::string>& paths() const override { return paths_; }
  bool has_archive() const override { return !folder_.path().empty(); }
  const std::vector<std::string>& names() const override {
    return unpacked_.names;
  }
  std::uint64_t missing() const override { return missing_; }

 private:
  absl::Status TakeOperand(std::size_t index, const std::string& operand) {
    if (stop_ != nullptr && *stop_ != 0) {
      return absl::CancelledError("stopped");
    }
    std::string real;
    FileInfo info;
    int error = file_system_.RealPath(operand, real);
    if (error == 0) error = file_system_.Info(real, false, info);
    if (error != 0) return absl::ErrnoToStatus(error, "cannot be read");
    if (!operands_.insert(real).second) return absl::OkStatus();
    if (info.kind == FileKind::kFile) {
      if (IsPacked(real)) return TakeArchive(index, real);
      if (IsDicomdir(real, file_system_)) return TakeDicomdir(real);
    }
    paths_.push_back(std::move(real));
    return absl::OkStatus();
  }

  absl::Status TakeArchive(std::size_t index, const std::string& path) {
    if (!has_archive()) {
      RemoveAbandoned(scratch_, kUnpackedPrefix);
      if (int error = WorkFolder::Make(scratch_, kUnpackedPrefix, file_system_,
                                       folder_)) {
        return absl::ErrnoToStatus(error, "no folder to unpack in");
      }
      lock_.emplace(folder_.path());
    }
    std::string folder = folder_.path() + '/' + std::to_string(index + 1);
    if (int error = file_system_.MakeFolder(folder, FolderMode::kPrivate)) {
      return absl::ErrnoToStatus(error, "no folder to unpack in");
    }
    // What all archives may come to is what one of them may.
    UnpackLimits left = limits_;
    left.bytes -= unpacked_.bytes;
    left.entries -= unpacked_.files;
    auto result = Unpack(path, folder, left, stop_);
    if (!result.ok()) return result.status();
    unpacked_.bytes += result->bytes;
    unpacked_.files += result->files;
    std::ranges::move(result->names, std::back_inserter(unpacked_.names));
    paths_.push_back(std::move(folder));
    return absl::OkStatus();
  }

  absl::Status TakeDicomdir(const std::string& path) {
    absl::StatusOr<DicomdirFiles> files = FilesOfDicomdir(path, file_system_);
    if (!files.ok()) return files.status();
    missing_ += files->missing;
    for (std::string& file : files->paths) paths_.push_back(std::move(file));
    return absl::OkStatus();
  }

  // What was given twice, and what lies in a folder that was given as well.
  void LeaveOutCovered() {
    const std::set<std::string> all(paths_.begin(), paths_.end());
    std::set<std::string> seen;
    std::erase_if(paths_, [&](const std::string& path) {
      const std::string_view folder = FolderOf(path);
      return !seen.insert(path).second ||
             (folder != path && Covers(all, folder));
    });
  }

  const std::string scratch_;
  const UnpackLimits limits_;
  FileSystem& file_system_;
  const std::atomic<int>* const stop_;
  WorkFolder folder_;  // of what was unpacked
  std::optional<FolderLock> lock_;
  UnpackResult unpacked_;
  std::set<std::string> operands_;  // real paths
  std::vector<std::string> paths_;
  std::uint64_t missing_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<CaseSources>> CaseSources::Open(
    const std::vector<std::string>& operands, const std::string& scratch,
    const UnpackLimits& limits, FileSystem& file_system,
    const std::atomic<int>* stop) {
  auto sources =
      std::make_unique<OpenedSources>(scratch, limits, file_system, stop);
  if (absl::Status status = sources->Take(operands); !status.ok()) {
    return status;
  }
  return sources;
}

}  // namespace dcmscrub
