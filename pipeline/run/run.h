// The face of the pipeline: one call runs a whole archive.
#pragma once

#include <absl/status/statusor.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernels/core/error.h"
#include "kernels/scrub/change.h"
#include "pipeline/files/file_system.h"
#include "pipeline/journal/throughput.h"
#include "pipeline/run/options.h"

namespace dcmscrub {

// How an input ended. Each input has exactly one.
enum class Outcome : std::uint8_t {
  kWritten,      // or would have been, in a dry run
  kUnchanged,    // since the last run under the same policy and key
  kDuplicate,    // its output was there already, byte for byte
  kSkipped,      // not DICOM, or a DICOMDIR
  kQuarantined,  // not written; the reason says why
  kInterrupted,  // the run was stopped before it was done
};
inline constexpr int kOutcomeCount = 6;
std::string_view OutcomeName(Outcome outcome);  // "written"

// Why an input was not written, beyond what kernels say.
enum class Reason : std::uint8_t {
  kNone,
  kFault,  // see the Fault
  kNotDicom,
  kDicomdir,
  kEmptyFile,
  kNotAFile,       // socket, pipe, device
  kOutsideSource,  // a symbolic link that leads out of the source, or nowhere
  kLinkInside,     // a symbolic link to what is met inside the source anyway
  kReadError,      // with errno
  kWriteError,     // with errno
  kCollision,      // another input already gave other bytes under that name
  kTooLarge,       // its header needs more than the memory budget
  kChanged,        // the file changed while it was read
  kRule,           // skipped by a site's statement; the Fault says which
  kCrosswalk,      // its rows could not be written; with errno
};
inline constexpr int kReasonCount = 15;
std::string_view ReasonName(Reason reason);
// Whether it has inputs skipped, and not quarantined.
bool IsSkip(Reason reason);

// Whether Fault::detail of such a fault is the number of a site statement.
bool IsByStatement(Error error);

// One input, when it is done. Passed to the observer in input order.
struct InputRecord {
  std::uint64_t number = 0;             // from 1, in the order of discovery
  const std::string* source = nullptr;  // path; secret: it may hold a name
  const std::string* output = nullptr;  // path; empty when not written
  Outcome outcome = Outcome::kWritten;
  Reason reason = Reason::kNone;
  int error_number = 0;  // errno, for kReadError, kWriteError, kCrosswalk
  Fault fault;
  std::string_view place;  // of Error::kResidue: "(0040,0275)[1]/(0008,0050)"
  WarningSet warnings;
  bool name_holds_identifier = false;  // of the source path; in place only
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
};

// Written by the pipeline, read by anyone at any time.
struct Progress {
  // The first of two passes, when there are two: how many inputs it has read.
  std::atomic<bool> gathering{false};
  std::atomic<std::uint64_t> gathered{0};
  std::atomic<std::uint64_t> found{0};
  std::atomic<bool> discovery_done{false};
  std::atomic<std::uint64_t> done{0};
  std::atomic<std::uint64_t> quarantined{0};
  std::atomic<std::uint64_t> bytes_in{0};
};

// The result of a run. Holds no value of a data set and no path.
struct RunSummary {
  std::uint64_t found = 0;  // equals the sum of `outcomes`
  std::array<std::uint64_t, kOutcomeCount> outcomes{};
  std::array<std::uint64_t, kReasonCount> reasons{};
  std::array<std::uint64_t, kErrorCount> faults{};
  std::array<std::uint64_t, kWarningCount> warnings{};  // files with each
  std::uint64_t names_with_identifiers = 0;
  // Folders that `rename` could not give another name, those of earlier runs
  // among them: the journal keeps them for the next one. Those of this run are
  // counted above, too.
  std::uint64_t folders_not_renamed = 0;
  // In place: originals that had other names (hard links) when they were
  // replaced, so that those outside the sources still hold them; outputs that
  // could not keep owner, group or access control list, and those that could
  // not keep all extended attributes. See likeness.h.
  std::uint64_t linked_originals = 0;
  std::uint64_t rights_lost = 0;
  std::uint64_t attributes_lost = 0;
  // In place, files and folders under `rename`; with layout "mirror", outputs
  // that got a neutral name for a file or folder on their way.
  std::uint64_t renamed = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  // Inputs that site statements decided about, by what they did and by their
  // number; and how many inputs of those written bear each label.
  std::map<std::pair<Error, std::uint16_t>, std::uint64_t> by_statement;
  std::map<std::string, std::uint64_t, std::less<>> labels;
  // Over the inputs that were scrubbed, whatever became of their outputs.
  std::map<Change, std::uint64_t> changes;
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
  // The journal could not be written to the end: the next run will do more
  // than it had to.
  bool journal_incomplete = false;
};

struct RunHooks {
  // Called from one thread at a time, in input order.
  std::function<void(const InputRecord&)> record;
  Progress* progress = nullptr;            // may be null
  const std::atomic<int>* stop = nullptr;  // not 0: finish what is in flight
};

// Runs it. An error status means that nothing was touched: wrong options, a
// source that is not there, a journal that cannot be opened. What goes wrong
// with single inputs is in the summary. Any number of runs at a time, as long
// as they do not share an output or a journal.
absl::StatusOr<RunSummary> RunPipeline(const RunOptions& options,
                                       FileSystem& file_system,
                                       const RunHooks& hooks);

// Counts what an in-place run would touch: reads headers, writes nothing.
struct Survey {
  std::uint64_t files = 0;     // DICOM objects
  std::uint64_t patients = 0;  // distinct Patient IDs with their issuers
};
absl::StatusOr<Survey> SurveySources(const RunOptions& options,
                                     FileSystem& file_system,
                                     const std::atomic<int>* stop);

}  // namespace dcmscrub
