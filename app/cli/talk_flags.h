// The flags that say how `run` and `teach` talk while they work.
#pragma once

#include <string>
#include <string_view>

#include "app/cli/flag_list.h"
#include "app/talk/console.h"

namespace dcmscrub {

struct TalkFlags {
  bool show_paths = false;
  bool quiet = false;
  bool verbose = false;
};

// --show-paths, --quiet, --verbose. What --help says of the first two is the
// command's.
void AddTalkFlags(FlagList& list, TalkFlags& talk, std::string_view show_paths,
                  std::string_view quiet);
// What is wrong with them together; empty if nothing.
std::string TalkContradiction(const TalkFlags& talk);

Verbosity VerbosityOf(const TalkFlags& talk);

// --yes, of what asks first.
void AddYes(FlagList& list, bool& yes);

}  // namespace dcmscrub
