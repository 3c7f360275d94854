// `dcmscrub check`.
#include <absl/strings/str_format.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/policy_flags.h"
#include "app/talk/command_messages.h"
#include "app/talk/console.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/user/load_policy.h"

namespace dcmscrub {
namespace {

struct CheckFlags {
  std::vector<std::string> rule_files;
  PolicyFlags policy;
};

void Declare(FlagList& list, CheckFlags& flags) {
  list.Operand("FILE", flags.rule_files).Required();
  AddPolicyFlags(list, flags.policy, PolicyPart::kBesideRules);
}

std::uint64_t CountOf(const std::vector<Diagnostic>& diagnostics,
                      Diagnostic::Severity severity) {
  return static_cast<std::uint64_t>(
      std::ranges::count(diagnostics, severity, &Diagnostic::severity));
}

// Whether it has no errors.
bool CheckText(const RuleText& text, const PolicyFlags& policy,
               const std::vector<Option>& options) {
  const RulesSoFar checked =
      ReadRules(text, policy, options, "", Scrutiny::kAll);
  std::vector<Diagnostic> diagnostics = checked.diagnostics;
  std::ranges::stable_sort(diagnostics, {}, [](const Diagnostic& d) {
    return std::tuple(d.span.file, d.span.line, d.span.column);
  });
  Print(SafeLines(Render(checked.parsed, diagnostics)));
  const std::uint64_t errors =
      CountOf(diagnostics, Diagnostic::Severity::kError);
  Print(CheckedMessage(text.name, errors,
                       CountOf(diagnostics, Diagnostic::Severity::kWarning),
                       checked.parsed.file.statements.size()) +
        "\n");
  return errors == 0;
}

int RunCheck(const CheckFlags& flags) {
  PolicyFlags policy = flags.policy;
  policy.shares_params = flags.rule_files.size() > 1;
  Console console(Verbosity::kNormal);
  std::vector<Option> options;
  bool fine = ReadOptions(policy, console, options);
  for (const std::string& file : flags.rule_files) {
    const auto text = ReadRuleText(file);
    if (!text.ok()) {
      console.Fail(text.status());
      fine = false;
    } else {
      fine = CheckText(*text, policy, options) && fine;
    }
  }
  return fine ? kExitDone : kExitNothingDone;
}

std::string Contradiction(const CheckFlags& flags, const FlagList&) {
  return PolicyContradiction(flags.policy);
}

const std::string_view kMore[] = {R"(
Says everything that is wrong with them at once, each with its line, a caret
and, where there is one, a suggestion; files that they name (tables, lists,
certificates) are read as well. Warns of rules that can never decide because
an earlier one always does, of conditions that never hold, of what the
profile protects and a rule lets stay, and of what the Standard requires in
objects (Type 1 or 2, by IOD) and a rule takes. Parameters need no values.
)"};
const std::string_view kTail[] = {R"(
Examples
  dcmscrub check site.rules
  dcmscrub check site.rules --param site=WEST --option clean-descriptors

Exit codes
    0  no errors; warnings there may be
    2  errors: a run with these rules would stop before it touches a file
)"};

}  // namespace

std::unique_ptr<Command> CheckCommand() {
  return MakeCommand<CheckFlags>({
      .help = {.name = "check",
               .usage = "dcmscrub check FILE... [flags]\n",
               .brief = "says what is wrong with rule files",
               .about = "Reads rule files and touches no other file.\n",
               .more = kMore,
               .tail = kTail},
      .declare = Declare,
      .contradiction = Contradiction,
      .run = RunCheck,
  });
}

}  // namespace dcmscrub
