// `dcmscrub import`.
#include <string>

#include "app/cli/command.h"
#include "app/talk/command_messages.h"
#include "app/talk/console.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/user/small_file.h"
#include "pipeline/files/file_system.h"
#include "rules/import/import.h"

namespace dcmscrub {
namespace {

struct ImportFlags {
  std::string kind;  // of the file: "ctp"
  std::string file;
};

void Declare(FlagList& list, ImportFlags& flags) {
  list.Operand("KIND", flags.kind)
      .Required()
      .Check([](const std::string& text) {
        return ParseImportFormat(text) ? "" : "want " + ImportFormatNames();
      });
  list.Operand("FILE", flags.file).Required();
}

int RunImport(const ImportFlags& flags) {
  Console console(Verbosity::kNormal);
  const auto text = ReadSmallFile(flags.file, Audience::kAnyone);
  if (!text.ok()) return console.Fail(NamedStatus(flags.file, text.status()));
  const auto imported = ImportRules(*ParseImportFormat(flags.kind),
                                    std::string(NameOf(flags.file)), *text);
  if (!imported.ok()) {
    return console.Fail(NamedStatus(flags.file, imported.status()));
  }
  Print(imported->rules);
  console.Note(ImportedMessage(imported->translated, imported->left));
  return kExitDone;
}

const std::string_view kMore[] = {R"(
Writes the rules to standard output. KIND says what FILE is:
  ctp        a script of the RSNA's CTP: DicomAnonymizer (XML), DicomFilter
             or DicomPixelAnonymizer, whose regions no rule masks
  tags       a list of tags to be removed, one or several a line: (0010,1000),
             00101000 or a keyword such as OtherPatientIDs
  deid       a recipe of pydicom's deid
  kitware    a dictionary of Kitware's dicom-anonymizer (JSON)
  dicomedit  a script of XNAT's DicomEdit 6
  karnak     a profile of Karnak (YAML)
  microsoft  DICOM rules of Microsoft's Tools for Health Data Anonymization
             (JSON)

Each line becomes a rule or, where it has no equivalent, a comment that says
what it was: look through those before you use the rules; the last line counts
them. The result stands on the basic profile, which decides about all that FILE
does not name. docs/import.md says what becomes of what.
)"};
const std::string_view kTail[] = {R"(
Examples
  dcmscrub import ctp DicomAnonymizer.script > site.rules
  dcmscrub import karnak profile.yml > site.rules
  dcmscrub check site.rules
  dcmscrub diff basic site.rules

Exit codes
    0  the rules are written
    2  FILE cannot be read, or is something else: line and column are told
)"};

}  // namespace

std::unique_ptr<Command> ImportCommand() {
  return MakeCommand<ImportFlags>({
      .help = {.name = "import",
               .usage = "dcmscrub import KIND FILE > RULES\n",
               .brief = "makes rules from those of other tools",
               .about = "Turns what another anonymiser is told into a rule "
                        "file.\n",
               .more = kMore,
               .tail = kTail},
      .declare = Declare,
      .too_many = "one FILE and no more",
      .run = RunImport,
  });
}

}  // namespace dcmscrub
