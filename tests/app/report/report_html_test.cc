#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/report/html_report.h"
#include "app/report/html_writer.h"
#include "app/report/journal_page.h"
#include "app/report/judgement.h"
#include "pipeline/journal/journal.h"
#include "tests/app/cli/program.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/golden.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

RunDescription ExampleDescription() {
  RunDescription about;
  about.version = "9.8.7";
  about.policy = "site.rules";
  about.profile = "basic";
  about.options = "clean-descriptors, retain-device-identity";
  about.edition = "2026x";
  return about;
}

JournalRun ExampleRun() {
  JournalRun run;
  run.started = "2026-01-01T00:00:00Z";
  run.finished = "2026-01-01T01:02:00Z";
  run.policy = "0123456789abcdef";
  run.key = "fedcba9876543210";
  run.described = true;
  run.about = ExampleDescription();
  run.seconds = 3720;
  run.bytes_in = 6'000'000'000;
  run.bytes_out = 5'900'000'000;
  run.outcomes = {{"written", 12'300}, {"quarantined", 2}, {"skipped", 4}};
  run.throughput = {{900, 3000, 1'500'000'000},
                    {1800, 7000, 3'000'000'000},
                    {2700, 9000, 4'500'000'000},
                    {3720, 12'306, 6'000'000'000}};
  return run;
}

JournalFacts ExampleFacts() {
  JournalFacts facts;
  facts.runs.push_back(ExampleRun());
  facts.inputs = {
      {{"written", "", "", ""}, 12'300},
      {{"quarantined", "fault", "too-deep", ""}, 1},
      {{"quarantined", "fault", "lookup-miss", "site.rules:9"}, 1},
      {{"skipped", "not-dicom", "", ""}, 4},
  };
  facts.quarantined = {
      {0, 17, {"quarantined", "fault", "too-deep", ""}, "(0040,A730)"},
      {0, 99, {"quarantined", "fault", "lookup-miss", "site.rules:9"}, ""}};
  facts.changes = {
      {{tags::kPatientName, "replaced", ""}, 12'300},
      {{tags::kPatientId, "computed", "site.rules:3"}, 12'300},
      {{Tag(0x0008, 0x1090), "kept", ""}, 11'000},
      {{Tag(0x0008, 0x103E), "residue", ""}, 3},
      {{Tag(0x0029, 0x1010), "removed", ""}, 500},
      {{Tag(0x0029, 0x1020), "removed", ""}, 400},
  };
  facts.warnings = {{"burned-in-annotation", 2}};
  JournalStudy& study = facts.studies[{"P-0123456789ABCDE", "2.25.1234567890"}];
  study.modalities = {"CT", "SMITH"};
  study.series = {"2.25.1", "2.25.2"};
  study.files = 12'300;
  study.bytes = 5'900'000'000;
  facts.bytes_out = 5'900'000'000;
  return facts;
}

ContactSheet ExampleSheet() {
  ContactSheet sheet;
  SheetSeries series;
  series.modality = "US";
  series.objects = 3;
  series.look_closely = LookClosely::kUsual;
  series.pictures.push_back({"\xFF\xD8jpeg", 160, 120, "US, image 1 of 3", ""});
  series.pictures.push_back(
      {"", 0, 0, "US, image 3 of 3", "cannot be decoded: JPEG-LS"});
  sheet.series.push_back(series);
  sheet.left_out = 7;
  return sheet;
}

std::string PageOf(const JournalFacts& facts,
                   const ContactSheet* sheet = nullptr) {
  return HtmlReport(facts, {"9.8.7", "2026-01-02T03:04:05Z", sheet});
}

TEST(HtmlReport, IsThePageOfTheGolden) {
  const ContactSheet sheet = ExampleSheet();
  ExpectGolden("report.html", PageOf(ExampleFacts(), &sheet));
}

TEST(HtmlReport, EscapesWhateverStandsInIt) {
  constexpr const char* kBad = "<script>alert('x')</script>\"&\x1B";
  JournalFacts facts = ExampleFacts();
  facts.runs[0].about.policy = kBad;
  facts.runs[0].about.options = kBad;
  facts.runs[0].key = kBad;
  facts.inputs[{"skipped", "rule", "", kBad}] = 1;
  facts.inputs[{"skipped", kBad, "", ""}] = 1;
  facts.quarantined[0].place = kBad;
  facts.changes[{tags::kStudyId, "kept", kBad}] = 1;
  facts.studies[{kBad, kBad}].modalities = {kBad};
  ContactSheet sheet = ExampleSheet();
  sheet.series[0].modality = kBad;
  sheet.series[0].pictures[0].alt = kBad;
  sheet.series[0].pictures[1].reason = kBad;
  const std::string page = PageOf(facts, &sheet);
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("alert('x')")));
  EXPECT_THAT(page, Not(HasSubstr("\x1B")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)"));
}

TEST(HtmlReport, LoadsNothing) {
  const ContactSheet sheet = ExampleSheet();
  const std::string page = PageOf(ExampleFacts(), &sheet);
  EXPECT_THAT(page, HasSubstr("default-src &#39;none&#39;; img-src data:;"));
  for (const char* part : {"http:", "https:", "url(", "@import", "<link"}) {
    EXPECT_THAT(page, Not(HasSubstr(part)));
  }
}

TEST(HtmlReport, ShowsNoModalityThatTheStandardLacks) {
  const std::string page = PageOf(ExampleFacts());
  EXPECT_THAT(page, HasSubstr("CT, other"));
  EXPECT_THAT(page, Not(HasSubstr("SMITH")));
}

TEST(HtmlReport, CapsLongTables) {
  JournalFacts facts = ExampleFacts();
  facts.studies.clear();
  for (int i = 0; i < 130; ++i) {
    facts.studies[{"P-1", std::to_string(i)}].files = 1;
  }
  EXPECT_THAT(PageOf(facts), HasSubstr("and 30 more studies"));
}

TEST(Judgement, TellsOfLabelsAndOfStudiesOfSeveralPatients) {
  const auto remarks = [](const JournalFacts& facts) {
    std::string all;
    for (const Remark& remark : JudgementOf(facts).remarks) all += remark.text;
    return all;
  };
  JournalFacts facts = ExampleFacts();
  EXPECT_THAT(remarks(facts), testing::Not(testing::HasSubstr("label")));
  facts.warnings["slide-label"] = 2;
  facts.studies = {{{"P-1", "2.25.1"}, {}}, {{"P-2", "2.25.1"}, {}}};
  EXPECT_THAT(remarks(facts),
              testing::AllOf(
                  testing::HasSubstr("2 files say that a slide's label"),
                  testing::HasSubstr("1 study holds more than one patient")));
}

TEST(Judgement, SaysTheWorstFirst) {
  const struct {
    const char* fact;
    void (*change)(JournalFacts& facts);
    Tone tone;
    const char* headline;
  } cases[] = {
      {"all is well", [](JournalFacts&) {}, Tone::kGood, "Clean"},
      {"quarantined",
       [](JournalFacts& facts) {
         facts.inputs[{"quarantined", "fault", "too-deep", ""}] = 3;
       },
       Tone::kMixed, "Clean, but for 3 quarantined"},
      {"a name is kept",
       [](JournalFacts& facts) { facts.identifying_names = 1; }, Tone::kMixed,
       "Clean with remarks"},
      {"a folder keeps its name",
       [](JournalFacts& facts) { facts.folders_not_renamed = 2; }, Tone::kMixed,
       "Clean with remarks"},
      {"pixels are gone",
       [](JournalFacts& facts) { facts.warnings["private-pixels-gone"] = 1; },
       Tone::kMixed, "Clean with remarks"},
      {"no profile",
       [](JournalFacts& facts) { facts.runs[0].about.profile = "none"; },
       Tone::kMixed, "Clean with remarks"},
      {"not searched", [](JournalFacts& facts) { facts.not_searched = 5; },
       Tone::kBad, "Not proven"},
      {"stopped",
       [](JournalFacts& facts) {
         facts.stopped = 1;
         facts.not_searched = 5;
       },
       Tone::kBad, "Not finished"},
      {"incomplete", [](JournalFacts& facts) { facts.incomplete = true; },
       Tone::kBad, "Not finished"},
      {"nothing", [](JournalFacts& facts) { facts.inputs.clear(); },
       Tone::kMixed, "Nothing was written"},
      {"dry", [](JournalFacts& facts) { facts.runs[0].dry = true; },
       Tone::kPlain, "Dry run"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.fact);
    JournalFacts facts = ExampleFacts();
    facts.inputs = {{{"written", "", "", ""}, 9}};
    c.change(facts);
    const Judgement verdict = JudgementOf(facts);
    EXPECT_EQ(verdict.tone, c.tone);
    EXPECT_EQ(verdict.headline, c.headline);
    bool worse = false;  // a remark that is worse than one before it
    for (std::size_t i = 1; i < verdict.remarks.size(); ++i) {
      worse |= verdict.remarks[i].tone == Tone::kBad &&
               verdict.remarks[i - 1].tone != Tone::kBad;
    }
    EXPECT_FALSE(worse);
  }
}

// A journal of one run with two outputs of one series, and one quarantined.
void MakeJournal(const std::string& path, const std::string& series) {
  JournalTerms terms{
      "policy", "key", "/out", {"site.rules:1"}, ExampleDescription()};
  auto journal = Journal::Open(path, terms);
  ASSERT_TRUE(journal.ok()) << journal.status();
  ASSERT_TRUE((*journal)->Start().ok());
  (*journal)->Begin();
  for (std::uint64_t number = 1; number <= 3; ++number) {
    const std::string source = "/archive/DOE^JANE/" + std::to_string(number);
    std::string output = "/deposit/" + series + std::to_string(number);
    const OutputSeries of = {series, "2.25.77", "P-AAAAAAAAAAAAAAA", "CT"};
    Ending ending;
    if (number == 3) {
      output.clear();
      ending.Quarantine(Fault{Error::kTooDeep, tags::kStudyId, 12, 0});
    }
    (*journal)->Put({.number = number,
                     .source = source,
                     .output = output,
                     .read = {},
                     .written = {.size = 100},
                     .ending = ending,
                     .labels = {},
                     .series = of});
  }
  (*journal)->Commit();
  RunSummary summary;
  summary.changes[{tags::kPatientName, Change::Kind::kReplaced}] = 2;
  summary.changes[{tags::kStudyId, Change::Kind::kKept, 0}] = 1;
  summary.outcomes[static_cast<std::size_t>(Outcome::kWritten)] = 2;
  summary.throughput = {{1, 3, 300}};
  summary.linked_originals = 1;
  summary.rights_lost = 2;
  summary.attributes_lost = 3;
  (*journal)->FinishRun(summary);
  EXPECT_FALSE((*journal)->failed());
}

TEST(JournalFacts, JournalsAddUp) {
  const TempFolder folder;
  MakeJournal(folder / "a", "2.25.1");
  MakeJournal(folder / "b", "2.25.2");
  JournalFacts facts;
  ASSERT_TRUE(AddJournal(folder / "a", facts).ok());
  ASSERT_TRUE(AddJournal(folder / "b", facts).ok());
  EXPECT_EQ(facts.runs.size(), 2u);
  EXPECT_EQ(facts.Count(Outcome::kWritten), 4u);
  EXPECT_EQ(facts.Count(Outcome::kQuarantined), 2u);
  EXPECT_EQ(facts.bytes_out, 400u);
  EXPECT_EQ(facts.not_searched, 0u);
  EXPECT_EQ(facts.stopped, 0u);
  EXPECT_EQ(facts.in_place.linked_originals, 2u);
  EXPECT_EQ(facts.in_place.rights_lost, 4u);
  EXPECT_EQ(facts.in_place.attributes_lost, 6u);
  EXPECT_EQ((facts.changes[{tags::kPatientName, "replaced", ""}]), 4u);
  EXPECT_EQ((facts.changes[{tags::kStudyId, "kept", "site.rules:1"}]), 2u);
  ASSERT_EQ(facts.studies.size(), 1u);
  const JournalStudy& study = facts.studies.begin()->second;
  EXPECT_THAT(study.series, ElementsAre("2.25.1", "2.25.2"));
  EXPECT_EQ(study.files, 4u);
  EXPECT_EQ(study.bytes, 400u);
  ASSERT_EQ(facts.quarantined.size(), 2u);
  EXPECT_EQ(facts.quarantined[1].run, 1u);
  EXPECT_EQ(facts.quarantined[1].number, 3u);
  EXPECT_EQ(facts.quarantined[1].place, "(0020,0010)");
}

TEST(JournalFacts, PageOfJournalsHoldsNoPath) {
  const TempFolder folder;
  MakeJournal(folder / "a", "2.25.1");
  const std::string before = ReadFile(folder / "a");
  const auto page = PageOfJournals({folder / "a"}, {});
  ASSERT_TRUE(page.ok()) << page.status();
  for (const char* part : {"DOE", "archive", "deposit"}) {
    EXPECT_THAT(*page, Not(HasSubstr(part)));
  }
  EXPECT_EQ(ReadFile(folder / "a"), before);
}

TEST(JournalFacts, SaysWhichJournalCannotBeRead) {
  const TempFolder folder;
  WriteFile(folder / "text", "no journal of anyone's, but long enough");
  EXPECT_THAT(
      std::string(PageOfJournals({folder / "text"}, {}).status().message()),
      HasSubstr("text: it is no journal of dcmscrub"));
  EXPECT_THAT(
      std::string(PageOfJournals({folder / "gone"}, {}).status().message()),
      HasSubstr("gone: there is no such journal"));
}

// One CT image on disk, and a file that is none.
class ReportCommand : public ::testing::Test {
 protected:
  ReportCommand() {
    std::filesystem::create_directory(in_);
    const DicomBytes file = MinimalCtFile("SECRETIVE^ANNA", "4711", "1.2.3.1");
    WriteFile(in_ + "/SECRETIVE.dcm", std::string(AsText(Bytes(file))));
    WriteFile(in_ + "/note.txt", "no DICOM in here");
  }

  const TempFolder folder_;
  const std::string in_ = folder_ / "in";
  const std::string out_ = folder_ / "out";
  const std::string page_ = folder_ / "page.html";
};

TEST_F(ReportCommand, RunWritesTheSamePageAsReport) {
  const std::string json = folder_ / "r.json";
  const ProgramResult run = RunProgram(
      {"run", in_, "--out", out_, "--report", page_, "--report", json});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("report: " + page_ + "\nreport: " + json));
  const std::string page = ReadFile(page_);
  EXPECT_THAT(page, HasSubstr("<h2>Clean</h2>"));
  EXPECT_THAT(page, Not(HasSubstr("SECRETIVE")));
  EXPECT_THAT(page, Not(HasSubstr(in_)));
  EXPECT_THAT(ReadFile(json), HasSubstr("\"written\": 1"));

  const std::string other = folder_ / "other.html";
  const ProgramResult report =
      RunProgram({"report", out_ + ".dcmscrub-journal", "--html", other});
  EXPECT_EQ(report.exit_code, 0) << report.err;
  const auto from_main = [](const std::string& text) {
    return text.substr(text.find("<main>"));  // the time it was made is above
  };
  EXPECT_EQ(from_main(ReadFile(other)), from_main(page));
}

TEST_F(ReportCommand, DryRunHasAPageWithoutAJournal) {
  const ProgramResult run =
      RunProgram({"run", in_, "--out", out_, "--dry-run", "--report", page_});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(ReadFile(page_), HasSubstr("<h2>Dry run</h2>"));
}

TEST_F(ReportCommand, RefusesWhatItCannotDo) {
  const struct {
    std::vector<std::string> arguments;
    const char* error;
  } cases[] = {
      {{"report", folder_ / "none", "--html", page_},
       "none: there is no such journal"},
      {{"report", folder_ / "none"}, "where to? --html FILE.html"},
      {{"run", in_, "--out", out_, "--report", folder_ / "r.txt"},
       "--report wants a name that ends in .json or .html"},
      {{"run", in_, "--out", out_, "--thumbnails", "-1"},
       "want a number from 0 to 10000"},
  };
  for (const auto& c : cases) {
    const ProgramResult result = RunProgram(c.arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr(c.error));
    EXPECT_FALSE(std::filesystem::exists(page_));
    EXPECT_FALSE(std::filesystem::exists(out_));
  }
}

TEST(HtmlWriter, EscapesTextAndValues) {
  HtmlWriter html;
  html.Element("p", "a < b & \"c\"", {{"title", "'x' > \"y\""}});
  EXPECT_EQ(std::move(html).Take(),
            "<p title=\"&#39;x&#39; &gt; &quot;y&quot;\">a &lt; b &amp; "
            "&quot;c&quot;</p>\n");
}

}  // namespace
}  // namespace dcmscrub
