// The flags of `run`, and what help says of it.
#include "app/cli/run_flags.h"

#include <absl/strings/str_format.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/policy_flags.h"
#include "app/cli/report_flags.h"
#include "app/talk/size.h"
#include "kernels/identity/identity.h"
#include "kernels/parse/element_index.h"

namespace dcmscrub {
namespace {

std::optional<Sync> ParseSync(std::string_view text) {
  if (text == "none") return Sync::kNone;
  if (text == "batch") return Sync::kBatch;
  if (text == "each") return Sync::kEach;
  return std::nullopt;
}

// Where results go, and who they are in them.
void DeclareResults(FlagList& list, RunFlags& flags) {
  list.Add({"--out", "DIR", "write the results below DIR",
            "Write the results below DIR, which is made when it is not there.\n"
            "What is in DIR already is not touched, unless an input gives\n"
            "the same name: the same bytes are left, other bytes quarantine\n"
            "the input."},
           flags.options.output);
  list.Add({"--in-place", "", "replace the originals",
            "Replace each file by its de-identified form, under its name. The\n"
            "originals are gone afterwards. Asks first on a terminal;\n"
            "elsewhere --yes is needed."},
           flags.options.in_place);
  list.Add(
      {"--rename", "", "in place: new names where a name identifies",
       "With --in-place: give a neutral name to files, and to the folders\n"
       "that they are in, whose name holds an identifier found in one of\n"
       "them, such as a patient's name: as it is spelt in the file, not\n"
       "in another script, and not by files that are skipped. Files that\n"
       "come out the same under the same new name become one. A folder\n"
       "SRC keeps its own name, and is warned of; so is the folder of a\n"
       "file SRC. What a run without it left under a name that tells is\n"
       "renamed as well, where both had the same journal; until then,\n"
       "each run in place says how many such names are left."},
      flags.options.rename);
  AddYes(list, flags.yes);
  list.Add(
      {"--dry-run", "", "change nothing, show what would happen",
       "Do everything but write, and print a table of the attributes that\n"
       "would change and how. No value is shown. In place, the journal of\n"
       "earlier runs is read for names that they left."},
      flags.options.dry_run);
  list.Add({"--key", "FILE", "key from keygen: repeatable identifiers",
            "The key, made by 'dcmscrub keygen'. The same key gives the same\n"
            "new identifiers in every run, so that files of one patient fit\n"
            "together whenever they come. Without it a random key serves this\n"
            "run alone. A file that others may read is refused."},
           flags.key_file);
  list.Add({"--uid-root", "UID", "root of new UIDs; 2.25 by default",
            "Make new UIDs under this root, which must be yours (up to 24\n"
            "characters). Default: 2.25, which is everybody's (PS3.5 B.2).\n"
            "Goes before a uid-root in the rules."},
           flags.options.uid_root)
      .Check([](const std::string& text) {
        return IsValidUid(text) && text.size() <= Identity::kLongestUidRoot
                   ? ""
                   : "want a UID of up to 24 characters, such as 1.2.3.4";
      });
  list.Add(
      {"--two-pass", "", "search for all that a patient's files give away",
       "Read all sources twice. First what the rules take out of any file\n"
       "of a patient is gathered; then every file of that patient is\n"
       "searched for all of it, and not for its own values alone. Costs\n"
       "about half as much again, and about 100 bytes a file for what is\n"
       "gathered: beside the journal, in a file without a name that is\n"
       "gone when the run ends. Files that are unchanged since the last\n"
       "run are read for it, too (docs/residue.md)."},
      flags.options.two_pass);
  list.Add(
      {"--crosswalk", "FILE.csv", "write who is who: original, new",
       "Write the original and the new identifiers of patients, studies\n"
       "and series to FILE, mode 0600: with it anyone can tell whose a\n"
       "result is. A FILE that is there is added to. It may not lie inside\n"
       "the output or a source. Of instances, the journal knows."},
      flags.options.crosswalk);
  list.Add({"--again", "", "also what another key or policy made",
            "Scrub files that dcmscrub de-identified before under another key\n"
            "or other rules. Without it they are quarantined, for their dates\n"
            "would move twice and their pseudonyms be hidden twice."},
           flags.options.again);
  list.Add({"--layout", "TEMPLATE", "names below DIR, or 'mirror'",
            "Names of the results below DIR, made from {patient}, {study},\n"
            "{series}, {instance} and {modality}, which stand for the new\n"
            "identifiers. Default: {patient}/{study}/{series}/{instance}.dcm\n"
            "'mirror' keeps the names below SRC; a file or folder whose name\n"
            "holds an identifier of the file gets a neutral one."},
           flags.options.layout);
}

// What tells of the run, and how it goes about it.
void DeclareCourse(FlagList& list, RunFlags& flags) {
  list.Add({"--journal", "FILE", "what became of each input; has paths",
            "Where to note what became of each input, mode 0600. It holds\n"
            "paths, so it may not lie inside the output or a source. A later\n"
            "run with the same journal, key and rules leaves out what is\n"
            "unchanged. Default: DIR.dcmscrub-journal; in place a file beside\n"
            "the first source, named *.dcmscrub-journal."},
           flags.options.journal);
  list.Add(
      {"--report", "FILE", "say what was done: FILE.json, FILE.html",
       "Write what was done: FILE.json has the counts of the run, FILE.html\n"
       "is the page that 'dcmscrub report' makes of the journal. Neither\n"
       "holds a path or a value, but the page has pictures of the results.\n"
       "Repeatable (docs/report.md)."},
      flags.reports);
  AddThumbnails(list, flags.thumbnails);
  list.AddThreads(flags.options.threads);
  list.AddRead(
      {"--memory", "SIZE", "for buffers; 256M by default",
       "How much memory all buffers may take: 64M, 1G; K, M, G and KiB,\n"
       "MiB, GiB count in 1024, KB, MB, GB in 1000. Default: 256M. A file\n"
       "whose header does not fit is quarantined."},
      [&options = flags.options](const std::string& text) -> std::string {
        const auto size = ParseSize(text);
        if (!size) return "want a size such as 256M or 1GiB";
        options.memory = *size;
        return "";
      });
  list.AddRead(
      {"--sync", "WHEN", "none, batch (default) or each",
       "When results are made durable. batch: a group of files together,\n"
       "before they get their names, so that a power loss takes no\n"
       "original; each: one by one; none: when the system gets to it. No\n"
       "choice ever leaves half a file."},
      [&options = flags.options](const std::string& text) -> std::string {
        const auto sync = ParseSync(text);
        if (!sync) return "want none, batch or each";
        options.sync = *sync;
        return "";
      });
  list.Add({"--max-depth", "N", "limit of nesting; 256 by default",
            "How deep sequences may nest, items counted too, before a file is\n"
            "quarantined. Default: 256."},
           flags.options.depth_limit)
      .Between(2, kGreatestDepth);
  AddTalkFlags(
      list, flags.talk,
      "Show the path behind an input's number in messages. Paths often\n"
      "hold names: leave it out where the log is kept.",
      "Print errors and nothing else: no progress, notes or summary.");
}

void Declare(FlagList& list, RunFlags& flags) {
  list.Operand("SRC", flags.options.sources).Required();
  DeclareResults(list, flags);
  DeclareCourse(list, flags);
  AddPolicyFlags(list, flags.policy, PolicyPart::kDates);
}

// What is wrong with flags that are each right by themselves; empty if nothing.
std::string Contradiction(const RunFlags& flags, const FlagList& list) {
  const RunOptions& options = flags.options;
  const bool has_out = list.Given("--out");
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
  if (options.in_place && list.Given("--layout")) {
    return "--layout goes with --out; in place names stay, or --rename";
  }
  for (const std::string& wrong :
       {TalkContradiction(flags.talk), ReportContradiction(flags.reports)}) {
    if (!wrong.empty()) return wrong;
  }
  return PolicyContradiction(flags.policy);
}

const std::string_view kMore[] = {kGuarantees, kWhere};
const std::string_view kTail[] = {kExamples, kExitCodes};

}  // namespace

std::unique_ptr<Command> RunCommand() {
  return MakeCommand<RunFlags>({
      .help = {.name = "run",
               .usage = "dcmscrub run SRC... --out DIR [flags]\n"
                        "dcmscrub run SRC... --in-place [flags]\n",
               .brief = "de-identifies files and folders",
               .about =
                   "De-identifies every DICOM file in SRC..., which are files "
                   "and\nfolders. Symbolic links in them are not followed.\n",
               .more = kMore,
               .tail = kTail},
      .declare = Declare,
      .contradiction = Contradiction,
      .run = Run,
  });
}

}  // namespace dcmscrub
