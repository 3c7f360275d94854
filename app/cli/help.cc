#include "app/cli/help.h"

#include <absl/strings/str_format.h>

#include <algorithm>

namespace dcmscrub {

constexpr std::string_view kGuarantees = R"(
What holds
  A target is the whole old file or the whole new one, at every instant, also
  under kill -9 and on a full disk. One bad file never stops a run: it is
  quarantined, which means not written, and named in the journal. What cannot
  be understood is not written. A wrong rule file stops a run before any file
  is touched. The same key, rules and input give the same bytes, on any
  machine and with any number of threads. No message and no report holds a
  value from a file.

What does not
  Pixels are copied as they are: text burned into an image, and a face that
  can be rebuilt from a head scan, stay in it.
)";

constexpr std::string_view kWhere = R"(
What goes where
  DIR                     the results, one file for each input, under new
                          names (--layout says which)
  DIR.dcmscrub-journal    what became of each input, with its path: SQLite,
                          mode 0600. Lies beside the output, never in it, for
                          it must not travel with it (--journal for another
                          place). Which inputs were quarantined, and why:
                            sqlite3 DIR.dcmscrub-journal "SELECT source,
                              reason, fault, rule FROM input
                              WHERE status = 'quarantined'"
  --report FILE.json      the same in numbers, with no path: for those who
                          get the result
  --key FILE              who has it can tell whose a result is: keep it away
                          from the results
  --crosswalk FILE.csv    whose each result is, in the clear; only on request
)";

constexpr std::string_view kExamples = R"(
Examples
  dcmscrub keygen ~/study.key
  dcmscrub run /archive --out /release --key ~/study.key --report release.json
  dcmscrub run /archive --out /release --key ~/study.key  # again: only new ones
  dcmscrub check site.rules                                # every mistake in it
  dcmscrub run /archive --out /release --key ~/study.key --rules site.rules
  dcmscrub run case/ --in-place --dry-run                  # what would happen
  dcmscrub run case/ --in-place --rename --yes
)";

constexpr std::string_view kExitCodes = R"(
Exit codes
    0  every input is written, unchanged, there already, or skipped (no DICOM
       object, or a rule says so)
    1  some inputs were quarantined, or folders could not be renamed; the
       rest is done
    2  nothing was done: usage, rules, options, key
  130  stopped by a signal; what was begun is finished
)";

namespace {

// "usage: " before the first line, blanks before the others.
std::string Usage(std::string_view lines) {
  std::string out;
  std::string_view lead = "usage: ";
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    absl::StrAppendFormat(&out, "%s%s\n", lead, lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
    lead = "       ";
  }
  return out;
}

std::string ProgramUsage(std::span<const CommandHelp> commands) {
  std::string lines;
  for (const CommandHelp& command : commands) lines += command.usage;
  return Usage(lines + "dcmscrub --version\n");
}

std::string CommandList(std::span<const CommandHelp> commands) {
  std::string out = "\n";
  for (const CommandHelp& command : commands) {
    absl::StrAppendFormat(&out, "  %-10s  %s\n", command.name, command.brief);
  }
  return out;
}

std::string FlagName(const FlagHelp& flag) {
  std::string name(flag.name);
  if (!flag.argument.empty())
    absl::StrAppendFormat(&name, " %s", flag.argument);
  return name;
}

// Each line of `text` behind `margin` blanks.
std::string Indented(std::string_view text, int margin) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    absl::StrAppendFormat(&out, "%*s%s\n", margin, "", text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string CommandHead(const CommandHelp& command) {
  std::string out = Usage(command.usage);
  out += "\n";
  out += command.about;
  return out;
}

}  // namespace

std::string ShortHelp(std::span<const CommandHelp> commands) {
  return ProgramUsage(commands) +
         "\nDe-identifies DICOM files by PS3.15 and by rules of your own.\n" +
         CommandList(commands) +
         "\n--help explains; 'dcmscrub run -h' lists the flags of run.\n";
}

std::string LongHelp(std::span<const CommandHelp> commands) {
  std::string out = ProgramUsage(commands);
  out +=
      "\nDe-identifies DICOM files and whole archives of them by PS3.15 "
      "2026d,\n"
      "Annex E: the Basic Application Level Confidentiality Profile, its\n"
      "options, and rules of your own, at about the speed of a copy.\n";
  out += CommandList(commands);
  for (const std::string_view part :
       {kGuarantees, kWhere, kExamples, kExitCodes}) {
    out += part;
  }
  out += "\n'dcmscrub run --help', and so on, explains each command.\n";
  return out;
}

std::string CommandShortHelp(const CommandHelp& command,
                             std::span<const FlagHelp> flags) {
  std::string out = CommandHead(command);
  if (!flags.empty()) out += "\n";
  for (const FlagHelp& flag : flags) {
    absl::StrAppendFormat(&out, "  %-23s  %s\n", FlagName(flag), flag.brief);
  }
  absl::StrAppendFormat(&out, "\n'dcmscrub %s --help' explains.\n",
                        command.name);
  return out;
}

std::string CommandLongHelp(const CommandHelp& command,
                            std::span<const FlagHelp> flags) {
  std::string out = CommandHead(command);
  for (const std::string_view part : command.more) out += part;
  if (!flags.empty()) out += "\nFlags\n";
  for (const FlagHelp& flag : flags) {
    absl::StrAppendFormat(&out, "  %s\n", FlagName(flag));
    out += Indented(flag.more, 6);
  }
  for (const std::string_view part : command.tail) out += part;
  return out;
}

}  // namespace dcmscrub
