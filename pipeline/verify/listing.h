// Which files a verification is about: those of the result, each known by its
// number, and the originals.
#pragma once

#include <absl/status/statusor.h>

#include <cstddef>
#include <string>
#include <vector>

#include "pipeline/verify/verify.h"

namespace dcmscrub {

struct VerifyListing {
  std::string folder;                // the result, without links
  bool one_file = false;             // of those in it, no more was asked for
  std::vector<std::string> outputs;  // whole paths, ascending; number 1 first
  std::vector<std::string> names;    // in an archive; empty: there is none
  std::vector<std::string> others;   // in it, and no files
  std::vector<std::size_t> chosen;  // of `outputs`, those to look at, ascending
  std::vector<std::string> roots;   // of the originals, without links
  std::vector<std::string> sources;  // the originals; whole paths, ascending

  // Whether there is more of the result than what is looked at.
  bool is_sample() const { return one_file || chosen.size() < outputs.size(); }
  // A path of the result, from `folder` on.
  std::string Below(const std::string& path) const {
    return path.substr(folder == "/" ? 1 : folder.size() + 1);
  }
  // What people call an output.
  std::string Name(std::size_t output) const {
    return names.empty() ? Below(outputs[output]) : names[output];
  }
};

// An error: a folder that cannot be listed, or no file to look at.
absl::StatusOr<VerifyListing> ListForVerify(const VerifyOptions& options,
                                            FileReader& file_system);

}  // namespace dcmscrub
