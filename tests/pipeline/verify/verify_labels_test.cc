// What a user said of a case is known to `verify`: labels make no finding, what
// was made besides needs no original, and neither hides an original.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "bench/sample_archive.h"
#include "kernels/core/text.h"
#include "pipeline/files/zip_writer.h"
#include "pipeline/teaching/case/case_policy.h"
#include "pipeline/teaching/dicomdir/dicomdir.h"
#include "pipeline/teaching/documents/case_documents.h"
#include "pipeline/teaching/documents/case_json.h"
#include "pipeline/teaching/documents/case_survey.h"
#include "tests/pipeline/teaching/case/teaching_case.h"
#include "tests/pipeline/verify/verify_world.h"
#include "tests/support/policy_text.h"

namespace dcmscrub {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr Tag kComments{0x0010, 0x4000};
// The dates move, so that outputs are sealed; a statement, so that there are
// site rules.
constexpr std::string_view kRules =
    "option retain-longitudinal-modified-dates\nempty StudyID\n";

// The result of a run, to which a case is added.
class Case {
 public:
  Case() : world(std::string(kRules)) {
    typed.case_number = "TF-0041";
    typed.diagnosis = "Sarcoidosis";
    typed.keywords = {"lung", "hilar nodes"};
  }

  // `text` as Patient Comments of a result, and as what a label wrote.
  void Label(char which, const std::string& text, const std::string& written) {
    world.Edit(which, [&](EditedFile& file) {
      file.Set(DicomBytes().Element(0x0010, 0x4000, "LT", text));
    });
    labels.attributes = {{kComments, written}};
  }

  // Documents, case.json and a DICOMDIR beside the results.
  void MakeBesides() {
    FaultyFileSystem disk;
    for (const auto& [path, bytes] : world.files) {
      if (path.starts_with("/out/")) disk.AddFile(path, AsBytes(bytes));
    }
    auto facts = SurveyCase({"/out"}, disk, nullptr, nullptr);
    ASSERT_TRUE(facts.ok()) << facts.status();
    // A case of ours has one patient; here it is that of the first study.
    const EditedFile first(
        disk.Files().at(facts->studies[0].series[0].objects[0].path));
    facts->patient.id = TrimPadding(first.Value(0x0010, 0x0020));
    facts->patient.name = TrimPadding(first.Value(0x0010, 0x0010));
    const CaseDocuments documents = MakeDocuments(
        *facts, typed, *PolicyOf(std::string(kRules)), Identity(world.key()));
    Put("TEACHING/text.dcm", AsText(documents.text.file));
    Put("TEACHING/manifest.dcm", AsText(documents.manifest.file));
    FaultyFileSystem flat;
    flat.AddFile("/case/IM1", AsBytes(world.files.at(world.output('A'))));
    ASSERT_TRUE(
        WriteDicomdir("/case", {"IM1"}, Identity(world.key()), flat).ok());
    Put("DICOMDIR", flat.Files().at("/case/DICOMDIR"));
    labels.texts = TypedTexts(typed);
    CaseDescription description{typed, labels};
    labels.made.push_back("case.json");
    Put("case.json", CaseJson(description, *facts));
  }
  void Put(const std::string& path, std::string_view bytes) {
    world.files["/out/" + path] = bytes;
    if (path != "case.json") labels.made.push_back(path);
  }

  VerifyReport Verify() {
    world.labels = {labels};
    return world.Verify();
  }

