// The flags of `teach`, and what help says of it.
#include <absl/strings/str_split.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/teach_command.h"
#include "pipeline/teaching/case/case_policy.h"

namespace dcmscrub {
namespace {

CLI::Option* Label(CLI::App& app, const std::string& name, Flags& flags) {
  const LabelInfo* const info = FindLabel(name.substr(2));
  return app.add_option_function<std::string>(
      name, [&flags, info](const std::string& text) {
        info->set(flags.teach.labels, text);
      });
}

CLI::Option* AddThreads(CLI::App& app, const std::string& name, Flags& flags) {
  return app.add_option(name, flags.options.threads)->check(Between(1, 1024));
}

CLI::Option* AddDrop(CLI::App& app, const std::string& name, Flags& flags) {
  return app.add_option_function<std::string>(
      name, [&flags, name](const std::string& list) {
        for (const absl::string_view part : absl::StrSplit(list, ',')) {
          const std::string text(part);
          bool known = false;
          for (int i = 0; i < kDropCount; ++i) {
            known |= DropName(static_cast<Drop>(i)) == text;
          }
          if (!known) {
            throw CLI::ValidationError(name, "want scouts, dose or reports");
          }
          std::vector<std::string>& drops = flags.teach.drops;
          if (std::ranges::find(drops, text) == drops.end()) {
            drops.push_back(text);
          }
        }
      });
}

constexpr std::array kFlags = {
    Flag{{"--case-number", "NUMBER", "the case's number: folder and patient",
          "Letters, digits, '.', '-' and '_', at most 16. It becomes the\n"
          "patient's name and ID, and the name of the folder. Default: the\n"
          "last one, counted on: TF-0041, TF-0042."},
         Label},
    Flag{{"--diagnosis", "TEXT", "what it is",
          "What it is. Goes into Admitting Diagnoses Description."},
         Label},
    Flag{{"--keywords", "TEXT", "\"a; b; c\"",
          "Words to find it by, parted by ';'."},
         Label},
    Flag{{"--contributor", "TEXT", "initials or a name; remembered",
          "Whose case it is. Remembered from one call to the next."},
         Label},
    Flag{{"--title", "TEXT", "a line about the case",
          "A line about the case, for its documents."},
         Label},
    Flag{{"--history", "TEXT", "what was known before",
          "What was known of the patient. For the case's documents, as are\n"
          "the labels that follow."},
         Label},
    Flag{{"--findings", "TEXT", "what is to be seen", "What is to be seen."},
         Label},
    Flag{{"--discussion", "TEXT", "what is to be learnt",
          "What is to be learnt from it."},
         Label},
    Flag{{"--differential", "TEXT", "what else it could be",
          "What else it could be."},
         Label},
    Flag{{"--category", "TEXT", "of the disease", "Of the disease: Neoplasm."},
         Label},
    Flag{{"--level", "TEXT", "of the reader",
          "Of the reader: Primary, Intermediate, Advanced."},
         Label},
    Flag{{"--anatomy", "TEXT", "where it is", "Where it is."}, Label},
    Flag{{"--labels", "FILE.csv", "many cases, a row each",
          "Labels of many cases. The first row names the columns: 'case', a\n"
          "path seen from the folder of FILE, and any of the labels above,\n"
          "without their dashes. Every other row is a case. Flags fill in\n"
          "what a row leaves empty."},
         Text<&TeachFlags::labels_file>},
    Flag{{"--out", "DIR", "make the case in DIR",
          "Make the folder DIR/NUMBER. One that is there is never touched."},
         Text<&RunOptions::output>},
    Flag{{"--in-place", "", "replace the originals",
          "Replace the files by their de-identified form, all or none. Asks\n"
          "first on a terminal; elsewhere --yes is needed. The originals are\n"
          "kept until --accept; what rules leave out, and DICOMDIRs, go with\n"
          "them."},
         Switch<&RunOptions::in_place>},
    Flag{{"--yes", "", "in place: do not ask",
          "With --in-place: do not ask. Needed where there is no terminal."},
         Switch<&Flags::yes>},
    Flag{{"--accept", "", "in place: remove the kept originals",
          "Remove the originals that are kept for CASE: the result is right.\n"
          "They cannot be brought back."},
         Switch<&TeachFlags::accept>},
    Flag{{"--undo", "", "in place: bring the kept originals back",
          "Bring the originals that are kept for CASE back, also after a\n"
          "crash, and remove what was made."},
         Switch<&TeachFlags::undo>},
    Flag{{"--no-safe-copy", "", "in place: keep no originals",
          "With --in-place: the originals go as soon as the result is whole\n"
          "and was found clean. Findings keep them."},
         Switch<&TeachFlags::no_safe_copy>},
    Flag{{"--rules", "FILE", "rules of your own; 'teaching' by default",
          "Rules of your own, or 'teaching': the built-in ones, which\n"
          "'dcmscrub rules show teaching' prints. Labels are their\n"
          "parameters. Default: dcmscrub/teaching.rules where settings\n"
          "are kept, to which the window adds, or else the built-in ones."},
         Text<&PolicyFlags::rules>},
    Flag{{"--key", "FILE", "key from keygen: repeatable identifiers",
          "The key, made by 'dcmscrub keygen'. The same key gives the same\n"
          "new UIDs. Without it a random key serves this call alone."},
         Text<&Flags::key_file>},
    Flag{{"--drop", "LIST", "leave out: scouts, dose, reports",
          "What to leave out, parted by commas: scouts (localizers), dose\n"
          "(dose reports and pages), reports (SR, PDF, CDA)."},
         AddDrop},
    Flag{{"--many-patients", "", "files of several patients are one case",
          "Make one case of the files of several patients. All of them are\n"
          "one patient in it, whose ID is the case number."},
         Switch<&TeachFlags::many_patients>},
    Flag{{"--no-documents", "", "no manifest and no text",
          "Do not make the Key Object Selection that lists the case, nor the\n"
          "structured report that holds its labels."},
         Switch<&TeachFlags::no_documents>},
    Flag{{"--dicomdir", "", "with a DICOMDIR, and names that fit it",
          "With --out: files are called as PS3.10 wants it for a medium, and\n"
          "a DICOMDIR lists them."},
         Switch<&TeachFlags::dicomdir>},
    Flag{{"--mirc-zip", "", "also DIR/NUMBER.zip for MIRC",
          "With --out: also a zip of the case with a MIRC document in it."},
         Switch<&TeachFlags::mirc_zip>},
    Flag{{"--threads", "N", "how many threads; all by default",
          "How many threads work. Default: as many as the machine has."},
         AddThreads},
    Flag{{"--show-paths", "", "paths in messages, not only numbers",
          "Show the path behind an input's number in messages. Paths often\n"
          "hold names."},
         Switch<&Flags::show_paths>},
    Flag{{"--quiet", "", "errors only", "Print errors and nothing else."},
         Switch<&Flags::quiet>},
    Flag{{"--verbose", "", "every quarantined or repaired input",
          "Name every quarantined input, not the first 20 alone, and say for\n"
          "each input what was put right."},
         Switch<&Flags::verbose>},
};

// Of --undo and --accept, which take CASE and nothing else.
std::string WrongEnd(const Flags& flags, const CLI::App& teach) {
  const std::string name = flags.teach.undo ? "--undo" : "--accept";
  if (flags.teach.undo && flags.teach.accept) {
    return "--undo and --accept exclude each other";
  }
  if (flags.operands.empty()) return name + " wants a CASE";
  for (const Flag& flag : kFlags) {
    const std::string other(flag.help.name);
    if (other != name && other != "--quiet" && teach.count(other) != 0) {
      return name + " goes with no other flag than --quiet";
    }
  }
  return "";
}

std::string Contradiction(const Flags& flags, const CLI::App& teach) {
  const bool has_out = teach.count("--out") != 0;
  const bool in_place = flags.options.in_place;
  if (flags.teach.undo || flags.teach.accept) return WrongEnd(flags, teach);
  if (has_out && in_place) return "--out and --in-place exclude each other";
  if (!has_out && !in_place) {
    return "where to? --out DIR for a new folder, --in-place to replace";
  }
  if (has_out && flags.options.output.empty()) return "--out wants a folder";
  if (flags.operands.empty() == flags.teach.labels_file.empty()) {
    return flags.operands.empty()
               ? "which case? CASE..., or --labels FILE.csv"
               : "--labels names the cases itself: no CASE beside it";
  }
  for (const auto& [name, given] :
       {std::pair("--yes", flags.yes),
        std::pair("--no-safe-copy", flags.teach.no_safe_copy)}) {
    if (given && !in_place) return std::string(name) + " goes with --in-place";
  }
  for (const auto& [name, given] :
       {std::pair("--dicomdir", flags.teach.dicomdir),
        std::pair("--mirc-zip", flags.teach.mirc_zip)}) {
    if (given && in_place) return std::string(name) + " goes with --out";
  }
  if (flags.quiet && flags.verbose) {
    return "--quiet and --verbose exclude each other";
  }
  return "";
}

void AddOperands(CLI::App& app, Flags& flags) {
  app.add_option("CASE", flags.operands);
}

const std::string_view kMore[] = {R"(
CASE is a folder, an archive (zip, tar, 7z), a DICOMDIR, or files side by side,
which are one case. Several are several cases, and their numbers count on. A
case is read, de-identified under the policy for teaching, given neutral file
names and the labels that you say, and verified against its originals. What is
made is in DIR/NUMBER:

  01_CT_CHEST/IM0001.dcm    the images, by series
  TEACHING/text.dcm         the labels as a structured report
  TEACHING/manifest.dcm     a Key Object Selection that lists the case
  case.json                 the same for programs

It stands there whole or not at all. Where verify finds something the folder is
called NUMBER.not-clean, and the exit code is 1. In place, all files are
replaced or none, and the originals are kept until --accept or --undo.
docs/teaching.md has the rest.
)"};
const std::string_view kTail[] = {R"(
Examples
  dcmscrub teach case/ --out teaching/ --case-number TF-0041 \
    --diagnosis "Meningioma" --keywords "skull; tumour" --contributor AB
  dcmscrub teach next.zip --out teaching/ --diagnosis "Fracture"
  dcmscrub teach case/ --in-place --diagnosis "Fracture"
  dcmscrub teach --accept case/
  dcmscrub teach --labels cases.csv --out teaching/ --key study.key

Exit codes
    0  all cases were made, and verify found nothing
    1  some files or cases could not be made, or verify found something
    2  nothing was done: usage, labels, rules, key, folders
  130  stopped by a signal: the case at hand is as it was
)"};

}  // namespace

const Command kTeachCommand = {
    .help = {.name = "teach",
             .usage = "dcmscrub teach CASE... --out DIR [flags]\n"
                      "dcmscrub teach CASE... --in-place [flags]\n"
                      "dcmscrub teach --labels FILE.csv --out DIR [flags]\n"
                      "dcmscrub teach --accept|--undo CASE...\n",
             .brief = "makes teaching files of labelled cases",
             .about = "Makes a teaching file of each case, in one step.\n",
             .more = kMore,
             .tail = kTail},
    .flags = kFlags,
    .add_operands = AddOperands,
    .contradiction = Contradiction,
    .run = TeachCommand,
};

}  // namespace dcmscrub
