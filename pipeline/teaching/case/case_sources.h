// What a user hands over as a case → what a run can read: folders and files as
// they stand, archives unpacked to a private folder, DICOMDIRs replaced by the
// files that they list.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/files/file_system.h"
#include "pipeline/files/unpack.h"

namespace dcmscrub {

// Removes what it unpacked when it dies. For one thread.
class CaseSources {
 public:
  // Not found, an archive that is refused, a DICOMDIR that lists what leads out
  // of its folder or that is damaged: an error, and nothing is left behind.
  // Messages name operands by number: "source 2: …". `scratch` is the folder to
  // unpack in, empty for the system's; it must be as private as the case (mode
  // 0700 is made below it).
  // A folder whose top holds a DICOMDIR is taken as a folder: all of its files.
  // Archives inside folders and archives stay what they are: no DICOM. The
  // limits are for all archives together, the ratio for each. What is given
  // twice, or lies in a folder that is given too, is taken once.
  static absl::StatusOr<std::unique_ptr<CaseSources>> Open(
      const std::vector<std::string>& operands, const std::string& scratch,
      const UnpackLimits& limits, FileSystem& file_system,
      const std::atomic<int>* stop);
  virtual ~CaseSources() = default;

  // For RunOptions::sources: real paths, in the order of the operands.
  virtual const std::vector<std::string>& paths() const = 0;
  // Some operand is an archive: it cannot be replaced in place.
  virtual bool has_archive() const = 0;
  // What the files of the archives are called in them, in their order.
  virtual const std::vector<std::string>& names() const = 0;
  // Files that a DICOMDIR lists and that are not there.
  virtual std::uint64_t missing() const = 0;
};

}  // namespace dcmscrub
