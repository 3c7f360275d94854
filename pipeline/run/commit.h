// The last stage: temporaries get their names, outcomes are written down. One
// thread at a time, in the order of discovery, so that which of two inputs
// wins a name does not depend on threads.
//
// Tickets are gathered into groups of up to 256, or 256 MB of output, and a
// group is done in this order:
//
//   1. every temporary is synced and closed (Sync::kNone: closed long since)
//   2. the crosswalk gets its rows; inputs whose rows cannot be written are
//      quarantined, so no output is without them
//   3. names that tell, which are renamed at the end or by a later run, are
//      noted in the journal, durably; inputs whose names cannot be noted are
//      quarantined
//   4. every temporary is renamed to its target
//   5. the folders that got names are synced, each once, and so are the
//      folders above one that the run meets for the first time
//   6. originals whose outputs have another name in the same folder are
//      removed (in place, with `rename`) and their folders synced; where the
//      output is a duplicate of what was there, that is synced first
//   7. the journal gets its rows, in one transaction
//   8. the observer is told
//
// So a crash finds old files, or new ones whose bytes are on the disk, and
// never a row for an output that is not there. Sync::kEach is a group of one.
//
// A name that is taken: the temporary is compared with what is there. Equal
// bytes make a kDuplicate, others a kCollision, and what is there stays. In
// place with `rename`, an input whose new name is taken by other bytes keeps
// its old name.
//
// A target that cannot be written (disk full, I/O error) costs its own input
// only: the run goes on, since a smaller file may fit and the rest still
// needs its outcome. If a folder cannot be synced, the outputs in and below it
// count as written but get no rows, so the next run does them again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/files/durable.h"
#include "pipeline/journal/crosswalk.h"
#include "pipeline/journal/journal.h"
#include "pipeline/journal/throughput.h"
#include "pipeline/run/context.h"
#include "pipeline/run/recorder.h"
#include "pipeline/run/run.h"
#include "pipeline/run/telling_names.h"

namespace dcmscrub {

class Committer {
 public:
  static constexpr std::size_t kGroupTickets = 256;
  static constexpr std::uint64_t kGroupBytes = std::uint64_t{256} << 20;

  // `journal` and `crosswalk` may be null. All must outlive the committer.
  Committer(const Context& context, Journal* journal, Crosswalk* crosswalk,
            const RunHooks& hooks, InputCounts& counts);

  // Takes the next ticket in order and returns how many are done with: none
  // of them while the group grows, then all of the group.
  int Take(Ticket* ticket);
  // Does the group as it is. For the end of a run.
  int Flush();
  // In place, of names that tell: LookBack and RenameAll of TellingNames,
  // before the first Take and after the last Flush.
  absl::Status LookBack() { return telling_names_.LookBack(); }
  absl::Status RenameTelling() { return telling_names_.RenameAll(); }
  const Throughput& throughput() const { return recorder_.throughput(); }

 private:
  void SyncTemporaries();
  void WriteCrosswalk();
  bool ChangedSinceRead(Ticket& ticket) const;
  void Publish(Ticket& ticket);
  void SettleTakenName(Ticket& ticket);
  void SyncFolders();
  // Each once; those that fail are unsynced_.
  void SyncAll(std::vector<std::string>& folders);
  bool IsUnsynced(const std::string& path) const;
  int SyncOther(const Ticket& ticket) const;
  void RemoveSources();
  void RemoveSource(Ticket& ticket);
  void WriteRows();

  const Context& context_;
  Journal* const journal_;
  Crosswalk* const crosswalk_;
  Recorder recorder_;
  InputCounts& counts_;
  std::vector<Ticket*> group_;
  std::uint64_t group_bytes_ = 0;
  std::vector<std::string> unsynced_;  // folders of this group
  NewFolders new_folders_;
  TellingNames telling_names_;
};

}  // namespace dcmscrub
