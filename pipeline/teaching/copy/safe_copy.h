// The originals of a case that is replaced in place, kept until the user has
// looked at the result: hard links in a hidden folder beside the case, mode
// 0700. Replacing a file by rename leaves what its link names as it was, so
// the copy costs a directory entry; where links do not work, bytes are copied.
//
//   .dcmscrub-originals-XXXXXXXXXXXXXXXX/
//     files/0/…    what stands below the first source, under its own names;
//                  of a source that is a file, the file
//     sources      whose they are, and
//     made         what the run made besides: copy_notes.h
//
// It stands in the parent of the first source, where no viewer that reads the
// case sees it; where nothing can be made there, or that is another disk, in
// the source itself. The digits are those of the source's path: a source has
// one safe copy at a time. It is built under a name that ends in ".new" and
// renamed when it is whole, and goes under one that ends in ".gone": under its
// own name it is never half there.
//
// A crash leaves it where it is: Find sees it, Restore brings all back.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/files/file_system.h"

namespace dcmscrub {

// Not for two threads at once. Dies without a trace on the disk's state: what
// is neither restored nor discarded stays.
class SafeCopy {
 public:
  // Links or copies all regular files below `sources` (folders and files; what
  // the run will see), durably. An error leaves nothing behind. One that is
  // there for the first source: FailedPrecondition.
  static absl::StatusOr<std::unique_ptr<SafeCopy>> Make(
      const std::vector<std::string>& sources, FileSystem& file_system,
      const std::atomic<int>* stop);
  // One that an earlier run left for that source; NotFound.
  static absl::StatusOr<std::unique_ptr<SafeCopy>> Find(
      const std::string& source, FileSystem& file_system);

  virtual ~SafeCopy() = default;
  virtual const std::string& folder() const = 0;
  // The originals as sources of a comparison: folders in it.
  virtual std::vector<std::string> originals() const = 0;
  virtual std::uint64_t files() const = 0;

  // Notes what is about to be made or renamed, before it is: Restore removes
  // it, or renames it back. Durable after SyncNotes, which costs nothing where
  // nothing is new.
  virtual absl::Status NoteMade(const std::string& file) = 0;
  virtual absl::Status NoteFolder(const std::string& folder) = 0;
  virtual absl::Status NoteMoved(const std::string& from,
                                 const std::string& to) = 0;
  virtual absl::Status SyncNotes() = 0;
  // Every original at its place again, each by one rename, what was made
  // removed; the copy stays, so that the case can be made anew (`keep`), or
  // goes. Where one cannot be put back the others are, and the copy stays.
  virtual absl::Status Restore(bool keep) = 0;
  virtual absl::Status Discard() = 0;
};

// What a killed run left of a safe copy that was not whole yet, or not whole
// any more: nothing that anyone needs. Whether there was any.
bool RemoveHalfCopies(const std::string& source, FileSystem& file_system);

}  // namespace dcmscrub
