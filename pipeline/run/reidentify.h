// Originals brought back to files that were de-identified with `encrypt` in
// their policy (kernels/emit/reidentify.h), one file after the other. They name
// patients: mode 0600.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kernels/emit/reidentify.h"
#include "pipeline/files/file_system.h"
#include "pipeline/run/run.h"

namespace dcmscrub {

struct ReidentifyOptions {
  std::vector<std::string> sources;  // files and folders
  // A folder, made when it is not there; for a single file also the name of
  // the new one. Paths below a source folder are kept. What is there already
  // is never replaced.
  std::string target;
  const RecipientKey* key = nullptr;
  std::uint64_t memory = std::uint64_t{256} << 20;  // bytes, for all buffers
};

// One input, when it is done.
struct ReidentifyRecord {
  InputRecord input;
  // What the key came to, where the object itself could be read.
  ReidentifyResult result = ReidentifyResult::kOk;
};

struct ReidentifySummary {
  std::uint64_t found = 0;  // the sum of the others
  std::uint64_t written = 0;
  std::uint64_t skipped = 0;  // not DICOM, or a DICOMDIR
  std::uint64_t failed = 0;
  bool interrupted = false;
};

// An error status means that nothing was touched. `see` is called for each
// input in order.
absl::StatusOr<ReidentifySummary> ReidentifyFiles(
    const ReidentifyOptions& options, FileSystem& file_system,
    const std::function<void(const ReidentifyRecord&)>& see,
    const std::atomic<int>* stop);

}  // namespace dcmscrub
