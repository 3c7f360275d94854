// What journals know of an archive, added up: what a report for people is made
// of. Holds no path and no value of a data set.
//
// An input counts once, by how it ended last; what runs did is the sum over
// those that came to their end.
#pragma once

#include <absl/status/status.h>

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "kernels/core/tag.h"
#include "pipeline/journal/run_summary.h"

namespace dcmscrub {

struct JournalRun {
  std::string started;      // UTC, "2026-01-31T12:00:00Z"
  std::string finished;     // empty: killed
  std::string policy, key;  // fingerprints
  bool described = false;   // false: by a version that noted less than this
  RunDescription about;
  bool dry = false;
  bool interrupted = false;
  double seconds = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::map<std::string, std::uint64_t> outcomes;  // by OutcomeName
  std::vector<ThroughputSample> throughput;

  bool killed() const { return finished.empty(); }
};

// How an input ended: OutcomeName, and ReasonName, ErrorName and the statement,
// each of them empty where there is none.
struct InputEnd {
  std::string outcome, reason, fault, rule;
  friend auto operator<=>(const InputEnd&, const InputEnd&) = default;
};

struct QuarantinedInput {
  std::uint64_t run = 0;     // its place in `runs`, from 0
  std::uint64_t number = 0;  // 0: not noted
  InputEnd end;
  std::string place;  // "(0010,0010)", "(0040,0275)[1]/(0008,0050)", or empty
};

// What was done to an attribute: by a statement of the site's rules, or where
// `rule` is empty, by the profile and its options.
struct AttributeChange {
  Tag tag;
  std::string change;  // ChangeKindName
  std::string rule;
  friend auto operator<=>(const AttributeChange&,
                          const AttributeChange&) = default;
};

// In new identifiers; see OutputSeries.
struct JournalStudy {
  std::set<std::string> modalities;
  std::set<std::string> series;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

struct JournalFacts {
  static constexpr std::size_t kMostQuarantined = 100;

  std::vector<JournalRun> runs;  // journal by journal, by start in each
  std::map<InputEnd, std::uint64_t> inputs;
  std::vector<QuarantinedInput> quarantined;  // the first of them
  std::map<AttributeChange, std::uint64_t> changes;
  std::map<std::string, std::uint64_t> warnings;  // by WarningName
  std::map<std::string, std::uint64_t> labels;
  std::map<std::pair<std::string, std::string>, JournalStudy> studies;
  // Patient and study, in new identifiers.
  std::uint64_t bytes_out = 0;            // of the outputs
  std::uint64_t outside_studies = 0;      // outputs whose study was not noted
  std::uint64_t not_searched = 0;         // outputs that were not, for residue
  std::uint64_t identifying_names = 0;    // of files and folders, kept
  std::uint64_t not_done = 0;             // inputs that were met and left
  std::uint64_t folders_not_renamed = 0;  // to this day
  InPlaceCounts in_place;
  // Journals whose last run was interrupted or killed.
  std::uint64_t stopped = 0;
  bool incomplete = false;  // the journal could not be written to its end

  std::uint64_t Count(Outcome outcome) const;
  // Studies of more than one patient; RunSummary::mixed_studies.
  std::uint64_t MixedStudies() const;
};

// Adds what a journal of any version knows, and leaves the journal as it is.
// NotFound, FailedPrecondition for what is no journal of ours, Unavailable
// while a run has it; `facts` are of no use then.
absl::Status AddJournal(const std::string& path, JournalFacts& facts);

// Where no journal is kept: the run alone. Of `run`, the caller fills in when
// it was, what it is called and whether it was dry. `statement_names` are those
// of the site's statements, by their number.
JournalFacts FactsOf(const RunSummary& summary,
                     const std::vector<std::string>& statement_names,
                     JournalRun run);

// For each output of a series that the journal knows: path, and new UIDs as in
// the `series` table.
struct JournalOutput {
  std::string path, study, series, modality;
};
// In the order of series and paths.
absl::Status ReadOutputs(const std::string& path,
                         const std::function<void(const JournalOutput&)>& see);

}  // namespace dcmscrub
