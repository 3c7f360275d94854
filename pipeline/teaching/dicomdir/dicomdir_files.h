// The files that a DICOMDIR lists: PS3.10 8, PS3.3 F.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/files/file_system.h"

namespace dcmscrub {

// Whether the file is one, by what it says of itself, whatever its name.
bool IsDicomdir(const std::string& path, FileReader& file_system);

struct DicomdirFiles {
  std::vector<std::string> paths;  // real ones, in its order, each once
  std::uint64_t missing = 0;       // listed and not there
};

// File IDs are resolved in the DICOMDIR's own folder; where the exact name is
// not there, whatever the case of its letters. InvalidArgument: one of them
// leads out of that folder, or can be no File ID. DataLoss: the DICOMDIR cannot
// be read to its end. ResourceExhausted: larger than 64 MiB.
absl::StatusOr<DicomdirFiles> FilesOfDicomdir(const std::string& path,
                                              FileReader& file_system);

}  // namespace dcmscrub
