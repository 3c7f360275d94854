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

std::string UnknownFlag(const FlagList& list, std::string_view word) {
  word = word.substr(0, word.find('='));
  std::string text = "unknown flag " + SafeForTerminal(word);
  std::vector<std::string_view> names;
  for (const FlagHelp& flag : list.help()) names.push_back(flag.name);
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
    names += commands[i]->help().name;
  }
  return names;
}

std::string NoCommand(std::string_view word) {
  if (word.empty() || word.starts_with('-')) {
    return "a command first; there are " + CommandNames();
  }
  const auto commands = Commands();
  std::vector<std::string_view> names;
  names.reserve(commands.size());
  for (const auto& command : commands) names.push_back(command->help().name);
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
  parsed.exit_code = exit_code;
  parsed.to_stdout = std::move(to_stdout);
  parsed.to_stderr = std::move(to_stderr);
  return parsed;
}

ParsedFlags UsageError(std::string_view what, const Command* command) {
  const std::string name =
      command == nullptr ? "" : std::string(command->help().name) + " ";
  return Leave(kExitNothingDone, "",
               absl::StrFormat("dcmscrub: error: %s\n"
                               "dcmscrub: 'dcmscrub %s-h' shows how\n",
                               what, name));
}

std::vector<CommandHelp> AllHelp() {
  std::vector<CommandHelp> all;
  for (const auto& command : Commands()) all.push_back(command->help());
  return all;
}

ParsedFlags WrongUsage(const CLI::App& app, const Command* command,
                       const FlagList& list, std::string_view word,
                       const CLI::ParseError& error) {
  const auto extras = app.remaining(true);
  const auto unknown = std::ranges::find_if(
      extras, [](const std::string& extra) { return extra.starts_with('-'); });
  if (command == nullptr) return UsageError(NoCommand(word), nullptr);
  if (unknown != extras.end()) {
    return UsageError(UnknownFlag(list, *unknown), command);
  }
  if (!extras.empty() && !command->too_many().empty()) {
    return UsageError(command->too_many(), command);
  }
  return UsageError(ParseErrorText(error), command);
}

}  // namespace

ParsedFlags ParseFlags(int argc, const char* const* argv) {
  CLI::App app;
  app.set_help_flag("-h");
  app.set_help_all_flag("--help");
  app.set_version_flag("--version", "dcmscrub " DCMSCRUB_VERSION);
  app.require_subcommand(1);

  // The others need not exist: flags of one command say nothing of another's.
  const std::string_view word = argc > 1 ? argv[1] : "";
  ParsedFlags parsed;
  parsed.command = FindCommand(word);
  Command* const command = parsed.command.get();
  FlagList list(command == nullptr ? app
                                   : *app.add_subcommand(std::string(word)));
  if (command != nullptr) command->Declare(list);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Leave(0, command == nullptr
                        ? ShortHelp(AllHelp())
                        : CommandShortHelp(command->help(), list.help()));
  } catch (const CLI::CallForAllHelp&) {
    return Leave(0, command == nullptr
                        ? LongHelp(AllHelp())
                        : CommandLongHelp(command->help(), list.help()));
  } catch (const CLI::CallForVersion& version) {
    return Leave(0, std::string(version.what()) + "\n");
  } catch (const CLI::ParseError& error) {
    return WrongUsage(app, command, list, word, error);
  }
  const std::string wrong = command->Contradiction(list);
  if (!wrong.empty()) return UsageError(wrong, command);
  return parsed;
}

}  // namespace dcmscrub
