// What `dcmscrub teach` does.
#include <absl/strings/str_format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/narrator.h"
#include "app/cli/teach_flags.h"
#include "app/cli/teach_jobs.h"
#include "app/cli/teach_messages.h"
#include "app/report/verify_report.h"
#include "app/talk/ask.h"
#include "app/talk/console.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/talk/progress.h"
#include "app/talk/signals.h"
#include "app/user/journal_place.h"
#include "app/user/keyfile.h"
#include "app/user/load_policy.h"
#include "app/user/user_rules.h"
#include "pipeline/teaching/case/teach.h"

namespace dcmscrub {
namespace {

// Journals and names that stay are nothing that the narrator should mention.
RunOptions Narrated(const TeachFlags& flags) {
  RunOptions options;
  options.rename = true;
  options.description.random_key = flags.key_file.empty();
  return options;
}

// One call of the command: some cases, one after the other.
class Teacher {
 public:
  Teacher(const TeachFlags& flags, Console& console)
      : flags_(flags),
        narrated_(Narrated(flags)),
        console_(console),
        narrator_(console, flags_.talk, narrated_) {}

  int Run();

 private:
  bool Prepare();
  TeachOptions OptionsOf(const TeachJob& job) const;
  int Teach(const TeachJob& job);
  int Make(TeachingCase& opened, const TeachJob& job,
           const TeachOptions& options, const TeachHooks& hooks);
  // An exit code where somebody says no.
  std::optional<int> Ask(const TeachingCase& opened, TeachOptions& options);
  int Fail(const TeachJob& job, const absl::Status& status);

