// `dcmscrub verify`.
#include <absl/strings/str_format.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/policy_flags.h"
#include "app/report/report.h"
#include "app/report/verify_report.h"
#include "app/talk/console.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/talk/signals.h"
#include "app/user/keyfile.h"
#include "app/user/small_file.h"
#include "pipeline/teaching/case/case_sources.h"
#include "pipeline/teaching/documents/case_json.h"
#include "rules/parse/identifier_file.h"

namespace dcmscrub {
namespace {

constexpr int kMostSampled = 1'000'000'000;

struct VerifyFlags {
  std::string output;                   // of the run
  std::vector<std::string> against;     // sources of the run
  std::string key_file;                 // empty: none
  std::string journal;                  // empty: none
  PolicyFlags policy;                   // of the run; none: not given
  std::vector<std::string> case_files;  // case.json of teaching files
  std::uint64_t sample = 0;             // so many files; 0: all
  std::string json;                     // empty: none
  int threads = 0;                      // 0: as many as the machine has
  bool show_paths = false;
};

void Declare(FlagList& list, VerifyFlags& flags) {
  // Extra ones are taken, so that they are counted in what is said of them.
  list.Operand("OUT", flags.output).Required().TakeExtra();
  list.Add(
      {"--against", "SRC", "compare with the originals",
       "A source of the run that made OUT. Without it only what OUT alone\n"
       "shows is checked. May be given several times."},
      flags.against);
  list.Add({"--key", "FILE", "the key of the run",
            "Tells whose UIDs and pseudonyms are in OUT, and which original\n"
            "each file was made from."},
           flags.key_file);
  list.Add({"--journal", "FILE", "the journal of the run",
            "Tells which original each file was made from, and what became of\n"
            "the others; counts and sizes are compared with it."},
           flags.journal);
  list.Add(
      {"--labels", "FILE", "case.json of a teaching file in OUT",
       "The case.json of a teaching file: OUT/CASE/case.json. What it says\n"
       "of labels, and of files that no original stands for, is believed\n"
       "below its folder. May be given several times."},
      flags.case_files);
  AddPolicyFlags(list, flags.policy, PolicyPart::kDates);
  list.Add({"--sample", "N", "look at N files only",
            "Look at N files, always the same ones. What holds between files\n"
            "is then checked as far as they show it."},
           flags.sample)
      .Between(1, kMostSampled);
  list.Add({"--json", "FILE", "write what was found as JSON",
            "Write what was found as JSON; docs/verify.md describes it."},
           flags.json);
  list.AddThreads(flags.threads);
  list.Add({"--show-paths", "", "paths beside the numbers",
            "Show the path behind a file's number, also in the JSON. Paths of\n"
            "originals may hold names."},
           flags.show_paths);
}

// Its folder is told by where it stands, which must be below OUT. `whole`: OUT
// is no folder, and all of it is of the case.
absl::StatusOr<UserLabels> ReadLabels(const std::string& path,
                                      const std::string& output, bool whole) {
  const auto text = ReadSmallFile(path, Audience::kAnyone);
  if (!text.ok()) {
    return absl::InvalidArgumentError(
        absl::StrFormat("--labels: %s", text.status().message()));
  }
  absl::StatusOr<UserLabels> labels = ReadCaseJson(*text);
  if (!labels.ok()) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "--labels %s: %s", SafeForTerminal(path), labels.status().message()));
  }
  if (whole) return labels;
  std::string root, folder;
  RealFileSystem().RealPath(output, root);
  RealFileSystem().RealPath(std::string(FolderOf(path)), folder);
  if (folder == root) return labels;
  if (!IsInside(folder, root)) {
    return absl::InvalidArgumentError("--labels: the file is not below OUT");
  }
  labels->folder = folder.substr(root.size() + 1);
  return labels;
}

// Whether the rules of the run are told at all.
bool HasPolicy(const PolicyFlags& flags) {
  return !flags.rules.empty() || !flags.profile.empty() ||
         !flags.options.empty() || !flags.params.empty() ||
         !flags.identifiers.empty() || flags.date_shift.has_value();
}

bool IsFile(const std::string& path) {
  FileInfo info;
  return RealFileSystem().Info(path, /*follow=*/true, info) == 0 &&
         info.kind == FileKind::kFile;
}

absl::StatusOr<VerifyOptions> OptionsOf(const VerifyFlags& flags) {
  VerifyOptions options;
  options.output = flags.output;
  options.against = flags.against;
  options.journal = flags.journal;
  options.sample = flags.sample;
  options.threads = flags.threads;
  for (const std::string& path : flags.case_files) {
    absl::StatusOr<UserLabels> labels =
        ReadLabels(path, flags.output, IsFile(flags.output));
    if (!labels.ok()) return labels.status();
    options.labels.push_back(*std::move(labels));
  }
  if (!flags.key_file.empty()) {
    const auto key = ReadKeyFile(flags.key_file);
    if (!key.ok()) return key.status();
    options.key = *key;
  }
  if (!flags.json.empty()) {
    absl::Status status = TryReport(flags.json, RealFileSystem());
    if (!status.ok()) return status;
  }
  return options;
}

