#include "pipeline/run/graph.h"

#include <tbb/flow_graph.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <deque>
#include <tuple>
#include <vector>

#include "pipeline/run/stages.h"

namespace dcmscrub {
namespace {

namespace flow = tbb::flow;

// More than a group, or the group that would release them never fills.
constexpr std::size_t kPending = 2 * Committer::kGroupTickets;

// Counts, not continue_msg: a receiver of those waits for one from each of its
// predecessors, and two nodes release work items.
using Released = int;
using CompareNode =
    flow::multifunction_node<Ticket*, std::tuple<Ticket*, Ticket*>>;
using LendNode = flow::function_node<Ticket*, WorkItem*>;
using StageNode = flow::function_node<WorkItem*, WorkItem*>;
using DoneNode =
    flow::multifunction_node<WorkItem*,
                             std::tuple<Ticket*, Released, WorkItem*>>;
using LargeNode =
    flow::multifunction_node<WorkItem*, std::tuple<Ticket*, Released>>;

Ticket* GiveBack(const Context& context, WorkPool& pool, WorkItem* item) {
  Ticket* const ticket = item->ticket;
  item->Finish(context.read.memory.item_budget);
  pool.Give(item);
  return ticket;
}

// Tickets are used in turn. They are released in order, and at most
// `kPending` are under way with one more at the gate, so the next in turn is
// always free.
class TicketRing {
 public:
  TicketRing() : tickets_(kPending + 2) {}
  Ticket& Next() { return tickets_[next_++ % tickets_.size()]; }

 private:
  std::vector<Ticket> tickets_;
  std::size_t next_ = 0;
};

// The stages in a row.
class StageNodes {
 public:
  StageNodes(const Context& context, flow::graph& graph, LendNode& lend) {
    flow::sender<WorkItem*>* last = &lend;
    for (const Stage& stage : kStages) {
      nodes_.emplace_back(graph, flow::unlimited,
                          [&context, &stage](WorkItem* item) noexcept {
                            stage.run(context, *item);
                            return item;
                          });
      make_edge(*last, nodes_.back());
      last = &nodes_.back();
    }
  }
  StageNode& last() { return nodes_.back(); }

 private:
  std::deque<StageNode> nodes_;
};

// From `waiting` to `in_order`.
class WorkNodes {
 public:
  WorkNodes(const Context& context, flow::graph& graph, WorkPool& pool,
            flow::queue_node<Ticket*>& waiting,
            flow::sequencer_node<Ticket*>& in_order)
      : in_flight_(graph, pool.items().size()),
        lend_(graph, flow::unlimited,
              [&](Ticket* ticket) noexcept {
                WorkItem* const item = pool.Take();
                Lend(context, *ticket, *item);
                return item;
              }),
        stages_(context, graph, lend_),
        done_(graph, flow::unlimited,
              [&](WorkItem* item, DoneNode::output_ports_type& out) noexcept {
                if (!item->fits) {
                  std::get<2>(out).try_put(item);
                  return;
                }
                std::get<0>(out).try_put(GiveBack(context, pool, item));
                std::get<1>(out).try_put(1);
              }),
        large_(graph, flow::serial,
               [&](WorkItem* item, LargeNode::output_ports_type& out) noexcept {
                 RunLarge(context, *item);
                 std::get<0>(out).try_put(GiveBack(context, pool, item));
                 std::get<1>(out).try_put(1);
               }) {
    make_edge(waiting, in_flight_);
    make_edge(in_flight_, lend_);
    make_edge(stages_.last(), done_);
    make_edge(flow::output_port<0>(done_), in_order);
    make_edge(flow::output_port<1>(done_), in_flight_.decrementer());
    make_edge(flow::output_port<2>(done_), large_);
    make_edge(flow::output_port<0>(large_), in_order);
    make_edge(flow::output_port<1>(large_), in_flight_.decrementer());
  }

 private:
  flow::limiter_node<Ticket*, Released> in_flight_;
  LendNode lend_;
  StageNodes stages_;
  DoneNode done_;
  LargeNode large_;
};

void RunNodes(const Context& context, const RunEnds& ends, WorkPool& pool) {
  TicketRing ring;
  flow::graph graph;
  flow::input_node<Ticket*> discover(
      graph, [&](tbb::flow_control& control) -> Ticket* {
        Ticket& ticket = ring.Next();
        if (!ends.discover(ticket)) control.stop();
        return &ticket;
      });
  flow::limiter_node<Ticket*, Released> pending(graph, kPending);
  flow::queue_node<Ticket*> waiting(graph);
  CompareNode compare(graph, flow::unlimited,
                      [&](Ticket* ticket, CompareNode::output_ports_type& out) {
                        ends.compare(*ticket);
                        if (ticket->ending.decided) {
                          std::get<0>(out).try_put(ticket);
                        } else {
                          std::get<1>(out).try_put(ticket);
                        }
                      });
  flow::sequencer_node<Ticket*> in_order(
      graph, [](Ticket* ticket) { return ticket->input.number - 1; });
  WorkNodes work(context, graph, pool, waiting, in_order);
  flow::function_node<Ticket*, Released> commit(
      graph, flow::serial,
      [&](Ticket* ticket) { return ends.committer.Take(ticket); });

  make_edge(discover, pending);
  if (ends.compare) {
    make_edge(pending, compare);
  } else {
    make_edge(pending, waiting);
  }
  make_edge(flow::output_port<0>(compare), in_order);
  make_edge(flow::output_port<1>(compare), waiting);
  make_edge(in_order, commit);
  make_edge(commit, pending.decrementer());
  discover.activate();
  graph.wait_for_all();
  ends.committer.Flush();  // the tickets of the last group die with the ring
}

}  // namespace

void RunGraph(const Context& context, int threads, const RunEnds& ends,
              WorkPool& pool) {
  // An arena of its own, so that the caller's use of oneTBB is not disturbed;
  // the control lets it have more threads than the machine has cores.
  const tbb::global_control control(
      tbb::global_control::max_allowed_parallelism,
      static_cast<std::size_t>(threads));
  tbb::task_arena arena(threads);
  arena.execute([&] { RunNodes(context, ends, pool); });
}

void RunSerial(const Context& context, const RunEnds& ends, WorkPool& pool) {
  std::vector<Ticket> tickets(Committer::kGroupTickets);
  std::size_t used = 0;
  while (ends.discover(tickets[used])) {
    Ticket& ticket = tickets[used++];
    if (ends.compare) ends.compare(ticket);
    if (!ticket.ending.decided) {
      WorkItem* const item = pool.Take();
      Lend(context, ticket, *item);
      RunStages(context, *item);
      if (!item->fits) RunLarge(context, *item);
      GiveBack(context, pool, item);
    }
    if (ends.committer.Take(&ticket) > 0) used = 0;
  }
  ends.committer.Flush();
}

}  // namespace dcmscrub
