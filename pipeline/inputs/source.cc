#include "pipeline/inputs/source.h"

#include <absl/status/status.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace dcmscrub {
namespace {

std::string Numbered(std::size_t index) {
  return "source " + std::to_string(index + 1);
}

absl::Status ResolveRoots(const RunOptions& options, FileSystem& file_system,
                          Sources& sources) {
  if (options.sources.empty()) {
    return absl::InvalidArgumentError("no sources given");
  }
  for (const std::string& path : options.sources) {
    std::string real;
    if (int error = file_system.RealPath(path, real)) {
      return absl::ErrnoToStatus(error, Numbered(sources.roots.size()));
    }
    for (std::size_t i = 0; i < sources.roots.size(); ++i) {
      if (IsSameOrInside(real, sources.roots[i]) ||
          IsInside(sources.roots[i], real)) {
        return absl::InvalidArgumentError(Numbered(i) + " and " +
                                          Numbered(sources.roots.size()) +
                                          " overlap");
      }
    }
    sources.roots.push_back(std::move(real));
  }
  return absl::OkStatus();
}

absl::Status ResolveOutput(const RunOptions& options, FileSystem& file_system,
                           Sources& sources) {
  if (int error = RealPathOfNew(file_system, options.output, sources.output)) {
    return absl::ErrnoToStatus(error, "output folder");
  }
  for (std::size_t i = 0; i < sources.roots.size(); ++i) {
    if (IsSameOrInside(sources.roots[i], sources.output)) {
      return absl::InvalidArgumentError(
          Numbered(i) + " is the output folder or lies inside it");
    }
  }
  sources.excluded.push_back(sources.output);
  return absl::OkStatus();
}

}  // namespace

int RealPathOfNew(FileSystem& file_system, std::string path,
                  std::string& real) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  const int error = file_system.RealPath(path, real);
  if (error != ENOENT) return error;
  const std::string_view name = NameOf(path);
  const std::string parent(FolderOf(path));
  if (parent == path || name == "." || name == ".." || name.empty()) {
    return ENOENT;
  }
  if (int above = RealPathOfNew(file_system, parent, real)) return above;
  if (real.back() != '/') real.push_back('/');
  real += name;
  return 0;
}

absl::StatusOr<Sources> ResolveSources(const RunOptions& options,
                                       FileSystem& file_system) {
  Sources sources;
  sources.temporaries.Add(file_system.temporary_prefix());
  if (absl::Status status = ResolveRoots(options, file_system, sources);
      !status.ok()) {
    return status;
  }
  if (!options.output.empty()) {
    if (absl::Status status = ResolveOutput(options, file_system, sources);
        !status.ok()) {
      return status;
    }
  }
  std::vector<std::string> others = options.exclude;
  if (!options.crosswalk.empty()) others.push_back(options.crosswalk);
  if (!options.journal.empty()) {
    for (const char* const suffix : {"", "-wal", "-shm", "-journal"}) {
      others.push_back(options.journal + suffix);
    }
  }
  for (const std::string& path : others) {
    std::string real;
    if (RealPathOfNew(file_system, path, real) == 0) {
      sources.excluded.push_back(std::move(real));
    }
  }
  std::ranges::sort(sources.excluded);
  return sources;
}

SourceWalker::SourceWalker(const Sources& sources, FileSystem& file_system,
                           std::int64_t leftovers_before)
    : sources_(sources),
      file_system_(file_system),
      leftovers_before_(leftovers_before) {}

bool SourceWalker::Next(FoundInput& input, Ending& ending) {
  ending.Reset();
  while (true) {
    if (depth_ > 0) {
      if (NextEntry(input, ending)) return true;
    } else if (next_root_ < sources_.roots.size()) {
      if (NextRoot(input, ending)) return true;
    } else {
      return false;
    }
  }
}

