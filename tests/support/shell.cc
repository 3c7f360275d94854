#include "tests/support/shell.h"

#include <cstdio>

namespace dcmscrub {

CommandResult RunCommand(const std::string& command) {
  CommandResult result;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return result;
  char buffer[4096];
  while (const std::size_t got = fread(buffer, 1, sizeof buffer, pipe)) {
    result.output.append(buffer, got);
  }
  result.status = pclose(pipe);
  return result;
}

bool HasProgram(const std::string& name) {
  return RunCommand("command -v " + name).status == 0;
}

std::string Quoted(const std::string& path) {
  std::string quoted = "'";
  for (const char c : path) {
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return quoted + "'";
}

}  // namespace dcmscrub
