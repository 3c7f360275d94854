// Files and folders that are read whole: what is small, or is looked at by
// itself. Errors are errno values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "pipeline/files/file_system.h"

namespace dcmscrub {

// `follow`: whether the path may be a link, as for FileReader::Open.

// The first bytes of a file, `most` or all of them.
int ReadHead(FileReader& files, const std::string& path, bool follow,
             std::uint64_t most, std::string& bytes);
// EFBIG for one that is larger than `largest`: nothing of it is read.
int ReadWholeFile(
    FileReader& files, const std::string& path, bool follow, std::string& bytes,
    std::uint64_t largest = std::numeric_limits<std::uint64_t>::max());

// Appends the regular files below a folder, and sorts them all: whole paths,
// ascending; of a file, itself. Links are not followed. What is neither file
// nor folder goes to `others`. Opens no more folders once there are `most`. The
// first error, after all that can be listed was.
int ListFiles(FileReader& files, const std::string& folder,
              std::vector<std::string>& found, std::vector<std::string>& others,
              std::size_t most = std::numeric_limits<std::size_t>::max());

}  // namespace dcmscrub
