// The stages, wired. Nodes, limits and edges; no other logic.
//
//   discover ─▶ pending ─▶ found ─▶ in_flight ─▶ read ─▶ parse ─▶ scrub ─▶
//   write
//    serial      limiter    queue     limiter              │                │
//                   ▲                    ▲                 └──▶ large ──────┤
//                   │                    └──────────────────────────────────┤
//                   └───────────── commit ◀─ in_order ◀─────────────────────┘
//                                  serial    sequencer
//
// `pending` bounds the tickets between discovery and commit (and with them
// the open temporaries and what the sequencer holds), `in_flight` the work
// items, that is, the memory. parse, scrub and write run on the thread that
// read the file, without a task of their own: its bytes are in that core's
// cache, and a task costs as much as a small stage. An input that does not fit
// into a work item's budget goes to the one large lane, a queue before a
// serial node, so nothing ever waits for memory inside a task.
#pragma once

#include <functional>

#include "pipeline/run/commit.h"
#include "pipeline/run/stages.h"
#include "pipeline/run/work_item.h"

namespace dcmscrub {

// Makes its argument the next input; false at the end. Called by one thread
// at a time.
using Discover = std::function<bool(Ticket&)>;

void RunGraph(const Context& context, int threads, const Discover& discover,
              WorkPool& pool, Committer& committer);

// The same stages, one input after the other.
void RunSerial(const Context& context, const Discover& discover, WorkPool& pool,
               Committer& committer);

}  // namespace dcmscrub
