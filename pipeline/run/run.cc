#include "pipeline/run/run.h"

#include <absl/status/status.h>
#include <absl/strings/str_format.h>

#include <chrono>
#include <memory>
#include <optional>

#include "pipeline/files/durable.h"
#include "pipeline/item/unchanged.h"
#include "pipeline/journal/crosswalk.h"
#include "pipeline/journal/journal.h"
#include "pipeline/run/commit.h"
#include "pipeline/run/context.h"
#include "pipeline/run/discovery.h"
#include "pipeline/run/graph.h"
#include "pipeline/run/output_name.h"
#include "pipeline/run/two_pass.h"

namespace dcmscrub {
namespace {

constexpr std::uint64_t kLeastMemory = std::uint64_t{8} << 20;

absl::Status CheckOptions(const RunOptions& options) {
  if (options.in_place == !options.output.empty()) {
    return absl::InvalidArgumentError(
        "either an output folder or in place, and not both");
  }
  if (options.rename && !options.in_place) {
    return absl::InvalidArgumentError("rename goes with in place only");
  }
  if (options.memory < kLeastMemory) {
    return absl::InvalidArgumentError("memory: 8 MiB is the least");
  }
  if (!options.uid_root.empty() &&
      (!IsValidUid(options.uid_root) ||
       options.uid_root.size() > Identity::kLongestUidRoot)) {
    return absl::InvalidArgumentError(
        "the root of new UIDs is no UID of 24 characters or fewer");
  }
  return absl::OkStatus();
}

// By how many days the dates of a case move; nothing where each patient has an
// offset of their own.
std::optional<int> DateOffset(const RunOptions& options, const Policy& policy) {
  if (!policy.needs_first_day() || !options.first_day) return std::nullopt;
  return static_cast<int>(*policy.day_zero() - *options.first_day);
}

absl::Status CheckFirstDay(const RunOptions& options, const Policy& policy) {
  if (!policy.needs_first_day()) return absl::OkStatus();
  if (!options.first_day) {
    return absl::InvalidArgumentError(
        "the rules name a day-zero, which the first day of one case becomes: "
        "use 'teach', which looks for that day, or take the line out");
  }
  // Years 0001 to 9999, as dates have them.
  constexpr std::int64_t kFirst = -719'162, kLast = 2'932'896;
  if (*options.first_day >= kFirst && *options.first_day <= kLast) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError("the first day of the case is no date");
}

// Two passes find what one does not: what was done in one is done again. So is
// what was done under another first day.
std::string PolicyTerm(const RunOptions& options, const Policy& policy) {
  std::string term = policy.fingerprint();
  if (options.two_pass) term += " two-pass";
  if (const std::optional<int> days = DateOffset(options, policy)) {
    absl::StrAppendFormat(&term, " days %d", *days);
  }
  return term;
}

std::string PlaceOf(const RunOptions& options, const Sources& sources) {
  if (options.in_place) return options.rename ? "in place, rename" : "in place";
  return options.layout + "\n" + sources.output;
}

void AddChanges(const WorkPool& pool, RunSummary& summary) {
  for (const auto& item : pool.items()) {
    for (const auto& [key, count] : item->changes) {
      summary.changes[ChangeOf(key)] += count;
    }
  }
}

// Makes the output folder, and tries it: where nothing can be written, one
// error says so instead of one for each input. What it made goes with it
// again, unless it is kept.
class OutputFolder {
 public:
  explicit OutputFolder(FileSystem& file_system) : file_system_(file_system) {}
  ~OutputFolder() {
    for (const std::string& folder : made_)
      file_system_.Remove(folder, FileKind::kFolder);
  }
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  absl::Status Make(const std::string& path) {
    int error = FindMissingFolders(file_system_, path, made_);
    if (error == 0) error = MakeFolders(file_system_, path);
    if (error == 0) error = file_system_.TryFolder(path);
    return error == 0 ? absl::OkStatus()
                      : absl::ErrnoToStatus(error, "output folder");
  }
  void Keep() { made_.clear(); }

