#include "app/talk/console.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <mutex>
#include <string>

#include "app/talk/exit_code.h"
#include "app/talk/messages.h"

namespace dcmscrub {
namespace {

std::size_t TerminalWidth() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return 80;
  }
  return size.ws_col;
}

spdlog::level::level_enum LevelOf(Verbosity verbosity) {
  switch (verbosity) {
    case Verbosity::kQuiet:
      return spdlog::level::err;
    case Verbosity::kNormal:
      return spdlog::level::info;
    case Verbosity::kVerbose:
      return spdlog::level::debug;
  }
  return spdlog::level::info;
}

}  // namespace

// Takes the line of progress away before it writes another; the meter brings
// it back with its next tick.
class Console::Sink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  void ShowProgress(std::string_view line) {
    const std::lock_guard<std::mutex> lock(mutex_);
    Clear();
    if (line.empty()) return;
    line = line.substr(0, TerminalWidth() - 1);
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
    shown_ = true;
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    Clear();
    std::fwrite(line.data(), 1, line.size(), stderr);
  }
  void flush_() override { std::fflush(stderr); }

 private:
  void Clear() {
    if (shown_) std::fputs("\r\x1B[K", stderr);
    shown_ = false;
  }

  bool shown_ = false;
};

struct Console::Log {
  std::shared_ptr<Sink> sink = std::make_shared<Sink>();
  spdlog::logger logger = spdlog::logger("dcmscrub", sink);
};

void Print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

Console::Console(Verbosity verbosity) : log_(std::make_unique<Log>()) {
  log_->logger.set_pattern("dcmscrub: %v");
  log_->logger.set_level(LevelOf(verbosity));
}

Console::~Console() { log_->sink->ShowProgress(""); }

void Console::Error(std::string_view text) { log_->logger.error(text); }
int Console::Fail(const absl::Status& status) {
  Error("error: " + std::string(MessageOf(status)));
  return kExitNothingDone;
}
void Console::Lines(std::string_view lines, bool errors) {
  if (!errors && !log_->logger.should_log(spdlog::level::info)) return;
  log_->sink->ShowProgress("");
  std::fwrite(lines.data(), 1, lines.size(), stderr);
  std::fflush(stderr);
}
void Console::Note(std::string_view text) { log_->logger.info(text); }
void Console::Detail(std::string_view text) { log_->logger.debug(text); }

void Console::ShowProgress(std::string_view line) {
  log_->sink->ShowProgress(line);
}

}  // namespace dcmscrub
