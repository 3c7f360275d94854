// Discovery: files and folders → inputs, in a fixed order.
//
// Folders are walked depth first, the entries of each in the order of their
// names' bytes, with a stack on the heap: memory grows with the depth and the
// size of the folders on the way down, never with the archive.
//
// What is taken:
//   regular files               inputs
//   sockets, pipes, devices     skipped unopened, kNotAFile
//   symbolic links              never followed. One that leads to something
//                               inside the same source is skipped,
//                               kLinkInside, as that is met anyway (and loops
//                               cannot be); any other, kOutsideSource
//   a folder that cannot be read  quarantined under the folder's path,
//                               kReadError
//   temporaries of our own      no inputs; on request removed, those that are
//                               not of now. What is only called like one is an
//                               input
//   folders of a teaching file in the making, and of its originals
//                               no inputs, where they bear our mark
//   excluded paths              no inputs
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/files/file_system.h"
#include "pipeline/files/own_names.h"
#include "pipeline/inputs/options.h"
#include "pipeline/inputs/ticket.h"

namespace dcmscrub {

// The sources of a run with links, "." and ".." resolved, and what is not to
// be taken from them.
struct Sources {
  std::vector<std::string> roots;
  std::vector<std::string> excluded;  // ascending
  std::string output;                 // the output folder; empty in place
  OwnTemporaries temporaries;         // no inputs; of this process at first
};

// Checks that they are there, that none is given twice or lies inside another
// (a file would be done twice), that none lies inside the output folder, and
// that the output folder is none of them. An output folder inside a source is
// excluded from it.
absl::StatusOr<Sources> ResolveSources(const RunOptions& options,
                                       FileSystem& file_system);

// The real path of what may not be there yet: that of the nearest folder above
// that is, and the rest. An error: errno.
int RealPathOfNew(FileSystem& file_system, std::string path, std::string& real);

// Not for two threads at once.
class SourceWalker {
 public:
  // Removes the temporaries that were last written before `leftovers_before`
  // (nanoseconds since the epoch); 0: none.
  SourceWalker(const Sources& sources, FileSystem& file_system,
               std::int64_t leftovers_before);

  // Fills in the next input, and how it ends where that is known by now; false
  // at the end.
  bool Next(FoundInput& input, Ending& ending);

 private:
  struct Level {
    std::vector<FolderEntry> entries;
    std::size_t next = 0;
    std::size_t path_size = 0;  // of the folder, in path_
  };

  bool NextRoot(FoundInput& input, Ending& ending);
  bool NextEntry(FoundInput& input, Ending& ending);
  // Goes down into path_; false, with the input filled in, where it cannot.
  bool Enter(FoundInput& input, Ending& ending);
  bool TakePath(FileKind kind, FoundInput& input, Ending& ending);
  void Fill(FoundInput& input);
  Reason LinkReason();
  void RemoveLeftover();
  bool IsExcluded() const;

  const Sources& sources_;
  FileSystem& file_system_;
  const std::int64_t leftovers_before_;
  std::size_t next_root_ = 0;
  std::size_t below_ = 0;
  std::string path_;
  std::vector<Level> levels_;  // [0, depth_) are in use, the rest is memory
  std::size_t depth_ = 0;
  std::uint64_t number_ = 0;
};

// Removes those temporaries below `folder` that were last written before then.
void RemoveLeftovers(const std::string& folder, const OwnTemporaries& own,
                     FileSystem& file_system, std::int64_t before,
                     const std::atomic<int>* stop);

}  // namespace dcmscrub
