// `dcmscrub rules`.
#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/command.h"
#include "app/talk/command_messages.h"
#include "app/talk/console.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/user/load_policy.h"
#include "app/user/user_rules.h"
#include "rules/parse/built_in.h"

namespace dcmscrub {
namespace {

struct RulesFlags {
  std::vector<std::string> words;  // list; show NAME; add TAG ACTION
  // Of add.
  std::string file;
  std::string comment;
};

void Declare(FlagList& list, RulesFlags& flags) {
  list.Operand("WHAT", flags.words).Required();
  list.Add({"--to", "FILE", "add: the rule file",
            "The rule file that gets the rule. One that is not there is made, "
            "and\nincludes the built-in rules 'teaching'."},
           flags.file);
  list.Add({"--comment", "TEXT", "add: says why, behind the rule",
            "Stands behind the rule as a comment: for those who read the file\n"
            "later."},
           flags.comment);
}

constexpr std::array<std::string_view, 8> kActions = {
    "remove", "empty", "keep", "dummy", "uid", "shift", "clean", "replace"};

std::string WrongAddition(const RulesFlags& flags) {
  const std::vector<std::string>& words = flags.words;
  if (words.size() < 3) return "add what? rules add TAG ACTION --to FILE";
  const std::string& action = words[2];
  if (std::ranges::find(kActions, action) == kActions.end()) {
    return absl::StrFormat(
        "no action '%s'; there are remove, empty, keep, dummy, uid, shift, "
        "clean and replace \"TEXT\"",
        SafeForTerminal(action));
  }
  const std::size_t wanted = action == "replace" ? 4 : 3;
  if (words.size() < wanted) return "replace with what? replace \"TEXT\"";
  if (words.size() > wanted) {
    return absl::StrFormat("one rule at a time; what is '%s'?",
                           SafeForTerminal(words[wanted]));
  }
  return flags.file.empty() ? "which file? --to FILE" : "";
}

std::string Contradiction(const RulesFlags& flags, const FlagList&) {
  const std::vector<std::string>& words = flags.words;
  const std::string& what = words.front();
  if (what == "add") return WrongAddition(flags);
  if (!flags.file.empty() || !flags.comment.empty()) {
    return "--to and --comment go with 'rules add'";
  }
  if (what == "list") {
    return words.size() == 1 ? "" : "rules list takes nothing more";
  }
  if (what == "show") {
    return words.size() == 2 ? "" : "show which rules? rules show NAME";
  }
  return absl::StrFormat("no 'rules %s'; there are list, show and add",
                         SafeForTerminal(what));
}

int List() {
  for (const BuiltInRules& rules : AllBuiltInRules()) {
    Print(absl::StrFormat("%-12s  %s\n", rules.name, rules.about));
  }
  return kExitDone;
}

int Show(const std::string& name) {
  const auto text = ReadRuleText(name);
  if (!text.ok()) return Console(Verbosity::kNormal).Fail(text.status());
  Print(text->text);
  return kExitDone;
}

int Add(const RulesFlags& flags) {
  Console console(Verbosity::kNormal);
  const std::vector<std::string>& words = flags.words;
  const auto edited =
      AddRuleToFile(flags.file, MakeAddition(words[1], words[2],
                                             words.size() > 3 ? words[3] : "",
                                             flags.comment));
  if (!edited.ok()) {
    console.Lines(SafeLines(MessageOf(edited.status())), /*errors=*/true);
    return kExitNothingDone;
  }
  Print(RuleAddedMessage(flags.file, edited->line, edited->there_already) +
        "\n");
  console.Lines(SafeLines(edited->warnings), /*errors=*/false);
  return kExitDone;
}

int RunRules(const RulesFlags& flags) {
  const std::string& what = flags.words.front();
  if (what == "list") return List();
  return what == "show" ? Show(flags.words[1]) : Add(flags);
}

const std::string_view kMore[] = {R"(
  list           the rules that are built in, by name, a line each
  show NAME      the text of built-in rules, or of a file: to read, to copy
  add TAG ACTION --to FILE
                 puts one rule into a file, before all that it has, so that it
                 decides. Nothing else in the file changes, comments included.
                 A rule that stands there already is not added again.
                 What 'dcmscrub check' warns of in the rule is said.

TAG is an attribute:
  StationName                    its keyword
  (0008,1010)                    its tag; in quotes, for the shell
  '(0029,"ACME 1",10)'           a private one: group, creator, last two digits
                                 of its element

ACTION is what is done to it, wherever it stands:
  remove  empty  keep            takes it away; leaves it without a value; as
                                 it is
  dummy  uid  shift              a harmless value; a new UID; a date, moved
  clean                          leaves the harmless words of a text
  replace "TEXT"                 puts a text in its place
)"};
const std::string_view kTail[] = {R"(
Examples
  dcmscrub rules list
  dcmscrub rules show teaching > my.rules
  dcmscrub rules add StationName remove --to my.rules --comment "room numbers"
  dcmscrub rules add '(0019,"ACME 1",0C)' keep --to my.rules
  dcmscrub rules add ProtocolName replace "as usual" --to my.rules

Exit codes
    0  it is listed, shown, added, or there already
    2  nothing was done: the rule or the file is wrong, and says where
)"};

}  // namespace

std::unique_ptr<Command> RulesCommand() {
  return MakeCommand<RulesFlags>({
      .help = {.name = "rules",
               .usage = "dcmscrub rules list\n"
                        "dcmscrub rules show NAME|FILE\n"
                        "dcmscrub rules add TAG ACTION --to FILE [flags]\n",
               .brief = "shows built-in rules, and adds to your own",
               .about =
                   "Shows rules that come with the program, and puts a rule "
                   "into a file.\n",
               .more = kMore,
               .tail = kTail},
      .declare = Declare,
      .contradiction = Contradiction,
      .run = RunRules,
  });
}

}  // namespace dcmscrub
