#include "pipeline/run/commit.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include "pipeline/run/output_name.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kCompareChunk = 256 * 1024;

bool ReadChunk(InputFile& file, std::uint64_t offset,
               std::vector<std::uint8_t>& chunk) {
  chunk.resize(kCompareChunk);
  std::size_t got = 0;
  if (file.ReadAt(offset, chunk.data(), chunk.size(), got) != 0) return false;
  chunk.resize(got);
  return true;
}

bool HoldSameBytes(FileSystem& files, const std::string& a,
                   const std::string& b) {
  std::unique_ptr<InputFile> file_a, file_b;
  FileInfo info_a, info_b;
  if (files.Open(a, false, file_a, &info_a) != 0 ||
      files.Open(b, false, file_b, &info_b) != 0 ||
      info_a.size != info_b.size) {
    return false;
  }
  std::vector<std::uint8_t> chunk_a, chunk_b;
  for (std::uint64_t at = 0; at < info_a.size; at += chunk_a.size()) {
    if (!ReadChunk(*file_a, at, chunk_a) || !ReadChunk(*file_b, at, chunk_b) ||
        chunk_a != chunk_b || chunk_a.empty()) {
      return false;
    }
  }
  return true;
}

}  // namespace

Committer::Committer(const Context& context, Journal* journal,
                     Crosswalk* crosswalk, const RunHooks& hooks,
                     InputCounts& counts)
    : context_(context),
      journal_(journal),
      crosswalk_(crosswalk),
      recorder_(hooks, counts),
      counts_(counts),
      telling_names_(context, journal, counts) {
  group_.reserve(kGroupTickets);
}

int Committer::Take(Ticket* ticket) {
  group_.push_back(ticket);
  group_bytes_ += ticket->written.stamp.size;
  const bool each = context_.options.sync == Sync::kEach;
  if (!each && group_.size() < kGroupTickets && group_bytes_ < kGroupBytes) {
    return 0;
  }
  return Flush();
}

int Committer::Flush() {
  if (context_.options.sync != Sync::kNone) SyncTemporaries();
  if (crosswalk_ != nullptr) WriteCrosswalk();
  telling_names_.Note(group_);
  for (Ticket* const ticket : group_) {
    if (ticket->written.temporary != nullptr) Publish(*ticket);
  }
  if (context_.options.sync != Sync::kNone) SyncFolders();
  RemoveSources();
  if (journal_ != nullptr && !group_.empty()) WriteRows();
  for (const Ticket* const ticket : group_) recorder_.Record(*ticket);
  recorder_.NoteThroughput();
  const int released = static_cast<int>(group_.size());
  group_.clear();
  group_bytes_ = 0;
  unsynced_.clear();
  return released;
}

void Committer::SyncTemporaries() {
  std::vector<Ticket*> tickets;
  std::vector<OutputFile*> temporaries;
  for (Ticket* const ticket : group_) {
    if (ticket->written.temporary == nullptr) continue;
    tickets.push_back(ticket);
    temporaries.push_back(ticket->written.temporary.get());
  }
  std::vector<int> errors(temporaries.size());
  SyncFiles(temporaries, errors);
  for (std::size_t i = 0; i < tickets.size(); ++i) {
    const int closed = temporaries[i]->Close();
    const int error = errors[i] != 0 ? errors[i] : closed;
    if (error == 0) continue;
    tickets[i]->written.temporary.reset();
    tickets[i]->ending.Quarantine(Reason::kWriteError, error);
  }
}

void Committer::WriteCrosswalk() {
  for (const Ticket* const ticket : group_) {
    if (ticket->written.temporary != nullptr)
      crosswalk_->Add(ticket->notes.who);
  }
  const int error = crosswalk_->Commit(context_.options.sync != Sync::kNone);
  if (error == 0) return;
  for (Ticket* const ticket : group_) {
    if (ticket->written.temporary == nullptr) continue;
    ticket->written.temporary.reset();
    ticket->ending.Quarantine(Reason::kCrosswalk, error);
  }
}

// In place, the original is about to go: what came into it since it was read
// would be lost.
bool Committer::ChangedSinceRead(Ticket& ticket) const {
  FileInfo now;
  if (context_.file_system().Info(ticket.input.source, false, now) != 0)
    return true;
  ticket.written.was_linked = now.links > 1;
  return StampOf(now) != ticket.read;
}

void Committer::Publish(Ticket& ticket) {
  if (context_.options.in_place && ChangedSinceRead(ticket)) {
    ticket.ending.Quarantine(Reason::kChanged);
    return ticket.written.temporary.reset();
  }
  const bool replace =
      context_.options.in_place && !ticket.output.remove_source;
  const int error =
      ticket.written.temporary->Publish(ticket.output.path, replace);
  if (error == EEXIST && !replace) {
    SettleTakenName(ticket);
  } else if (error != 0) {
    ticket.ending.Quarantine(Reason::kWriteError, error);
  }
  ticket.written.temporary.reset();  // deletes it where it has no name yet
}

