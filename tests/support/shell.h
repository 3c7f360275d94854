// Programs of others, run by tests that skip where there are none.
#pragma once

#include <string>

namespace dcmscrub {

// What a shell command prints, standard error included, and its exit status.
struct CommandResult {
  std::string output;
  int status = -1;
};
CommandResult RunCommand(const std::string& command);
bool HasProgram(const std::string& name);
std::string Quoted(const std::string& path);  // for the shell

}  // namespace dcmscrub
