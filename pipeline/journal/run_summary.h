// What a run is called, and what it did as a whole: of journals and reports.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernels/core/error.h"
#include "kernels/scrub/change.h"
#include "pipeline/journal/outcome.h"
#include "pipeline/journal/throughput.h"

namespace dcmscrub {

// What a run is called in the journal, and in reports that are made from it.
// Decides nothing.
struct RunDescription {
  std::string version;  // of the program
  std::string policy;   // "basic", or the rule file's name without its folders
  std::string profile;  // under the rules
  std::string options;  // of the profile: "clean-graphics, retain-uids"
  std::string edition;  // of the Standard: "2026d"
  bool random_key = false;
  bool searched = true;  // outputs are searched for residue
};

// In place: originals that had other names (hard links) when they were
// replaced, so that those outside the sources still hold them; outputs that
// could not keep owner, group or access control list, and those that could not
// keep all extended attributes. See likeness.h.
struct InPlaceCounts {
  std::uint64_t linked_originals = 0;
  std::uint64_t rights_lost = 0;
  std::uint64_t attributes_lost = 0;
};

// Of the files themselves, and not of what is in them.
struct FileCounts : InPlaceCounts {
  std::uint64_t names_with_identifiers = 0;
  // Folders that `rename` could not give another name, and files that an
  // earlier run left under theirs; those of earlier runs among them: the
  // journal keeps them for the next one. Not counted above.
  std::uint64_t folders_not_renamed = 0;
  // Of files and folders in the sources: noted by earlier runs, still there,
  // and not to be renamed by this one.
  std::uint64_t names_noted = 0;
  // In place, files and folders under `rename`; with layout "mirror", outputs
  // that got a neutral name for a file or folder on their way.
  std::uint64_t renamed = 0;
};

// What inputs came to.
struct InputCounts : FileCounts {
  std::uint64_t found = 0;  // equals the sum of `outcomes`
  std::array<std::uint64_t, kOutcomeCount> outcomes{};
  std::array<std::uint64_t, kReasonCount> reasons{};
  std::array<std::uint64_t, kErrorCount> faults{};
  std::array<std::uint64_t, kWarningCount> warnings{};  // files with each
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  // Inputs that site statements decided about, by what they did and by their
  // number; and how many inputs of those written bear each label.
  std::map<std::pair<Error, std::uint16_t>, std::uint64_t> by_statement;
  std::map<std::string, std::uint64_t, std::less<>> labels;
  // Over the inputs that were scrubbed, whatever became of their outputs.
  std::map<Change, std::uint64_t> changes;
};

// The result of a run. Holds no value of a data set and no path.
struct RunSummary : InputCounts {
  std::vector<ThroughputSample> throughput;
  std::string policy_fingerprint;
  std::string key_fingerprint;
  double seconds = 0;
  bool interrupted = false;
  // Of two passes: patients with so many identifiers that not all of them
  // were searched for in their other files.
  std::uint64_t patients_cut = 0;
  // The crosswalk had no rows before this run.
  bool new_crosswalk = false;
  // Studies that have outputs of more than one patient, of this run and of
  // those before it: two Patient IDs, or an issuer that some objects lack.
  // Nothing where no journal is kept, which alone knows.
  std::optional<std::uint64_t> mixed_studies;
  // The journal could not be written to the end: the next run will do more
  // than it had to.
  bool journal_incomplete = false;
};

}  // namespace dcmscrub
