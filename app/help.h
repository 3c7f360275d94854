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

std::string ShortHelp();
std::string LongHelp();
std::string RunShortHelp(std::span<const FlagHelp> flags);
std::string RunLongHelp(std::span<const FlagHelp> flags);
std::string KeygenShortHelp();
std::string KeygenLongHelp();

}  // namespace dcmscrub
