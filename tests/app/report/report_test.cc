#include "app/report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "app/report/html_report.h"
#include "app/report/selftest_report.h"
#include "app/report/verify_report.h"
#include "tests/support/policy_text.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

RunOptions ExampleOptions() {
  RunOptions options;
  options.sources = {"/archive/DOE^JANE"};
  options.output = "/release";
  options.journal = "/release.dcmscrub-journal";
  options.crosswalk = "/secret/who.csv";
  options.statement_names = {"site.rules:3", "site.rules:9"};
  options.layout = "{patient}/secret-project/{instance}.dcm";
  return options;
}

RunSummary ExampleSummary() {
  RunSummary summary;
  summary.found = 4;
  summary.outcomes[static_cast<std::size_t>(Outcome::kWritten)] = 3;
  summary.outcomes[static_cast<std::size_t>(Outcome::kQuarantined)] = 1;
  summary.reasons[static_cast<std::size_t>(Reason::kFault)] = 1;
  summary.faults[static_cast<std::size_t>(Error::kTooDeep)] = 1;
  summary.warnings[static_cast<std::size_t>(Warning::kOddLength)] = 2;
  summary.changes[{tags::kPatientName, Change::Kind::kReplaced}] = 3;
  summary.changes[{Tag(0x0029, 0x1010), Change::Kind::kRemoved}] = 5;
  summary.by_statement[{Error::kSkippedByRule, 0}] = 2;
  summary.by_statement[{Error::kLookupMiss, 1}] = 1;
  summary.labels["contrast"] = 2;
  summary.linked_originals = 2;
  summary.attributes_lost = 1;
  summary.mixed_studies = 2;
  summary.bytes_in = 3000;
  summary.bytes_out = 2900;
  summary.policy_fingerprint = "a\"b\\c\n";
  summary.key_fingerprint = "0123456789abcdef";
  summary.seconds = 1.5;
  return summary;
}

std::string ExampleReport() {
  ReportFacts facts;
  facts.version = "9.8.7";
  facts.policy = "site.rules";
  facts.profile = "basic";
  facts.options = {"clean-descriptors", "retain-uids"};
  facts.started = std::chrono::system_clock::from_time_t(1767225600);
  facts.ended = facts.started + std::chrono::seconds(2);
  return ReportJson(facts, ExampleOptions(), ExampleSummary());
}

TEST(Report, IsTheJsonThatTheDocumentationDescribes) {
  EXPECT_EQ(ExampleReport(), R"json({
  "format": 1,
  "program": {
    "name": "dcmscrub",
    "version": "9.8.7"
  },
  "started": "2026-01-01T00:00:00Z",
  "ended": "2026-01-01T00:00:02Z",
  "seconds": 1.5,
  "interrupted": false,
  "policy": {
    "name": "site.rules",
    "profile": "basic",
    "options": [
      "clean-descriptors",
      "retain-uids"
    ],
    "edition": "PS3.15 2026d",
    "fingerprint": "a\"b\\c\n"
  },
  "key": {
    "random": false,
    "fingerprint": "0123456789abcdef"
  },
  "options": {
    "in_place": false,
    "rename": false,
    "dry_run": false,
    "layout": "template",
    "again": false,
    "crosswalk": true,
    "uid_root": "2.25",
    "sync": "batch",
    "threads": 0,
    "memory": 268435456,
    "max_depth": 256
  },
  "files": {
    "found": 4,
    "outcomes": {
      "written": 3,
      "unchanged": 0,
      "duplicate": 0,
      "skipped": 0,
      "quarantined": 1,
      "interrupted": 0
    },
    "reasons": {
      "fault": 1
    },
    "faults": {
      "too-deep": 1
    },
    "warnings": {
      "odd-length": 2
    },
    "names_with_identifiers": 0,
    "names_noted": 0,
    "renamed": 0,
    "folders_not_renamed": 0,
    "linked_originals": 2,
    "rights_lost": 0,
    "attributes_lost": 1
  },
  "studies": {
    "of_several_patients": 2
  },
  "bytes": {
    "in": 3000,
    "out": 2900
  },
  "rules": [
    {
      "rule": "site.rules:3",
      "outcome": "skipped",
      "why": "skipped-by-rule",
      "files": 2
    },
    {
      "rule": "site.rules:9",
      "outcome": "quarantined",
      "why": "lookup-miss",
      "files": 1
    }
  ],
  "labels": {
    "contrast": 2
  },
  "changes": [
    {
      "tag": "(0010,0010)",
      "keyword": "PatientName",
      "change": "replaced",
      "elements": 3
    },
    {
      "tag": "(0029,1010)",
      "keyword": "",
      "change": "removed",
      "elements": 5
    }
  ]
}
)json");
}

