// `verify` by a site's own rules: what they were told to leave is a note, and
// all else a finding.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/pipeline/verify/plants.h"
#include "tests/pipeline/verify/verify_world.h"

namespace dcmscrub {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

VerifyWorld WorldBy(const std::string& rules) {
  VerifyWorld world = GoodWorld(rules);
  world.rules = rules;
  return world;
}

// A result is as its rules have it: nothing to find, and where they weaken the
// profile a note that says so.
TEST(VerifyRules, FindNothingInWhatTheyMade) {
  const struct {
    const char* rules;
    std::set<std::string> notes;
  } kCases[] = {
      {"", {}},
      {"option retain-uids except FrameOfReferenceUID\n", {}},
      {"option retain-safe-private\n", {}},
      {"keep SourceImageSequence\n", {}},
      {"keep ReferringPhysicianName\n", {"weakened-by-rules"}},
      {"keep /ReferringPhysicianName\n", {"weakened-by-rules"}},
      {"keep InstitutionName where Modality = \"CT\"\n", {"weakened-by-rules"}},
      {"truncate-date PatientBirthDate to year\n", {"weakened-by-rules"}},
      {"keep private\n", {"weakened-by-rules"}},
      {"keep FrameOfReferenceUID\n", {"weakened-by-rules"}},
      {"replace AccessionNumber with \"A-1\"\n", {}},
      {"remove Manufacturer\nempty SliceThickness\n", {}},
      {"replace PatientID with pseudonym \"X-\"\n", {}},
  };
  for (const auto& c : kCases) {
    const VerifyReport report = WorldBy(c.rules).Verify();
    EXPECT_THAT(Found(report, Severity::kFinding), IsEmpty()) << c.rules;
    EXPECT_THAT(Found(report, Severity::kWarning), IsEmpty()) << c.rules;
    EXPECT_EQ(Found(report, Severity::kNote), c.notes) << c.rules;
    EXPECT_EQ(report.verdict(),
              c.notes.empty() ? CleanLevel::kClean : CleanLevel::kRemarks)
        << c.rules;
  }
}

// Without the rules it cannot be told from a fault.
TEST(VerifyRules, HaveToBeGiven) {
  VerifyWorld world = GoodWorld("keep ReferringPhysicianName\n");
  EXPECT_EQ(world.Verify().verdict(), CleanLevel::kNotClean);
}

TEST(VerifyRules, ExcuseNothingElse) {
  const DicomBytes name =
      DicomBytes().Element(0x0008, 0x0090, "PN", "REFERRER^ROSA");
  const struct {
    const char* rules;
    DicomBytes fault;
    const char* check;
  } kCases[] = {
      // Another attribute than the rule's.
      {"keep PatientSex\n", name, "name-kept"},
      {"replace AccessionNumber with \"A-1\"\n",
       DicomBytes().Element(0x0020, 0x0010, "SH", "ZZ-2"), "value-no-dummy"},
      // Another place.
      {"keep RequestAttributesSequence/ReferringPhysicianName\n", name,
       "name-kept"},
      // A rule that leaves nothing.
      {"replace AccessionNumber with \"A-1\"\n",
       DicomBytes().Element(0x0008, 0x0050, "SH", "ACC-30882"), "value-kept"},
      {"empty ReferringPhysicianName\n", name, "rule-not-done"},
      // What an option has stay, and its exception has not.
      {"option retain-uids except FrameOfReferenceUID\n",
       DicomBytes().Element(0x0020, 0x0052, "UI", "1.2.3.4.5.2.52"),
       "uid-kept"},
      // A name that stays in one place does not in others.
      {"keep PatientSex\n",
       DicomBytes().Element(0x0054, 0x1101, "LO", "as of Untold"),
       "residue-name"},
      // A mark that the rules do not take back.
      {"keep PatientComments where Modality = \"MR\"\nkeep Manufacturer\n",
       DicomBytes().Element(0x0012, 0x0062, "CS", "NO"),
       "identity-not-removed"},
  };
  for (const auto& c : kCases) {
    VerifyWorld world = WorldBy(c.rules);
    Put(c.fault)(world);
    EXPECT_THAT(Found(world.Verify(), Severity::kFinding),
                UnorderedElementsAre(c.check))
        << c.rules;
  }
}

TEST(VerifyRules, AllowHitsWhereTheySaySo) {
  for (const char* const rules :
       {"residue allow AttenuationCorrectionMethod\n", "residue off\n",
        "residue ignore \"Untold\", \"ELSE\"\n", "residue shortest 7\n"}) {
    VerifyWorld world = WorldBy(rules);
    Text(0x0054, 0x1101, "LO", "as of Untold")(world);
    const VerifyReport report = world.Verify();
    EXPECT_THAT(Found(report, Severity::kFinding), IsEmpty()) << rules;
    EXPECT_THAT(Found(report, Severity::kNote),
                UnorderedElementsAre("weakened-by-rules"))
        << rules;
  }
}

// The rules say so of words by themselves alone.
TEST(VerifyRules, IgnoreWordsOnlyByThemselves) {
  for (const char* const rules :
       {"residue ignore \"Untold\"\n", "residue shortest 7\n"}) {
    VerifyWorld world = WorldBy(rules);
    Text(0x0054, 0x1101, "LO", "as of Untold, Bruno")(world);
    EXPECT_THAT(Found(world.Verify(), Severity::kFinding),
                UnorderedElementsAre("residue-name"))
        << rules;
  }
  // Who ignores all words of a name does not search for it.
  VerifyWorld world = WorldBy("residue ignore \"UNTOLD\", \"BRUNO\"\n");
  Text(0x0054, 0x1101, "LO", "as of Untold, Bruno")(world);
  const VerifyReport report = world.Verify();
  EXPECT_THAT(Found(report, Severity::kFinding), IsEmpty());
  EXPECT_THAT(Found(report, Severity::kNote),
              UnorderedElementsAre("weakened-by-rules"));
}

TEST(VerifyRules, SearchForMore) {
  constexpr std::string_view kSearch = "residue search \"ST ELSEWHERE\"\n";
  const struct {
    const char* rules;
    std::vector<IdentifierLine> identifiers;
    Plant fault;
    std::set<std::string> findings;
  } kCases[] = {
      {kSearch.data(),
       {},
       Text(0x0054, 0x1101, "LO", "as in St. Elsewhere"),
       {"residue-text"}},
      {kSearch.data(),
       {},
       Text(0x0008, 0x0070, "LO", "St Elsewhere"),
       {"residue-text"}},
      {kSearch.data(), {}, Text(0x0054, 0x1101, "LO", "as in elsewhere"), {}},
      {"",
       {{1, IdentifierKind::kName, "Kwiatkow^Hanna"}},
       Text(0x0054, 0x1101, "LO", "by Kwiatkow"),
       {"residue-name"}},
      {"",
       {{1, IdentifierKind::kDate, "19610312"}},
       Text(0x0054, 0x1101, "LO", "on 12.03.1961"),
       {"residue-date"}},
      {"",
       {{1, IdentifierKind::kUid, "1.2.840.99999.7"}},
       Text(0x0054, 0x1101, "LO", "of 1.2.840.99999.7.1"),
       {"residue-uid"}},
  };
  for (const auto& c : kCases) {
    for (const bool with_sources : {true, false}) {
      VerifyWorld world = WorldBy(c.rules);
      world.identifiers = c.identifiers;
      world.with_sources = with_sources;
      c.fault(world);
      EXPECT_EQ(Found(world.Verify(), Severity::kFinding), c.findings)
          << c.rules << &c - kCases;
    }
  }
}

TEST(VerifyRules, AreThoseOfTheRun) {
  VerifyWorld world = GoodWorld("");
  world.rules = "remove Manufacturer\n";
  EXPECT_THAT(Found(world.Verify()),
              UnorderedElementsAre("other-policy", "rule-not-done"));
}

}  // namespace
}  // namespace dcmscrub
