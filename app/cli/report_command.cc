// `dcmscrub report`.
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/report_flags.h"
#include "app/report/journal_page.h"
#include "app/report/report.h"
#include "app/talk/console.h"
#include "app/talk/exit_code.h"
#include "app/talk/messages.h"
#include "app/talk/signals.h"

namespace dcmscrub {
namespace {

struct ReportFlags {
  std::vector<std::string> journals;
  std::string page;  // to write
  int thumbnails = kDefaultThumbnails;
};

void Declare(FlagList& list, ReportFlags& flags) {
  list.Operand("JOURNAL", flags.journals).Required();
  list.Add({"--html", "FILE.html", "the page to write",
            "The page to write; an older one is replaced."},
           flags.page);
  AddThumbnails(list, flags.thumbnails);
}

std::string Contradiction(const ReportFlags& flags, const FlagList&) {
  return flags.page.empty() ? "where to? --html FILE.html" : "";
}

int RunReport(const ReportFlags& flags) {
  Console console(Verbosity::kNormal);
  CatchSignals();
  if (const absl::Status status = TryReport(flags.page, RealFileSystem());
      !status.ok()) {
    return console.Fail(status);
  }
  PageTerms terms;
  terms.thumbnails = flags.thumbnails;
  terms.stop = &StopFlag();
  const auto page = PageOfJournals(flags.journals, terms);
  if (!page.ok()) return console.Fail(page.status());
  if (StopFlag() != 0) return kExitInterrupted;
  const absl::Status status = WriteReport(flags.page, *page, RealFileSystem());
  return status.ok() ? kExitDone : console.Fail(status);
}

const std::string_view kMore[] = {R"(
One page that needs nothing else and loads nothing: a verdict, how inputs ended
and why, what was done to which attribute by which rule, studies, runs, a place
to sign when it is printed, and a contact sheet with pictures of each series.
Journals of several machines are added up. They are read and left as they are.
The page holds no path and no value; but its pictures are those of the results,
so it is to be kept like them. For pictures the results must still stand where
they were written. docs/report.md says more.
)"};
const std::string_view kTail[] = {R"(
Examples
  dcmscrub report release.dcmscrub-journal --html release.html
  dcmscrub report shard-*.dcmscrub-journal --html all.html --thumbnails 0

Exit codes
    0  the page is written
    2  nothing was done: usage, a journal that cannot be read
  130  stopped by a signal
)"};

}  // namespace

std::unique_ptr<Command> ReportCommand() {
  return MakeCommand<ReportFlags>({
      .help = {.name = "report",
               .usage = "dcmscrub report JOURNAL... --html FILE.html [flags]\n",
               .brief = "makes a page for people from journals",
               .about =
                   "Says on one page what runs did, from their journals.\n",
               .more = kMore,
               .tail = kTail},
      .declare = Declare,
      .contradiction = Contradiction,
      .run = RunReport,
  });
}

}  // namespace dcmscrub
