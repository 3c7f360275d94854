// `dcmscrub selftest`.
#include <absl/strings/str_format.h>

#include <charconv>
#include <string>

#include "app/cli/command.h"
#include "app/cli/policy_flags.h"
#include "app/report/report.h"
#include "app/report/selftest_report.h"
#include "app/talk/console.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/talk/signals.h"
#include "app/user/load_policy.h"
#include "pipeline/selftest/selftest.h"

namespace dcmscrub {
namespace {

constexpr int kExitSurvivors = 1;

struct SelftestFlags {
  std::string on;    // a folder; empty: none
  int files = 20;    // of it
  std::string json;  // empty: none
  PolicyFlags policy;
};

// What is wrong with a number of files; empty if nothing.
std::string WrongFiles(const std::string& text) {
  int number = 0;
  const char* const end = text.data() + text.size();
  const bool read = std::from_chars(text.data(), end, number).ptr == end;
  return read && number >= 1 && number <= 1000 ? ""
                                               : "want a number from 1 to 1000";
}

void Declare(FlagList& list, SelftestFlags& flags) {
  list.Add({"--on", "DIR", "in copies of files below DIR",
            "Plant in copies of files below DIR, with made-up people in place\n"
            "of theirs, the first ones of different SOP classes. DIR is only\n"
            "read. Without it: in small objects that the program makes."},
           flags.on);
  list.Add({"--files", "N", "how many of those; 20 by default",
            "With --on: of how many files, each of another SOP class, copies\n"
            "are made. Default: 20."},
           flags.files)
      .Check(WrongFiles);
  list.Add(
      {"--json", "FILE", "write the result as JSON, too",
       "Write the result as JSON, with every survivor (docs/selftest.md)."},
      flags.json);
  AddPolicyFlags(list, flags.policy, PolicyPart::kDates);
}

int RunSelftestCommand(const SelftestFlags& flags) {
  Console console(Verbosity::kNormal);
  CatchSignals();
  const auto policy = LoadPolicy(flags.policy, "", console);
  if (!policy) return kExitNothingDone;
  if (!flags.json.empty()) {
    const auto status = TryReport(flags.json, RealFileSystem());
    if (!status.ok()) return console.Fail(status);
  }
  SelftestOptions options;
  options.policy = policy->policy;
  options.rules = policy->file;
  options.on = flags.on;
  options.files = flags.files;
  const auto result = RunSelftest(options, RealFileSystem(), &StopFlag());
  if (!result.ok()) return console.Fail(result.status());
  if (result->listing_error != 0) {
    console.Error(absl::StrFormat(
        "warning: a folder below %s cannot be listed: %s; the files in it were "
        "not tried",
        SafeForTerminal(flags.on), ErrnoText(result->listing_error)));
  }
  Print(SelftestText(*result));
  if (result->interrupted) return kExitInterrupted;
  if (!flags.json.empty()) {
    const auto status = WriteReport(
        flags.json, SelftestJson(*result, *policy, DCMSCRUB_VERSION),
        RealFileSystem());
    if (!status.ok()) return console.Fail(status);
  }
  return result->clean() ? kExitDone : kExitSurvivors;
}

std::string Contradiction(const SelftestFlags& flags, const FlagList&) {
  return PolicyContradiction(flags.policy);
}

const std::string_view kMore[] = {R"(
Makes some fifty thousand copies of small objects, or with --on of your own
files, in memory; puts into each one made-up identifier, each time at another
place: every attribute of PS3.6 at three depths, private and unknown ones,
those of your lists, file meta, preamble, trailing bytes, names; runs the
rules over them as run does; and searches the outputs byte by byte. Some
values stand nowhere else and are gone where the rules take the attribute;
others are the made-up patient's own, repeated where attributes stay, and are
gone wherever they are.
)"};
const std::string_view kTail[] = {R"(
Examples
  dcmscrub selftest
  dcmscrub selftest --rules site.rules --on /archive/2023 --json proof.json
  dcmscrub selftest --option retain-uids

Columns
  gone      not in the output any more
  policy    stays: Table E.1-1 with the options keeps the attribute
  site      stays where a statement of the rules decides
  unwrit.   the file was quarantined or skipped: nothing left
  SURVIVED  should not be there

Exit codes
    0  nothing survived that should not
    1  something did
    2  nothing was tried: rules, usage
  130  stopped by a signal
)"};

}  // namespace

std::unique_ptr<Command> SelftestCommand() {
  return MakeCommand<SelftestFlags>({
      .help = {.name = "selftest",
               .usage = "dcmscrub selftest [--rules FILE] [flags]\n",
               .brief = "plants made-up identifiers, shows what survives",
               .about = "Tries rules on copies with made-up identifiers in "
                        "them.\n",
               .more = kMore,
               .tail = kTail},
      .declare = Declare,
      .contradiction = Contradiction,
      .run = RunSelftestCommand,
  });
}

}  // namespace dcmscrub
