// The first of two passes: docs/residue.md.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <string>

#include "pipeline/inputs/patient_patterns.h"
#include "pipeline/run/context.h"
#include "pipeline/run/run.h"

namespace dcmscrub {

// Where identities stand between the passes: the folder of the journal;
// without one, the folder that the output folder is in; in place, the one that
// the first source is in. Never inside what is released. Empty: in memory.
std::string TwoPassFolder(const RunOptions& options, const Sources& sources);

// Reads every input, scrubs it without writing, and keeps what is taken out
// of it. What cannot be read or scrubbed adds nothing. When the run is stopped
// it ends early. `progress` may be null.
absl::StatusOr<std::unique_ptr<PatientPatterns>> GatherPatients(
    const Context& context, Progress* progress);

}  // namespace dcmscrub
