#include <absl/container/flat_hash_set.h>

#include <array>

#include "kernels/parse/object_facts.h"
#include "pipeline/run/run.h"
#include "pipeline/run/walk.h"

namespace dcmscrub {
namespace {

// Keyed hashes of the patients, so that the set holds no names.
class Tally {
 public:
  explicit Tally(const Key& key) : hash_(key, "survey") {}

  // Files with a fault in them count, too: a run would quarantine them.
  void Add(const WorkItem& item) {
    const Ticket& ticket = *item.ticket;
    if (ticket.decided && ticket.reason != Reason::kFault) return;
    ++files_;
    if (ticket.decided) return;
    const ObjectFacts facts = CollectFacts(*item.index, item.memory());
    const std::array<Bytes, 2> parts = {AsBytes(facts.patient_id),
                                        AsBytes(facts.issuer_of_patient_id)};
    const Digest digest = hash_.Hash(parts);
    patients_.insert(Load<std::uint64_t>(digest.data(), ByteOrder::kLittle));
  }

  Survey Result() const { return {files_, patients_.size()}; }

 private:
  KeyedHash hash_;
  std::uint64_t files_ = 0;
  absl::flat_hash_set<std::uint64_t> patients_;
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
