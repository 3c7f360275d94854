#include "app/cli/command.h"

#include <algorithm>
#include <array>

namespace dcmscrub {

std::span<const Command* const> Commands() {
  static constexpr std::array kCommands = {
      &kRunCommand,    &kKeygenCommand, &kCheckCommand,    &kExplainCommand,
      &kDiffCommand,   &kRulesCommand,  &kImportCommand,   &kReidentifyCommand,
      &kReportCommand, &kVerifyCommand, &kSelftestCommand, &kTeachCommand,
  };
  return kCommands;
}

const Command* FindCommand(std::string_view name) {
  const auto commands = Commands();
  const auto found = std::ranges::find_if(
      commands,
      [name](const Command* command) { return command->help.name == name; });
  return found == commands.end() ? nullptr : *found;
}

std::vector<FlagHelp> FlagsOf(const Command& command) {
  std::vector<FlagHelp> help;
  for (const auto entries : {command.flags, command.policy_flags}) {
    for (const Flag& flag : entries) help.push_back(flag.help);
  }
  return help;
}

}  // namespace dcmscrub
