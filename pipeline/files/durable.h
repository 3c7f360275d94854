// What survives a power loss: bytes that were synced before they got their
// name, under names whose folders were synced after it. Here that order stands
// once, for a file at a time; the last stage of a run keeps it for hundreds.
//
// Errors are errno values. An error of a sync behind a name's making leaves
// the name there: whole, and not yet for good.
#pragma once

#include <absl/container/flat_hash_set.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/bytes.h"
#include "pipeline/files/file_system.h"

namespace dcmscrub {

// The first error, after all were tried.
int SyncPaths(FileSystem& files, std::span<const std::string> paths);

// Syncs, closes and publishes a temporary: the name is durable when its folder
// is synced, which is left to who has more names for it.
int PublishSynced(OutputFile& file, const std::string& target, bool replace);
// That, and syncs the folder. Not the names of folders that are new
// themselves: see MakeFoldersDurably and NewFolders.
int PublishDurably(FileSystem& files, OutputFile& file,
                   const std::string& target, bool replace);
// A whole new file from its bytes. `like` (may be null) as for CreateTemporary.
int WriteDurably(FileSystem& files, const std::string& path, Bytes bytes,
                 bool replace, Likeness* like = nullptr);
// Those of `path` and the folders above it that are not there, the deepest
// first. An error where that cannot be told.
int FindMissingFolders(FileReader& files, const std::string& path,
                       std::vector<std::string>& missing);
// MakeFolders; the names of those that were missing are durable.
int MakeFoldersDurably(FileSystem& files, const std::string& path);

// Which folders to sync so that a name in one of them is durable, where any of
// those above may be new: each is asked for once. Forgets now and then, which
// costs syncs.
class NewFolders {
 public:
  // Appends the folders above `folder` that it has not heard of.
  void AddAbove(std::string_view folder, std::vector<std::string>& folders);

 private:
  static constexpr std::size_t kMostKnown = 1 << 16;

  // Folders whose own names are durable, or will be by the next sync.
  absl::flat_hash_set<std::string> known_;
};

}  // namespace dcmscrub
