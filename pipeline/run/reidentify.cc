#include "pipeline/run/reidentify.h"

#include <memory>
#include <string>
#include <vector>

#include "pipeline/files/durable.h"
#include "pipeline/run/output_name.h"
#include "pipeline/run/stages.h"

namespace dcmscrub {
namespace {

// Whether `target` names the one new file, and not a folder.
bool IsFileTarget(const ReidentifyOptions& options, const Sources& sources,
                  FileSystem& file_system) {
  FileInfo info;
  if (sources.roots.size() != 1 || options.target.ends_with('/') ||
      file_system.Info(sources.roots[0], true, info) != 0 ||
      info.kind == FileKind::kFolder) {
    return false;
  }
  return file_system.Info(options.target, true, info) != 0 ||
         info.kind != FileKind::kFolder;
}

void NameTarget(const Context& context, bool file_target, Ticket& ticket) {
  ticket.output = context.sources.output;
  if (file_target) return;
  if (ticket.output.back() != '/') ticket.output.push_back('/');
  const bool in_folder =
      ticket.source.size() > context.sources.roots[ticket.root].size();
  if (in_folder && !context.mirror_prefixes.empty()) {
    ticket.output += context.mirror_prefixes[ticket.root];
  }
  ticket.output.append(ticket.source, ticket.below);
}

// The output's preamble and file meta information are in its first step.
std::uint64_t DataSetBegin(WorkItem& item) {
  const auto steps = item.gather->Plan(item.edits, item.windows, item.memory());
  FilePrefix prefix;
  if (steps.empty() ||
      ReadFilePrefix(steps[0].bytes, item.edits.size(), prefix)) {
    return 0;
  }
  return prefix.data_set_offset;
}

ReidentifyResult Restore(const Context& context, const RecipientKey& key,
                         WorkItem& item) {
  ReidentifyInput input;
  input.facts = CollectFacts(*item.index, item.memory());
  CompleteFacts(item.prefix, input.facts);
  input.index = &*item.index;
  input.memory = item.memory();
  input.syntax = item.prefix.syntax;
  input.key = &key;
  const ReidentifyResult result = Reidentify(input, item.edits);
  if (result == ReidentifyResult::kOk) {
    WriteEdits(context, item, DataSetBegin(item));
  } else {
    item.ticket->Quarantine(Reason::kNone);
  }
  return result;
}

// A file that has its name, but not for good, stays: whole, and counted as one
// that failed.
void Publish(FileSystem& file_system, NewFolders& new_folders, Ticket& ticket) {
  int error = PublishDurably(file_system, *ticket.temporary, ticket.output,
                             /*replace=*/false);
  std::vector<std::string> above;
  new_folders.AddAbove(FolderOf(ticket.output), above);
  if (error == 0) error = SyncPaths(file_system, above);
  if (error != 0) ticket.Quarantine(Reason::kWriteError, error);
  ticket.temporary.reset();
}

void Count(const Ticket& ticket, ReidentifySummary& summary) {
  ++summary.found;
  if (ticket.outcome == Outcome::kWritten) {
    ++summary.written;
  } else if (ticket.outcome == Outcome::kSkipped) {
    ++summary.skipped;
  } else {
    ++summary.failed;
  }
}

ReidentifyRecord RecordOf(const Ticket& ticket, ReidentifyResult result) {
  ReidentifyRecord record;
  record.result = result;
  record.input.number = ticket.number;
  record.input.source = &ticket.source;
  record.input.output = &ticket.output;
  record.input.outcome = ticket.outcome;
  record.input.reason = ticket.reason;
  record.input.error_number = ticket.error_number;
  record.input.fault = ticket.fault;
  return record;
}

}  // namespace

absl::StatusOr<ReidentifySummary> ReidentifyFiles(
    const ReidentifyOptions& options, FileSystem& file_system,
    const std::function<void(const ReidentifyRecord&)>& see,
    const std::atomic<int>* stop) {
  RunOptions run;
  run.sources = options.sources;
  run.output = options.target;
  run.memory = options.memory;
  absl::StatusOr<Sources> sources = ResolveSources(run, file_system);
  if (!sources.ok()) return sources.status();
  auto policy = PolicyOf(run);
  if (!policy.ok()) return policy.status();
  absl::StatusOr<Layout> layout = Layout::Parse("mirror");
  if (!layout.ok()) return layout.status();

  const Identity identity(run.key);
  PolicyCache policies(policy->get());
  const Context context{run,
                        file_system,
                        *sources,
                        identity,
                        policies,
                        *layout,
                        MirrorPrefixes(*sources),
                        PlanMemory(options.memory, 1),
                        stop,
                        kReidentifyLimits.loaded_value};
  const bool file_target = IsFileTarget(options, *sources, file_system);
  ReidentifySummary summary;
  NewFolders new_folders;
  WorkPool pool(1);
  SourceWalker walker(*sources, file_system, 0);
  Ticket ticket;
  while (!context.stopped() && walker.Next(ticket)) {
    WorkItem* const item = pool.Take();
    item->ticket = &ticket;
    NameTarget(context, file_target, ticket);
    Read(context, *item);
    Parse(context, *item, context.memory.large_budget);
    ReidentifyResult result = ReidentifyResult::kOk;
    if (!ticket.decided) result = Restore(context, *options.key, *item);
    item->Finish(context.memory.item_budget);
    pool.Give(item);
    if (ticket.temporary != nullptr) {
      Publish(file_system, new_folders, ticket);
    }
    Count(ticket, summary);
    see(RecordOf(ticket, result));
  }
  summary.interrupted = context.stopped();
  return summary;
}

}  // namespace dcmscrub
