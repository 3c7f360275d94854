// `dcmscrub run`: run_flags.cc has what it takes, run_command.cc what it does.
#pragma once

#include <string>
#include <vector>

#include "app/cli/report_flags.h"
#include "app/cli/talk_flags.h"
#include "app/user/load_policy.h"
#include "pipeline/inputs/options.h"

namespace dcmscrub {

struct RunFlags {
  RunOptions options;  // all but policy, key, default journal
  PolicyFlags policy;
  std::string key_file;              // empty: a random key
  std::vector<std::string> reports;  // "x.json", "x.html"
  int thumbnails = kDefaultThumbnails;
  bool yes = false;
  TalkFlags talk;
};

// Returns an exit code.
int Run(const RunFlags& flags);

}  // namespace dcmscrub