TEST(Report, HoldsNoPath) {
  const std::string json = ExampleReport();
  for (const char* part : {"DOE", "archive", "release", "secret"}) {
    EXPECT_THAT(json, Not(HasSubstr(part)));
  }
}

TEST(Report, IsReadByAnotherParser) {
  const TempFolder folder;
  const std::string path = folder / "report.json";
  ASSERT_TRUE(WriteReport(path, ExampleReport(), RealFileSystem()).ok());
  const std::string command = "python3 -m json.tool " + path + " /dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

std::vector<std::string> ReportsOfEachKind() {
  const HtmlReportTerms terms{"1", "2026-01-31T12:00:00Z", nullptr};
  LoadedPolicy policy;
  policy.policy = PolicyOf("");
  return {ExampleReport(), HtmlReport({}, terms), SelftestJson({}, policy, "1"),
          VerifyJson({}, {}, false)};
}

TEST(Report, ReplacesAnOlderOneAndLeavesNothingElse) {
  for (const std::string& older : ReportsOfEachKind()) {
    SCOPED_TRACE(older.substr(0, 80));
    const TempFolder folder;
    const std::string path = folder / "report.json";
    WriteFile(path, older);
    ASSERT_TRUE(TryReport(path, RealFileSystem()).ok());
    ASSERT_TRUE(WriteReport(path, "new\n", RealFileSystem()).ok());
    EXPECT_EQ(ReadFile(path), "new\n");
    const auto begin = std::filesystem::directory_iterator(folder.path());
    EXPECT_EQ(std::distance(begin, std::filesystem::directory_iterator()), 1);
  }
}

TEST(Report, TakesThePlaceOfNothingElse) {
  for (const std::string there : {"K", "dcmscrub 1\nremove PatientName\n",
                                  "{\n  \"format\": 1,\n  \"case\"",
                                  "<!DOCTYPE html>\n<title>Ours</title>\n"}) {
    SCOPED_TRACE(there);
    const TempFolder folder;
    const std::string path = folder / "report.json";
    WriteFile(path, there);
    const std::string why =
        "the report cannot be written: what stands there is no report, and "
        "stays; give another name";
    EXPECT_EQ(TryReport(path, RealFileSystem()).message(), why);
    EXPECT_EQ(WriteReport(path, "new\n", RealFileSystem()).message(), why);
    EXPECT_EQ(ReadFile(path), there);
  }
}

TEST(Report, LeavesALinkToNothing) {
  const TempFolder folder;
  const std::string path = folder / "link.json";
  std::filesystem::create_symlink("none.json", path);
  EXPECT_FALSE(TryReport(path, RealFileSystem()).ok());
  EXPECT_FALSE(WriteReport(path, "new\n", RealFileSystem()).ok());
  EXPECT_TRUE(std::filesystem::is_symlink(path));
}

TEST(Report, FollowsALinkAndFillsAnEmptyFile) {
  const TempFolder folder;
  const std::string path = folder / "link.json";
  WriteFile(folder / "latest.json", "");
  std::filesystem::create_symlink("latest.json", path);
  ASSERT_TRUE(WriteReport(path, "new\n", RealFileSystem()).ok());
  EXPECT_TRUE(std::filesystem::is_symlink(path));
  EXPECT_EQ(ReadFile(folder / "latest.json"), "new\n");
}

TEST(Report, SaysWhyItCannotBeWritten) {
  const TempFolder folder;
  const absl::Status status =
      WriteReport(folder / "none/report.json", "{}", RealFileSystem());
  EXPECT_EQ(status.message(),
            "the report cannot be written: No such file or directory");
}

}  // namespace
}  // namespace dcmscrub
