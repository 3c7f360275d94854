#include <absl/container/flat_hash_set.h>

#include "kernels/parse/object_facts.h"
#include "pipeline/inputs/patient_identifiers.h"
#include "pipeline/run/run.h"
#include "pipeline/run/walk.h"

namespace dcmscrub {
namespace {

// Keyed hashes of the patients, so that the set holds no names. Those of whom
// nothing tells who they are count as one.
class Tally {
 public:
  explicit Tally(const Key& key) : hasher_(key) {}

  // Files with a fault in them count, too: a run would quarantine them.
  void Add(WorkItem& item) {
    const Ticket& ticket = *item.ticket;
    if (ticket.ending.decided && ticket.ending.reason != Reason::kFault) return;
    ++files_;
    if (ticket.ending.decided) return;
    const ObjectFacts facts =
        CollectFacts(*item.object.index, item.object.memory());
    patients_.insert(
        hasher_.Of(facts, item.scrub.codec).value_or(PatientHash{}));
  }

  Survey Result() const { return {files_, patients_.size()}; }

 private:
  const PatientHasher hasher_;
  std::uint64_t files_ = 0;
  absl::flat_hash_set<PatientHash> patients_;
};

}  // namespace

absl::StatusOr<Survey> SurveySources(const RunOptions& options,
                                     FileSystem& file_system,
                                     const std::atomic<int>* stop) {
  Tally tally(options.key);
  Visitor visitor;
  visitor.take = [&tally](WorkItem& item) {
    tally.Add(item);
    return true;
  };
  if (absl::Status status = WalkSources(options, file_system, stop, visitor);
      !status.ok()) {
    return status;
  }
  return tally.Result();
}

}  // namespace dcmscrub