void Committer::SettleTakenName(Ticket& ticket) {
  FileSystem& files = context_.file_system();
  if (HoldSameBytes(files, ticket.written.temporary->temporary_path(),
                    ticket.output.path)) {
    return ticket.ending.Decide(Outcome::kDuplicate, Reason::kNone);
  }
  if (!context_.options.in_place) {
    return ticket.ending.Quarantine(Reason::kCollision);
  }
  // The old name tells; any other will do.
  const std::string stem =
      ticket.output.path.substr(0, ticket.output.path.rfind('.'));
  for (int copy = 2; copy <= kMostCopies; ++copy) {
    ticket.output.path = absl::StrFormat("%s-%d.dcm", stem, copy);
    const int error =
        ticket.written.temporary->Publish(ticket.output.path, false);
    if (error == 0) return;
    if (error != EEXIST) {
      return ticket.ending.Quarantine(Reason::kWriteError, error);
    }
    if (HoldSameBytes(files, ticket.written.temporary->temporary_path(),
                      ticket.output.path)) {
      return ticket.ending.Decide(Outcome::kDuplicate, Reason::kNone);
    }
  }
  ticket.ending.Quarantine(Reason::kCollision);
}

void Committer::SyncFolders() {
  std::vector<std::string> folders;
  for (const Ticket* const ticket : group_) {
    if (ticket->ending.outcome != Outcome::kWritten ||
        ticket->output.path.empty() || context_.options.dry_run) {
      continue;
    }
    const std::string_view folder = FolderOf(ticket->output.path);
    if (folders.empty() || folders.back() != folder) {
      folders.emplace_back(folder);
    }
  }
  if (!context_.options.in_place) {
    for (std::size_t i = 0, count = folders.size(); i < count; ++i) {
      new_folders_.AddAbove(std::string(folders[i]), folders);
    }
  }
  SyncAll(folders);
  if (!unsynced_.empty()) new_folders_ = {};
}

void Committer::SyncAll(std::vector<std::string>& folders) {
  std::ranges::sort(folders);
  folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
  std::vector<int> errors(folders.size());
  context_.file_system().SyncPaths(folders, errors);
  for (std::size_t i = 0; i < folders.size(); ++i) {
    if (errors[i] != 0) unsynced_.push_back(folders[i]);
  }
}

bool Committer::IsUnsynced(const std::string& path) const {
  return std::ranges::any_of(unsynced_, [&](const std::string& folder) {
    return IsInside(path, folder);
  });
}

// What was there before this run, or was written by another, may be in memory
// alone.
int Committer::SyncOther(const Ticket& ticket) const {
  if (context_.options.sync == Sync::kNone) return 0;
  const std::string paths[] = {ticket.output.path,
                               std::string(FolderOf(ticket.output.path))};
  return SyncPaths(context_.file_system(), paths);
}

// A row is what the next run believes: that an original is gone has to be as
// durable as the row that says so, or it would come back for good.
void Committer::RemoveSources() {
  std::vector<std::string> folders;
  for (Ticket* const ticket : group_) {
    if (!ticket->output.remove_source || !ticket->ending.published()) continue;
    if (context_.options.dry_run) {
      ++counts_.renamed;  // would be
      continue;
    }
    RemoveSource(*ticket);
    folders.emplace_back(FolderOf(ticket->input.source));
  }
  if (folders.empty() || context_.options.sync == Sync::kNone) return;
  SyncAll(folders);
}

void Committer::RemoveSource(Ticket& ticket) {
  int error = IsUnsynced(ticket.output.path) ? EIO : 0;
  if (error == 0 && ticket.ending.outcome == Outcome::kDuplicate) {
    error = SyncOther(ticket);
  }
  // What was read, and nothing that came to its name since.
  if (error == 0 && ChangedSinceRead(ticket)) {
    return ticket.ending.Quarantine(Reason::kChanged);
  }
  if (error == 0)
    error = context_.file_system().Remove(ticket.input.source, FileKind::kFile);
  if (error == 0) {
    ++counts_.renamed;
  } else {
    // The original still stands there under its old name: not done.
    ticket.ending.Quarantine(Reason::kWriteError, error);
  }
}

void Committer::WriteRows() {
  journal_->Begin();
  for (const Ticket* const ticket : group_) {
    const bool unsure = ticket->ending.outcome == Outcome::kWritten &&
                        IsUnsynced(ticket->output.path);
    if (ticket->ending.outcome == Outcome::kUnchanged ||
        ticket->ending.outcome == Outcome::kInterrupted || unsure) {
      continue;
    }
    journal_->Put({.number = ticket->input.number,
                   .source = ticket->input.source,
                   .output = ticket->output.path,
                   .read = ticket->read,
                   .written = ticket->written.stamp,
                   .ending = ticket->ending,
                   .labels = ticket->notes.labels,
                   .series = ticket->notes.series});
  }
  journal_->Commit();
}

}  // namespace dcmscrub
