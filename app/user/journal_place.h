// Where the journal goes, and where it, the crosswalk and the key may not: none
// must travel with the output. The journal holds paths, and so names of
// patients; the crosswalk holds their identifiers.
#pragma once

#include <absl/status/status.h>

#include <span>
#include <string>

#include "pipeline/inputs/options.h"

namespace dcmscrub {

// Beside the output: "<OUT>.dcmscrub-journal". In place: beside the first
// source, under a name made from the source's and the key, for the source's
// own name may hold a patient's: "F-….dcmscrub-journal".
std::string DefaultJournal(const RunOptions& options);

// Refuses a journal inside the output or a source. Links are looked through.
absl::Status CheckJournal(const RunOptions& options);
// The same for a crosswalk.
absl::Status CheckCrosswalk(const RunOptions& options);
// Refuses a report inside a source that is renamed, and two of output, journal,
// crosswalk and reports at one place, which is also that of a journal's own
// companions.
absl::Status CheckPlaces(const RunOptions& options,
                         std::span<const std::string> reports);
// Refuses a key inside the output folder.
absl::Status CheckKeyPlace(const std::string& key_file,
                           const OutputPlace& place);

}  // namespace dcmscrub
