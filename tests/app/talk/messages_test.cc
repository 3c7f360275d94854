#include "app/talk/messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

namespace dcmscrub {
namespace {

template <typename Counts, typename Name>
void Set(Counts& counts, Name name, std::uint64_t count) {
  counts[static_cast<std::size_t>(name)] = count;
}

RunSummary ExampleSummary() {
  RunSummary summary;
  summary.found = 1219;
  Set(summary.outcomes, Outcome::kWritten, 1204);
  Set(summary.outcomes, Outcome::kQuarantined, 3);
  Set(summary.outcomes, Outcome::kSkipped, 12);
  Set(summary.reasons, Reason::kFault, 2);
  Set(summary.reasons, Reason::kReadError, 1);
  Set(summary.reasons, Reason::kNotDicom, 9);
  Set(summary.reasons, Reason::kDicomdir, 3);
  Set(summary.faults, Error::kLengthPastParent, 2);
  Set(summary.faults, Error::kNotDicom, 9);
  Set(summary.warnings, Warning::kOddLength, 40);
  Set(summary.warnings, Warning::kBurnedInAnnotation, 7);
  summary.bytes_in = 57000000000;
  summary.seconds = 30;
  return summary;
}

TEST(NamedTag, HasTheKeywordWhereThereIsOne) {
  EXPECT_EQ(NamedTag(tags::kPatientName), "(0010,0010) PatientName");
  EXPECT_EQ(NamedTag(Tag(0x6002, 0x3000)), "(6002,3000) OverlayData");
  EXPECT_EQ(NamedTag(Tag(0x0029, 0x1010)), "(0029,1010)");
  EXPECT_EQ(NamedTag(Tag(0x0008, 0xABCD)), "(0008,ABCD)");
}

TEST(SafeForTerminal, EscapesWhatATerminalObeys) {
  const struct {
    std::string_view raw;
    std::string_view safe;
  } cases[] = {
      {"/data/a b.dcm", "/data/a b.dcm"},
      {"a\x1B[31mb", "a\\x1B[31mb"},
      {"a\nb\r\tc\x7F", "a\\x0Ab\\x0D\\x09c\\x7F"},
      {"M\xC3\xBCller", "M\xC3\xBCller"},
      {"\xE5\xB1\xB1", "\xE5\xB1\xB1"},
      {"\xFC", "\\xFC"},
      {"\xC3", "\\xC3"},
      {"\xC3(", "\\xC3("},
      {"\xC2\x9B"
       "31m",
       "\\xC2\\x9B31m"},
      {"\xE2\x80\xAE", "\\xE2\\x80\\xAE"},
      {"\xE2\x81\xA6", "\\xE2\\x81\\xA6"},
  };
  for (const auto& c : cases) EXPECT_EQ(SafeForTerminal(c.raw), c.safe);
}

TEST(Numbers, AreShort) {
  EXPECT_EQ(Count(0, "file"), "0 files");
  EXPECT_EQ(Count(1, "file"), "1 file");
  EXPECT_EQ(BytesText(0), "0 B");
  EXPECT_EQ(BytesText(999), "999 B");
  EXPECT_EQ(BytesText(1000), "1.0 kB");
  EXPECT_EQ(BytesText(1.94e9), "1.9 GB");
  EXPECT_EQ(BytesText(41.6e6), "42 MB");
  EXPECT_EQ(BytesText(999.9e6), "1.0 GB");
  EXPECT_EQ(BytesText(5e15), "5000 TB");
  EXPECT_EQ(RateText(0.44), "0.4 files/s");
  EXPECT_EQ(RateText(41.3), "41 files/s");
  EXPECT_EQ(DurationText(8.4), "8 s");
  EXPECT_EQ(DurationText(125), "2 min 05 s");
  EXPECT_EQ(DurationText(3599.7), "1 h 00 min");
}

TEST(QuarantineMessage, NamesTagPlaceAndFault) {
  InputRecord record;
  record.number = 412;
  record.outcome = Outcome::kQuarantined;
  record.reason = Reason::kFault;
  record.fault = {Error::kLengthPastParent, tags::kPatientName, 1324, 31};
  EXPECT_EQ(QuarantineMessage(record, false, {}),
            "error: input 412: (0010,0010) PatientName at byte 1324: the value "
            "passes the end of its item by 31");
  record.fault = {Error::kBadFileMeta, Tag(), 132, 0};
  EXPECT_EQ(QuarantineMessage(record, false, {}),
            "error: input 412: at byte 132: the file meta information cannot "
            "be read");
  record.fault = {Error::kNoDataSet, Tag(), 0, 0};
  EXPECT_EQ(QuarantineMessage(record, false, {}),
            "error: input 412: the file ends after the file meta information");
}

TEST(QuarantineMessage, NamesTheSystemsError) {
  InputRecord record;
  record.number = 7;
  record.outcome = Outcome::kQuarantined;
  record.reason = Reason::kWriteError;
  record.error_number = ENOSPC;
  EXPECT_EQ(QuarantineMessage(record, false, {}),
            "error: input 7: cannot be written: No space left on device");
}

TEST(QuarantineMessage, NamesTheStatementAndNoValue) {
  const std::vector<std::string> statements = {"a.rules:3", "b.rules:12"};
  InputRecord record;
  record.number = 9;
  record.outcome = Outcome::kQuarantined;
  record.reason = Reason::kFault;
  record.fault = {Error::kLookupMiss, Tag(), 0, 1};
  EXPECT_EQ(QuarantineMessage(record, false, statements),
            "error: input 9: a table of the rules has no row for it "
            "(b.rules:12)");
  record.fault = {Error::kQuarantinedByRule, Tag(), 0, 2};
  EXPECT_EQ(QuarantineMessage(record, false, statements),
            "error: input 9: a rule says to quarantine it (statement 2)");
  record.fault = {Error::kAlreadyDeidentified, Tag(), 0, 0};
  EXPECT_THAT(QuarantineMessage(record, false, statements),
              ::testing::EndsWith("; --again does it all the same"));
}

TEST(QuarantineMessage, ShowsThePathOnRequestAlone) {
  const std::string path = "/in/DOE^JANE\x1B.dcm";
  InputRecord record;
  record.number = 7;
  record.source = &path;
  record.outcome = Outcome::kQuarantined;
  record.reason = Reason::kChanged;
  EXPECT_EQ(QuarantineMessage(record, false, {}),
            "error: input 7: it changed while it was read");
  EXPECT_EQ(QuarantineMessage(record, true, {}),
            "error: input 7 (/in/DOE^JANE\\x1B.dcm): it changed while it was "
            "read");
}

TEST(QuarantineMessage, KnowsEveryReason) {
  InputRecord record;
  for (int i = 1; i < kReasonCount; ++i) {
    record.reason = static_cast<Reason>(i);
    EXPECT_FALSE(WhyText(record).empty()) << i;
  }
}

TEST(WarningMessage, TellsRepairsFromRemarks) {
  InputRecord record;
  record.number = 5;
  EXPECT_EQ(WarningMessage(record, false), "");
  record.warnings.Add(Warning::kOddLength);
  EXPECT_EQ(WarningMessage(record, false),
            "input 5: put right: values of odd length were padded");
  record.warnings.Add(Warning::kBurnedInAnnotation);
  EXPECT_EQ(WarningMessage(record, false),
            "input 5: put right: values of odd length were padded; the pixels "
            "are said to show text and were not looked at");
}

TEST(MoreQuarantined, SaysWhereTheyAre) {
  EXPECT_EQ(MoreQuarantined(7, true), "… and 7 more, see the journal");
  EXPECT_EQ(MoreQuarantined(7, false),
            "… and 7 more, --verbose shows them all");
}

TEST(NamesMessage, CountsAndSuggests) {
  EXPECT_EQ(NamesMessage({3}, 1, false, true),
            "warning: input 3: the name of the file or of a folder holds an "
            "identifier and stays as it is; a run with --rename and this "
            "journal gives a neutral one");
  EXPECT_EQ(NamesMessage({3}, 1, false, false),
            "warning: input 3: the name of the file or of a folder holds an "
            "identifier and stays as it is; give another one by hand: without "
            "a journal no later run knows");
  EXPECT_EQ(NamesMessage({3, 8, 11}, 5, false, true).substr(0, 40),
            "warning: inputs 3, 8, 11 and 2 more: the");
  EXPECT_EQ(NamesMessage({3}, 1, true, true),
            "warning: input 3: the name of the folder that was given, or that "
            "the file stands in, holds an identifier and stays as it is; give "
            "it another one by hand");
}

TEST(NotedNamesMessage, CountsAndSuggests) {
  EXPECT_EQ(NotedNamesMessage(1),
            "warning: 1 name of a file or folder that an earlier run noted "
            "holds an identifier and stays; a run with --rename and this "
            "journal gives a neutral one");
  EXPECT_EQ(
      NotedNamesMessage(2),
      "warning: 2 names of files or folders that earlier runs noted hold "
      "an identifier and stay; a run with --rename and this journal gives "
      "neutral ones");
}

TEST(FoldersMessage, CountsAndTellsWhatComesNext) {
  EXPECT_EQ(FoldersMessage(1, true),
            "warning: 1 name of a file or folder holds an identifier and "
            "stays, as the disk would not change it; the next run with this "
            "journal tries again");
  EXPECT_EQ(FoldersMessage(2, false),
            "warning: 2 names of files or folders hold an identifier and stay, "
            "as the disk would not change them");
}

TEST(ReplaceQuestion, CountsFilesAndPatients) {
  EXPECT_EQ(ReplaceQuestion({120, 3}),
            "Replace 120 files of 3 patients in place? [y/N] ");
  EXPECT_EQ(ReplaceQuestion({1, 1}),
            "Replace 1 file of 1 patient in place? [y/N] ");
}

TEST(SummaryLine, IsOneLine) {
  RunSummary summary = ExampleSummary();
  RunOptions options;
  EXPECT_EQ(SummaryLine(summary, options),
            "1204 written, 3 quarantined, 12 skipped (9 not DICOM, 3 "
            "DICOMDIR), 41 files/s, 1.9 GB/s");
  options.dry_run = true;
  Set(summary.outcomes, Outcome::kUnchanged, 5);
  Set(summary.outcomes, Outcome::kInterrupted, 2);
  summary.seconds = 0;
  EXPECT_EQ(SummaryLine(summary, options),
            "1204 would be written, 5 unchanged, 3 quarantined, 12 skipped (9 "
            "not DICOM, 3 DICOMDIR), 2 not done");
}

TEST(SummaryDetails, BreaksTheCountsDown) {
  EXPECT_EQ(SummaryDetails(ExampleSummary(), {}),
            "  quarantined       2  the value passes the end of its item\n"
            "                    1  cannot be read\n"
            "  put right        40  values of odd length were padded\n"
            "  noted             7  the pixels are said to show text and were "
            "not looked at\n");
  EXPECT_EQ(SummaryDetails(RunSummary(), {}), "");
}

TEST(SummaryDetails, SaysWhatRulesDid) {
  RunSummary summary;
  summary.by_statement[{Error::kSkippedByRule, 0}] = 12;
  summary.by_statement[{Error::kQuarantinedByRule, 1}] = 3;
  Set(summary.faults, Error::kQuarantinedByRule, 3);
  Set(summary.reasons, Reason::kRule, 12);
  Set(summary.reasons, Reason::kFault, 3);
  summary.labels["contrast"] = 7;
  const std::vector<std::string> statements = {"a.rules:3", "a.rules:5"};
  EXPECT_EQ(SummaryDetails(summary, statements),
            "  quarantined       3  a rule says to quarantine it (a.rules:5)\n"
            "  skipped          12  by a.rules:3\n"
            "  tagged            7  contrast\n");
}

TEST(ChangeTable, ShowsTagsAndCountsAlone) {
  RunSummary summary;
  summary.changes[{tags::kPatientName, Change::Kind::kReplaced}] = 12;
  summary.changes[{Tag(0x0029, 0x1010), Change::Kind::kRemoved}] = 1;
  EXPECT_EQ(ChangeTable(summary),
            "tag          keyword      action   elements\n"
            "(0010,0010)  PatientName  replace        12\n"
            "(0029,1010)               remove          1\n");
}

TEST(Hints, TellWhatStillHoldsNames) {
  RunOptions options;
  EXPECT_EQ(Hints(ExampleSummary(), options),
            (std::vector<std::string>{
                "a DICOMDIR is not carried over: regenerate it from the output "
                "with dcmmkdir"}));
  options.in_place = true;
  EXPECT_EQ(Hints(ExampleSummary(), options),
            (std::vector<std::string>{
                "quarantined inputs still stand as they were, names and all; "
                "the journal says which",
                "skipped inputs still stand as they were, names and all",
                "a DICOMDIR still holds the old names: delete it and make it "
                "anew with dcmmkdir"}));
  EXPECT_TRUE(Hints(RunSummary(), options).empty());
}

TEST(Hints, TellWhatTheDiskDidNotLetGo) {
  RunSummary summary;
  summary.linked_originals = 1;
  summary.rights_lost = 2;
  summary.attributes_lost = 1;
  RunOptions options;
  options.in_place = true;
  EXPECT_EQ(Hints(summary, options),
            (std::vector<std::string>{
                "1 original with other names (hard links): those outside the "
                "sources still hold what was replaced",
                "2 results with fewer rights than the original had: owner, "
                "group or access control list could not be kept",
                "1 result without some extended attribute of the original: it "
                "could not be kept, or holds an identifier"}));
}

TEST(Hints, TellOfNeutralNames) {
  RunSummary summary;
  summary.renamed = 2;
  EXPECT_EQ(Hints(summary, RunOptions()),
            (std::vector<std::string>{
                "2 results below neutral names: the name of a file or of a "
                "folder held an identifier"}));
  RunOptions in_place;
  in_place.in_place = true;  // the flag --rename says as much
  EXPECT_TRUE(Hints(summary, in_place).empty());
}

TEST(Hints, TellWhatTwoPassesDidNotFind) {
  RunSummary summary;
  summary.patients_cut = 1;
  RunOptions options;
  options.two_pass = true;
  EXPECT_EQ(Hints(summary, options),
            (std::vector<std::string>{
                "1 patient with more identifiers than memory holds: UIDs that "
                "come last were searched for in their own files alone"}));
  summary.patients_cut = 0;
  summary.interrupted = true;
  const auto to_folder = Hints(summary, options);
  options.in_place = true;
  const auto in_place = Hints(summary, options);
  ASSERT_EQ(in_place.size(), to_folder.size() + 1);
  EXPECT_NE(in_place.back().find("are not searched for what stood there"),
            std::string::npos);
}

}  // namespace
}  // namespace dcmscrub
