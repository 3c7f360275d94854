// Files that people give the program beside the DICOM ones: rules, tables,
// certificates, keys. Read whole.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <string>

namespace dcmscrub {

enum class Audience : std::uint8_t {
  kAnyone,
  kOwner,  // refused where group or others may read or write it
};

// Never blocks on a pipe. An error says why without naming the file, and what
// to do about it where that helps: "No such file or directory", "others may
// use it (mode 0644); make it yours alone: chmod 600 FILE". kNotFound when
// there is none.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path,
                                          Audience audience);

}  // namespace dcmscrub
