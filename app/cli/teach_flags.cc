// The flags of `teach`, and what help says of it.
#include "app/cli/teach_flags.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/command.h"

namespace dcmscrub {
namespace {

std::optional<Drop> ParseDrop(std::string_view name) {
  for (int i = 0; i < kDropCount; ++i) {
    if (DropName(static_cast<Drop>(i)) == name) return static_cast<Drop>(i);
  }
  return std::nullopt;
}

// "scouts,dose"; false for other text.
bool ReadDrops(const std::string& list, std::vector<Drop>& drops) {
  for (const absl::string_view name : absl::StrSplit(list, ',')) {
    const auto drop = ParseDrop(std::string(name));
    if (!drop) return false;
    if (std::ranges::find(drops, *drop) == drops.end()) drops.push_back(*drop);
  }
  return true;
}

constexpr FlagHelp kLabelFlags[] = {
    {"--case-number", "NUMBER", "the case's number: folder and patient",
     "Letters, digits, '.', '-' and '_', at most 16. It becomes the\n"
     "patient's name and ID, and the name of the folder. Default: the\n"
     "last one, counted on: TF-0041, TF-0042."},
    {"--diagnosis", "TEXT", "what it is",
     "What it is. Goes into Admitting Diagnoses Description."},
    {"--keywords", "TEXT", "\"a; b; c\"",
     "Words to find it by, parted by ';'."},
    {"--contributor", "TEXT", "initials or a name; remembered",
     "Whose case it is. Remembered from one call to the next."},
    {"--title", "TEXT", "a line about the case",
     "A line about the case, for its documents."},
    {"--history", "TEXT", "what was known before",
     "What was known of the patient. For the case's documents, as are\n"
     "the labels that follow."},
    {"--findings", "TEXT", "what is to be seen", "What is to be seen."},
    {"--discussion", "TEXT", "what is to be learnt",
     "What is to be learnt from it."},
    {"--differential", "TEXT", "what else it could be",
     "What else it could be."},
    {"--category", "TEXT", "of the disease", "Of the disease: Neoplasm."},
    {"--level", "TEXT", "of the reader",
     "Of the reader: Primary, Intermediate, Advanced."},
    {"--anatomy", "TEXT", "where it is", "Where it is."},
};

void DeclareLabels(FlagList& list, TeachFlags& flags) {
  for (const FlagHelp& help : kLabelFlags) {
    const LabelInfo* const info = FindLabel(help.name.substr(2));
    list.AddRead(help, [&labels = flags.labels, info](const std::string& text) {
      info->set(labels, text);
      return "";
    });
  }
  list.Add({"--labels", "FILE.csv", "many cases, a row each",
            "Labels of many cases. The first row names the columns: 'case', a\n"
            "path seen from the folder of FILE, and any of the labels above,\n"
            "without their dashes. Every other row is a case. Flags fill in\n"
            "what a row leaves empty."},
           flags.labels_file);
}

// What becomes of a case, and how it is made.
void DeclareMaking(FlagList& list, TeachFlags& flags) {
  list.Add({"--out", "DIR", "make the case in DIR",
            "Make the folder DIR/NUMBER. One that is there is never touched."},
           flags.output);
  list.Add(
      {"--in-place", "", "replace the originals",
       "Replace the files by their de-identified form, all or none. Asks\n"
       "first on a terminal; elsewhere --yes is needed. The originals are\n"
       "kept until --accept; what rules leave out, and DICOMDIRs, go with\n"
       "them."},
      flags.in_place);
  AddYes(list, flags.yes);
  list.Add(
      {"--accept", "", "in place: remove the kept originals",
       "Remove the originals that are kept for CASE: the result is right.\n"
       "They cannot be brought back."},
      flags.accept);
  list.Add({"--undo", "", "in place: bring the kept originals back",
            "Bring the originals that are kept for CASE back, also after a\n"
            "crash, and remove what was made."},
           flags.undo);
  list.Add({"--no-safe-copy", "", "in place: keep no originals",
            "With --in-place: the originals go as soon as the result is whole\n"
            "and was found clean. Findings keep them."},
           flags.no_safe_copy);
  list.Add({"--rules", "FILE", "rules of your own; 'teaching' by default",
            "Rules of your own, or 'teaching': the built-in ones, which\n"
            "'dcmscrub rules show teaching' prints. Labels are their\n"
            "parameters. Default: dcmscrub/teaching.rules where settings\n"
            "are kept, to which the window adds, or else the built-in ones."},
           flags.rules);
  list.Add({"--key", "FILE", "key from keygen: repeatable identifiers",
            "The key, made by 'dcmscrub keygen'. The same key gives the same\n"
            "new UIDs. Without it a random key serves this call alone."},
           flags.key_file);
  list.AddRead(
      {"--drop", "LIST", "leave out: scouts, dose, reports",
       "What to leave out, parted by commas: scouts (localizers), dose\n"
       "(dose reports and pages), reports (SR, PDF, CDA)."},
      [&drops = flags.drops](const std::string& text) -> std::string {
        return ReadDrops(text, drops) ? "" : "want scouts, dose or reports";
      });
  list.Add({"--many-patients", "", "files of several patients are one case",
            "Make one case of the files of several patients. All of them are\n"
            "one patient in it, whose ID is the case number."},
           flags.many_patients);
  list.Add(
      {"--no-documents", "", "no manifest and no text",
       "Do not make the Key Object Selection that lists the case, nor the\n"
       "structured report that holds its labels."},
      flags.no_documents);
  list.Add(
      {"--dicomdir", "", "with a DICOMDIR, and names that fit it",
       "With --out: files are called as PS3.10 wants it for a medium, and\n"
       "a DICOMDIR lists them."},
      flags.dicomdir);
  list.Add({"--mirc-zip", "", "also DIR/NUMBER.zip for MIRC",
            "With --out: also a zip of the case with a MIRC document in it."},
           flags.mirc_zip);
  list.AddThreads(flags.threads);
  AddTalkFlags(
      list, flags.talk,
      "Show the path behind an input's number in messages. Paths often\n"
      "hold names.",
      "Print errors and nothing else.");
}

void Declare(FlagList& list, TeachFlags& flags) {
  list.Operand("CASE", flags.cases);
  DeclareLabels(list, flags);
  DeclareMaking(list, flags);
}

// Of --undo and --accept, which take CASE and nothing else.
std::string WrongEnd(const TeachFlags& flags, const FlagList& list) {
  const std::string name = flags.undo ? "--undo" : "--accept";
  if (flags.undo && flags.accept) {
    return "--undo and --accept exclude each other";
  }
  if (flags.cases.empty()) return name + " wants a CASE";
  for (const FlagHelp& other : list.help()) {
    if (other.name != name && other.name != "--quiet" &&
        list.Given(other.name)) {
      return name + " goes with no other flag than --quiet";
    }
  }
  return "";
}

std::string Contradiction(const TeachFlags& flags, const FlagList& list) {
  const bool has_out = list.Given("--out");
  const bool in_place = flags.in_place;
  if (flags.undo || flags.accept) return WrongEnd(flags, list);
  if (has_out && in_place) return "--out and --in-place exclude each other";
  if (!has_out && !in_place) {
    return "where to? --out DIR for a new folder, --in-place to replace";
  }
  if (has_out && flags.output.empty()) return "--out wants a folder";
  if (flags.cases.empty() == flags.labels_file.empty()) {
    return flags.cases.empty()
               ? "which case? CASE..., or --labels FILE.csv"
               : "--labels names the cases itself: no CASE beside it";
  }
  for (const auto& [name, given] :
       {std::pair("--yes", flags.yes),
        std::pair("--no-safe-copy", flags.no_safe_copy)}) {
    if (given && !in_place) return std::string(name) + " goes with --in-place";
  }
  for (const auto& [name, given] : {std::pair("--dicomdir", flags.dicomdir),
                                    std::pair("--mirc-zip", flags.mirc_zip)}) {
    if (given && in_place) return std::string(name) + " goes with --out";
  }
  return TalkContradiction(flags.talk);
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

std::unique_ptr<Command> TeachCommand() {
  return MakeCommand<TeachFlags>({
      .help = {.name = "teach",
               .usage = "dcmscrub teach CASE... --out DIR [flags]\n"
                        "dcmscrub teach CASE... --in-place [flags]\n"
                        "dcmscrub teach --labels FILE.csv --out DIR [flags]\n"
                        "dcmscrub teach --accept|--undo CASE...\n",
               .brief = "makes teaching files of labelled cases",
               .about = "Makes a teaching file of each case, in one step.\n",
               .more = kMore,
               .tail = kTail},
      .declare = Declare,
      .contradiction = Contradiction,
      .run = Teach,
  });
}

}  // namespace dcmscrub
