// dcmscrub: the command line.
#include <cstdio>

#include "app/commands.h"
#include "app/flags.h"

int main(int argc, char** argv) {
  const dcmscrub::ParsedFlags parsed = dcmscrub::ParseFlags(argc, argv);
  std::fputs(parsed.to_stdout.c_str(), stdout);
  std::fputs(parsed.to_stderr.c_str(), stderr);
  if (parsed.leave) return parsed.exit_code;
  switch (parsed.flags.command) {
    case dcmscrub::Flags::Command::kRun:
      return dcmscrub::RunCommand(parsed.flags);
    case dcmscrub::Flags::Command::kKeygen:
      return dcmscrub::KeygenCommand(parsed.flags);
  }
}
