#include "pipeline/run/reidentify.h"

#include <memory>
#include <string>
#include <vector>

#include "pipeline/files/durable.h"
#include "pipeline/item/read.h"
#include "pipeline/item/work_item.h"
#include "pipeline/item/write.h"
#include "pipeline/run/output_name.h"

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

// What writing these files needs, besides the files.
struct Target {
  WriteTerms write;
  const Sources& sources;
  std::vector<std::string> prefixes;  // MirrorPrefixes
  bool is_file = false;
};

void NameTarget(const Target& target, const FoundInput& input,
                std::string& path) {
  path = target.sources.output;
  if (target.is_file) return;
  if (path.back() != '/') path.push_back('/');
  const bool in_folder =
      input.source.size() > target.sources.roots[input.root].size();
  if (in_folder && !target.prefixes.empty()) {
    path += target.prefixes[input.root];
  }
  path.append(input.source, input.below);
}

// The output's preamble and file meta information are in its first step.
std::uint64_t DataSetBegin(const OutputBytes& output) {
  FilePrefix prefix;
  if (output.steps.empty() ||
      ReadFilePrefix(output.steps[0].bytes, output.edits.size(), prefix)) {
    return 0;
  }
  return prefix.data_set_offset;
}

ReidentifyResult Restore(const Target& target, const RecipientKey& key,
                         WorkItem& item) {
  InputObject& object = item.object;
  object.Complete();
  ReidentifyInput input;
  input.facts = object.facts;
  input.index = &*object.index;
  input.memory = object.memory();
  input.syntax = object.prefix.syntax;
  input.key = &key;
  const ReidentifyResult result = Reidentify(input, item.output.edits);
  Ticket& ticket = *item.ticket;
  if (result == ReidentifyResult::kOk) {
    item.output.Plan(object);
    WriteOutput(target.write, {ticket.output.path, DataSetBegin(item.output)},
                object, item.output, ticket.written, ticket.ending);
  } else {
    ticket.ending.Quarantine(Reason::kNone);
  }
  return result;
}

// A file that has its name, but not for good, stays: whole, and counted as one
// that failed.
void Publish(FileSystem& file_system, NewFolders& new_folders, Ticket& ticket) {
  const std::string& path = ticket.output.path;
  int error = PublishDurably(file_system, *ticket.written.temporary, path,
                             /*replace=*/false);
  std::vector<std::string> above;
  new_folders.AddAbove(FolderOf(path), above);
  if (error == 0) error = SyncPaths(file_system, above);
  if (error != 0) ticket.ending.Quarantine(Reason::kWriteError, error);
  ticket.written.temporary.reset();
}

void Count(const Ticket& ticket, ReidentifySummary& summary) {
  ++summary.found;
  if (ticket.ending.outcome == Outcome::kWritten) {
    ++summary.written;
  } else if (ticket.ending.outcome == Outcome::kSkipped) {
    ++summary.skipped;
  } else {
    ++summary.failed;
  }
}

ReidentifyRecord RecordOf(const Ticket& ticket, ReidentifyResult result) {
  ReidentifyRecord record;
  record.result = result;
  record.input.number = ticket.input.number;
  record.input.source = &ticket.input.source;
  record.input.output = &ticket.output.path;
  record.input.outcome = ticket.ending.outcome;
  record.input.reason = ticket.ending.reason;
  record.input.error_number = ticket.ending.error_number;
  record.input.fault = ticket.ending.fault;
  return record;
}

}  // namespace

absl::StatusOr<ReidentifySummary> ReidentifyFiles(
    const ReidentifyOptions& options, FileSystem& files,
    const std::function<void(const ReidentifyRecord&)>& see,
    const std::atomic<int>* stop) {
  const std::shared_ptr<FileSystem> held = files.Hold();
  FileSystem& file_system = *held;
  RunOptions run;
  run.sources = options.sources;
  run.output = options.target;
  run.memory = options.memory;
  run.serial = true;
  absl::StatusOr<Sources> sources = ResolveSources(run, files);
  if (!sources.ok()) return sources.status();
  ReadTerms read = ReadTermsOf(run, file_system, stop);
  read.limits.loaded_value = kReidentifyLimits.loaded_value;
  const Target target = {
      {.file_system = file_system, .owner_only = true, .stop = stop},
      *sources,
      MirrorPrefixes(*sources),
      IsFileTarget(options, *sources, files)};
  ReidentifySummary summary;
  NewFolders new_folders;
  WorkItem item;
  SourceWalker walker(*sources, file_system, 0);
  Ticket ticket;
  item.ticket = &ticket;
  while (!read.stopped()) {
    ticket.Reset();
    if (!walker.Next(ticket.input, ticket.ending)) break;
    NameTarget(target, ticket.input, ticket.output.path);
    ReadInput(read, ticket.input.source, item.object, ticket.ending);
    IndexInput(read, read.memory.large_budget, item.object, ticket.ending);
    ReidentifyResult result = ReidentifyResult::kOk;
    if (!ticket.ending.decided) result = Restore(target, *options.key, item);
    item.Finish(read.memory.item_budget);
    if (ticket.written.temporary != nullptr) {
      Publish(file_system, new_folders, ticket);
    }
    Count(ticket, summary);
    see(RecordOf(ticket, result));
  }
  summary.interrupted = read.stopped();
  return summary;
}

}  // namespace dcmscrub
