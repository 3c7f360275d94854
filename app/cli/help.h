// What -h and --help print. -h: each flag in a line. --help: what the program
// guarantees, what goes where, examples, exit codes, each flag explained.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dcmscrub {

// One flag, as help shows it.
struct FlagHelp {
  std::string_view name;      // "--out"
  std::string_view argument;  // "DIR"; empty for a switch
  std::string_view brief;     // for -h, in one line
  std::string_view more;      // for --help, lines of up to 72 characters
};

// One command, as help shows it. Texts end with a line end, lines have up to
// 80 characters.
struct CommandHelp {
  std::string_view name;   // "run"
  std::string_view usage;  // "dcmscrub run SRC... --out DIR [flags]\n…"
  std::string_view brief;  // in one line, for the list of commands
  std::string_view about;  // what it does, for -h and --help
  // For --help, before the flags and behind them.
  std::span<const std::string_view> more;
  std::span<const std::string_view> tail;
};

std::string ShortHelp(std::span<const CommandHelp> commands);
std::string LongHelp(std::span<const CommandHelp> commands);
std::string CommandShortHelp(const CommandHelp& command,
                             std::span<const FlagHelp> flags);
std::string CommandLongHelp(const CommandHelp& command,
                            std::span<const FlagHelp> flags);

// Parts of the help of the program and of `run`.
extern const std::string_view kGuarantees, kWhere, kExamples, kExitCodes;

}  // namespace dcmscrub
