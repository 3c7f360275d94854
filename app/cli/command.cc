#include "app/cli/command.h"

#include <utility>

namespace dcmscrub {

std::vector<std::unique_ptr<Command>> Commands() {
  std::vector<std::unique_ptr<Command>> commands;
  for (const auto make :
       {RunCommand, KeygenCommand, CheckCommand, ExplainCommand, DiffCommand,
        RulesCommand, ImportCommand, ReidentifyCommand, ReportCommand,
        VerifyCommand, SelftestCommand, TeachCommand}) {
    commands.push_back(make());
  }
  return commands;
}

std::unique_ptr<Command> FindCommand(std::string_view name) {
  for (std::unique_ptr<Command>& command : Commands()) {
    if (command->help().name == name) return std::move(command);
  }
  return nullptr;
}

}  // namespace dcmscrub
