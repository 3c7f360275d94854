#include "pipeline/run/walk.h"

#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <vector>

namespace dcmscrub {

void WalkSources(const Context& context, int threads, SourceWalker& walker,
                 const Visitor& visitor) {
  WorkPool pool(context.memory.items);
  std::vector<Ticket> tickets(context.memory.items);
  std::vector<Fit> fits(context.memory.items);
  std::atomic<bool> enough = false;
  const auto discover = [&](tbb::flow_control& control) -> WorkItem* {
    WorkItem* const item = pool.Take();
    item->ticket = &tickets[item->slot];
    if (enough || context.stopped() || !walker.Next(*item->ticket)) {
      control.stop();
    }
    return item;
  };
  const auto look = [&](WorkItem& item) {
    if (visitor.look) visitor.look(item);
  };
  const auto parse = [&](WorkItem* item) {
    Read(context, *item);
    fits[item->slot] = Parse(context, *item, context.memory.item_budget);
    if (fits[item->slot] == Fit::kFits) look(*item);
    return item;
  };
  const auto take = [&](WorkItem* item) {
    if (fits[item->slot] == Fit::kTooLarge) {
      Parse(context, *item, context.memory.large_budget);
      look(*item);
    }
    if (!visitor.take(*item)) enough = true;
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
                tbb::filter_mode::serial_out_of_order, take));
  });
}

absl::Status WalkSources(const RunOptions& options, FileSystem& file_system,
                         const std::atomic<int>* stop, const Visitor& visitor) {
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
  WalkSources(context, threads, walker, visitor);
  return absl::OkStatus();
}

}  // namespace dcmscrub
