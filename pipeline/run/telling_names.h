// Names of files and folders that hold identifiers, in a run in place: noted
// before the files that give them away are scrubbed, and renamed when the run
// ends.
//
// Only files tell that a name is an identifier, and once scrubbed they tell no
// more: what a run did not get to, was not to rename, or could not, is known to
// the journal, or to nobody. With a journal, memory does not grow with the
// names; without one, which is for a case, all are kept.
//
// One thread at a time.
#pragma once

#include <absl/container/flat_hash_set.h>

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/inputs/ticket.h"
#include "pipeline/journal/journal.h"
#include "pipeline/journal/run_summary.h"
#include "pipeline/run/context.h"

namespace dcmscrub {

class TellingNames {
 public:
  // `journal` may be null. All must outlive this.
  TellingNames(const Context& context, Journal* journal, FileCounts& counts);

  // Those of a group whose temporaries have no names yet, durably. Inputs whose
  // names cannot be noted are quarantined: they stay as they are, and tell the
  // next run.
  void Note(std::span<Ticket* const> group);
  // Where the run is to rename, gives neutral names to what is in its sources,
  // those that earlier runs left among them. After the last Note.
  void RenameAll();

 private:
  // To whether it is a folder's.
  using Noted = std::map<std::string, bool>;
  using Depths = std::set<std::ptrdiff_t, std::greater<>>;

  Noted NewIn(std::span<Ticket* const> group) const;
  bool IsInSources(const std::string& path) const;
  std::vector<TellingName> After(const std::string& path) const;
  Depths FindDepths();
  std::string PlaceOf(const std::string& path) const;
  bool IsReached(const std::string& path) const;
  void Rename(std::span<const std::string> names);
  int GiveNeutralName(const std::string& from, std::string& to);
  int SyncNames(std::vector<std::string> folders) const;

  const Context& context_;
  Journal* const journal_;
  FileCounts& counts_;
  absl::flat_hash_set<std::string_view> roots_;  // of the sources
  // Without a journal, all that were noted; else folders that were lately, each
  // of which many files may stand in.
  std::set<std::string> noted_;
};

}  // namespace dcmscrub
