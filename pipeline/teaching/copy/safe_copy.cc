#include "pipeline/teaching/copy/safe_copy.h"

#include <absl/container/flat_hash_set.h>
#include <absl/status/status.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <mutex>
#include <utility>

#include "pipeline/files/durable.h"
#include "pipeline/files/own_names.h"
#include "pipeline/files/whole_files.h"
#include "pipeline/teaching/copy/copy_builder.h"
#include "pipeline/teaching/copy/copy_notes.h"
#include "pipeline/teaching/copy/copy_place.h"
#include "pipeline/teaching/copy/second_name.h"
#include "pipeline/teaching/copy/work_folder.h"

namespace dcmscrub {
namespace {

// The next place may do.
bool IsReadOnly(int error) {
  return error == EACCES || error == EPERM || error == EROFS;
}

// Of a folder that is gone, the one above says so.
int SyncThoseThere(const absl::flat_hash_set<std::string>& folders,
                   FileSystem& file_system) {
  const std::vector<std::string> paths(folders.begin(), folders.end());
  std::vector<int> errors(paths.size());
  file_system.SyncPaths(paths, errors);
  const auto failed = std::ranges::find_if(errors, [](int error) {
    return error != 0 && error != ENOENT && error != ENOTDIR;
  });
  return failed == errors.end() ? 0 : *failed;
}

class FolderCopy : public SafeCopy {
 public:
  FolderCopy(std::string folder, std::vector<CopySource> sources,
             std::uint64_t files, std::unique_ptr<OutputFile> notes,
             FileSystem& file_system)
      : folder_(std::move(folder)),
        sources_(std::move(sources)),
        files_(files),
        notes_(std::move(notes)),
        file_system_(file_system) {}

  const std::string& folder() const override { return folder_; }
  std::vector<std::string> originals() const override {
    std::vector<std::string> folders;
    folders.reserve(sources_.size());
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      folders.push_back(FilesOf(i));
    }
    return folders;
  }
  std::uint64_t files() const override { return files_; }

  absl::Status NoteMade(const std::string& file) override {
    return Note("made", {file});
  }
  absl::Status NoteFolder(const std::string& folder) override {
    return Note("folder", {folder});
  }
  absl::Status NoteMoved(const std::string& from,
                         const std::string& to) override {
    return Note("moved", {from, to});
  }
  absl::Status SyncNotes() override;
  absl::Status Restore(bool keep) override;
  absl::Status Discard() override;

 private:
  std::string FilesOf(std::size_t source) const {
    return folder_ + "/files/" + std::to_string(source);
  }
  std::string PlaceOf(std::size_t source, const std::string& below) const {
    return sources_[source].is_folder ? Join(sources_[source].path, below)
                                      : sources_[source].path;
  }
  absl::Status Note(std::string_view word,
                    const std::vector<std::string>& paths);
  std::string MadeNotes() const { return folder_ + "/made"; }
  int MoveBack(const std::vector<CopyNote>& notes,
               absl::flat_hash_set<std::string>& changed);
  int TakeBackWhatWasMade(const std::vector<CopyNote>& notes,
                          absl::flat_hash_set<std::string>& changed);
  int TakeBack(const std::string& made, FileKind kind,
               absl::flat_hash_set<std::string>& changed);
  int RemoveTemporaries(const std::vector<CopyNote>& notes,
                        const absl::flat_hash_set<std::string>& beside);
  int PutBack(std::size_t source, bool keep,
              absl::flat_hash_set<std::string>& folders);

