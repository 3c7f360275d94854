// What `teach` was asked for, as a list of cases with their labels.
#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <vector>

#include "app/cli/teach_flags.h"
#include "app/talk/console.h"
#include "app/user/teach_settings.h"
#include "pipeline/teaching/documents/case_labels.h"

namespace dcmscrub {

struct TeachJob {
  std::vector<std::string> operands;  // of one case
  CaseLabels labels;
};

// Which operands are one case: files side by side; each folder, archive and
// DICOMDIR is a case of its own.
std::vector<std::vector<std::string>> GroupOperands(
    const std::vector<std::string>& operands);

// With labels from flags, settings and CSV, case numbers counted on. Every
// mistake is said on the console; nothing then.
std::vector<TeachJob> MakeJobs(const TeachFlags& flags,
                               const TeachSettings& settings, Console& console);

}  // namespace dcmscrub
