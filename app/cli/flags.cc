#include "app/cli/flags.h"

#include <absl/strings/str_format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>
#include <vector>

#include "app/cli/command.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "rules/language/keywords.h"

#ifndef DCMSCRUB_VERSION
#error "the build sets DCMSCRUB_VERSION"
#endif

namespace dcmscrub {
namespace {

std::string UnknownFlag(const Command& command, std::string_view word) {
  word = word.substr(0, word.find('='));
  std::string text = "unknown flag " + SafeForTerminal(word);
  std::vector<std::string_view> names;
  for (const FlagHelp& flag : FlagsOf(command)) names.push_back(flag.name);
  const std::string_view nearest = Nearest(word, names);
  if (!nearest.empty()) {
    absl::StrAppendFormat(&text, "; did you mean %s?", nearest);
  }
  return text;
}

// "run, keygen and check".
std::string CommandNames() {
  std::string names;
  const auto commands = Commands();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (i > 0) names += i + 1 == commands.size() ? " and " : ", ";
    names += commands[i]->help.name;
  }
  return names;
}

std::string NoCommand(std::string_view word) {
  if (word.empty() || word.starts_with('-')) {
    return "a command first; there are " + CommandNames();
  }
  std::vector<std::string_view> names;
  for (const Command* const command : Commands()) {
    names.push_back(command->help.name);
  }
  std::string text = "there is no command " + SafeForTerminal(word);
  const std::string_view nearest = Nearest(word, names);
  return nearest.empty()
             ? text + "; there are " + CommandNames()
             : absl::StrFormat("%s; did you mean %s?", text, nearest);
}

// CLI11 says "--out: 1 required TEXT missing".
std::string ParseErrorText(const CLI::ParseError& error) {
  const std::string text = error.what();
  const std::size_t missing = text.find(": 1 required ");
  if (missing != std::string::npos) {
    return text.substr(0, missing) + " wants a value";
  }
  return SafeForTerminal(text);
}

ParsedFlags Leave(int exit_code, std::string to_stdout,
                  std::string to_stderr = "") {
  ParsedFlags parsed;
  parsed.leave = true;
  parsed.exit_code = exit_code;
  parsed.to_stdout = std::move(to_stdout);
  parsed.to_stderr = std::move(to_stderr);
  return parsed;
}

ParsedFlags UsageError(std::string_view what, const Command* command) {
  const std::string name =
      command == nullptr ? "" : std::string(command->help.name) + " ";
  return Leave(kExitNothingDone, "",
               absl::StrFormat("dcmscrub: error: %s\n"
                               "dcmscrub: 'dcmscrub %s-h' shows how\n",
                               what, name));
}

void AddFlags(CLI::App& app, std::span<const Flag> entries, Flags& flags) {
  for (const Flag& entry : entries) {
    CLI::Option* option = entry.add(app, std::string(entry.help.name), flags);
    if (entry.help.argument.empty()) continue;
    option->multi_option_policy(entry.repeatable
                                    ? CLI::MultiOptionPolicy::TakeAll
                                    : CLI::MultiOptionPolicy::Throw);
    option->expected(1)->allow_extra_args(false);
  }
}

CLI::App& AddCommand(CLI::App& app, const Command& command, Flags& flags) {
  CLI::App& sub = *app.add_subcommand(std::string(command.help.name));
  command.add_operands(sub, flags);
  AddFlags(sub, command.flags, flags);
  AddFlags(sub, command.policy_flags, flags);
  return sub;
}

std::vector<CommandHelp> AllHelp() {
  std::vector<CommandHelp> all;
  for (const Command* const command : Commands()) all.push_back(command->help);
  return all;
}

ParsedFlags WrongUsage(const CLI::App& app, const Command* command,
                       std::string_view word, const CLI::ParseError& error) {
  const auto extras = app.remaining(true);
  const auto unknown = std::ranges::find_if(
      extras, [](const std::string& extra) { return extra.starts_with('-'); });
  if (command == nullptr) return UsageError(NoCommand(word), nullptr);
  if (unknown != extras.end()) {
    return UsageError(UnknownFlag(*command, *unknown), command);
  }
  if (!extras.empty() && !command->too_many.empty()) {
    return UsageError(command->too_many, command);
  }
  return UsageError(ParseErrorText(error), command);
}

}  // namespace

ParsedFlags ParseFlags(int argc, const char* const* argv) {
  ParsedFlags parsed;
  Flags& flags = parsed.flags;
  CLI::App app;
  app.set_help_flag("-h");
  app.set_help_all_flag("--help");
  app.set_version_flag("--version", "dcmscrub " DCMSCRUB_VERSION);
  app.require_subcommand(1);

  // The others need not exist: flags of one command say nothing of another's.
  const std::string_view word = argc > 1 ? argv[1] : "";
  const Command* const command = FindCommand(word);
  flags.command = command;
  CLI::App* const sub =
      command == nullptr ? nullptr : &AddCommand(app, *command, flags);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Leave(0, command == nullptr
                        ? ShortHelp(AllHelp())
                        : CommandShortHelp(command->help, FlagsOf(*command)));
  } catch (const CLI::CallForAllHelp&) {
    return Leave(0, command == nullptr
                        ? LongHelp(AllHelp())
                        : CommandLongHelp(command->help, FlagsOf(*command)));
  } catch (const CLI::CallForVersion& version) {
    return Leave(0, std::string(version.what()) + "\n");
  } catch (const CLI::ParseError& error) {
    return WrongUsage(app, command, word, error);
  }
  if (command->contradiction != nullptr) {
    const std::string wrong = command->contradiction(flags, *sub);
    if (!wrong.empty()) return UsageError(wrong, command);
  }
  return parsed;
}

}  // namespace dcmscrub
