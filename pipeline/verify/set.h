// What holds between the files of a result: one patient, one study, one
// series, references, days.
#pragma once

#include <vector>

#include "pipeline/verify/facts.h"
#include "pipeline/verify/reading/checks.h"

namespace dcmscrub {

// One finding of a file; `number` 0: of none below the output.
struct SetFinding {
  Check check;
  std::uint64_t number = 0;
};

struct SetScope {
  bool all_outputs = true;  // else a sample: what is not here may be elsewhere
  bool compared = false;
  bool dates_by_study = false;  // the site's rules have each move by itself
};

// `files` by number; `lost` are originals without a result that nothing
// explains.
std::vector<SetFinding> CheckSet(const std::vector<FileFacts>& files,
                                 const std::vector<FileIdentity>& lost,
                                 const SetScope& scope);

}  // namespace dcmscrub
