// A second reading of a result, by GDCM and by checks of their own: of the
// kernels they use what tags, text, Latin letters for other scripts and
// identities are, nothing that parses, matches, cleans or scrubs.
// docs/verify.md says what is checked.
//
// Each output is looked at by itself and beside its original; then what holds
// between files. Of files that were read, only hashes and counts are kept.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernels/identity/keyed_hash.h"
#include "pipeline/files/file_system.h"
#include "pipeline/verify/reading/findings.h"
#include "pipeline/verify/reading/site_policy.h"
#include "pipeline/verify/reading/user_labels.h"

namespace dcmscrub {

struct VerifyOptions {
  std::string output;  // the folder to look at, or one file
  // Of a folder that an archive was unpacked to: what its files, in the order
  // of their names, are called in the archive.
  std::vector<std::string> names;
  std::vector<std::string> against;  // the sources; empty: not compared
  std::optional<Key> key;
  std::string journal;  // path; empty: none
  // What the run was told to do; nothing: what an output claims.
  std::optional<GivenRules> rules;
  std::uint64_t sample = 0;  // so many files; 0: all
  int threads = 0;           // 0: as many as the machine has
  // Of teaching files, one for each case. An attribute that holds just its
  // label is a note, whatever the profile does with it; a file that was made
  // besides has no original, and is searched for those of its case.
  std::vector<UserLabels> labels;
};

// An error: a folder or the journal cannot be read, or there is a journal of
// an archive, which no journal knows.
absl::StatusOr<VerifyReport> Verify(const VerifyOptions& options,
                                    FileReader& file_system,
                                    const std::atomic<int>* stop = nullptr);

}  // namespace dcmscrub
