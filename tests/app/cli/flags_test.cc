#include "app/cli/flags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/keygen_flags.h"
#include "app/cli/run_flags.h"
#include "app/talk/exit_code.h"

namespace dcmscrub {
namespace {

using ::testing::HasSubstr;

ParsedFlags Parse(std::vector<const char*> words) {
  words.insert(words.begin(), "dcmscrub");
  return ParseFlags(static_cast<int>(words.size()), words.data());
}

// Those of the command that was called; throws when it was another.
template <typename Flags>
const Flags& FlagsOf(const ParsedFlags& parsed) {
  return dynamic_cast<const CommandOf<Flags>&>(*parsed.command).flags();
}

TEST(Flags, ReadEveryFlagOfRun) {
  const ParsedFlags parsed = Parse({"run",
                                    "a",
                                    "b",
                                    "--out",
                                    "o",
                                    "--rules",
                                    "r.rules",
                                    "--option",
                                    "retain-uids",
                                    "--option",
                                    "clean-descriptors",
                                    "--param",
                                    "site=A",
                                    "--param",
                                    "n=",
                                    "--date-shift-range",
                                    "10..90",
                                    "--uid-root",
                                    "1.2.3",
                                    "--crosswalk",
                                    "c.csv",
                                    "--again",
                                    "--two-pass",
                                    "--key",
                                    "k",
                                    "--threads",
                                    "3",
                                    "--memory",
                                    "64MiB",
                                    "--sync",
                                    "each",
                                    "--layout",
                                    "mirror",
                                    "--dry-run",
                                    "--journal",
                                    "j",
                                    "--report",
                                    "r.json",
                                    "--verbose",
                                    "--show-paths",
                                    "--max-depth",
                                    "9"});
  ASSERT_TRUE(parsed.command) << parsed.to_stderr;
  EXPECT_EQ(parsed.command->help().name, "run");
  const auto& flags = FlagsOf<RunFlags>(parsed);
  EXPECT_EQ(flags.options.sources, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(flags.options.output, "o");
  EXPECT_EQ(flags.policy.rules, "r.rules");
  EXPECT_EQ(flags.policy.options,
            (std::vector<std::string>{"retain-uids", "clean-descriptors"}));
  EXPECT_EQ(flags.policy.params, (std::vector<std::string>{"site=A", "n="}));
  EXPECT_EQ(flags.policy.date_shift, (DateShiftRange{10, 90}));
  EXPECT_EQ(flags.options.uid_root, "1.2.3");
  EXPECT_EQ(flags.options.crosswalk, "c.csv");
  EXPECT_TRUE(flags.options.again);
  EXPECT_TRUE(flags.options.two_pass);
  EXPECT_EQ(flags.key_file, "k");
  EXPECT_EQ(flags.options.threads, 3);
  EXPECT_EQ(flags.options.memory, std::uint64_t{64} << 20);
  EXPECT_EQ(flags.options.sync, Sync::kEach);
  EXPECT_EQ(flags.options.layout, "mirror");
  EXPECT_TRUE(flags.options.dry_run);
  EXPECT_EQ(flags.options.journal, "j");
  EXPECT_EQ(flags.reports, std::vector<std::string>{"r.json"});
  EXPECT_TRUE(flags.talk.verbose);
  EXPECT_TRUE(flags.talk.show_paths);
  EXPECT_EQ(flags.options.depth_limit, 9u);
  EXPECT_FALSE(flags.options.in_place);
}

TEST(Flags, ReadThoseOfInPlace) {
  const ParsedFlags parsed =
      Parse({"run", "a", "--in-place", "--rename", "--yes", "--quiet"});
  ASSERT_TRUE(parsed.command) << parsed.to_stderr;
  const auto& flags = FlagsOf<RunFlags>(parsed);
  EXPECT_TRUE(flags.options.in_place);
  EXPECT_TRUE(flags.options.rename);
  EXPECT_TRUE(flags.yes);
  EXPECT_TRUE(flags.talk.quiet);
}

TEST(Flags, LeaveTheDefaultsAlone) {
  const RunOptions defaults;
  const ParsedFlags parsed = Parse({"run", "a", "--out", "o"});
  ASSERT_TRUE(parsed.command) << parsed.to_stderr;
  const auto& flags = FlagsOf<RunFlags>(parsed);
  EXPECT_EQ(flags.options.layout, defaults.layout);
  EXPECT_EQ(flags.options.memory, defaults.memory);
  EXPECT_EQ(flags.options.sync, defaults.sync);
  EXPECT_EQ(flags.options.threads, defaults.threads);
  EXPECT_EQ(flags.options.depth_limit, defaults.depth_limit);
  EXPECT_EQ(flags.options.journal, "");
  EXPECT_FALSE(flags.options.two_pass);
}

TEST(Flags, ReadKeygen) {
  const ParsedFlags parsed = Parse({"keygen", "k"});
  ASSERT_TRUE(parsed.command);
  EXPECT_EQ(parsed.command->help().name, "keygen");
  EXPECT_EQ(FlagsOf<KeygenFlags>(parsed).key_file, "k");
}

TEST(Flags, SayWhatIsWrongWithUsage) {
  const struct {
    std::vector<const char*> words;
    std::string_view message;
  } cases[] = {
      {{}, "a command first; there are run, keygen, "},
      {{"--quiet"}, "a command first; there are run, keygen, "},
      {{"walk"}, "there is no command walk; there are run, keygen, "},
      {{"keygn"}, "there is no command keygn; did you mean keygen?"},
      {{"run"}, "SRC is required"},
      {{"run", "a"},
       "where to? --out DIR for new files, --in-place to replace"},
      {{"run", "a", "--out", "o", "--in-place"},
       "--out and --in-place exclude each other"},
      {{"run", "a", "--out", ""}, "--out wants a folder"},
      {{"run", "a", "--out", "o", "--rename"}, "--rename goes with --in-place"},
      {{"run", "a", "--out", "o", "--yes"}, "--yes goes with --in-place"},
      {{"run", "a", "--in-place", "--layout", "mirror"},
       "--layout goes with --out"},
      {{"run", "a", "--out", "o", "--quiet", "--verbose"},
       "--quiet and --verbose exclude each other"},
      {{"run", "a", "--out", "o", "--thread", "2"},
       "unknown flag --thread; did you mean --threads?"},
      {{"run", "a", "--out", "o", "--inplace"},
       "unknown flag --inplace; did you mean --in-place?"},
      {{"run", "a", "--out", "o", "--bananas"}, "unknown flag --bananas\n"},
      {{"run", "a", "--out", "o", "--memory", "lots"},
       "--memory: want a size such as 256M or 1GiB"},
      {{"run", "a", "--out", "o", "--sync", "often"},
       "--sync: want none, batch or each"},
      {{"run", "a", "--out", "o", "--profile", "mine"},
       "--profile: want basic or none; --rules takes a file"},
      {{"run", "a", "--out", "o", "--profile", "basic", "--rules", "r"},
       "--rules and --profile exclude each other"},
      {{"run", "a", "--out", "o", "--param", "site"},
       "--param: want NAME=VALUE"},
      {{"run", "a", "--out", "o", "--param", "=x"}, "--param: want NAME=VALUE"},
      {{"run", "a", "--out", "o", "--param", "n=1", "--param", "n=2"},
       "--param n is given twice"},
      {{"run", "a", "--out", "o", "--date-shift-range", "90..10"},
       "--date-shift-range: want days such as 30..3650, from 1 to 36500"},
      {{"run", "a", "--out", "o", "--date-shift-range", "0..10"},
       "--date-shift-range: want days"},
      {{"run", "a", "--out", "o", "--date-shift-range", "10-90"},
       "--date-shift-range: want days"},
      {{"run", "a", "--out", "o", "--uid-root", "1.02"},
       "--uid-root: want a UID of up to 24 characters"},
      {{"run", "a", "--out", "o", "--rules", "a", "--rules", "b"}, "--rules"},
      {{"run", "a", "--out", "o", "--threads", "0"},
       "--threads: want a number from 1 to 1024"},
      {{"run", "a", "--out", "o", "--threads", "x"}, "--threads"},
      {{"run", "a", "--out", "o", "--max-depth", "1"},
       "--max-depth: want a number from 2 to 65535"},
      {{"run", "a", "--out", "o", "--out", "p"}, "--out"},
      {{"run", "a", "--out"}, "--out wants a value"},
      {{"keygen"}, "FILE is required"},
      {{"keygen", "a", "b"}, "one FILE and no more"},
  };
  for (const auto& c : cases) {
    const ParsedFlags parsed = Parse(c.words);
    EXPECT_FALSE(parsed.command) << c.message;
    EXPECT_EQ(parsed.exit_code, kExitNothingDone) << c.message;
    EXPECT_EQ(parsed.to_stdout, "");
    EXPECT_THAT(parsed.to_stderr, HasSubstr(c.message));
  }
}

TEST(Flags, MakeControlCharactersHarmlessInErrors) {
  const ParsedFlags parsed = Parse({"run", "a", "--\x1B[2J"});
  EXPECT_THAT(parsed.to_stderr, HasSubstr("--\\x1B[2J"));
}

TEST(Help, ShortAndLongNameEveryFlag) {
  const std::string brief = Parse({"run", "-h"}).to_stdout;
  const std::string teaching = Parse({"run", "--help"}).to_stdout;
  CLI::App app;
  FlagList list(app);
  const auto command = RunCommand();
  command->Declare(list);
  ASSERT_FALSE(list.help().empty());
  for (const FlagHelp& flag : list.help()) {
    const std::string name = "\n  " + std::string(flag.name) + " ";
    EXPECT_THAT(brief, HasSubstr(name));
    const std::string entry =
        "\n  " + std::string(flag.name) +
        (flag.argument.empty() ? "" : " " + std::string(flag.argument)) + "\n";
    EXPECT_THAT(teaching, HasSubstr(entry));
  }
}

TEST(Help, TeachesGuaranteesPlacesExamplesAndExitCodes) {
  for (const auto& words :
       std::vector<std::vector<const char*>>{{"--help"}, {"run", "--help"}}) {
    const ParsedFlags parsed = Parse(words);
    EXPECT_FALSE(parsed.command);
    EXPECT_EQ(parsed.exit_code, kExitDone);
    for (const char* part : {"What holds", "What does not", "What goes where",
                             "Examples", "Exit codes"}) {
      EXPECT_THAT(parsed.to_stdout, HasSubstr(part));
    }
  }
}

TEST(Help, FitsATerminal) {
  std::vector<std::vector<const char*>> asked = {{"-h"}, {"--help"}};
  for (const auto& command : Commands()) {
    asked.push_back({command->help().name.data(), "-h"});
    asked.push_back({command->help().name.data(), "--help"});
  }
  for (const auto& words : asked) {
    std::string_view text;
    const ParsedFlags parsed = Parse(words);
    text = parsed.to_stdout;
    ASSERT_FALSE(text.empty());
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      ASSERT_NE(end, std::string_view::npos) << "no end of line: " << text;
      EXPECT_LE(end, 80u) << text.substr(0, end);
      text.remove_prefix(end + 1);
    }
  }
}

TEST(Version, IsOneLine) {
  const ParsedFlags parsed = Parse({"--version"});
  EXPECT_FALSE(parsed.command);
  EXPECT_EQ(parsed.exit_code, kExitDone);
  EXPECT_EQ(parsed.to_stdout, "dcmscrub " DCMSCRUB_VERSION "\n");
}

}  // namespace
}  // namespace dcmscrub
