#include "app/run_command.h"

#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "app/console.h"
#include "app/exit_code.h"
#include "app/journal_page.h"
#include "app/journal_place.h"
#include "app/keyfile.h"
#include "app/load_policy.h"
#include "app/messages.h"
#include "app/progress.h"
#include "app/report.h"
#include "app/report_flags.h"
#include "app/signals.h"
#include "kernels/identity.h"
#include "rules/statement_names.h"

namespace dcmscrub {
namespace {

Verbosity VerbosityOf(const Flags& flags) {
  if (flags.quiet) return Verbosity::kQuiet;
  return flags.verbose ? Verbosity::kVerbose : Verbosity::kNormal;
}

// Sees each input as it is done, says what is worth a line, and remembers
// what belongs into one line at the end.
class Narrator {
 public:
  Narrator(Console& console, const Flags& flags)
      : console_(console), flags_(flags) {}

  void See(const InputRecord& record) {
    NoteRandomKey();
    if (record.outcome == Outcome::kQuarantined) SeeQuarantined(record);
    if (record.name_holds_identifier && numbers_.size() < kShownNames) {
      numbers_.push_back(record.number);
    }
    if (!flags_.verbose || record.warnings.empty()) return;
    const std::string text = WarningMessage(record, flags_.show_paths);
    if (!text.empty()) console_.Detail(text);
  }

  void Finish(const RunSummary& summary) {
    NoteRandomKey();
    if (quarantined_ > kShownQuarantined && !flags_.verbose) {
      console_.Error(MoreQuarantined(quarantined_ - kShownQuarantined,
                                     !flags_.options.journal.empty()));
    }
    // A new name took the identifier away.
    if (!numbers_.empty() && !flags_.options.rename) {
      console_.Note(NamesMessage(numbers_, summary.names_with_identifiers));
    }
  }

 private:
  static constexpr std::uint64_t kShownQuarantined = 20;
  static constexpr std::size_t kShownNames = 10;

  // Once, and not before the run has begun: an error comes alone.
  void NoteRandomKey() {
    if (flags_.key_file.empty() && !flags_.options.dry_run && !key_noted_) {
      console_.Note(kRandomKeyMessage);
    }
    key_noted_ = true;
  }

  void SeeQuarantined(const InputRecord& record) {
    ++quarantined_;
    if (quarantined_ > kShownQuarantined && !flags_.verbose) return;
    console_.Error(QuarantineMessage(record, flags_.show_paths,
                                     flags_.options.statement_names));
  }

  Console& console_;
  const Flags& flags_;
  bool key_noted_ = false;
  std::uint64_t quarantined_ = 0;
  std::vector<std::uint64_t> numbers_;  // whose name holds an identifier
};

// A line from the terminal; nothing when a signal comes first. The wait is cut
// into pieces: a signal that comes just before one, or to another thread, does
// not end it.
std::optional<std::string> AskLine(const std::string& question) {
  constexpr int kMilliseconds = 100;
  std::fputs(question.c_str(), stderr);
  std::fflush(stderr);
  pollfd input{STDIN_FILENO, POLLIN, 0};
  while (poll(&input, 1, kMilliseconds) <= 0) {
    if (StopFlag() != 0) return std::nullopt;
  }
  std::string line;
  std::getline(std::cin, line);
  return line;
}

// Whether the originals may be replaced; an exit code when not.
std::optional<int> RefusedInPlace(Console& console, const Flags& flags) {
  if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO)) {
    console.Error(kNeedsYesMessage);
    return kExitNothingDone;
  }
  const auto survey =
      SurveySources(flags.options, RealFileSystem(), &StopFlag());
  if (!survey.ok()) return console.Fail(survey.status());
  std::optional<std::string> answer;
  if (StopFlag() == 0) answer = AskLine(ReplaceQuestion(*survey));
  if (answer == "y" || answer == "Y" || answer == "yes") return std::nullopt;
  console.Error(kNotReplacedMessage);
  return answer ? kExitNothingDone : kExitInterrupted;
}

absl::StatusOr<Key> LoadKey(const Flags& flags) {
  if (flags.key_file.empty()) return RandomKey();
  const auto place = CheckKeyPlace(flags.key_file, flags.options);
  if (!place.ok()) return place;
  return ReadKeyFile(flags.key_file);
}

absl::StatusOr<RunSummary> RunWithProgress(Console& console,
                                           const Flags& flags) {
  Progress progress;
  Narrator narrator(console, flags);
  RunHooks hooks;
  hooks.record = [&](const InputRecord& record) { narrator.See(record); };
  hooks.progress = &progress;
  hooks.stop = &StopFlag();

  std::optional<ProgressMeter> meter;
  if (!flags.quiet && isatty(STDERR_FILENO)) {
    meter.emplace(console, progress, flags.options.sources);
  }
  auto summary = RunPipeline(flags.options, RealFileSystem(), hooks);
  meter.reset();
  if (summary.ok()) narrator.Finish(*summary);
  return summary;
}

// The journal's default place in place is beside a source, whose path may hold
// a name: shown in full only on request.
std::string JournalText(const Flags& flags, bool default_place) {
  const std::string& path = flags.options.journal;
  if (!default_place || !flags.options.in_place || flags.show_paths) {
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
int FailToStart(Console& console, const Flags& flags, bool default_journal,
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
absl::Status SettlePlaces(Flags& flags) {
  RunOptions& options = flags.options;
  const auto key = LoadKey(flags);
  if (!key.ok()) return key.status();
  options.key = *key;
  if (options.journal.empty() && !options.dry_run) {
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
std::optional<LoadedPolicy> Complete(Flags& flags, Console& console) {
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
absl::StatusOr<std::string> PageOf(const Flags& flags, const ReportFacts& facts,
                                   const RunSummary& summary) {
  if (flags.options.dry_run) {
    return PageOfRun(FactsOf(summary, flags.options, UtcText(facts.started),
                             UtcText(facts.ended)));
  }
  PageTerms terms;
  terms.thumbnails = flags.thumbnails;
  terms.incomplete = summary.journal_incomplete;
  terms.stop = &StopFlag();
  return PageOfJournals({flags.options.journal}, terms);
}

// false when one was wanted and could not be written.
bool Report(Console& console, const Flags& flags, const ReportFacts& facts,
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

int ExitCodeOf(const RunSummary& summary) {
  if (summary.interrupted) return kExitInterrupted;
  const auto quarantined = static_cast<std::size_t>(Outcome::kQuarantined);
  return summary.outcomes[quarantined] == 0 ? kExitDone : kExitQuarantined;
}

}  // namespace

int RunCommand(const Flags& given) {
  Flags flags = given;
  const RunOptions& options = flags.options;
  Console console(VerbosityOf(flags));
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

  int exit_code = ExitCodeOf(*summary);
  const bool reported = Report(console, flags, facts, *summary);
  if (!reported && exit_code == kExitDone) {
    exit_code = kExitQuarantined;  // 2 would say that nothing was done
  }
  if (flags.quiet) return exit_code;
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
