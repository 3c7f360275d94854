// Which files and folders, of those that are called like our own, are our own.
// Anyone may give a file such a name: by it alone an original would never be
// counted, or even be deleted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/files/file_system.h"

namespace dcmscrub {

// Temporaries of this process, and of runs that are known to have been killed:
// the 16 random digits in their names are a run's own, and the journal keeps
// them.
class OwnTemporaries {
 public:
  OwnTemporaries() = default;
  // As FileSystem::temporary_prefix().
  explicit OwnTemporaries(std::string_view prefix) { Add(prefix); }

  void Add(std::string_view prefix);
  bool Has(std::string_view name) const;

 private:
  std::vector<std::string> prefixes_;
};

// Folders in which a teaching file is made, or in which originals are kept:
// what is in them is there a second time. A file in them says whose they are.
inline constexpr std::string_view kOriginalsPrefix = ".dcmscrub-originals-";
inline constexpr std::string_view kCasePrefix = ".dcmscrub-case-";

// The mark, behind the other names in such a folder: it goes as the last of
// them.
inline constexpr std::string_view kWorkMark = "work-of-dcmscrub";
// Whether its name and the mark in it say so.
bool IsWorkFolder(const std::string& path, FileReader& files);
// Puts the mark into a folder that was just made, durably. An errno value.
int MarkWorkFolder(const std::string& path, FileSystem& files);
// Removes one that a kill kept from getting its mark: nothing is in it, or a
// beginning of that. Whether it was one.
bool RemoveUnmarked(const std::string& path, FileSystem& files);

}  // namespace dcmscrub
