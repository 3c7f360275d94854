// The face of the pipeline: one call runs a whole archive.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "kernels/core/error.h"
#include "pipeline/files/file_system.h"
#include "pipeline/inputs/options.h"
#include "pipeline/journal/run_summary.h"

namespace dcmscrub {

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
  // Discovery runs ahead of the work: until it is done, there may be more. The
  // first of two passes does it for both.
  std::atomic<std::uint64_t> found{0};
  std::atomic<bool> discovery_done{false};
  std::atomic<std::uint64_t> done{0};
  std::atomic<std::uint64_t> quarantined{0};
  std::atomic<std::uint64_t> bytes_in{0};
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