  TeachFlags flags_;
  const RunOptions narrated_;
  Console& console_;
  Narrator narrator_;
  TeachSettings settings_;
  std::vector<TeachJob> jobs_;
  Key key_{};
};

// Whatever is wrong with what was asked for is said before the first case is
// opened.
bool Teacher::Prepare() {
  absl::Status status =
      flags_.key_file.empty()
          ? absl::OkStatus()
          : CheckKeyPlace(flags_.key_file, {.output = flags_.output,
                                            .in_place = flags_.in_place});
  const auto key =
      flags_.key_file.empty() ? RandomKey() : ReadKeyFile(flags_.key_file);
  if (status.ok()) status = key.status();
  if (!status.ok()) {
    console_.Fail(status);
    return false;
  }
  key_ = *key;
  if (flags_.rules.empty()) {
    flags_.rules = RulesOfUser();
    if (!flags_.rules.empty()) {
      console_.Note(UserRulesMessage(flags_.rules));
    }
  }
  settings_ = ReadTeachSettings();
  jobs_ = MakeJobs(flags_, settings_, console_);
  bool fine = !jobs_.empty();
  std::string said;  // by many cases, the same mistake of the rules
  for (const TeachJob& job : jobs_) {
    const TeachOptions options = OptionsOf(job);
    const auto policy = MakeCasePolicy(options.rules, options.read,
                                       options.labels, options.drops);
    const std::string why(MessageOf(policy.status()));
    if (!policy.ok() && why != said) Fail(job, policy.status());
    if (!policy.ok()) said = why;
    fine = fine && policy.ok();
  }
  return fine;
}

TeachOptions Teacher::OptionsOf(const TeachJob& job) const {
  TeachOptions options;
  options.labels = job.labels;
  options.rules = flags_.rules;
  options.read = ReadFromDisk();
  options.drops = flags_.drops;
  options.output = flags_.output;
  options.in_place = flags_.in_place;
  options.safe_copy = !flags_.no_safe_copy;
  options.many_patients = flags_.many_patients;
  options.documents = !flags_.no_documents;
  options.dicomdir = flags_.dicomdir;
  options.mirc_zip = flags_.mirc_zip;
  options.key = key_;
  options.threads = flags_.threads;
  return options;
}

// Rules have lines of their own; what is about a case has its number in front.
int Teacher::Fail(const TeachJob& job, const absl::Status& status) {
  const std::string text(MessageOf(status));
  if (text.find('\n') != std::string::npos) {
    console_.Lines(SafeLines(text), /*errors=*/true);
    return kExitNothingDone;
  }
  console_.Error(absl::StrFormat("error: %s: %s", job.labels.case_number,
                                 SafeForTerminal(text)));
  return absl::IsCancelled(status) ? kExitInterrupted : kExitNothingDone;
}

std::optional<int> Teacher::Ask(const TeachingCase& opened,
                                TeachOptions& options) {
  const CaseFacts& facts = opened.facts();
  std::vector<std::string> questions;
  if (facts.patients > 1 && !options.many_patients && CanAsk()) {
    questions.push_back(ManyPatientsQuestion(facts.patients));
    options.many_patients = true;
  }
  if (options.in_place && !flags_.yes) {
    if (!CanAsk()) {
      console_.Error(kNeedsYesMessage);
      return kExitNothingDone;
    }
    questions.push_back(ReplaceQuestion({facts.files, facts.patients}));
  }
  for (const std::string& question : questions) {
    const std::optional<bool> yes = AskYes(question);
    if (yes.value_or(false)) continue;
    console_.Error(kNotReplacedMessage);
    return yes ? kExitNothingDone : kExitInterrupted;
  }
  return std::nullopt;
}

int Teacher::Teach(const TeachJob& job) {
  Progress progress;
  TeachHooks hooks;
  hooks.progress = &progress;
  hooks.stop = &StopFlag();
  hooks.record = [this](const InputRecord& record) { narrator_.See(record); };
  const auto opened =
      TeachingCase::Open(job.operands, "", RealFileSystem(), hooks);
  if (!opened.ok()) return Fail(job, opened.status());
  if (const std::uint64_t missing = (*opened)->missing(); missing > 0) {
    console_.Note(absl::StrFormat(
        "warning: %s: %s that the DICOMDIR lists not there",
        job.labels.case_number,
        missing == 1 ? "1 file" : absl::StrFormat("%d files", missing)));
  }
  TeachOptions options = OptionsOf(job);
  TeachOptions looked_at = options;
  looked_at.many_patients |= CanAsk();  // who is asked may say yes
  absl::Status status = (*opened)->Check(looked_at);
  if (!status.ok()) {
    if ((*opened)->facts().patients > 1 && !looked_at.many_patients) {
      status = absl::FailedPreconditionError(std::string(MessageOf(status)) +
                                             std::string(kManyPatientsHint));
    }
    return Fail(job, status);
  }
  if (const auto refused = Ask(**opened, options)) return *refused;
  return Make(**opened, job, options, hooks);
}

int Teacher::Make(TeachingCase& opened, const TeachJob& job,
                  const TeachOptions& options, const TeachHooks& hooks) {
  std::optional<ProgressMeter> meter;
  if (!flags_.talk.quiet && isatty(STDERR_FILENO)) {
    meter.emplace(console_, *hooks.progress);
  }
  const auto result = opened.Make(options, hooks);
  meter.reset();
  if (!result.ok()) return Fail(job, result.status());
  narrator_.Finish(result->run);
  if (!result->warnings.empty()) {
    console_.Lines(SafeLines(result->warnings), /*errors=*/false);
  }
  const bool clean = !result->verified || result->verified->clean();
  if (result->verified && result->verified->verdict() != CleanLevel::kClean) {
    Print(VerifyDetails(*result->verified, flags_.talk.show_paths));
  }
  if (!flags_.talk.quiet) Print(TeachSummary(options, *result));
  if (!clean) {
    console_.Error(options.in_place ? kFindingsInPlaceMessage
                                    : kFindingsMessage);
  } else if (!opened.safe_copy_folder().empty()) {
    console_.Note(kKeptMessage);
  }
  settings_.contributor = job.labels.contributor;
  settings_.last_case_number = job.labels.case_number;
  const auto quarantined = static_cast<std::size_t>(Outcome::kQuarantined);
  return clean && result->run.outcomes[quarantined] == 0 ? kExitDone
                                                         : kExitQuarantined;
}

int Teacher::Run() {
  if (!Prepare()) return kExitNothingDone;
  std::size_t done = 0;
  int exit_code = kExitDone;
  for (const TeachJob& job : jobs_) {
    const int code = Teach(job);
    if (code == kExitInterrupted) {
      exit_code = code;
      break;
    }
    done += code == kExitNothingDone ? 0 : 1;
    exit_code = std::max(exit_code, code);
  }
  if (done > 0) {
    if (exit_code == kExitNothingDone) exit_code = kExitQuarantined;
    const absl::Status status = WriteTeachSettings(settings_);
    if (!status.ok())
      console_.Note("warning: " + std::string(MessageOf(status)));
  }
  return exit_code;
}

// --accept and --undo.
int EndKept(const TeachFlags& flags, Console& console) {
  int exit_code = kExitDone;
  for (std::size_t i = 0; i < flags.cases.size(); ++i) {
    const std::string& path = flags.cases[i];
    const auto files = flags.undo ? UndoLeft(path, RealFileSystem())
                                  : AcceptLeft(path, RealFileSystem());
    if (!files.ok()) {
      console.Error(absl::StrFormat("error: case %d: %s", i + 1,
                                    MessageOf(files.status())));
      exit_code = kExitNothingDone;
    } else if (!flags.talk.quiet) {
      Print(Count(*files, "original") +
            (flags.undo ? " put back\n" : " no longer kept\n"));
    }
  }
  return exit_code;
}

}  // namespace

int Teach(const TeachFlags& flags) {
  Console console(VerbosityOf(flags.talk));
  CatchSignals();
  if (flags.undo || flags.accept) return EndKept(flags, console);
  return Teacher(flags, console).Run();
}

}  // namespace dcmscrub