 private:
  FileSystem& file_system_;
  std::vector<std::string> made_;  // the deepest first
};

std::int64_t NowSinceEpoch() {
  return std::chrono::nanoseconds(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// What a run is made of, once its options are known to make sense.
struct Parts {
  Sources sources;
  Layout layout;
  std::shared_ptr<const Policy> policy;
  std::unique_ptr<OutputFolder> output;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Crosswalk> crosswalk;
};

// The last that may refuse the run. Until it succeeds, all that was made goes
// with its objects.
absl::Status StartWriting(Parts& parts) {
  if (parts.crosswalk != nullptr) {
    absl::Status status = parts.crosswalk->Start();
    if (!status.ok()) return status;
  }
  if (parts.journal != nullptr) {
    absl::Status status = parts.journal->Start();
    if (!status.ok()) return status;
  }
  if (parts.crosswalk != nullptr) parts.crosswalk->Keep();
  parts.output->Keep();
  return absl::OkStatus();
}

absl::StatusOr<Parts> MakeParts(const RunOptions& options,
                                FileSystem& file_system,
                                const Identity& identity) {
  if (absl::Status status = CheckOptions(options); !status.ok()) {
    return status;
  }
  absl::StatusOr<Layout> layout = Layout::Parse(options.layout);
  if (!layout.ok()) return layout.status();
  auto policy = PolicyOf(options);
  if (!policy.ok()) return policy.status();
  if (absl::Status status = CheckFirstDay(options, **policy); !status.ok()) {
    return status;
  }
  absl::StatusOr<Sources> sources = ResolveSources(options, file_system);
  if (!sources.ok()) return sources.status();
  Parts parts{*std::move(sources),
              *std::move(layout),
              *std::move(policy),
              std::make_unique<OutputFolder>(file_system),
              nullptr,
              nullptr};
  // Last, as they are the first things that touch the disk.
  if (!options.in_place && !options.dry_run) {
    absl::Status status = parts.output->Make(parts.sources.output);
    if (!status.ok()) return status;
  }
  if (!options.journal.empty() && !options.dry_run) {
    auto journal = Journal::Open(
        options.journal,
        {PolicyTerm(options, *parts.policy), identity.Fingerprint(),
         PlaceOf(options, parts.sources), options.statement_names,
         options.description, std::string(file_system.temporary_prefix())});
    if (!journal.ok()) return journal.status();
    parts.journal = *std::move(journal);
    for (const std::string& prefix : parts.journal->killed_temporaries()) {
      parts.sources.temporaries.Add(prefix);
    }
  }
  if (!options.crosswalk.empty() && !options.dry_run) {
    auto crosswalk = Crosswalk::Open(options.crosswalk);
    if (!crosswalk.ok()) return crosswalk.status();
    parts.crosswalk = *std::move(crosswalk);
  }
  return parts;
}

Context ContextOf(const RunOptions& options, FileSystem& file_system,
                  const std::atomic<int>* stop, const Parts& parts,
                  const Identity& identity, PolicyCache& policies) {
  return {.options = options,
          .read = ReadTermsOf(options, file_system, stop),
          .write = {.file_system = file_system,
                    .in_place = options.in_place,
                    .dry_run = options.dry_run,
                    .sync = options.sync,
                    .stop = stop},
          .sources = parts.sources,
          .identity = identity,
          .policies = policies,
          .layout = parts.layout,
          .mirror_prefixes = MirrorPrefixes(parts.sources),
          .date_offset = DateOffset(options, *parts.policy)};
}

// Takes all inputs through the stages.
void DoInputs(const Context& context, Journal* journal, const RunHooks& hooks,
              std::int64_t started, Committer& committer, RunSummary& summary) {
  const RunOptions& options = context.options;
  SourceWalker walker(context.sources, context.file_system(),
                      options.in_place && !options.dry_run ? started : 0);
  // The first of two passes has counted by now.
  Discovery discovery(walker, options.two_pass ? nullptr : hooks.progress);
  RunEnds ends = {.discover =
                      [&](Ticket& ticket) {
                        ticket.Reset();
                        if (context.stopped() ||
                            !discovery.Next(ticket.input, ticket.ending)) {
                          return false;
                        }
                        ++summary.found;
                        return true;
                      },
                  .compare = {},
                  .committer = committer};
  if (journal != nullptr && !journal->was_empty()) {
    ends.compare = [&](Ticket& ticket) {
      PassUnchanged(context.file_system(), *journal, ticket);
    };
  }
  WorkPool pool(context.read.memory.items);
  if (options.serial) {
    RunSerial(context, ends, pool);
  } else {
    RunGraph(context, ThreadsOf(options), ends, pool);
  }
  AddChanges(pool, summary);
}

}  // namespace

absl::StatusOr<RunSummary> RunPipeline(const RunOptions& options,
                                       FileSystem& files,
                                       const RunHooks& hooks) {
  const std::shared_ptr<FileSystem> held = files.Hold();
  FileSystem& file_system = *held;
  const auto begin = std::chrono::steady_clock::now();
  const std::int64_t started = NowSinceEpoch();
  const Identity identity(options.key, options.uid_root);
  absl::StatusOr<Parts> parts = MakeParts(options, file_system, identity);
  if (!parts.ok()) return parts.status();
  PolicyCache policies(parts->policy.get());
  Context context =
      ContextOf(options, file_system, hooks.stop, *parts, identity, policies);
  std::unique_ptr<PatientPatterns> patients;
  if (options.two_pass) {
    auto gathered = GatherPatients(context, hooks.progress);
    if (!gathered.ok()) return gathered.status();
    patients = *std::move(gathered);
    context.patients = patients.get();
  }
  if (absl::Status status = StartWriting(*parts); !status.ok()) return status;

  RunSummary summary;
  summary.policy_fingerprint = parts->policy->fingerprint();
  summary.key_fingerprint = identity.Fingerprint();
  summary.new_crosswalk =
      parts->crosswalk != nullptr && parts->crosswalk->was_empty();
  Journal* const journal = parts->journal.get();
  if (journal != nullptr && !journal->killed_temporaries().empty() &&
      !options.in_place) {
    RemoveLeftovers(parts->sources.output, parts->sources.temporaries,
                    file_system, started, hooks.stop);
  }
  Committer committer(context, journal, parts->crosswalk.get(), hooks, summary);
  absl::Status named = committer.LookBack();
  if (!named.ok()) return named;
  DoInputs(context, journal, hooks, started, committer, summary);
  named = committer.RenameTelling();
  if (!named.ok()) return named;
  summary.throughput = committer.throughput().Samples();
  if (patients != nullptr) summary.patients_cut = patients->cut();
  summary.interrupted = context.stopped();
  summary.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
          .count();
  if (journal != nullptr) {
    summary.mixed_studies = journal->CountMixedStudies();
    journal->FinishRun(summary);
    summary.journal_incomplete = journal->failed();
  }
  return summary;
}

}  // namespace dcmscrub
