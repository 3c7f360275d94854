// What the program says while it works: lines on stderr, and under them one
// line of progress when stderr is a terminal.
//
// Thread rules: all calls may come from any thread at a time.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string_view>

namespace dcmscrub {

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

  // Replaces the line of progress, cut to the terminal's width; an empty one
  // takes it away.
  void ShowProgress(std::string_view line);

 private:
  class Sink;

  std::shared_ptr<Sink> sink_;
  spdlog::logger logger_;
};

}  // namespace dcmscrub
