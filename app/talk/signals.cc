#include "app/talk/signals.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>

#include "app/talk/exit_code.h"
#include "app/talk/messages.h"

namespace dcmscrub {
namespace {

std::atomic<int> stop{0};
static_assert(std::atomic<int>::is_always_lock_free);

// On a terminal a line of progress may stand where the message goes.
constexpr std::string_view kClearLine = "\r\x1B[K";
bool on_terminal = false;

void Say(std::string_view text) {
  [[maybe_unused]] const ssize_t n =
      write(STDERR_FILENO, text.data(), text.size());
}

// Nothing but what signal-safety(7) allows.
void OnSignal(int signal_number) {
  const int saved = errno;
  if (stop.exchange(1) == 0) {
    if (on_terminal) Say(kClearLine);
    Say(kStoppingMessage);
  } else if (signal_number == SIGINT) {
    _exit(kExitInterrupted);
  }
  errno = saved;
}

}  // namespace

void CatchSignals() {
  on_terminal = isatty(STDERR_FILENO) != 0;
  struct sigaction action {};
  action.sa_handler = OnSignal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, nullptr);
}

const std::atomic<int>& StopFlag() { return stop; }

}  // namespace dcmscrub
