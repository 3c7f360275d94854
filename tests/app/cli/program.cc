#include "tests/app/cli/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

namespace dcmscrub {
namespace {

[[noreturn]] void Exec(const std::vector<std::string>& arguments) {
  std::vector<char*> words = {const_cast<char*>(DCMSCRUB_PROGRAM)};
  for (const std::string& argument : arguments) {
    words.push_back(const_cast<char*>(argument.c_str()));
  }
  words.push_back(nullptr);
  execv(DCMSCRUB_PROGRAM, words.data());
  _exit(127);
}

int ExitCodeOf(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

RunningProgram::RunningProgram(const std::vector<std::string>& arguments)
    : child_(fork()) {
  if (child_ == 0) {
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    dup2(open(out_.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
    dup2(open(err_.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
    Exec(arguments);
  }
}

void RunningProgram::Signal(int number) const {
  if (child_ > 0) kill(child_, number);
}

ProgramResult RunningProgram::Wait() {
  ProgramResult result;
  result.exit_code = ExitCodeOf(child_);
  result.out = ReadFile(out_);
  result.err = ReadFile(err_);
  return result;
}

ProgramResult RunProgram(const std::vector<std::string>& arguments) {
  return RunningProgram(arguments).Wait();
}

ProgramResult RunOnTerminal(const std::vector<std::string>& arguments,
                            const std::string& question,
                            const std::string& input) {
  constexpr int kMinute = 60000;
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) Exec(arguments);
  ProgramResult result;
  if (child < 0) {
    ADD_FAILURE() << "no terminal";
    return result;
  }
  bool typed = input.empty();
  char buffer[4096];
  pollfd output{terminal, POLLIN, 0};
  while (poll(&output, 1, kMinute) == 1) {
    // Linux ends the reading with EIO when the program is gone.
    const ssize_t got = read(terminal, buffer, sizeof buffer);
    if (got <= 0) break;
    result.out.append(buffer, static_cast<std::size_t>(got));
    if (typed || result.out.find(question) == std::string::npos) continue;
    typed = write(terminal, input.data(), input.size()) ==
            static_cast<ssize_t>(input.size());
  }
  close(terminal);
  if (output.revents == 0) kill(child, SIGKILL);
  result.exit_code = ExitCodeOf(child);
  return result;
}

}  // namespace dcmscrub
