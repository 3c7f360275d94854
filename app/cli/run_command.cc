// What `dcmscrub run` does.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/narrator.h"
#include "app/cli/run_flags.h"
#include "app/report/journal_page.h"
#include "app/report/report.h"
#include "app/talk/ask.h"
#include "app/talk/console.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/talk/progress.h"
#include "app/talk/signals.h"
#include "app/user/journal_place.h"
#include "app/user/keyfile.h"
#include "app/user/load_policy.h"
#include "kernels/identity/identity.h"
#include "rules/explain/statement_names.h"

namespace dcmscrub {
namespace {

// Whether the originals may be replaced; an exit code when not.
std::optional<int> RefusedInPlace(Console& console, const RunFlags& flags) {
  if (!CanAsk()) {
    console.Error(kNeedsYesMessage);
    return kExitNothingDone;
  }
  const auto survey =
      SurveySources(flags.options, RealFileSystem(), &StopFlag());
  if (!survey.ok()) return console.Fail(survey.status());
  std::optional<bool> yes;
  if (StopFlag() == 0) yes = AskYes(ReplaceQuestion(*survey));
  if (yes.value_or(false)) return std::nullopt;
  console.Error(kNotReplacedMessage);
  return yes ? kExitNothingDone : kExitInterrupted;
}

absl::StatusOr<Key> LoadKey(const RunFlags& flags) {
  if (flags.key_file.empty()) return RandomKey();
  auto place = CheckKeyPlace(flags.key_file, flags.options);
  if (!place.ok()) return place;
  return ReadKeyFile(flags.key_file);
}

absl::StatusOr<RunSummary> RunWithProgress(Console& console,
                                           const RunFlags& flags) {
  Progress progress;
  Narrator narrator(console, flags.talk, flags.options);
  RunHooks hooks;
  hooks.record = [&](const InputRecord& record) { narrator.See(record); };
  hooks.progress = &progress;
  hooks.stop = &StopFlag();

  std::optional<ProgressMeter> meter;
  if (!flags.talk.quiet && isatty(STDERR_FILENO)) {
    meter.emplace(console, progress);
  }
  auto summary = RunPipeline(flags.options, RealFileSystem(), hooks);
  meter.reset();
  if (summary.ok()) narrator.Finish(*summary);
  return summary;
}

// The journal's default place in place is beside a source, whose path may hold
// a name: shown in full only on request.
std::string JournalText(const RunFlags& flags, bool default_place) {
  const std::string& path = flags.options.journal;
  if (!default_place || !flags.options.in_place || flags.talk.show_paths) {
    return SafeForTerminal(path);
  }
  return path.substr(path.rfind('/') + 1) + " beside the first source";
}

// What is written is open until its group is done, and the usual limit is for
// programs that use select(2).
void RaiseFileLimit() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Why there was no run. The journal has a place that nobody may have chosen.
int FailToStart(Console& console, const RunFlags& flags, bool default_journal,
                const absl::Status& status) {
  std::string text = "error: " + std::string(MessageOf(status));
  if (MessageOf(status).starts_with("journal: ")) {
    text += " (" + JournalText(flags, default_journal) +
            "); --journal names another place";
  }
  console.Error(text);
  return kExitNothingDone;
}

// Where the key, the journal and the crosswalk are, or may not be.
absl::Status SettlePlaces(RunFlags& flags) {
  RunOptions& options = flags.options;
  const auto key = LoadKey(flags);
  if (!key.ok()) return key.status();
  options.key = *key;
  // A dry run in place looks into it for names that earlier runs noted.
  if (options.journal.empty() && (options.in_place || !options.dry_run)) {
    options.journal = DefaultJournal(options);
  }
  if (!options.journal.empty()) {
    absl::Status status = CheckJournal(options);
    if (!status.ok()) return status;
  }
  if (!options.crosswalk.empty()) {
    absl::Status status = CheckCrosswalk(options);
    if (!status.ok()) return status;
  }
  if (absl::Status status = CheckPlaces(options, flags.reports); !status.ok()) {
    return status;
  }
  for (const std::string& path : {flags.key_file, flags.policy.rules}) {
    if (!path.empty()) options.exclude.push_back(path);
  }
  for (const std::string& path : flags.reports) {
    options.exclude.push_back(path);
    absl::Status status = TryReport(path, RealFileSystem());
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// Fills in what is not a flag's own text, and finds out what would fail;
// nothing after it was said.
std::optional<LoadedPolicy> Complete(RunFlags& flags, Console& console) {
  auto policy = LoadPolicy(flags.policy, flags.options.uid_root, console);
  if (!policy) return std::nullopt;
  flags.options.policy = policy->policy;
  flags.options.uid_root = policy->file.uid_root;
  flags.options.statement_names = StatementNames(*policy->policy, policy->file);
  flags.options.description = policy->description;
  flags.options.description.random_key = flags.key_file.empty();
  const auto status = SettlePlaces(flags);
  if (status.ok()) return policy;
  console.Fail(status);
  return std::nullopt;
}

// Of the journal, or where none is kept, of the run alone.
absl::StatusOr<std::string> PageOf(const RunFlags& flags,
                                   const ReportFacts& facts,
                                   const RunSummary& summary) {
  if (flags.options.dry_run) {
    JournalRun run;
    run.started = UtcText(facts.started);
    run.finished = UtcText(facts.ended);
    run.about = flags.options.description;
    run.dry = true;
    return PageOfRun(
        FactsOf(summary, flags.options.statement_names, std::move(run)));
  }
  PageTerms terms;
  terms.thumbnails = flags.thumbnails;
  terms.incomplete = summary.journal_incomplete;
  terms.stop = &StopFlag();
  return PageOfJournals({flags.options.journal}, terms);
}

// false when one was wanted and could not be written.
bool Report(Console& console, const RunFlags& flags, const ReportFacts& facts,
            const RunSummary& summary) {
  bool fine = true;
  for (const std::string& path : flags.reports) {
    absl::StatusOr<std::string> text =
        IsPage(path) ? PageOf(flags, facts, summary)
                     : ReportJson(facts, flags.options, summary);
    const absl::Status status =
        text.ok() ? WriteReport(path, *text, RealFileSystem()) : text.status();
    if (status.ok()) continue;
    console.Error("error: " + std::string(MessageOf(status)));
    fine = false;
  }
  return fine;
}

// Names count where they were to be changed.
int ExitCodeOf(const RunSummary& summary, const RunOptions& options) {
  if (summary.interrupted) return kExitInterrupted;
  const auto quarantined = static_cast<std::size_t>(Outcome::kQuarantined);
  const bool named = summary.folders_not_renamed == 0 &&
                     (!options.rename || summary.names_with_identifiers == 0);
  const bool done = summary.outcomes[quarantined] == 0 && named;
  return done ? kExitDone : kExitQuarantined;
}

}  // namespace

int Run(const RunFlags& given) {
  RunFlags flags = given;
  const RunOptions& options = flags.options;
  Console console(VerbosityOf(flags.talk));
  CatchSignals();
  RaiseFileLimit();

  const bool default_journal = options.journal.empty();
  const auto policy = Complete(flags, console);
  if (!policy) return kExitNothingDone;
  if (options.in_place && !options.dry_run && !flags.yes) {
    const auto refused = RefusedInPlace(console, flags);
    if (refused) return *refused;
  }

  ReportFacts facts;
  facts.version = DCMSCRUB_VERSION;
  facts.policy = policy->name;
  facts.profile = policy->file.profile;
  facts.options = policy->options;
  facts.random_key = flags.key_file.empty();
  facts.started = std::chrono::system_clock::now();
  const auto summary = RunWithProgress(console, flags);
  if (!summary.ok()) {
    return FailToStart(console, flags, default_journal, summary.status());
  }
  facts.ended = std::chrono::system_clock::now();

  int exit_code = ExitCodeOf(*summary, options);
  const bool reported = Report(console, flags, facts, *summary);
  if (!reported && exit_code == kExitDone) {
    exit_code = kExitQuarantined;  // 2 would say that nothing was done
  }
  if (flags.talk.quiet) return exit_code;
  if (options.dry_run) Print(ChangeTable(*summary) + "\n");
  Print(SummaryLine(*summary, options) + "\n");
  Print(SummaryDetails(*summary, options.statement_names));
  if (!options.dry_run) {
    Print("journal: " + JournalText(flags, default_journal) + "\n");
  }
  if (!options.crosswalk.empty() && !options.dry_run) {
    Print("crosswalk: " + SafeForTerminal(options.crosswalk) + "\n");
    console.Note(kCrosswalkMessage);
  }
  if (reported) {
    for (const std::string& path : flags.reports) {
      Print("report: " + SafeForTerminal(path) + "\n");
    }
  }
  for (const std::string& hint : Hints(*summary, options)) console.Note(hint);
  return exit_code;
}

}  // namespace dcmscrub
