#include "app/flags.h"

#include <absl/strings/str_format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <string_view>
#include <vector>

#include "app/exit_code.h"
#include "app/messages.h"
#include "app/size.h"

#ifndef DCMSCRUB_VERSION
#error "the build sets DCMSCRUB_VERSION"
#endif

namespace dcmscrub {
namespace {

// One flag: what help says of it and what it sets.
struct RunFlag {
  FlagHelp help;
  CLI::Option* (*add)(CLI::App& app, const std::string& name, Flags& flags);
};

// A switch that sets one member.
template <bool Flags::*kMember>
CLI::Option* Switch(CLI::App& app, const std::string& name, Flags& flags) {
  return app.add_flag(name, flags.*kMember);
}

template <bool RunOptions::*kMember>
CLI::Option* Switch(CLI::App& app, const std::string& name, Flags& flags) {
  return app.add_flag(name, flags.options.*kMember);
}

template <std::string Flags::*kMember>
CLI::Option* Text(CLI::App& app, const std::string& name, Flags& flags) {
  return app.add_option(name, flags.*kMember);
}

template <std::string RunOptions::*kMember>
CLI::Option* Text(CLI::App& app, const std::string& name, Flags& flags) {
  return app.add_option(name, flags.options.*kMember);
}

CLI::Option* AddMemory(CLI::App& app, const std::string& name, Flags& flags) {
  return app.add_option_function<std::string>(
      name, [&flags, name](const std::string& text) {
        const auto size = ParseSize(text);
        if (!size) {
          throw CLI::ValidationError(name, "want a size such as 256M or 1GiB");
        }
        flags.options.memory = *size;
      });
}

CLI::Option* AddSync(CLI::App& app, const std::string& name, Flags& flags) {
  const std::map<std::string, Sync> values = {
      {"none", Sync::kNone}, {"batch", Sync::kBatch}, {"each", Sync::kEach}};
  return app.add_option_function<std::string>(
      name, [&flags, name, values](const std::string& text) {
        const auto found = values.find(text);
        if (found == values.end()) {
          throw CLI::ValidationError(name, "want none, batch or each");
        }
        flags.options.sync = found->second;
      });
}

CLI::Option* AddProfile(CLI::App& app, const std::string& name, Flags& flags) {
  return app.add_option(name, flags.profile)
      ->check([](const std::string& text) {
        return text == "basic" ? "" : "there is one profile: basic";
      });
}

CLI::Validator Between(int least, int most) {
  const CLI::Range range(least, most);
  return {[range, least, most](std::string& text) {
            if (range(text).empty()) return std::string();
            return absl::StrFormat("want a number from %d to %d", least, most);
          },
          ""};
}

CLI::Option* AddThreads(CLI::App& app, const std::string& name, Flags& flags) {
  return app.add_option(name, flags.options.threads)->check(Between(1, 1024));
}

CLI::Option* AddDepth(CLI::App& app, const std::string& name, Flags& flags) {
  return app.add_option(name, flags.options.depth_limit)
      ->check(Between(2, 65535));
}

constexpr std::array kRunFlags = {
    RunFlag{
        {"--out", "DIR", "write the results below DIR",
         "Write the results below DIR, which is made when it is not there.\n"
         "What is in DIR already is not touched, unless an input gives\n"
         "the same name: the same bytes are left, other bytes quarantine\n"
         "the input."},
        Text<&RunOptions::output>},
    RunFlag{
        {"--in-place", "", "replace the originals",
         "Replace each file by its de-identified form, under its name. The\n"
         "originals are gone afterwards. Asks first on a terminal;\n"
         "elsewhere --yes is needed."},
        Switch<&RunOptions::in_place>},
    RunFlag{{"--rename", "", "in place: new names where a name identifies",
             "With --in-place: give a neutral name to files and folders whose\n"
             "name holds an identifier found in a file, such as a patient's\n"
             "name. It is found as it is spelt in the file, not in another\n"
             "script, and not in the names of files that are skipped."},
            Switch<&RunOptions::rename>},
    RunFlag{{"--yes", "", "in place: do not ask",
             "With --in-place: do not ask. Needed where there is no terminal."},
            Switch<&Flags::yes>},
    RunFlag{
        {"--dry-run", "", "change nothing, show what would happen",
         "Do everything but write, and print a table of the attributes that\n"
         "would change and how. No value is shown."},
        Switch<&RunOptions::dry_run>},
    RunFlag{{"--profile", "NAME", "what to remove: basic",
             "The confidentiality profile. There is one: basic, which is the\n"
             "Basic Application Level Confidentiality Profile of PS3.15 2026d\n"
             "without options."},
            AddProfile},
    RunFlag{
        {"--key", "FILE", "key from keygen: repeatable identifiers",
         "The key, made by 'dcmscrub keygen'. The same key gives the same\n"
         "new identifiers in every run, so that files of one patient fit\n"
         "together whenever they come. Without it a random key serves this\n"
         "run alone. A file that others may read is refused."},
        Text<&Flags::key_file>},
    RunFlag{{"--layout", "TEMPLATE", "names below DIR, or 'mirror'",
             "Names of the results below DIR, made from {patient}, {study},\n"
             "{series}, {instance} and {modality}, which stand for the new\n"
             "identifiers. Default: {patient}/{study}/{series}/{instance}.dcm\n"
             "'mirror' keeps the names below SRC; inputs whose name holds an\n"
             "identifier are then reported."},
            Text<&RunOptions::layout>},
    RunFlag{
        {"--journal", "FILE", "what became of each input; has paths",
         "Where to note what became of each input, mode 0600. It holds\n"
         "paths, so it may not lie inside the output or a source. A later\n"
         "run with the same journal, key and profile leaves out what is\n"
         "unchanged. Default: DIR.dcmscrub-journal; in place a file beside\n"
         "the first source, named *.dcmscrub-journal."},
        Text<&RunOptions::journal>},
    RunFlag{
        {"--report", "FILE.json", "write the counts as JSON",
         "Write the counts of the run as JSON: outcomes, reasons, changes by\n"
         "attribute. Holds no path and no value (docs/report.md)."},
        Text<&Flags::report>},
    RunFlag{{"--threads", "N", "how many threads; all by default",
             "How many threads work. Default: as many as the machine has. The\n"
             "results do not depend on it."},
            AddThreads},
    RunFlag{
        {"--memory", "SIZE", "for buffers; 256M by default",
         "How much memory all buffers may take: 64M, 1G; K, M, G and KiB,\n"
         "MiB, GiB count in 1024, KB, MB, GB in 1000. Default: 256M. A file\n"
         "whose header does not fit is quarantined."},
        AddMemory},
    RunFlag{
        {"--sync", "WHEN", "none, batch (default) or each",
         "When results are made durable. batch: a group of files together,\n"
         "before they get their names, so that a power loss takes no\n"
         "original; each: one by one; none: when the system gets to it. No\n"
         "choice ever leaves half a file."},
        AddSync},
    RunFlag{
        {"--max-depth", "N", "limit of nesting; 256 by default",
         "How deep sequences may nest, items counted too, before a file is\n"
         "quarantined. Default: 256."},
        AddDepth},
    RunFlag{{"--show-paths", "", "paths in messages, not only numbers",
             "Show the path behind an input's number in messages. Paths often\n"
             "hold names: leave it out where the log is kept."},
            Switch<&Flags::show_paths>},
    RunFlag{{"--quiet", "", "errors only",
             "Print errors and nothing else: no progress, notes or summary."},
            Switch<&Flags::quiet>},
    RunFlag{
        {"--verbose", "", "every quarantined or repaired input",
         "Name every quarantined input, not the first 20 alone, and say for\n"
         "each input what was put right."},
        Switch<&Flags::verbose>},
};

constexpr auto kRunFlagHelp = [] {
  std::array<FlagHelp, kRunFlags.size()> help;
  for (std::size_t i = 0; i < help.size(); ++i) help[i] = kRunFlags[i].help;
  return help;
}();

// How many letters must change to make one word of the other.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string UnknownFlag(std::string_view word) {
  word = word.substr(0, word.find('='));
  const auto nearest = std::ranges::min_element(
      kRunFlagHelp, {},
      [word](const FlagHelp& flag) { return EditDistance(word, flag.name); });
  std::string text = "unknown flag " + SafeForTerminal(word);
  if (EditDistance(word, nearest->name) <= 3) {
    absl::StrAppendFormat(&text, "; did you mean %s?", nearest->name);
  }
  return text;
}

std::string NoCommand(std::string_view word) {
  if (word.empty() || word.starts_with('-')) {
    return "a command first: run or keygen";
  }
  return absl::StrFormat("there is no command %s; there are run and keygen",
                         SafeForTerminal(word));
}

// CLI11 says "--out: 1 required TEXT missing".
std::string ParseErrorText(const CLI::ParseError& error) {
  const std::string text = error.what();
  const std::size_t missing = text.find(": 1 required ");
  if (missing != std::string::npos) {
    return text.substr(0, missing) + " wants a value";
  }
  return SafeForTerminal(text);
}

// What is wrong with flags that are each right by themselves; empty if nothing.
std::string Contradiction(const Flags& flags, const CLI::App& run) {
  const RunOptions& options = flags.options;
  const bool has_out = run.count("--out") != 0;
  if (has_out && options.in_place) {
    return "--out and --in-place exclude each other";
  }
  if (!has_out && !options.in_place) {
    return "where to? --out DIR for new files, --in-place to replace";
  }
  if (has_out && options.output.empty()) return "--out wants a folder";
  if (options.rename && !options.in_place) {
    return "--rename goes with --in-place; --out gives new names anyway";
  }
  if (flags.yes && !options.in_place) return "--yes goes with --in-place";
  if (options.in_place && run.count("--layout") != 0) {
    return "--layout goes with --out; in place names stay, or --rename";
  }
  if (flags.quiet && flags.verbose) {
    return "--quiet and --verbose exclude each other";
  }
  return "";
}

ParsedFlags Leave(int exit_code, std::string to_stdout,
                  std::string to_stderr = "") {
  ParsedFlags parsed;
  parsed.leave = true;
  parsed.exit_code = exit_code;
  parsed.to_stdout = std::move(to_stdout);
  parsed.to_stderr = std::move(to_stderr);
  return parsed;
}

ParsedFlags UsageError(std::string_view what, std::string_view command) {
  return Leave(kExitNothingDone, "",
               absl::StrFormat("dcmscrub: error: %s\n"
                               "dcmscrub: 'dcmscrub %s-h' shows how\n",
                               what, command));
}

}  // namespace

