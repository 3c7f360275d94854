// The zip of a case beside its folder (teaching/documents/mirc.h): what is in
// it was looked at already, or is looked at now.
#pragma once

#include <string>
#include <unordered_set>

#include "pipeline/verify/reading/findings.h"
#include "pipeline/verify/reading/labels.h"
#include "pipeline/verify/reading/patterns.h"

namespace dcmscrub {

// `zip`: a whole file. Objects in it must be files of the case, which `files`
// has the TextHash of; all else is searched for `patterns`. An entry that is an
// object of its own, or a zip that cannot be read to its end, is a finding.
void CheckZip(const std::string& zip,
              const std::unordered_set<std::uint64_t>& files,
              const VerifyPatterns& patterns, const VerifyLabels& labels,
              FileFindings& findings);

}  // namespace dcmscrub