// OUT as a folder, where it is an archive; null: it is none.
absl::StatusOr<std::unique_ptr<CaseSources>> Unpacked(
    const std::string& output) {
  if (!IsPacked(output)) return nullptr;
  return CaseSources::Open({output}, /*scratch=*/"", UnpackLimits{},
                           RealFileSystem(), &StopFlag());
}

// What --identifiers lists. Mistakes in it were said by LoadPolicy.
std::vector<IdentifierLine> ReadIdentifiers(const PolicyFlags& flags) {
  std::vector<IdentifierLine> lines;
  std::vector<IdentifierFileError> errors;
  const ReadText read = ReadFromDisk();
  for (const std::string& path : flags.identifiers) {
    std::string error;
    const std::optional<std::string> text = read(path, error);
    if (text) ReadIdentifierFile(*text, lines, errors);
  }
  return lines;
}

int RunVerify(const VerifyFlags& flags) {
  Console console(Verbosity::kNormal);
  CatchSignals();
  auto options = OptionsOf(flags);
  if (!options.ok()) return console.Fail(options.status());
  if (HasPolicy(flags.policy)) {
    std::optional<LoadedPolicy> loaded =
        LoadPolicy(flags.policy, /*uid_root=*/"", console);
    if (!loaded) return kExitNothingDone;
    options->rules = GivenRules{.policy = std::move(loaded->policy),
                                .file = std::move(loaded->file),
                                .identifiers = ReadIdentifiers(flags.policy)};
  }
  const auto archive = Unpacked(flags.output);
  if (absl::IsCancelled(archive.status())) return kExitInterrupted;
  if (!archive.ok()) return console.Fail(archive.status());
  if (*archive != nullptr) {
    options->output = (*archive)->paths().front();
    options->names = (*archive)->names();
  }
  const auto report = Verify(*options, RealFileSystem(), &StopFlag());
  if (!report.ok()) return console.Fail(report.status());
  Print(VerifyDetails(*report, flags.show_paths));
  if (!flags.json.empty()) {
    const absl::Status status =
        WriteReport(flags.json, VerifyJson(*report, *options, flags.show_paths),
                    RealFileSystem());
    if (!status.ok()) return console.Fail(status);
  }
  Print(VerdictLine(*report, *options) + "\n");
  if (report->interrupted) return kExitInterrupted;
  switch (report->verdict()) {
    case CleanLevel::kClean:
      return kExitDone;
    case CleanLevel::kRemarks:
      return kExitRemarks;
    case CleanLevel::kNotClean:
      break;
  }
  return kExitQuarantined;
}

std::string Contradiction(const VerifyFlags& flags, const FlagList&) {
  return PolicyContradiction(flags.policy);
}

const std::string_view kMore[] = {R"(
OUT is a folder, one file, or an archive of results (zip, tar, 7z), which is
unpacked to a private folder in $TMPDIR for the time being.

Reads every file below OUT with another reader than the one that wrote it, and
holds it against what it says about itself: the marks, the profile and its
options attribute by attribute, what holds between files. With --against also
against the originals: values that were to go, anywhere in any byte and in file
names, days, references, pixels. With the --rules and --option of the run, what
these were to leave is a note, and all else a finding. A file is named by its
number, in the order of paths.
)"};
const std::string_view kTail[] = {R"(
Examples
  dcmscrub verify /release
  dcmscrub verify /release --against /archive --key study.key \
    --journal /release.dcmscrub-journal --json verify.json
  dcmscrub verify /release --against /archive --key study.key --rules site.rules
  dcmscrub verify /teaching --against case/ --key study.key \
    --labels /teaching/TF-0041/case.json

Exit codes
    0  clean: nothing was found
    1  not clean: something was found
    2  nothing was checked: usage, key, folders or journal cannot be read
    3  clean with remarks: no findings, but warnings or notes to be read
  130  stopped by a signal
)"};

}  // namespace

std::unique_ptr<Command> VerifyCommand() {
  return MakeCommand<VerifyFlags>({
      .help = {.name = "verify",
               .usage = "dcmscrub verify OUT [--against SRC] [--key FILE] "
                        "[flags]\n",
               .brief = "reads results again and says if they are clean",
               .about = "Checks a result without trusting what made it.\n",
               .more = kMore,
               .tail = kTail},
      .declare = Declare,
      .contradiction = Contradiction,
      .run = RunVerify,
  });
}

}  // namespace dcmscrub
