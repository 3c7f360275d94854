// Runs the built program as a shell would.
#pragma once

#include <string>
#include <vector>

namespace dcmscrub {

struct ProgramResult {
  int exit_code = -1;  // 128 + N when signal N ended it
  std::string out;
  std::string err;
};

// With nothing on stdin, and files for stdout and stderr: no terminal.
ProgramResult RunProgram(const std::vector<std::string>& arguments);

// On a terminal of its own, typing `input` once `question` was shown. Both
// outputs arrive in `out`. Killed when it is silent for a minute.
ProgramResult RunOnTerminal(const std::vector<std::string>& arguments,
                            const std::string& question = "",
                            const std::string& input = "");

}  // namespace dcmscrub
