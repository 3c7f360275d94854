// The run that makes a case: its options, and what the caller must know of it
// beside its counts.
#pragma once

#include <absl/status/statusor.h>

#include <array>
#include <string>
#include <vector>

#include "kernels/identity/identity.h"
#include "pipeline/teaching/case/teach.h"

namespace dcmscrub {

// An input that has no output of its own: left out by rules, no DICOM, a
// DICOMDIR, or a duplicate of another.
struct SetAside {
  std::string source;
  Reason reason = Reason::kNone;
};

struct CaseRun {
  RunSummary summary;
  std::array<std::uint64_t, kDropCount> dropped{};
  std::vector<SetAside> set_aside;
  // Sources that are files, by their new paths, where they got such.
  std::vector<std::string> sources;
};

struct CaseInput {
  const std::vector<std::string>& sources;
  const CaseFacts& facts;  // of them
  const CasePolicy& policy;
  const TeachOptions& options;
};

// `output` empty: in place. Cancelled where it was stopped.
absl::StatusOr<CaseRun> RunCase(const CaseInput& input,
                                const std::string& output,
                                FileSystem& file_system,
                                const TeachHooks& hooks);

// What the run wrote, read again: all of it, or an error.
absl::StatusOr<CaseFacts> SurveyResults(const std::vector<std::string>& paths,
                                        const RunSummary& summary,
                                        FileSystem& file_system,
                                        const TeachHooks& hooks);

inline Identity IdentityOf(const CaseInput& input) {
  return Identity(input.options.key, input.policy.uid_root);
}

// "3 of 120 files could not be de-identified: 2 fault, 1 too-large"; empty
// where there is none.
std::string QuarantinedText(const RunSummary& summary);

inline std::uint64_t CountOf(const RunSummary& summary, Outcome outcome) {
  return summary.outcomes[static_cast<std::size_t>(outcome)];
}

inline bool IsStopped(const TeachHooks& hooks) {
  return hooks.stop != nullptr && *hooks.stop != 0;
}

inline void SetStep(const TeachHooks& hooks, TeachStep step) {
  if (hooks.step != nullptr) *hooks.step = step;
}

}  // namespace dcmscrub
