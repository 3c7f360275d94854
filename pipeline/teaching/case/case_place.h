// Where a case is made: in a new folder, or in place. One result at a time.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>
#include <vector>

#include "pipeline/teaching/case/case_run.h"

namespace dcmscrub {

class CasePlace {
 public:
  virtual ~CasePlace() = default;

  // Fills in what it can of `result`. An error: everything is as it was
  // before. Not while there is a result.
  virtual absl::Status Make(const CaseInput& input, const TeachHooks& hooks,
                            TeachResult& result) = 0;
  virtual absl::Status Accept() = 0;
  // `again`: Make comes next.
  virtual absl::Status Undo(bool again) = 0;
  virtual std::string safe_copy_folder() const { return ""; }
};

std::unique_ptr<CasePlace> NewFolderPlace(FileSystem& file_system);
// `listed_by`: DICOMDIRs that were handed over; they go with what they list.
std::unique_ptr<CasePlace> InPlacePlace(std::vector<std::string> listed_by,
                                        FileSystem& file_system);

// OUT/CASE, and what it is called while verify has findings about it.
std::string CaseFolderOf(const TeachOptions& options);
std::string DoubtfulFolderOf(const TeachOptions& options);

}  // namespace dcmscrub
