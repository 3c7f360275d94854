// Where safe copies stand, and what is in them.
#pragma once

#include <absl/status/status.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/files/file_system.h"

namespace dcmscrub {

struct CopySource {
  std::string path;  // without links
  bool is_folder = false;
};

// Errors of what follows are errno values.

int ResolveCopySources(const std::vector<std::string>& paths,
                       FileSystem& file_system,
                       std::vector<CopySource>& sources);
// The path without links, of what may have been renamed since: then that of
// its folder, and its name.
int RealPathOf(std::string path, FileSystem& file_system, std::string& real);

// What the name of a source's copy ends in. The same each time, and of no use
// to find the path.
std::string CopyDigits(const std::string& source);
// Folders in which the copy of a source may stand, the better one first.
std::vector<std::string> CopyPlaces(const CopySource& source,
                                    FileSystem& file_system);

// How a copy is called before it is whole, and when it is to go.
inline constexpr std::string_view kBuildingSuffix = ".new";
inline constexpr std::string_view kGoneSuffix = ".gone";

// Removes what killed runs left at that place for the source of those digits;
// whether there was any.
bool RemoveHalves(const std::string& place, const std::string& digits,
                  FileSystem& file_system);

// Visits the regular files below `folder`, by their paths below it. What a run
// takes for rubbish or for none of its business is left out.
using VisitFile = std::function<int(const std::string& below)>;
int ForEachFile(const std::string& folder, const std::string& below,
                FileSystem& file_system, const VisitFile& visit);

absl::Status CannotKeep(int error);

}  // namespace dcmscrub
