#include "pipeline/journal/outcome.h"

namespace dcmscrub {

std::string_view OutcomeName(Outcome outcome) {
  static constexpr std::string_view kNames[kOutcomeCount] = {
      "written", "unchanged",   "duplicate",
      "skipped", "quarantined", "interrupted"};
  return kNames[static_cast<std::size_t>(outcome)];
}

std::string_view ReasonName(Reason reason) {
  static constexpr std::string_view kNames[kReasonCount] = {
      "none",       "fault",       "not-dicom",      "dicomdir",
      "empty-file", "not-a-file",  "outside-source", "link-inside",
      "read-error", "write-error", "collision",      "too-large",
      "changed",    "rule",        "crosswalk"};
  return kNames[static_cast<std::size_t>(reason)];
}

bool IsSkip(Reason reason) {
  switch (reason) {
    case Reason::kNotDicom:
    case Reason::kDicomdir:
    case Reason::kEmptyFile:
    case Reason::kNotAFile:
    case Reason::kOutsideSource:
    case Reason::kLinkInside:
    case Reason::kRule:
      return true;
    default:
      return false;
  }
}

bool IsByStatement(Error error) {
  return error == Error::kSkippedByRule || error == Error::kQuarantinedByRule ||
         error == Error::kLookupMiss || error == Error::kBadRuleValue;
}

void Ending::Reset() {
  decided = false;
  outcome = Outcome::kWritten;
  reason = Reason::kNone;
  error_number = 0;
  fault = {};
  place.clear();
}

}  // namespace dcmscrub