bool SourceWalker::NextRoot(FoundInput& input, Ending& ending) {
  path_ = sources_.roots[next_root_++];
  FileInfo info;
  if (int error = file_system_.Info(path_, false, info)) {
    below_ = path_.size() - NameOf(path_).size();
    Fill(input);
    ending.Quarantine(Reason::kReadError, error);
    return true;
  }
  if (info.kind == FileKind::kFolder) {
    below_ = path_ == "/" ? 1 : path_.size() + 1;
  } else {
    below_ = path_.size() - NameOf(path_).size();
  }
  return TakePath(info.kind, input, ending);
}

// One step: an input, or another level, or the end of this one.
bool SourceWalker::NextEntry(FoundInput& input, Ending& ending) {
  Level& level = levels_[depth_ - 1];
  if (level.next == level.entries.size()) {
    --depth_;
    return false;
  }
  const FolderEntry& entry = level.entries[level.next++];
  path_.resize(level.path_size);
  if (path_.back() != '/') path_.push_back('/');
  path_ += entry.name;
  if (IsExcluded()) return false;
  if (sources_.temporaries.Has(entry.name)) {
    if (leftovers_before_ != 0) RemoveLeftover();
    return false;
  }
  if (IsWorkFolder(path_, file_system_)) return false;
  return TakePath(entry.kind, input, ending);
}

bool SourceWalker::TakePath(FileKind kind, FoundInput& input, Ending& ending) {
  if (kind == FileKind::kUnknown) {
    FileInfo info;
    if (int error = file_system_.Info(path_, false, info)) {
      Fill(input);
      ending.Quarantine(Reason::kReadError, error);
      return true;
    }
    kind = info.kind;
  }
  switch (kind) {
    case FileKind::kFolder:
      return !Enter(input, ending);
    case FileKind::kLink:
      Fill(input);
      ending.Skip(LinkReason());
      return true;
    case FileKind::kFile:
      Fill(input);
      return true;
    case FileKind::kOther:
    case FileKind::kUnknown:
      break;
  }
  Fill(input);
  ending.Skip(Reason::kNotAFile);
  return true;
}

bool SourceWalker::Enter(FoundInput& input, Ending& ending) {
  if (levels_.size() == depth_) levels_.emplace_back();
  Level& level = levels_[depth_];
  if (int error = file_system_.List(path_, level.entries)) {
    Fill(input);
    ending.Quarantine(Reason::kReadError, error);
    return false;
  }
  level.next = 0;
  level.path_size = path_.size();
  ++depth_;
  return true;
}

void SourceWalker::Fill(FoundInput& input) {
  input.number = ++number_;
  input.root = next_root_ - 1;
  input.source = path_;
  input.below = std::min(below_, path_.size());
}

Reason SourceWalker::LinkReason() {
  std::string real;
  if (file_system_.RealPath(path_, real) != 0) return Reason::kOutsideSource;
  return IsSameOrInside(real, sources_.roots[next_root_ - 1])
             ? Reason::kLinkInside
             : Reason::kOutsideSource;
}

void SourceWalker::RemoveLeftover() {
  FileInfo info;
  if (file_system_.Info(path_, false, info) == 0 &&
      info.kind == FileKind::kFile && info.modified_ns < leftovers_before_) {
    file_system_.Remove(path_, FileKind::kFile);
  }
}

bool SourceWalker::IsExcluded() const {
  return std::ranges::find(sources_.excluded, path_) != sources_.excluded.end();
}

void RemoveLeftovers(const std::string& folder, const OwnTemporaries& own,
                     FileSystem& file_system, std::int64_t before,
                     const std::atomic<int>* stop) {
  Sources sources;
  sources.roots.push_back(folder);
  sources.temporaries = own;
  SourceWalker walker(sources, file_system, before);
  FoundInput input;
  Ending ending;
  while ((stop == nullptr || *stop == 0) && walker.Next(input, ending)) {
  }
}

}  // namespace dcmscrub
