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
// A name is forgotten when it was changed for good, and only then. That it is
// not there tells nothing: it may have been deleted, or be on a disk that comes
// back tomorrow, when nobody else knows of it. It costs a row, as inputs do
// that are gone, and no run counts it among those that it could not change.
//
// One thread at a time.
#pragma once

#include <absl/container/flat_hash_set.h>
#include <absl/status/status.h>

#include <functional>
#include <map>
#include <memory>
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
  struct Found {
    std::string place;
    FileKind kind = FileKind::kFile;
  };

  Noted NewIn(std::span<Ticket* const> group) const;
  bool IsInSources(const std::string& path) const;
  std::vector<TellingName> After(const std::string& path) const;
  absl::Status ForEachEarlier(
      const std::function<void(const std::string& path)>& see);
  int PlaceOf(const std::string& folder, std::string& place) const;
  int Find(const std::string& path, Found& found);
  bool FindNeutral(const std::string& path, std::string& to) const;
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
  // What the name stood in that was looked for last, and PlaceOf it: empty
  // where that is an error.
  std::string folder_, folder_place_;
  int folder_error_ = 0;
};

}  // namespace dcmscrub
