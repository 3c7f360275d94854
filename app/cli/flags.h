// The command line, read. Nothing is opened here.
#pragma once

#include <memory>
#include <string>

#include "app/cli/command.h"

namespace dcmscrub {

struct ParsedFlags {
  std::unique_ptr<Command> command;  // with its flags; null: print and go
  int exit_code = 0;
  std::string to_stdout;
  std::string to_stderr;
};

ParsedFlags ParseFlags(int argc, const char* const* argv);

}  // namespace dcmscrub
