#include "app/talk/ask.h"

#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "app/talk/signals.h"

namespace dcmscrub {

bool CanAsk() { return isatty(STDIN_FILENO) && isatty(STDERR_FILENO); }

// The wait is cut into pieces: a signal that comes just before one, or to
// another thread, does not end it.
std::optional<std::string> AskLine(const std::string& question) {
  constexpr int kMilliseconds = 100;
  std::fputs(question.c_str(), stderr);
  std::fflush(stderr);
  pollfd input{STDIN_FILENO, POLLIN, 0};
  while (poll(&input, 1, kMilliseconds) <= 0) {
    if (StopFlag() != 0) return std::nullopt;
  }
  std::string line;
  std::getline(std::cin, line);
  return line;
}

std::optional<bool> AskYes(const std::string& question) {
  const std::optional<std::string> answer = AskLine(question);
  if (!answer) return std::nullopt;
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace dcmscrub
