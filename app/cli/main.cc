// dcmscrub: the command line.
#include <cstdio>

#include "app/cli/flags.h"
#include "pipeline/apart/core_dumps.h"

int main(int argc, char** argv) {
  dcmscrub::ForbidCoreDumps();
  const dcmscrub::ParsedFlags parsed = dcmscrub::ParseFlags(argc, argv);
  std::fputs(parsed.to_stdout.c_str(), stdout);
  std::fputs(parsed.to_stderr.c_str(), stderr);
  return parsed.command == nullptr ? parsed.exit_code : parsed.command->Run();
}
