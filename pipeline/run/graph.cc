#include "pipeline/run/graph.h"

#include <tbb/flow_graph.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <tuple>
#include <vector>

namespace dcmscrub {
namespace {

namespace flow = tbb::flow;

// More than a group, or the group that would release them never fills.
constexpr std::size_t kPending = 2 * Committer::kGroupTickets;

// All that is left to do for an item that needs the large lane.
void FinishLarge(const Context& context, WorkItem& item) {
  Parse(context, item, context.memory.large_budget);
  Scrub(context, item);
  Write(context, item);
}

Ticket* GiveBack(const Context& context, WorkPool& pool, WorkItem* item) {
  Ticket* const ticket = item->ticket;
  item->Finish(context.memory.item_budget);
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

void RunNodes(const Context& context, const Discover& discover, WorkPool& pool,
              Committer& committer) {
  // Counts, not continue_msg: a receiver of those waits for one from each of
  // its predecessors, and two nodes release work items.
  using Released = std::tuple<Ticket*, int>;
  TicketRing ring;
  flow::graph graph;

  flow::input_node<Ticket*> source(graph,
                                   [&](tbb::flow_control& control) -> Ticket* {
                                     Ticket& ticket = ring.Next();
                                     if (!discover(ticket)) control.stop();
                                     return &ticket;
                                   });
  flow::limiter_node<Ticket*, int> pending(graph, kPending);
  flow::queue_node<Ticket*> found(graph);
  flow::limiter_node<Ticket*, int> in_flight(graph, pool.items().size());
  flow::function_node<Ticket*, WorkItem*> read(
      graph, flow::unlimited, [&](Ticket* ticket) noexcept {
        WorkItem* const item = pool.Take();
        item->ticket = ticket;
        Read(context, *item);
        return item;
      });
  using Parsed = std::tuple<WorkItem*, WorkItem*>;
  using ParseNode = flow::multifunction_node<WorkItem*, Parsed>;
  ParseNode parse(
      graph, flow::unlimited,
      [&](WorkItem* item, ParseNode::output_ports_type& out) noexcept {
        if (Parse(context, *item, context.memory.item_budget) == Fit::kFits) {
          std::get<0>(out).try_put(item);
        } else {
          std::get<1>(out).try_put(item);
        }
      });
  flow::function_node<WorkItem*, WorkItem*> scrub(graph, flow::unlimited,
                                                  [&](WorkItem* item) noexcept {
                                                    Scrub(context, *item);
                                                    return item;
                                                  });
  using WriteNode = flow::multifunction_node<WorkItem*, Released>;
  WriteNode write(
      graph, flow::unlimited,
      [&](WorkItem* item, WriteNode::output_ports_type& out) noexcept {
        Write(context, *item);
        std::get<0>(out).try_put(GiveBack(context, pool, item));
        std::get<1>(out).try_put(1);
      });
  using LargeNode = flow::multifunction_node<WorkItem*, Released>;
  LargeNode large(graph, flow::serial,
                  [&](WorkItem* item, LargeNode::output_ports_type& out) {
                    FinishLarge(context, *item);
                    std::get<0>(out).try_put(GiveBack(context, pool, item));
                    std::get<1>(out).try_put(1);
                  });
  flow::sequencer_node<Ticket*> in_order(
      graph, [](Ticket* ticket) { return ticket->number - 1; });
  flow::function_node<Ticket*, int> commit(
      graph, flow::serial,
      [&](Ticket* ticket) { return committer.Take(ticket); });

  make_edge(source, pending);
  make_edge(pending, found);
  make_edge(found, in_flight);
  make_edge(in_flight, read);
  make_edge(read, parse);
  make_edge(flow::output_port<0>(parse), scrub);
  make_edge(flow::output_port<1>(parse), large);
  make_edge(scrub, write);
  make_edge(flow::output_port<0>(write), in_order);
  make_edge(flow::output_port<1>(write), in_flight.decrementer());
  make_edge(flow::output_port<0>(large), in_order);
  make_edge(flow::output_port<1>(large), in_flight.decrementer());
  make_edge(in_order, commit);
  make_edge(commit, pending.decrementer());
  source.activate();
  graph.wait_for_all();
  committer.Flush();  // the tickets of the last group die with the ring
}

}  // namespace

void RunGraph(const Context& context, int threads, const Discover& discover,
              WorkPool& pool, Committer& committer) {
  // An arena of its own, so that the caller's use of oneTBB is not disturbed;
  // the control lets it have more threads than the machine has cores.
  const tbb::global_control control(
      tbb::global_control::max_allowed_parallelism,
      static_cast<std::size_t>(threads));
  tbb::task_arena arena(threads);
  arena.execute([&] { RunNodes(context, discover, pool, committer); });
}

void RunSerial(const Context& context, const Discover& discover, WorkPool& pool,
               Committer& committer) {
  std::vector<Ticket> tickets(Committer::kGroupTickets);
  std::size_t used = 0;
  while (discover(tickets[used])) {
    WorkItem* const item = pool.Take();
    item->ticket = &tickets[used++];
    Read(context, *item);
    if (Parse(context, *item, context.memory.item_budget) == Fit::kFits) {
      Scrub(context, *item);
      Write(context, *item);
    } else {
      FinishLarge(context, *item);
    }
    if (committer.Take(GiveBack(context, pool, item)) > 0) used = 0;
  }
  committer.Flush();
}

}  // namespace dcmscrub
