// How an input ended, and why: words of runs, journals and reports.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/core/error.h"

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
  kJournal,        // its names could not be noted
};
inline constexpr int kReasonCount = 16;
std::string_view ReasonName(Reason reason);
// Whether it has inputs skipped, and not quarantined.
bool IsSkip(Reason reason);

// Whether Fault::detail of such a fault is the number of a site statement.
bool IsByStatement(Error error);

// How one input ends. As long as it is not decided, it is to be written.
struct Ending {
  bool decided = false;
  Outcome outcome = Outcome::kWritten;
  Reason reason = Reason::kNone;
  int error_number = 0;  // errno, for kReadError, kWriteError, kCrosswalk
  Fault fault;
  std::string place;  // of Error::kResidue: "(0040,0275)[1]/(0008,0050)"

  void Reset();  // keeps the memory

  void Decide(Outcome how, Reason why, int error = 0) {
    decided = true;
    outcome = how;
    reason = why;
    error_number = error;
  }
  void Skip(Reason why) { Decide(Outcome::kSkipped, why); }
  void Quarantine(Reason why, int error = 0) {
    Decide(Outcome::kQuarantined, why, error);
  }
  void Quarantine(const Fault& found, Reason why = Reason::kFault) {
    Decide(Outcome::kQuarantined, why);
    fault = found;
  }
  void Interrupt() { Decide(Outcome::kInterrupted, Reason::kNone); }

  // Whether an output of its own is left behind.
  bool published() const {
    return outcome == Outcome::kWritten || outcome == Outcome::kDuplicate;
  }
};

}  // namespace dcmscrub