  const std::string folder_;
  const std::vector<CopySource> sources_;
  const std::uint64_t files_;
  std::mutex mutex_;  // guards notes_ and notes_synced_
  std::unique_ptr<OutputFile> notes_;
  bool notes_synced_ = false;
  FileSystem& file_system_;
};

absl::Status FolderCopy::Note(std::string_view word,
                              const std::vector<std::string>& paths) {
  const std::string line = NoteLine(word, paths);
  const Bytes part = AsBytes(std::string_view(line));
  const std::scoped_lock lock(mutex_);
  const int error = notes_ == nullptr ? EBADF : notes_->Write({&part, 1});
  notes_synced_ = false;
  return error == 0 ? absl::OkStatus() : CannotKeep(error);
}

absl::Status FolderCopy::SyncNotes() {
  const std::scoped_lock lock(mutex_);
  if (notes_synced_) return absl::OkStatus();
  const int error = notes_ == nullptr ? EBADF : notes_->Sync();
  notes_synced_ = error == 0;
  return error == 0 ? absl::OkStatus() : CannotKeep(error);
}

// Folders that got another name get their own back.
int FolderCopy::MoveBack(const std::vector<CopyNote>& notes,
                         absl::flat_hash_set<std::string>& changed) {
  for (const CopyNote& note : notes) {
    if (note.word != "moved" || note.paths.size() != 2) continue;
    const int error =
        file_system_.Move(note.paths[1], note.paths[0], /*replace=*/false);
    if (error != 0 && error != ENOENT && error != EEXIST) return error;
    for (const std::string& name : note.paths) changed.emplace(FolderOf(name));
  }
  return 0;
}

// Before any original is put back, and the notes are emptied after it, when it
// is durable: what is at a noted place then is not ours to remove.
int FolderCopy::TakeBackWhatWasMade(const std::vector<CopyNote>& notes,
                                    absl::flat_hash_set<std::string>& changed) {
  int first = 0;
  for (const CopyNote& note : notes) {
    if (note.word != "made" || note.paths.size() != 1) continue;
    const int error = TakeBack(note.paths[0], FileKind::kFile, changed);
    if (first == 0) first = error;
  }
  for (const CopySource& source : sources_) {
    if (!source.is_folder) changed.emplace(FolderOf(source.path));
  }
  const int left = RemoveTemporaries(notes, changed);
  if (first == 0) first = left;
  for (const CopyNote& note : notes) {
    if (note.word != "folder" || note.paths.size() != 1) continue;
    const int error = TakeBack(note.paths[0], FileKind::kFolder, changed);
    if (first == 0) first = error;
  }
  if (first != 0) return first;
  if (int error = SyncThoseThere(changed, file_system_)) return error;
  const std::scoped_lock lock(mutex_);
  return WriteNotes(
      MadeNotes(),
      NoteLine("temporaries", {std::string(file_system_.temporary_prefix())}),
      file_system_, notes_);
}

// A folder in which somebody else put something stays, and is no error.
int FolderCopy::TakeBack(const std::string& made, FileKind kind,
                         absl::flat_hash_set<std::string>& changed) {
  changed.emplace(FolderOf(made));
  const int error = file_system_.Remove(made, kind);
  return error == ENOENT || error == ENOTDIR || error == ENOTEMPTY ||
                 error == EEXIST
             ? 0
             : error;
}

// What a run had begun to write when it was killed: in the sources, and beside
// what it made.
int FolderCopy::RemoveTemporaries(
    const std::vector<CopyNote>& notes,
    const absl::flat_hash_set<std::string>& beside) {
  OwnTemporaries own;
  for (const CopyNote& note : notes) {
    if (note.word == "temporaries" && note.paths.size() == 1) {
      own.Add(note.paths[0]);
    }
  }
  std::vector<std::string> files, others;
  int first = 0;
  for (const CopySource& source : sources_) {
    if (!source.is_folder) continue;
    const int error = ListFiles(file_system_, source.path, files, others);
    if (first == 0 && error != ENOENT) first = error;
  }
  for (const std::string& folder : beside) {
    std::vector<FolderEntry> entries;
    (void)file_system_.List(folder, entries);
    for (const FolderEntry& entry : entries) {
      files.push_back(Join(folder, entry.name));
    }
  }
  for (const std::string& path : files) {
    if (!own.Has(NameOf(path))) continue;
    const int error = file_system_.Remove(path, FileKind::kFile);
    if (first == 0 && error != ENOENT) first = error;
  }
  return first;
}

int FolderCopy::PutBack(std::size_t source, bool keep,
                        absl::flat_hash_set<std::string>& folders) {
  int first = 0;
  const auto put = [&](const std::string& below) {
    const std::string to = PlaceOf(source, below);
    const int error =
        PutInPlace(FilesOf(source) + "/" + below, to, keep, file_system_);
    folders.emplace(FolderOf(to));
    if (first == 0) first = error;
    return 0;
  };
  const int error = ForEachFile(FilesOf(source), "", file_system_, put);
  return first != 0 ? first : error;
}

absl::Status NotPutBack(int error) {
  return absl::ErrnoToStatus(
      error,
      "not all originals could be put back; they are kept until they are");
}

absl::Status FolderCopy::Restore(bool keep) {
  std::vector<CopyNote> notes;
  absl::flat_hash_set<std::string> changed, folders;
  if (const int error = ReadNotes(MadeNotes(), file_system_, notes)) {
    return NotPutBack(error);
  }
  std::ranges::reverse(notes);
  // An original that is put back where its folder is missing makes one, and
  // keeps the other from ever getting its name back.
  if (const int error = MoveBack(notes, changed)) return NotPutBack(error);
  int first = TakeBackWhatWasMade(notes, changed);
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    const int error = PutBack(i, keep, folders);
    if (first == 0) first = error;
  }
  const std::vector<std::string> paths(folders.begin(), folders.end());
  const int error = SyncPaths(file_system_, paths);
  if (first == 0) first = error;
  if (first != 0) return NotPutBack(first);
  return keep ? absl::OkStatus() : Discard();
}