std::span<const FlagHelp> RunFlagHelp() { return kRunFlagHelp; }

ParsedFlags ParseFlags(int argc, const char* const* argv) {
  ParsedFlags parsed;
  Flags& flags = parsed.flags;
  CLI::App app;
  app.set_help_flag("-h");
  app.set_help_all_flag("--help");
  app.set_version_flag("--version", "dcmscrub " DCMSCRUB_VERSION);
  app.require_subcommand(1);

  CLI::App& run = *app.add_subcommand("run");
  run.add_option("SRC", flags.options.sources)->required();
  for (const RunFlag& flag : kRunFlags) {
    CLI::Option* option = flag.add(run, std::string(flag.help.name), flags);
    if (!flag.help.argument.empty()) {
      option->multi_option_policy(CLI::MultiOptionPolicy::Throw);
      option->expected(1);
    }
  }
  CLI::App& keygen = *app.add_subcommand("keygen");
  keygen.add_option("FILE", flags.key_file)->required();

  const std::string_view command = argc > 1 ? argv[1] : "";
  const bool is_run = command == "run";
  const bool is_keygen = command == "keygen";
  const char* const command_text = is_run ? "run " : is_keygen ? "keygen " : "";
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Leave(0, is_run      ? RunShortHelp(kRunFlagHelp)
                    : is_keygen ? KeygenShortHelp()
                                : ShortHelp());
  } catch (const CLI::CallForAllHelp&) {
    return Leave(0, is_run      ? RunLongHelp(kRunFlagHelp)
                    : is_keygen ? KeygenLongHelp()
                                : LongHelp());
  } catch (const CLI::CallForVersion& version) {
    return Leave(0, std::string(version.what()) + "\n");
  } catch (const CLI::ParseError& error) {
    const auto extras = app.remaining(true);
    const auto unknown = std::ranges::find_if(
        extras, [](const std::string& word) { return word.starts_with('-'); });
    if (is_run && unknown != extras.end()) {
      return UsageError(UnknownFlag(*unknown), command_text);
    }
    if (!is_run && !is_keygen) return UsageError(NoCommand(command), "");
    if (!extras.empty()) {
      return UsageError("one FILE and no more", command_text);
    }
    return UsageError(ParseErrorText(error), command_text);
  }

  flags.command =
      keygen.parsed() ? Flags::Command::kKeygen : Flags::Command::kRun;
  if (run.parsed()) {
    const std::string wrong = Contradiction(flags, run);
    if (!wrong.empty()) return UsageError(wrong, command_text);
  }
  return parsed;
}

}  // namespace dcmscrub
