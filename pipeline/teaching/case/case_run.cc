#include "pipeline/teaching/case/case_run.h"

#include <absl/container/flat_hash_map.h>
#include <absl/status/status.h>
#include <absl/strings/str_format.h>

#include <utility>

namespace dcmscrub {
namespace {

// A case without a date that could be its first may have others: they must not
// stay as they are.
std::int64_t FirstDayOf(const CaseInput& input) {
  if (input.facts.first_day) return *input.facts.first_day;
  const std::string study =
      input.facts.studies.empty() ? "" : input.facts.studies[0].uid;
  return *input.policy.policy->day_zero() -
         IdentityOf(input).DateOffset(study, "", DateShiftRange{});
}

RunOptions OptionsOf(const CaseInput& input, const std::string& output) {
  RunOptions options;
  options.sources = input.sources;
  options.output = output;
  options.in_place = output.empty();
  options.rename = options.in_place;
  options.policy = input.policy.policy;
  options.key = input.options.key;
  options.uid_root = input.policy.uid_root;
  // What is labelled anew, or was scrubbed before it became a teaching case.
  options.again = true;
  if (options.policy->needs_first_day()) options.first_day = FirstDayOf(input);
  options.statement_names = input.policy.statement_names;
  options.description = input.policy.description;
  // Read twice, it costs little more, and each file is searched for what any
  // file of the case gives away.
  options.two_pass = true;
  options.gather_in_memory = true;
  options.threads = input.options.threads;
  return options;
}

void CountDropped(const CasePolicy& policy, CaseRun& run) {
  for (const auto& [by, count] : run.summary.by_statement) {
    const auto& [error, statement] = by;
    if (error != Error::kSkippedByRule || statement >= policy.drop_of.size()) {
      continue;
    }
    const int drop = policy.drop_of[statement];
    if (drop >= 0) run.dropped[static_cast<std::size_t>(drop)] += count;
  }
}

}  // namespace

absl::StatusOr<CaseRun> RunCase(const CaseInput& input,
                                const std::string& output,
                                FileSystem& file_system,
                                const TeachHooks& hooks) {
  CaseRun run;
  run.sources = input.sources;
  absl::flat_hash_map<std::string, std::size_t> roots;
  for (std::size_t i = 0; i < input.sources.size(); ++i) {
    roots.emplace(input.sources[i], i);
  }
  RunHooks run_hooks;
  run_hooks.progress = hooks.progress;
  run_hooks.stop = hooks.stop;
  run_hooks.record = [&](const InputRecord& record) {
    if (record.outcome == Outcome::kSkipped ||
        record.outcome == Outcome::kDuplicate) {
      run.set_aside.push_back({*record.source, record.reason});
    }
    const auto root = roots.find(*record.source);
    if (root != roots.end() && !record.output->empty()) {
      run.sources[root->second] = *record.output;
    }
    if (hooks.record) hooks.record(record);
  };
  absl::StatusOr<RunSummary> summary =
      RunPipeline(OptionsOf(input, output), file_system, run_hooks);
  if (!summary.ok()) return summary.status();
  run.summary = *std::move(summary);
  CountDropped(input.policy, run);
  if (run.summary.interrupted || IsStopped(hooks)) {
    return absl::CancelledError("stopped: everything is as it was");
  }
  return run;
}

absl::StatusOr<CaseFacts> SurveyResults(const std::vector<std::string>& paths,
                                        const RunSummary& summary,
                                        FileSystem& file_system,
                                        const TeachHooks& hooks) {
  absl::StatusOr<CaseFacts> facts =
      SurveyCase(paths, file_system, nullptr, hooks.stop);
  const std::uint64_t written = CountOf(summary, Outcome::kWritten);
  if (facts.ok() && facts->files != written) {
    return absl::DataLossError(
        absl::StrFormat("of %d files that were written, %d can be read again",
                        written, facts->files));
  }
  return facts;
}

std::string QuarantinedText(const RunSummary& summary) {
  const std::uint64_t count = CountOf(summary, Outcome::kQuarantined);
  if (count == 0) return "";
  std::string text = absl::StrFormat(
      "%d of %d files could not be de-identified", count, summary.found);
  const char* between = ": ";
  for (int i = 0; i < kReasonCount; ++i) {
    const auto reason = static_cast<Reason>(i);
    const std::uint64_t times = summary.reasons[static_cast<std::size_t>(i)];
    if (times == 0 || reason == Reason::kNone || IsSkip(reason)) continue;
    absl::StrAppendFormat(&text, "%s%d %s", between, times, ReasonName(reason));
    between = ", ";
  }
  return text;
}

}  // namespace dcmscrub
