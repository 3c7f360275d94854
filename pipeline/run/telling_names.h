// Names of files and folders that hold identifiers, in a run in place: noted
// before the files that give them away are scrubbed, and renamed when the run
// ends.
//
// Only files tell that a name is an identifier, and once scrubbed they tell no
// more: what a run did not get to, was not to rename, or could not, is known to
// the journal, or to nobody. With a journal, memory does not grow with the
// names; without one, which is for a case, all are kept, and in a dry run those
// of folders.
//
// A name is forgotten when it was changed for good, or is gone: its folder is
// there and holds other things. Where the folder is not there, or is empty as
// one is on which no disk is mounted, nobody can tell a folder that was deleted
// from a disk that comes back tomorrow. Such a name stays noted, and costs no
// more than a row: no run counts it among those that it could not change.
//
// One thread at a time.
#pragma once

#include <absl/container/flat_hash_set.h>
#include <absl/status/status.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/inputs/ticket.h"
#include "pipeline/journal/journal.h"
#include "pipeline/journal/journal_reader.h"
#include "pipeline/journal/run_summary.h"
#include "pipeline/run/context.h"

namespace dcmscrub {

class TellingNames {
 public:
  // `journal` may be null, and is in a dry run. All must outlive this.
  TellingNames(const Context& context, Journal* journal, FileCounts& counts);

  // Before the first input: counts what earlier runs noted and this one leaves
  // as it is. A dry run reads the journal for that and for RenameAll; that it
  // cannot be read is an error, that it is not there is none.
  absl::Status LookBack();
  // Those of a group whose temporaries have no names yet, durably. Inputs whose
  // names cannot be noted are quarantined: they stay as they are, and tell the
  // next run.
  void Note(std::span<Ticket* const> group);
  // Where the run is to rename, gives neutral names to what is in its sources,
  // those that earlier runs left among them; a dry run counts them. After the
  // last Note. An error: in a dry run, which could not read the journal.
  absl::Status RenameAll();

 private:
  // To whether it is a folder's.
  using Noted = std::map<std::string, bool>;
  struct DeepestFirst {
    bool operator()(const std::string& a, const std::string& b) const;
  };
  enum class Whereabouts : std::uint8_t { kThere, kGone, kAway };
  // What a name stood in, and where that is by now; empty: nowhere.
  struct Above {
    std::string noted;
    std::string place;
    std::optional<bool> is_empty;
  };
  struct Found {
    std::string place;
    FileKind kind = FileKind::kFile;
  };

  Noted NewIn(std::span<Ticket* const> group) const;
  bool IsInSources(const std::string& path) const;
  std::vector<TellingName> After(const std::string& path) const;
  absl::Status ForEachEarlier(
      const std::function<void(const std::string& path)>& see);
  void LookAbove(const std::string& path);
  std::string PlaceOf(const std::string& folder) const;
  Whereabouts Find(const std::string& path, Found& found);
  absl::Status CountAll();
  void Rename(std::span<const TellingName> names);
  int GiveNeutralName(const Found& from, std::string& to);
  int SyncNames(std::vector<std::string> folders) const;

  const Context& context_;
  Journal* const journal_;
  std::unique_ptr<JournalReader> reader_;  // of a dry run
  FileCounts& counts_;
  absl::flat_hash_set<std::string_view> roots_;  // of the sources
  // Without a journal, all that were noted; else folders that were lately, each
  // of which many files may stand in.
  std::set<std::string, DeepestFirst> noted_;
  Above above_;  // of the name that was looked for last
};

}  // namespace dcmscrub
