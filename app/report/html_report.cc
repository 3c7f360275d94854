#include "app/report/html_report.h"

#include "app/report/html_changes.h"
#include "app/report/html_contact_sheet.h"
#include "app/report/html_outcomes.h"
#include "app/report/html_parts.h"
#include "app/report/html_runs.h"
#include "app/report/html_style.h"
#include "app/report/html_writer.h"
#include "app/report/judgement.h"

namespace dcmscrub {
namespace {

// Nothing is loaded, whatever the page may hold: no network, no script.
void AddHead(HtmlWriter& html) {
  html.Open("head");
  html.Single("meta", {{"charset", "utf-8"}});
  html.Single("meta", {{"http-equiv", "Content-Security-Policy"},
                       {"content",
                        "default-src 'none'; img-src data:; "
                        "style-src 'unsafe-inline'; base-uri 'none'; "
                        "form-action 'none'"}});
  html.Single("meta", {{"name", "viewport"},
                       {"content", "width=device-width, initial-scale=1"}});
  html.Single("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  html.Element("title", kReportTitle);
  html.Open("style");
  html.Trusted(ReportStyle());
  html.Close();
  html.Close();
}

void AddVerdict(HtmlWriter& html, const Judgement& verdict) {
  const std::string kind = "verdict " + std::string(ToneName(verdict.tone));
  html.Open("section", {{"class", kind}, {"aria-label", "Verdict"}});
  html.Element("h2", verdict.headline);
  html.Element("p", verdict.sentence);
  html.Open("ul", {{"class", "remarks"}});
  for (const Remark& remark : verdict.remarks) {
    html.Element("li", remark.text, {{"class", ToneName(remark.tone)}});
  }
  html.Close();
  html.Close();
}

void AddSignature(HtmlWriter& html) {
  html.Open("section", {{"aria-label", "Signature"}});
  html.Element("h2", "Seen and released");
  html.Open("div", {{"class", "sign"}});
  for (const std::string_view line : {"Name", "Date", "Signature"}) {
    html.Element("div", line);
  }
  html.Close();
  html.Close();
}

// What fits on the first printed page.
void AddSummary(HtmlWriter& html, const JournalFacts& facts) {
  AddVerdict(html, JudgementOf(facts));
  AddFigures(html, facts);
  AddEnds(html, facts);
  AddChangeKinds(html, facts);
  AddProvenance(html, facts);
  AddSignature(html);
}

void AddDetails(HtmlWriter& html, const JournalFacts& facts) {
  html.Open("div", {{"class", "details"}});
  AddAttributes(html, facts);
  AddStudies(html, facts);
  AddQuarantined(html, facts);
  AddRuns(html, facts);
  html.Close();
}

}  // namespace

std::string HtmlReport(const JournalFacts& facts,
                       const HtmlReportTerms& terms) {
  HtmlWriter html;
  html.Trusted("<!DOCTYPE html>\n");
  html.Open("html", {{"lang", "en"}});
  AddHead(html);
  html.Open("body");
  html.Open("header");
  html.Element("h1", kReportTitle);
  html.Element("p", "dcmscrub " + terms.version + ", " + TimeText(terms.made));
  html.Close();
  html.Open("main");
  AddSummary(html, facts);
  AddDetails(html, facts);
  if (terms.sheet != nullptr) AddContactSheet(html, *terms.sheet);
  html.Close();
  html.Element(
      "footer",
      "This page holds no path and no value of any data set, and loads "
      "nothing. Identifiers in it are new ones, shortened.");
  html.Close();
  html.Close();
  return std::move(html).Take();
}

}  // namespace dcmscrub
