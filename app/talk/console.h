// What the program says while it works: lines on stderr, and under them one
// line of progress when stderr is a terminal.
//
// Thread rules: all calls may come from any thread at a time.
#pragma once

#include <absl/status/status.h>

#include <memory>
#include <string_view>

namespace dcmscrub {

// Results go to stdout, at once: what follows may go to stderr.
void Print(std::string_view text);

enum class Verbosity { kQuiet, kNormal, kVerbose };

class Console {
 public:
  explicit Console(Verbosity verbosity);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  // A line each, after "dcmscrub: ". Errors are always shown, notes unless
  // quiet, details only when verbose.
  void Error(std::string_view text);
  void Note(std::string_view text);
  void Detail(std::string_view text);

  // "error: …", for a command that ends here: the exit code is returned.
  int Fail(const absl::Status& status);

  // Lines as they are, such as diagnostics of a rule file: `errors` are always
  // shown, others as notes are.
  void Lines(std::string_view lines, bool errors);

  // Replaces the line of progress, cut to the terminal's width; an empty one
  // takes it away.
  void ShowProgress(std::string_view line);

 private:
  class Sink;
  struct Log;  // spdlog's, whose header is a heavy one

  std::unique_ptr<Log> log_;
};

}  // namespace dcmscrub
