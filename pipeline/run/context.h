// What all stages of a run share; read-only but for the policy's cache and the
// patients'.
#pragma once

#include <absl/status/statusor.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernels/identity/identity.h"
#include "pipeline/inputs/layout.h"
#include "pipeline/inputs/options.h"
#include "pipeline/inputs/patient_patterns.h"
#include "pipeline/inputs/source.h"
#include "pipeline/item/read.h"
#include "pipeline/item/write.h"
#include "rules/compile/policy.h"

namespace dcmscrub {

struct Context {
  const RunOptions& options;
  ReadTerms read;
  WriteTerms write;
  const Sources& sources;
  const Identity& identity;
  PolicyCache& policies;
  const Layout& layout;
  // "mirror" with several sources: what precedes the path below each folder,
  // see MirrorPrefixes.
  std::vector<std::string> mirror_prefixes = {};
  std::optional<int> date_offset = {};  // ScrubInput::date_offset
  PatientPatterns* patients = nullptr;  // of the second of two passes

  FileSystem& file_system() const { return write.file_system; }
  bool stopped() const { return read.stopped(); }
};

// What reading takes from the options.
ReadTerms ReadTermsOf(const RunOptions& options, FileReader& file_system,
                      const std::atomic<int>* stop);
// What options.threads comes to on this machine.
int ThreadsOf(const RunPace& pace);
// options.policy, or what stands for it.
absl::StatusOr<std::shared_ptr<const Policy>> PolicyOf(
    const RunOptions& options);

}  // namespace dcmscrub
