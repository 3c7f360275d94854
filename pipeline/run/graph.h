// The run, wired. Nodes, limits and edges; no other logic.
//
//                                  decided
//                            ┌───────────────────────────────────────────┐
//                            │                                           │
//   discover ─▶ pending ─▶ compare ─▶ waiting ─▶ in_flight ─▶ lend       │
//    serial     limiter    parallel    queue      limiter       ▼        │
//                  ▲                                 ▲        read       │
//                  │                                 │          ⋮        │
//                  │                                 │        write      │
//                  │                                 │          ▼        │
//                  │                                 ├──────  done ─────▶│
//                  │                                 │          ▼        │
//                  │                                 └──────  large ────▶│
//                  │                                          serial     │
//                  └──── commit ◀─ in_order ◀────────────────────────────┘
//                        serial    sequencer
//
// `compare` tells the inputs that the last run left nothing to do for: they,
// and what discovery decided, go straight to their record. Where there was no
// run before, it is passed by. `pending` bounds the
// tickets between discovery and commit (and with them the open temporaries and
// what the sequencer holds), `in_flight` the work items, that is, the memory.
//
// From read to write there is a node for each stage of stages.h. A thread that
// ends a stage goes on with the next of the same input, whose bytes are in that
// core's cache. An input that does not fit into a work item's budget passes
// them and goes to the one large lane, a queue before a serial node, so nothing
// ever waits for memory inside a task.
#pragma once

#include <functional>

#include "pipeline/inputs/ticket.h"
#include "pipeline/item/work_item.h"
#include "pipeline/run/commit.h"
#include "pipeline/run/context.h"

namespace dcmscrub {

// The ends of a run, besides its stages.
struct RunEnds {
  // Makes its argument the next input; false at the end. Called by one thread
  // at a time.
  std::function<bool(Ticket&)> discover;
  // Decides a ticket that there is nothing to do for; many threads at a time.
  // Empty where there was no run before.
  std::function<void(Ticket&)> compare;
  Committer& committer;
};

void RunGraph(const Context& context, int threads, const RunEnds& ends,
              WorkPool& pool);

// The same stages, one input after the other.
void RunSerial(const Context& context, const RunEnds& ends, WorkPool& pool);

}  // namespace dcmscrub
