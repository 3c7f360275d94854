#include "app/help.h"

#include <absl/strings/str_format.h>

namespace dcmscrub {
namespace {

constexpr std::string_view kUsage =
    "usage: dcmscrub run SRC... --out DIR [flags]\n"
    "       dcmscrub run SRC... --in-place [flags]\n"
    "       dcmscrub keygen FILE\n"
    "       dcmscrub --version\n";

constexpr std::string_view kRunUsage =
    "usage: dcmscrub run SRC... --out DIR [flags]\n"
    "       dcmscrub run SRC... --in-place [flags]\n";

constexpr std::string_view kKeygenUsage = "usage: dcmscrub keygen FILE\n";

constexpr std::string_view kGuarantees = R"(
What holds
  A target is the whole old file or the whole new one, at every instant, also
  under kill -9 and on a full disk. One bad file never stops a run: it is
  quarantined, which means not written, and named in the journal. What cannot
  be understood is not written. The same key and the same input give the same
  bytes, on any machine and with any number of threads. No message and no
  report holds a value from a file.

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
                              reason, fault FROM input
                              WHERE status = 'quarantined'"
  --report FILE.json      the same in numbers, with no path: for those who
                          get the result
  --key FILE              who has it can tell whose a result is: keep it away
                          from the results
)";

constexpr std::string_view kExamples = R"(
Examples
  dcmscrub keygen ~/study.key
  dcmscrub run /archive --out /release --key ~/study.key --report release.json
  dcmscrub run /archive --out /release --key ~/study.key  # again: only new ones
  dcmscrub run case/ --in-place --dry-run                  # what would happen
  dcmscrub run case/ --in-place --rename --yes
)";

constexpr std::string_view kExitCodes = R"(
Exit codes
    0  every input is written, unchanged, there already, or skipped as no
       DICOM object
    1  some inputs were quarantined
    2  nothing was done: usage, options, key
  130  stopped by a signal; what was begun is finished
)";

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

}  // namespace

std::string ShortHelp() {
  return std::string(kUsage) +
         "\nDe-identifies DICOM files by PS3.15, Basic Profile.\n"
         "\n  run       de-identifies files and folders"
         "\n  keygen    makes a key, which makes new identifiers repeatable"
         "\n\n--help explains; 'dcmscrub run -h' lists the flags.\n";
}

std::string LongHelp() {
  std::string out(kUsage);
  out +=
      "\nDe-identifies DICOM files and whole archives of them by the Basic\n"
      "Application Level Confidentiality Profile of PS3.15 2026d, Annex E, at\n"
      "about the speed of a copy.\n";
  for (const std::string_view part :
       {kGuarantees, kWhere, kExamples, kExitCodes}) {
    out += part;
  }
  out +=
      "\n'dcmscrub run --help' and 'dcmscrub keygen --help' explain each "
      "flag.\n";
  return out;
}

std::string RunShortHelp(std::span<const FlagHelp> flags) {
  std::string out(kRunUsage);
  out += "\n";
  for (const FlagHelp& flag : flags) {
    absl::StrAppendFormat(&out, "  %-18s  %s\n", FlagName(flag), flag.brief);
  }
  out += "\n'dcmscrub run --help' explains.\n";
  return out;
}

std::string RunLongHelp(std::span<const FlagHelp> flags) {
  std::string out(kRunUsage);
  out +=
      "\nDe-identifies every DICOM file in SRC..., which are files and\n"
      "folders. Symbolic links in them are not followed.\n";
  for (const std::string_view part : {kGuarantees, kWhere}) out += part;
  out += "\nFlags\n";
  for (const FlagHelp& flag : flags) {
    absl::StrAppendFormat(&out, "  %s\n", FlagName(flag));
    out += Indented(flag.more, 6);
  }
  for (const std::string_view part : {kExamples, kExitCodes}) out += part;
  return out;
}

std::string KeygenShortHelp() {
  return std::string(kKeygenUsage) +
         "\nWrites 32 random bytes to the new file FILE, mode 0600.\n";
}

std::string KeygenLongHelp() {
  return KeygenShortHelp() +
         R"(
The same key turns the same patient, study and file into the same new
identifiers, in every run and on every machine. So keep it for as long as
files may be added, and keep it secret: who has it can test whether a result
belongs to somebody they know. It must not lie beside the results. FILE is
never overwritten.

What is printed is the key's fingerprint. Journals and reports carry it too,
so that it can be told which key made them; it is of no use to find the key.
)";
}

}  // namespace dcmscrub
