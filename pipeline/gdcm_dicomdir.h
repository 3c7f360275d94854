// A DICOMDIR for a folder of objects with File IDs (PS3.10 8), by GDCM.
#pragma once

#include <absl/status/status.h>

#include <string>
#include <vector>

namespace dcmscrub {

// Writes `folder`/DICOMDIR for `files`, paths below it whose components are
// 1 to 8 of A-Z, 0-9 and '_'. GDCM aborts when it is surprised: it works in a
// process of its own (apart.h).
absl::Status WriteDicomdir(const std::string& folder,
                           const std::vector<std::string>& files);

}  // namespace dcmscrub
