#include "pipeline/journal/outcome.h"

#include <array>

#include "kernels/core/enum_table.h"

namespace dcmscrub {
namespace {

struct ReasonTraits {
  Reason reason;
  std::string_view name;
  bool skips;  // such inputs are skipped, all others quarantined
};

constexpr std::array<ReasonTraits, kReasonCount> kReasons = {{
    {Reason::kNone, "none", false},
    {Reason::kFault, "fault", false},
    {Reason::kNotDicom, "not-dicom", true},
    {Reason::kDicomdir, "dicomdir", true},
    {Reason::kEmptyFile, "empty-file", true},
    {Reason::kNotAFile, "not-a-file", true},
    {Reason::kOutsideSource, "outside-source", true},
    {Reason::kLinkInside, "link-inside", true},
    {Reason::kReadError, "read-error", false},
    {Reason::kWriteError, "write-error", false},
    {Reason::kCollision, "collision", false},
    {Reason::kTooLarge, "too-large", false},
    {Reason::kChanged, "changed", false},
    {Reason::kRule, "rule", true},
    {Reason::kCrosswalk, "crosswalk", false},
    {Reason::kJournal, "journal", false},
}};
static_assert(RowsInOrder(kReasons, &ReasonTraits::reason),
              "a row for each reason, in their order");

const ReasonTraits& Traits(Reason reason) {
  return kReasons[static_cast<std::size_t>(reason)];
}

}  // namespace

std::string_view OutcomeName(Outcome outcome) {
  static constexpr std::string_view kNames[kOutcomeCount] = {
      "written", "unchanged",   "duplicate",
      "skipped", "quarantined", "interrupted"};
  return kNames[static_cast<std::size_t>(outcome)];
}

std::string_view ReasonName(Reason reason) { return Traits(reason).name; }

bool IsSkip(Reason reason) { return Traits(reason).skips; }

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