  VerifyWorld world;
  CaseLabels typed;
  UserLabels labels;
};

std::set<std::string> Findings(const VerifyReport& report) {
  return Found(report, Severity::kFinding);
}

TEST(VerifyLabels, AreNotesWhereTheyWereWritten) {
  Case one;
  one.Label('C', "Keywords: lung.", "Keywords: lung.");
  const VerifyReport report = one.Verify();
  EXPECT_THAT(Findings(report), IsEmpty());
  EXPECT_THAT(Found(report, Severity::kWarning), IsEmpty());
  EXPECT_EQ(report.checks[static_cast<std::size_t>(Check::kUserLabel)].count,
            1u);
  EXPECT_THAT(Found(one.world.Verify()), Contains("user-label"));
}

// Patient Comments of Basic go; a statement of the site may put others there,
// but never those of the original.
TEST(VerifyLabels, CoverNothingElse) {
  Case other_text;
  other_text.Label('C', "SECRETIVE", "Keywords: lung.");
  EXPECT_THAT(Found(other_text.Verify()), Not(Contains("user-label")));
  EXPECT_THAT(Found(other_text.Verify()), Contains("by-site-rules"));

  Case with_original;
  with_original.Label('C', "of UNTOLD BRUNO", "Keywords: lung.");
  EXPECT_THAT(Findings(with_original.Verify()), Contains("residue-name"));

  Case other_attribute;
  other_attribute.Label('C', "HOSP-9922", "HOSP-9922");
  other_attribute.labels.attributes[0].tag = Tag(0x0008, 0x1080);
  EXPECT_THAT(Findings(other_attribute.Verify()), Contains("residue-text"));

  Case other_folder;
  other_folder.Label('C', "HOSP-9922", "HOSP-9922");
  other_folder.labels.folder = "ELSEWHERE";
  EXPECT_THAT(Findings(other_folder.Verify()), Contains("residue-text"));
}

TEST(VerifyLabels, ThatHoldAnOriginalAreWarnedOf) {
  Case one;
  one.Label('C', "see HOSP-9922", "see HOSP-9922");
  const VerifyReport report = one.Verify();
  EXPECT_THAT(Findings(report), IsEmpty());
  EXPECT_THAT(Found(report, Severity::kWarning),
              ElementsAre("label-holds-original"));
}

TEST(VerifyLabels, WhatWasMadeBesidesIsClean) {
  for (const bool with_journal : {false, true}) {
    Case one;
    one.MakeBesides();
    one.world.with_journal = with_journal;
    const VerifyReport report = one.Verify();
    EXPECT_THAT(Findings(report), IsEmpty());
    EXPECT_THAT(Found(report, Severity::kWarning), IsEmpty());
    EXPECT_EQ(report.files, 9u);
    EXPECT_EQ(report.compared, 5u);

    one.labels.made.clear();
    const std::set<std::string> strangers = Findings(one.Verify());
    for (const char* const check :
         {"dicomdir", "not-dicom", "unpaired-output"}) {
      EXPECT_THAT(strangers, Contains(check));
    }
    EXPECT_EQ(strangers.contains("journal-row-missing"), with_journal);
  }
}

// Of any file of the case, in whatever was made.
TEST(VerifyLabels, WhatWasMadeBesidesIsSearched) {
  for (const std::string original :
       {"HOSP-9922", "Untold, Bruno", "1.2.3.4.5.1.11.1"}) {
    Case json;
    json.MakeBesides();
    json.world.files["/out/case.json"] += " ";
    json.Put("more.json", "{\"" + original + "\": 1}");
    json.Put("note.txt", "of " + original + ".");
    const VerifyReport report = json.Verify();
    EXPECT_THAT(Findings(report), ElementsAre("residue-bytes"));
    EXPECT_EQ(
        report.checks[static_cast<std::size_t>(Check::kResidueBytes)].count,
        2u);

    Case text;
    text.typed.discussion = original;
    text.MakeBesides();
    text.labels.texts.clear();  // so that nobody typed it
    EXPECT_THAT(Findings(text.Verify()), Contains("residue-nested"));
    EXPECT_THAT(Findings(text.Verify()), Contains("residue-bytes"));
  }
}

TEST(VerifyLabels, WhatWasTypedIsWarnedOfInWhatWasMade) {
  Case one;
  one.typed.discussion = "of HOSP-9922";
  one.MakeBesides();
  const VerifyReport report = one.Verify();
  EXPECT_THAT(Findings(report), IsEmpty());
  EXPECT_THAT(Found(report, Severity::kWarning),
              ElementsAre("label-holds-original"));
}

// A zip beside the folder of the case: what is in it, too.
TEST(VerifyLabels, TheZipOfACaseIsLookedInto) {
  struct Zip {
    std::string name, bytes;
    std::set<std::string> findings, warnings;
  };
  const std::string object(AsText(SmallFile(9)));
  for (const Zip& with : {
           Zip{"a.xml", "<a b=\"c\">Sarcoidosis</a>", {}, {}},
           Zip{"a.xml", "<a>HOSP&#45;4711</a>", {"residue-bytes"}, {}},
           Zip{"a.xml", "<a b=\"HOSP-4711\"/>", {"residue-bytes"}, {}},
           Zip{"a.xml", "<a>SECRETIVE", {"residue-bytes"}, {}},
           Zip{"a.xml", "<p>of HOSP-4711</p>", {}, {"label-holds-original"}},
           Zip{"a.jpg", "\xFF\xD8 SECRETIVE ANNA", {"residue-bytes"}, {}},
           Zip{"SECRETIVE_ANNA.jpg", "\xFF\xD8", {"residue-file-name"}, {}},
           Zip{"a.dcm", object, {"unpaired-output"}, {}},
       }) {
    Case one;
    one.labels.texts = {"Sarcoidosis", "as\r\nof HOSP-4711\r\nsaid"};
    // All results are in the folder of the case.
    const std::string first = one.world.output('A').substr(5);
    one.labels.folder = first.substr(0, first.find('/'));
    FaultyFileSystem disk;
    MakeFolders(disk, "/zip");
    ZipWriter zip;
    ASSERT_EQ(zip.Open("/zip/a.zip", disk), 0);
    ASSERT_EQ(zip.Add("image.dcm",
                      AsBytes(one.world.files.at(one.world.output('A')))),
              0);
    ASSERT_EQ(zip.Add(with.name, AsBytes(with.bytes)), 0);
    ASSERT_EQ(zip.Publish(), 0);
    const std::string path = "/out/" + one.labels.folder + ".zip";
    one.world.files[path] = disk.Files().at("/zip/a.zip");
    const VerifyReport report = one.Verify();
    EXPECT_EQ(Findings(report), with.findings) << with.bytes;
    EXPECT_EQ(Found(report, Severity::kWarning), with.warnings) << with.bytes;

    one.world.files[path].resize(one.world.files[path].size() / 2);
    EXPECT_THAT(Findings(one.Verify()), Contains("unreadable"));
    one.labels.folder = "ELSEWHERE";
    EXPECT_THAT(Findings(one.Verify()), Contains("not-dicom"));
  }
}

// Under the policy that comes with the program: two patients, all kinds of
// objects, made one case.
TEST(VerifyLabels, ATeachingFileIsClean) {
  FaultyFileSystem disk;
  for (const SampleFile& file : MixedArchive(/*seed=*/5, /*patients=*/2)) {
    disk.AddFile("/in/" + file.path, file.bytes);
  }
  CaseLabels typed = FullLabels();
  const auto policy = MakeCasePolicy("", {}, typed, {});
  ASSERT_TRUE(policy.ok()) << policy.status();
  const auto sources = SurveyCase({"/in"}, disk, nullptr, nullptr);
  ASSERT_TRUE(sources.ok()) << sources.status();
  RunOptions run = ToFolder();
  run.policy = policy->policy;
  run.first_day = sources->first_day;
  EXPECT_GT(Count(RunWell(run, disk), Outcome::kWritten), 20u);

  VerifyOptions options;
  options.output = "/out";
  options.against = {"/in"};
  options.key = run.key;
  const auto without = Verify(options, disk);
  ASSERT_TRUE(without.ok()) << without.status();
  EXPECT_THAT(Findings(*without), Not(IsEmpty()));

  UserLabels& labels = options.labels.emplace_back();
  labels.texts = TypedTexts(typed);
  for (const Policy::Label& label : policy->policy->labels()) {
    labels.attributes.push_back({label.tag, label.text});
  }
  const auto with = Verify(options, disk);
  ASSERT_TRUE(with.ok()) << with.status();
  EXPECT_THAT(Findings(*with), IsEmpty());
  EXPECT_THAT(Found(*with), Contains("user-label"));
}

// Several patients in one case are one by the user's wish.
TEST(VerifyLabels, ANumberForSeveralPatientsIsMeant) {
  Case one;
  for (const char which : {'A', 'B', 'C', 'D', 'E'}) {
    one.world.Edit(which, [](EditedFile& file) {
      file.Set(DicomBytes()
                   .Element(0x0010, 0x0010, "PN", "TF-0041")
                   .Element(0x0010, 0x0020, "LO", "TF-0041"));
    });
  }
  one.world.with_journal = true;
  one.world.journal_sql = "UPDATE input SET size_out = 0";
  one.world.with_key = false;
  EXPECT_THAT(Findings(one.Verify()), Contains("patients-merged"));
  one.labels.texts = {"TF-0041"};
  EXPECT_THAT(Findings(one.Verify()), Not(Contains("patients-merged")));
}

TEST(VerifyLabels, DaysMayCountFromALaterOne) {
  Case one;
  for (const char which : {'A', 'B', 'C', 'D', 'E'}) {
    one.world.Edit(which, [](EditedFile& file) {
      file.Set(DicomBytes().Element(0x0008, 0x0020, "DA", "20300101"));
    });
  }
  EXPECT_THAT(Findings(one.Verify()), IsEmpty());
  one.world.Edit('A', [](EditedFile& file) {
    file.Set(DicomBytes().Element(0x0008, 0x0020, "DA", "20300102"));
  });
  EXPECT_THAT(Findings(one.Verify()), Contains("date-offsets-differ"));
  one.labels.folder = "ELSEWHERE";
  EXPECT_THAT(Findings(one.Verify()), Contains("dates-in-future"));
}

}  // namespace
}  // namespace dcmscrub
