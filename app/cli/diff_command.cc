// `dcmscrub diff`.
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/policy_flags.h"
#include "app/talk/console.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/user/load_policy.h"
#include "rules/explain/diff.h"

namespace dcmscrub {
namespace {

// As those of diff(1).
constexpr int kExitSame = 0;
constexpr int kExitDifferent = 1;

struct DiffFlags {
  std::vector<std::string> rules;  // A and B: files, or built in
  std::string sop_class;           // UID or name; empty: of any
  PolicyFlags policy;              // the parameters of both
};

void Declare(FlagList& list, DiffFlags& flags) {
  list.Operand("A B", flags.rules);
  AddSopClass(list, flags.sop_class);
  AddPolicyFlags(list, flags.policy, PolicyPart::kParams);
}

int RunDiff(const DiffFlags& flags) {
  Console console(Verbosity::kNormal);
  const auto sop_class_uid = SopClassUid(flags.sop_class);
  if (!sop_class_uid.ok()) return console.Fail(sop_class_uid.status());
  std::array<std::optional<LoadedPolicy>, 2> policies;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    PolicyFlags one = flags.policy;
    one.rules = flags.rules[i];
    one.shares_params = true;
    policies[i] = LoadPolicy(one, "", console);
  }
  if (!policies[0] || !policies[1]) return kExitNothingDone;
  for (const std::string& param : flags.policy.params) {
    const std::string name = param.substr(0, param.find('='));
    if (!policies[0]->file.params.contains(name) &&
        !policies[1]->file.params.contains(name)) {
      console.Error("error: neither file says 'param " + SafeForTerminal(name) +
                    "'");
      return kExitNothingDone;
    }
  }
  const auto differences =
      DiffPolicies(*policies[0]->policy, *policies[1]->policy, *sop_class_uid);
  Print(SafeLines(DiffText(differences)));
  return differences.empty() ? kExitSame : kExitDifferent;
}

std::string Contradiction(const DiffFlags& flags, const FlagList&) {
  if (flags.rules.size() != 2) return "two rule files: A and B";
  return PolicyContradiction(flags.policy);
}

const std::string_view kMore[] = {R"(
A and B are rule files, or rules that are built in: basic, say. Lists the
attributes that they treat differently and what each does with them; not what
statements about whole files (skip, quarantine, tag) do. Without --sop-class:
in all of the Standard, and in objects of none.
)"};
const std::string_view kTail[] = {R"(
Examples
  dcmscrub diff basic site.rules
  dcmscrub diff last-year.rules site.rules --sop-class ct-image

Exit codes
    0  no difference
    1  there are differences
    2  wrong rules or usage
)"};

}  // namespace

std::unique_ptr<Command> DiffCommand() {
  return MakeCommand<DiffFlags>({
      .help = {.name = "diff",
               .usage = "dcmscrub diff A B [flags]\n",
               .brief = "which attributes two rule files treat differently",
               .about =
                   "Says which attributes two policies treat differently.\n",
               .more = kMore,
               .tail = kTail},
      .declare = Declare,
      .contradiction = Contradiction,
      .run = RunDiff,
  });
}

}  // namespace dcmscrub
