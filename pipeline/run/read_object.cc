#include "pipeline/run/read_object.h"

#include "pipeline/run/stages.h"

namespace dcmscrub {

void ReadObject(const std::string& path, FileSystem& file_system,
                Ticket& ticket, WorkItem& item) {
  ticket.Reset();
  ticket.number = 1;
  item.ticket = &ticket;
  if (int error = file_system.RealPath(path, ticket.source)) {
    return ticket.Quarantine(Reason::kReadError, error);
  }
  const RunOptions options;
  const Sources sources;
  const Identity identity(options.key);
  const Layout layout;
  PolicyCache policies(PolicyOf(options)->get());
  const Context context{
      options,  file_system, sources, identity,
      policies, layout,      {},      PlanMemory(options.memory, 1),
      nullptr};
  Read(context, item);
  Parse(context, item, context.memory.large_budget);
  if (ticket.decided) return;
  item.facts = CollectFacts(*item.index, item.memory());
  CompleteFacts(item.prefix, item.facts);
}

}  // namespace dcmscrub
