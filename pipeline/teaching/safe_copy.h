// The originals of a case that is replaced in place, kept until the user has
// looked at the result: hard links in a hidden folder beside the case, mode
// 0700. Replacing a file by rename leaves what its link names as it was, so
// the copy costs a directory entry; where links do not work, bytes are copied.
//
//   .dcmscrub-originals-XXXXXX/
//     files/0/…    what stands below the first source, under its own names
//     sources      a line a source: its path (percent-encoded)
//     made         a line for each file that the run made and that was not
//                  there before
//
// A crash leaves it where it is: Find sees it, Restore brings all back.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/file_system.h"

namespace dcmscrub {

// Not for two threads at once. Dies without a trace on the disk's state: what
// is neither restored nor discarded stays.
class SafeCopy {
 public:
  // Links or copies all regular files below `sources` (folders and files; what
  // the run will see). An error leaves nothing behind.
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

  // Notes a file that is about to be made, before it is: Restore removes it.
  virtual absl::Status NoteMade(const std::string& path) = 0;
  // Every original at its place again, each by one rename, what was made
  // removed; the copy stays, so that the case can be made anew (`keep`), or
  // goes.
  virtual absl::Status Restore(bool keep) = 0;
  virtual absl::Status Discard() = 0;
};

}  // namespace dcmscrub
