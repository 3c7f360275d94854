#include "app/report/journal_page.h"

#include <optional>

#include "app/report/html_report.h"
#include "app/report/report.h"
#include "app/talk/messages.h"
#include "pipeline/pictures/contact_sheet.h"

namespace dcmscrub {
namespace {

HtmlReportTerms TermsNow() {
  HtmlReportTerms terms;
  terms.version = DCMSCRUB_VERSION;
  terms.made = UtcText(std::chrono::system_clock::now());
  return terms;
}

absl::StatusOr<ContactSheet> SheetOf(const std::vector<std::string>& journals,
                                     const PageTerms& terms) {
  ContactSheetMaker maker;
  for (const std::string& journal : journals) {
    const absl::Status status =
        ReadOutputs(journal, [&](const JournalOutput& output) {
          SheetObject object;
          object.path = output.path;
          object.study = output.study;
          object.series = output.series;
          object.modality = output.modality;
          maker.Add(object);
        });
    if (!status.ok()) return NamedStatus(journal, status);
  }
  SheetLimits limits;
  limits.series = static_cast<std::size_t>(terms.thumbnails);
  limits.stop = terms.stop;
  return maker.Make(RealFileSystem(), limits);
}

}  // namespace

absl::StatusOr<std::string> PageOfJournals(
    const std::vector<std::string>& journals, const PageTerms& terms) {
  JournalFacts facts;
  for (const std::string& journal : journals) {
    const absl::Status status = AddJournal(journal, facts);
    if (!status.ok()) return NamedStatus(journal, status);
  }
  facts.incomplete = terms.incomplete;
  HtmlReportTerms page = TermsNow();
  std::optional<ContactSheet> sheet;
  if (terms.thumbnails > 0) {
    auto made = SheetOf(journals, terms);
    if (!made.ok()) return made.status();
    sheet = *std::move(made);
    page.sheet = &*sheet;
  }
  return HtmlReport(facts, page);
}

std::string PageOfRun(const JournalFacts& facts) {
  return HtmlReport(facts, TermsNow());
}

}  // namespace dcmscrub
