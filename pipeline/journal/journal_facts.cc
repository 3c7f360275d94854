#include "pipeline/journal/journal_facts.h"

#include <algorithm>
#include <string_view>

namespace dcmscrub {
namespace {

// How each input of a run ended, as far as counts tell.
class EndsOf {
 public:
  EndsOf(const RunSummary& summary, const std::vector<std::string>& names)
      : summary_(summary), names_(names) {
    for (const Outcome outcome :
         {Outcome::kWritten, Outcome::kUnchanged, Outcome::kDuplicate}) {
      Add({std::string(OutcomeName(outcome)), "", "", ""},
          summary.outcomes[static_cast<std::size_t>(outcome)]);
    }
    AddReasons();
    AddFaults();
    AddStatements();
  }

  std::map<InputEnd, std::uint64_t> Take() && { return std::move(ends_); }

 private:
  void Add(const InputEnd& end, std::uint64_t count) {
    if (count != 0) ends_[end] += count;
  }

  void AddReasons() {
    for (int i = 0; i < kReasonCount; ++i) {
      const auto reason = static_cast<Reason>(i);
      if (reason == Reason::kNone || reason == Reason::kFault ||
          reason == Reason::kRule) {
        continue;
      }
      Add({std::string(OutcomeName(IsSkip(reason) ? Outcome::kSkipped
                                                  : Outcome::kQuarantined)),
           std::string(ReasonName(reason)), "", ""},
          summary_.reasons[static_cast<std::size_t>(i)]);
    }
  }

  void AddFaults() {
    const bool too_large =
        summary_.reasons[static_cast<std::size_t>(Reason::kTooLarge)] != 0;
    for (int i = 0; i < kErrorCount; ++i) {
      const auto error = static_cast<Error>(i);
      const bool is_size =
          error == Error::kHeaderTooLarge || error == Error::kTooManyElements;
      if (IsByStatement(error) || (is_size && too_large)) continue;
      Add({std::string(OutcomeName(Outcome::kQuarantined)),
           std::string(ReasonName(Reason::kFault)),
           std::string(ErrorName(error)), ""},
          summary_.faults[static_cast<std::size_t>(i)]);
    }
  }

  void AddStatements() {
    for (const auto& [key, count] : summary_.by_statement) {
      const auto& [error, statement] = key;
      const bool skipped = error == Error::kSkippedByRule;
      Add({std::string(OutcomeName(skipped ? Outcome::kSkipped
                                           : Outcome::kQuarantined)),
           std::string(ReasonName(skipped ? Reason::kRule : Reason::kFault)),
           skipped ? "" : std::string(ErrorName(error)),
           statement < names_.size() ? names_[statement] : ""},
          count);
    }
  }

  const RunSummary& summary_;
  const std::vector<std::string>& names_;
  std::map<InputEnd, std::uint64_t> ends_;
};

void Complete(const RunSummary& summary, JournalRun& run) {
  run.policy = summary.policy_fingerprint;
  run.key = summary.key_fingerprint;
  run.described = true;
  run.interrupted = summary.interrupted;
  run.seconds = summary.seconds;
  run.bytes_in = summary.bytes_in;
  run.bytes_out = summary.bytes_out;
  run.throughput = summary.throughput;
  for (std::size_t i = 0; i < summary.outcomes.size(); ++i) {
    if (summary.outcomes[i] == 0) continue;
    run.outcomes[std::string(OutcomeName(static_cast<Outcome>(i)))] =
        summary.outcomes[i];
  }
}

}  // namespace

std::uint64_t JournalFacts::Count(Outcome outcome) const {
  std::uint64_t sum = 0;
  for (const auto& [end, count] : inputs) {
    if (end.outcome == OutcomeName(outcome)) sum += count;
  }
  return sum;
}

std::uint64_t JournalFacts::MixedStudies() const {
  std::map<std::string_view, std::uint64_t> patients;
  for (const auto& [ids, study] : studies) {
    if (!ids.second.empty()) ++patients[ids.second];
  }
  return static_cast<std::uint64_t>(std::ranges::count_if(
      patients, [](const auto& entry) { return entry.second > 1; }));
}

JournalFacts FactsOf(const RunSummary& summary,
                     const std::vector<std::string>& statement_names,
                     JournalRun run) {
  Complete(summary, run);
  const bool searched = run.about.searched;
  JournalFacts facts;
  facts.runs.push_back(std::move(run));
  facts.inputs = EndsOf(summary, statement_names).Take();
  for (const auto& [change, count] : summary.changes) {
    facts.changes[{change.tag, std::string(ChangeKindName(change.kind)),
                   change.statement < statement_names.size()
                       ? statement_names[change.statement]
                       : std::string()}] += count;
  }
  for (std::size_t i = 0; i < summary.warnings.size(); ++i) {
    if (summary.warnings[i] == 0) continue;
    facts.warnings[std::string(WarningName(static_cast<Warning>(i)))] =
        summary.warnings[i];
  }
  facts.labels.insert(summary.labels.begin(), summary.labels.end());
  facts.bytes_out = summary.bytes_out;
  const std::uint64_t outputs =
      facts.Count(Outcome::kWritten) + facts.Count(Outcome::kDuplicate);
  facts.outside_studies = outputs;
  facts.not_searched = searched ? 0 : outputs;
  facts.identifying_names =
      summary.names_with_identifiers + summary.names_noted;
  facts.folders_not_renamed = summary.folders_not_renamed;
  facts.in_place = summary;
  facts.not_done =
      summary.outcomes[static_cast<std::size_t>(Outcome::kInterrupted)];
  facts.stopped = summary.interrupted ? 1 : 0;
  facts.incomplete = summary.journal_incomplete;
  return facts;
}

}  // namespace dcmscrub
