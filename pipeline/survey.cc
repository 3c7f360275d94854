#include <absl/container/flat_hash_set.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <array>

#include "kernels/object_facts.h"
#include "pipeline/run.h"
#include "pipeline/stages.h"

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

// Reads and parses on all threads; counts, and takes what needs the large
// budget, on one.
void WalkSources(const Context& context, int threads, SourceWalker& walker,
                 Tally& tally) {
  WorkPool pool(context.memory.items);
  std::vector<Ticket> tickets(context.memory.items);
  std::vector<Fit> fits(context.memory.items);
  const auto discover = [&](tbb::flow_control& control) -> WorkItem* {
    WorkItem* const item = pool.Take();
    item->ticket = &tickets[item->slot];
    if (context.stopped() || !walker.Next(*item->ticket)) control.stop();
    return item;
  };
  const auto parse = [&](WorkItem* item) {
    Read(context, *item);
    fits[item->slot] = Parse(context, *item, context.memory.item_budget);
    return item;
  };
  const auto count = [&](WorkItem* item) {
    if (fits[item->slot] == Fit::kTooLarge) {
      Parse(context, *item, context.memory.large_budget);
    }
    tally.Add(*item);
    item->Finish(context.memory.item_budget);
    pool.Give(item);
  };
  const tbb::global_control control(
      tbb::global_control::max_allowed_parallelism,
      static_cast<std::size_t>(threads));
  tbb::task_arena(threads).execute([&] {
    tbb::parallel_pipeline(
        context.memory.items,
        tbb::make_filter<void, WorkItem*>(tbb::filter_mode::serial_in_order,
                                          discover) &
            tbb::make_filter<WorkItem*, WorkItem*>(tbb::filter_mode::parallel,
                                                   parse) &
            tbb::make_filter<WorkItem*, void>(
                tbb::filter_mode::serial_out_of_order, count));
  });
}

}  // namespace

absl::StatusOr<Survey> SurveySources(const RunOptions& options,
                                     FileSystem& file_system,
                                     const std::atomic<int>* stop) {
  absl::StatusOr<Sources> sources = ResolveSources(options, file_system);
  if (!sources.ok()) return sources.status();
  auto policy = PolicyOf(options);
  if (!policy.ok()) return policy.status();
  absl::StatusOr<Layout> layout = Layout::Parse(options.layout);
  if (!layout.ok()) return layout.status();
  const Identity identity(options.key, options.uid_root);
  PolicyCache policies(policy->get());
  const int threads = ThreadsOf(options);
  const Context context{
      options,  file_system, *sources, identity,
      policies, *layout,     {},       PlanMemory(options.memory, threads),
      stop};
  SourceWalker walker(*sources, file_system, 0);
  Tally tally(options.key);
  WalkSources(context, threads, walker, tally);
  return tally.Result();
}

}  // namespace dcmscrub
