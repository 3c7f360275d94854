// All sources, read and parsed on all threads, for those who look at every
// input and write none.
#pragma once

#include <absl/status/status.h>

#include <atomic>
#include <functional>

#include "pipeline/files/file_system.h"
#include "pipeline/inputs/options.h"
#include "pipeline/item/read.h"
#include "pipeline/item/work_item.h"
#include "pipeline/run/discovery.h"

namespace dcmscrub {

// What becomes of each item. Inputs that could not be read or parsed come as
// well: their tickets are decided.
struct Visitor {
  // On any thread, many at a time; may be empty.
  std::function<void(WorkItem&)> look;
  // One at a time, in any order; false when it has seen enough.
  std::function<bool(WorkItem&)> take;
};

// WorkItem::slot is below LoopSlots(threads). Ends early when the run is
// stopped or `take` says so. What needs the large budget is parsed and looked
// at by one thread at a time, so that memory stays within the plan. Throws what
// `look` and `take` throw.
void WalkSources(const ReadTerms& terms, int threads, Discovery& discovery,
                 const Visitor& visitor);

// The same for those who have no terms of their own: the sources of `options`.
// An error means that nothing was read.
absl::Status WalkSources(const RunOptions& options, FileSystem& file_system,
                         const std::atomic<int>* stop, const Visitor& visitor);

}  // namespace dcmscrub
