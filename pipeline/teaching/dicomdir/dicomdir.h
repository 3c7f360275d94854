// A DICOMDIR for a folder of objects with File IDs: PS3.10 8, PS3.3 Annex F.
#pragma once

#include <absl/status/status.h>

#include <string>
#include <vector>

#include "kernels/identity/identity.h"
#include "pipeline/files/file_system.h"

namespace dcmscrub {

// Writes `folder`/DICOMDIR for `files`, paths below it of at most eight
// components, each of 1 to 8 of A-Z, 0-9 and '_'. Patients, studies and series
// come in the order in which they are met. Attributes that a directory must
// have, and that are empty or missing in an object, are dummies or numbers in
// order. An object of a kind that Annex F has no record for is not listed. An
// existing DICOMDIR is replaced. Messages name a file by its place in `files`.
absl::Status WriteDicomdir(const std::string& folder,
                           const std::vector<std::string>& files,
                           const Identity& identity, FileSystem& file_system);

}  // namespace dcmscrub
