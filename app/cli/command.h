// One command of the program: what help says of it, what it takes, what it
// does. Each has a file of its own; commands.cc lists them.
#pragma once

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <string_view>

#include "app/cli/flag.h"
#include "app/cli/flags.h"

namespace dcmscrub {

struct Command {
  CommandHelp help;
  std::span<const Flag> flags;
  std::span<const Flag> policy_flags = {};  // those it shares with others
  // Declares what stands beside the flags: files and the like.
  void (*add_operands)(CLI::App& app, Flags& flags);
  std::string_view too_many = "";  // "one FILE and no more"; empty: no limit
  // What is wrong with flags that are each right by themselves; empty if
  // nothing. May be null.
  std::string (*contradiction)(const Flags& flags,
                               const CLI::App& app) = nullptr;
  int (*run)(const Flags& flags);  // returns an exit code
};

extern const Command kRunCommand;
extern const Command kKeygenCommand;
extern const Command kCheckCommand;
extern const Command kExplainCommand;
extern const Command kDiffCommand;
extern const Command kImportCommand;
extern const Command kRulesCommand;
extern const Command kReidentifyCommand;
extern const Command kVerifyCommand;
extern const Command kSelftestCommand;
extern const Command kReportCommand;
extern const Command kTeachCommand;

// In the order in which help shows them.
std::span<const Command* const> Commands();
// nullptr when there is none of that name.
const Command* FindCommand(std::string_view name);

// Help's view of the flags: the command's own, then the shared ones.
std::vector<FlagHelp> FlagsOf(const Command& command);

}  // namespace dcmscrub
