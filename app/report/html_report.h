// A report as one page of HTML that needs nothing else: a data officer reads
// it in a minute, prints and signs it. docs/report.md describes it. Holds no
// path and no value of a data set; with a contact sheet, pictures.
#pragma once

#include <string>
#include <string_view>

#include "pipeline/journal/journal_facts.h"
#include "pipeline/pictures/contact_sheet.h"

namespace dcmscrub {

// Of every such page: who is about to replace one knows it by that.
inline constexpr std::string_view kReportTitle = "De-identification report";

struct HtmlReportTerms {
  std::string version;                  // of the program that makes the page
  std::string made;                     // when, UTC, "2026-01-31T12:00:00Z"
  const ContactSheet* sheet = nullptr;  // null: none
};

std::string HtmlReport(const JournalFacts& facts, const HtmlReportTerms& terms);

}  // namespace dcmscrub