absl::Status FolderCopy::Discard() {
  const std::string place(FolderOf(folder_));
  const std::string gone =
      folder_ + "-" + RandomDigits() + std::string(kGoneSuffix);
  int error = file_system_.Move(folder_, gone, /*replace=*/false);
  if (error == 0) {
    const int synced = SyncPaths(file_system_, {&place, 1});
    error = RemoveTree(gone, file_system_);
    if (error == 0) error = synced;
  }
  return error == 0 ? absl::OkStatus()
                    : absl::ErrnoToStatus(
                          error, "the kept originals cannot all be removed");
}

// The sources of the copy at `folder`.
bool ReadSources(const std::string& folder, FileSystem& file_system,
                 std::vector<CopySource>& sources) {
  std::vector<CopyNote> notes;
  if (ReadNotes(folder + "/sources", file_system, notes) != 0) return false;
  for (CopyNote& note : notes) {
    if (note.paths.size() != 1) return false;
    sources.push_back({std::move(note.paths[0]), note.word == "folder"});
  }
  return !sources.empty();
}

}  // namespace

absl::StatusOr<std::unique_ptr<SafeCopy>> SafeCopy::Make(
    const std::vector<std::string>& sources, FileSystem& file_system,
    const std::atomic<int>* stop) {
  std::vector<CopySource> found;
  if (int error = ResolveCopySources(sources, file_system, found)) {
    return CannotKeep(error);
  }
  const std::string digits = CopyDigits(found[0].path);
  const std::vector<std::string> places = CopyPlaces(found[0], file_system);
  for (const std::string& place : places) {
    RemoveHalves(place, digits, file_system);
    FileInfo info;
    if (file_system.Info(Join(place, std::string(kOriginalsPrefix) + digits),
                         false, info) == 0) {
      return absl::FailedPreconditionError(
          "the originals of an earlier result are still kept: accept or undo "
          "that one first");
    }
  }
  int error = 0;
  for (const std::string& place : places) {
    CopyBuilder builder(found, file_system, stop);
    error = builder.Build(place, digits);
    if (error == 0) error = builder.Finish();
    if (error == 0) {
      return std::make_unique<FolderCopy>(builder.name(), std::move(found),
                                          builder.files(), builder.TakeNotes(),
                                          file_system);
    }
    if (!IsReadOnly(error)) break;
  }
  if (error == EEXIST) {
    return absl::FailedPreconditionError(
        "another run keeps the originals of this case");
  }
  return CannotKeep(error);
}

absl::StatusOr<std::unique_ptr<SafeCopy>> SafeCopy::Find(
    const std::string& source, FileSystem& file_system) {
  std::string real;
  if (int error = RealPathOf(source, file_system, real)) {
    return absl::ErrnoToStatus(error, "the case");
  }
  for (const std::string& place : {std::string(FolderOf(real)), real}) {
    std::vector<FolderEntry> entries;
    if (file_system.List(place, entries) != 0) continue;
    for (const FolderEntry& entry : entries) {
      if (!entry.name.starts_with(kOriginalsPrefix) ||
          entry.name.ends_with(kBuildingSuffix) ||
          entry.name.ends_with(kGoneSuffix)) {
        continue;
      }
      const std::string folder = Join(place, entry.name);
      std::vector<CopySource> sources;
      if (!ReadSources(folder, file_system, sources) ||
          std::ranges::find(sources, real, &CopySource::path) ==
              sources.end()) {
        continue;
      }
      std::uint64_t files = 0;
      ForEachFile(folder + "/files", "", file_system, [&](const std::string&) {
        ++files;
        return 0;
      });
      return std::make_unique<FolderCopy>(folder, std::move(sources), files,
                                          nullptr, file_system);
    }
  }
  return absl::NotFoundError("no originals are kept for this case");
}

bool RemoveHalfCopies(const std::string& source, FileSystem& file_system) {
  std::string real;
  if (RealPathOf(source, file_system, real) != 0) return false;
  const std::string digits = CopyDigits(real);
  const bool beside =
      RemoveHalves(std::string(FolderOf(real)), digits, file_system);
  return RemoveHalves(real, digits, file_system) || beside;
}

}  // namespace dcmscrub
