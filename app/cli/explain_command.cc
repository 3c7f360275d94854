// `dcmscrub explain`.
#include <absl/strings/str_format.h>

#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/policy_flags.h"
#include "app/talk/command_messages.h"
#include "app/talk/console.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/user/load_policy.h"
#include "pipeline/item/read.h"
#include "rules/explain/explain.h"

namespace dcmscrub {
namespace {

struct ExplainFlags {
  std::vector<std::string> subjects;  // attributes and DICOM files
  std::string sop_class;              // UID or name; empty: of any
  PolicyFlags policy;
};

void Declare(FlagList& list, ExplainFlags& flags) {
  list.Operand("WHAT", flags.subjects).Required();
  AddSopClass(list, flags.sop_class);
  AddPolicyFlags(list, flags.policy, PolicyPart::kRules);
}

// The text for one operand; kInvalidArgument for what is neither attribute
// nor DICOM file.
absl::StatusOr<std::string> Explain(const LoadedPolicy& policy,
                                    const std::string& what,
                                    std::string_view sop_class_uid) {
  if (const auto tag = ParseAttribute(what)) {
    return ExplainAttribute(*policy.policy, policy.file, *tag, sop_class_uid);
  }
  FileInfo info;
  if (RealFileSystem().Info(what, true, info) != 0) {
    return absl::InvalidArgumentError(NothingCalledMessage(what));
  }
  InputObject read;
  Ending ending;
  ReadObject(what, RealFileSystem(), read, ending);
  if (ending.decided) {
    InputRecord record;
    record.reason = ending.reason;
    record.error_number = ending.error_number;
    record.fault = ending.fault;
    return absl::InvalidArgumentError(
        absl::StrFormat("%s: %s", SafeForTerminal(what), WhyText(record)));
  }
  TextCodec codec;
  const ObjectView object(*read.index, read.memory(), read.facts, codec);
  return ExplainObject(*policy.policy, policy.file, object);
}

int RunExplain(const ExplainFlags& flags) {
  Console console(Verbosity::kNormal);
  const auto sop_class_uid = SopClassUid(flags.sop_class);
  if (!sop_class_uid.ok()) return console.Fail(sop_class_uid.status());
  const auto policy = LoadPolicy(flags.policy, "", console);
  if (!policy) return kExitNothingDone;
  int exit_code = kExitDone;
  bool first = true;
  for (const std::string& what : flags.subjects) {
    const auto text = Explain(*policy, what, *sop_class_uid);
    if (!text.ok()) {
      exit_code = console.Fail(text.status());
      continue;
    }
    if (!first) Print("\n");
    Print(SafeLines(*text));
    first = false;
  }
  return exit_code;
}

std::string Contradiction(const ExplainFlags& flags, const FlagList&) {
  return PolicyContradiction(flags.policy);
}

const std::string_view kMore[] = {R"(
WHAT is an attribute (PatientName, 0010,0010, 00100010, 60xx,3000) or a DICOM
file. Of an attribute: the rules that are asked about it, in their order, the
row of PS3.15 Table E.1-1 under them, the option that changed it, and what they
come to wherever the IOD has it. Of a file: what happens to it as a whole and to
each of its elements. No value is shown. A file with such a name as an
attribute goes by ./NAME. Without --sop-class: what holds for an attribute
where nothing is known of the object.
)"};
const std::string_view kTail[] = {R"(
Examples
  dcmscrub explain PatientName
  dcmscrub explain StudyDate --sop-class ct-image --rules site.rules
  dcmscrub explain case/1.dcm --rules site.rules --param site=WEST

Exit codes
    0  all was explained
    2  wrong rules, or something that is neither attribute nor DICOM file
)"};

}  // namespace

std::unique_ptr<Command> ExplainCommand() {
  return MakeCommand<ExplainFlags>({
      .help = {.name = "explain",
               .usage = "dcmscrub explain ATTRIBUTE|FILE... [flags]\n",
               .brief = "says what happens to an attribute or file, and why",
               .about = "Says which rule or row of the Standard decides, and "
                        "why.\n",
               .more = kMore,
               .tail = kTail},
      .declare = Declare,
      .contradiction = Contradiction,
      .run = RunExplain,
  });
}

}  // namespace dcmscrub
