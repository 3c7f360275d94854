// The command line, read. Nothing is opened here.
#pragma once

#include <span>
#include <string>

#include "app/help.h"
#include "pipeline/options.h"

namespace dcmscrub {

struct Flags {
  enum class Command { kRun, kKeygen };

  Command command = Command::kRun;
  RunOptions options;    // all but policy, key, default journal
  std::string key_file;  // of run: empty for a random key; of keygen: to make
  std::string profile = "basic";
  std::string report;  // empty: none
  bool yes = false;
  bool quiet = false;
  bool verbose = false;
  bool show_paths = false;
};

struct ParsedFlags {
  Flags flags;
  bool leave = false;  // help, version or an error: print and go
  int exit_code = 0;
  std::string to_stdout;
  std::string to_stderr;
};

ParsedFlags ParseFlags(int argc, const char* const* argv);

// The flags of `run`, in the order in which help shows them.
std::span<const FlagHelp> RunFlagHelp();

}  // namespace dcmscrub
