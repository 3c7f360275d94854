// Runs the built program as a shell would.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/support/temp_folder.h"

namespace dcmscrub {

struct ProgramResult {
  int exit_code = -1;  // 128 + N when signal N ended it
  std::string out;
  std::string err;
};

// One that runs until it is waited for, which has to be done once.
class RunningProgram {
 public:
  explicit RunningProgram(const std::vector<std::string>& arguments);

  void Signal(int number) const;
  ProgramResult Wait();

 private:
  TempFolder folder_;
  const std::string out_ = folder_ / "out";
  const std::string err_ = folder_ / "err";
  pid_t child_;
};

// With nothing on stdin, and files for stdout and stderr: no terminal.
ProgramResult RunProgram(const std::vector<std::string>& arguments);

// On a terminal of its own, typing `input` once `question` was shown. Both
// outputs arrive in `out`. Killed when it is silent for a minute.
ProgramResult RunOnTerminal(const std::vector<std::string>& arguments,
                            const std::string& question = "",
                            const std::string& input = "");

}  // namespace dcmscrub
