#include "app/cli/talk_flags.h"

namespace dcmscrub {

void AddTalkFlags(FlagList& list, TalkFlags& talk, std::string_view show_paths,
                  std::string_view quiet) {
  list.Add(
      {"--show-paths", "", "paths in messages, not only numbers", show_paths},
      talk.show_paths);
  list.Add({"--quiet", "", "errors only", quiet}, talk.quiet);
  list.Add(
      {"--verbose", "", "every quarantined or repaired input",
       "Name every quarantined input, not the first 20 alone, and say for\n"
       "each input what was put right."},
      talk.verbose);
}

std::string TalkContradiction(const TalkFlags& talk) {
  return talk.quiet && talk.verbose ? "--quiet and --verbose exclude each other"
                                    : "";
}

Verbosity VerbosityOf(const TalkFlags& talk) {
  if (talk.quiet) return Verbosity::kQuiet;
  return talk.verbose ? Verbosity::kVerbose : Verbosity::kNormal;
}

void AddYes(FlagList& list, bool& yes) {
  list.Add({"--yes", "", "in place: do not ask",
            "With --in-place: do not ask. Needed where there is no terminal."},
           yes);
}

}  // namespace dcmscrub
