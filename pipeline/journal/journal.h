// The journal: how each input of each run ended, in one SQLite file. It lets
// a later run leave alone what has not changed. It holds paths, which may
// hold names: mode 0600, to be kept with the key.
//
//   run    id INTEGER PRIMARY KEY
//          started, finished  TEXT, UTC, "2026-01-31T12:00:00Z"; `finished`
//                             is null until the run ended, stopped or not
//          policy, key        TEXT, fingerprints
//          version, policy_name, profile, options, edition
//                    TEXT; see RunDescription
//          random_key   1: nobody has the key
//          searched     0: outputs were not searched for residue
//          interrupted  1: a signal ended it
//          seconds      wall time
//          bytes_in, bytes_out
//          temporaries  what the names of those that it makes begin with: so
//                       those of a run that was killed are told from inputs
//                       that are called like them
//
//   input  source   TEXT PRIMARY KEY, the real path. Of an input that was
//                   renamed in place: its new one
//          status   "written", "duplicate", "skipped", "quarantined"
//          reason   ReasonName, or null
//          fault    ErrorName, or null; tag and offset with it
//          tag      "(gggg,eeee)", or where more is known, the way to it:
//                   "(0040,0275)[1]/(0008,0050)"
//          error    errno, or null
//          output   path, or null when there is none
//          size_in, mtime_ns   of the source when it was read; of an input
//                   that was rewritten in place, of the new file
//          size_out
//          policy, key   fingerprints
//          place    where outputs were to go: layout and folder
//          run      run.id
//          rule     "site.rules:12": the statement that had it skipped or
//                   quarantined, or null
//          labels   of the policy's `tag` statements, ", " between them, or
//                   null
//          number   of the input in its run, as messages name it
//          series   series.id, or null when there is no output
//
//   series id INTEGER PRIMARY KEY
//          study, series, patient   new identifiers; never an original, see
//                   OutputSeries
//          modality
//
//   What a run did, written when it ends; a killed one has none of these.
//
//   tally  run, what, name, rule, count: how many inputs. `what` is "outcome",
//          "reason", "fault" or "warning" with their names; "label" with the
//          label; "name" with "identifying" or "renamed"; in place, "original"
//          with "linked", "output" with "fewer-rights" or
//          "fewer-attributes". `rule` as in input, or empty
//   change run, tag, change, rule, elements: Change by Change; `change` is the
//          ChangeKindName
//   sample run, seconds, files, bytes: what was done so many seconds after the
//          run began; some 200 rows at most, see throughput.h
//
//   folder path     TEXT PRIMARY KEY: a folder, or a file, whose name holds an
//                   identifier. Noted, durably, before the files that gave it
//                   away lose what the name is known by, so that a later run
//                   can still give it a neutral one; forgotten when that is
//                   durable, so that one that could not be renamed is tried
//                   again by every run with `rename` that has it in its sources
//          stays    1: nobody waits for it: no run was asked to rename it, or
//                   it was not there when one was
//
// `PRAGMA application_id` is 0x44435342 ("DCSB"), `user_version` 5. A run
// brings versions 1 (without `rule` and `labels`), 2 (of run no more than five
// columns, of input neither `number` nor `series`, of the tables run, input and
// folder alone), 3 (without `stays`) and 4 (without `temporaries`) up to it;
// what they did not note stays null. Write ahead log, synchronous = NORMAL: a
// power loss may cost the last rows, never the journal; notes of names alone
// are synced at once. Rows come a group at a time, after the outputs of the
// group have their names, so a row never promises what is not there.
//
// One run at a time has a journal: it is locked until it is closed.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/journal/record.h"
#include "pipeline/journal/run_summary.h"

namespace dcmscrub {

// What rows are written under, and compared with: another policy, key or
// place makes an input a changed one.
struct JournalTerms {
  std::string policy;
  std::string key;
  std::string place;
  std::vector<std::string> statements = {};  // what site statements are called
  RunDescription run = {};
  std::string temporaries = {};  // FileSystem::temporary_prefix()
};

struct JournalRow {
  bool written = false;  // and under the same terms
  std::uint64_t size_in = 0;
  std::int64_t modified_ns = 0;
  std::string output;
  std::uint64_t size_out = 0;
};

// A folder or a file whose own name tells.
struct TellingName {
  std::string path;
  // No run was asked to rename it: `rename` was not given, or it was above what
  // was named. Or one was, and it was not there.
  bool stays = false;

  friend auto operator<=>(const TellingName&, const TellingName&) = default;
};

// Thread rules: Find may be called from any number of threads while another
// writes; they take turns.
class Journal {
 public:
  // Opens or makes it, and locks it. FailedPrecondition for a file that is no
  // journal of ours, Unavailable when another run has it. What was there stays
  // as it is, and what was made goes again with the object, until Start.
  static absl::StatusOr<std::unique_ptr<Journal>> Open(
      const std::string& path, const JournalTerms& terms);

  virtual ~Journal() = default;
  // Whether there was nothing in it when it was opened: no use to look.
  virtual bool was_empty() const = 0;
  // What the temporaries are called of runs that never came to their end:
  // killed.
  virtual const std::vector<std::string>& killed_temporaries() const = 0;
  // Notes that a run begins, which did when it was opened. Before anything
  // else is written. An error leaves no run in it.
  virtual absl::Status Start() = 0;
  // false when there is no row.
  virtual bool Find(const std::string& source, JournalRow& row) = 0;

  // Between Begin and Commit, rows of one group. Errors are remembered in
  // failed(): they stop no run.
  virtual void Begin() = 0;
  virtual void Put(const JournalRecord& record) = 0;
  virtual void ForgetTelling(const std::string& path) = 0;
  virtual void SetTellingStays(const std::string& path, bool stays) = 0;
  // The folder or file `from` is now called `to`: so it is in the rows of
  // inputs and in the notes of what stands below it.
  virtual void MovePath(const std::string& from, const std::string& to) = 0;
  virtual void Commit() = 0;
  // Notes them until they are renamed; of one that is noted already, that it is
  // not to stay. Not between Begin and Commit: it is a transaction of its own,
  // durable when this returns true. Costs a sync.
  virtual bool NoteTelling(std::span<const TellingName> names) = 0;
  // Those that are noted, the deepest first and each depth by path: the next
  // behind `path`, empty for the first ones. All of one depth, and no more than
  // `most`; none at the end.
  virtual std::vector<TellingName> TellingAfter(const std::string& path,
                                                std::size_t most) = 0;
  // RunSummary::mixed_studies. Reads the inputs only where there may be such.
  virtual std::uint64_t CountMixedStudies() = 0;
  // Once, at the end.
  virtual void FinishRun(const RunSummary& summary) = 0;
  virtual bool failed() const = 0;
};

}  // namespace dcmscrub
