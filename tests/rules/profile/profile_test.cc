#include "rules/profile/profile.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "rules/language/keywords.h"
#include "rules/standard/standard.h"
#include "tests/support/tsv.h"

namespace dcmscrub {
namespace {

constexpr char kSupplement[] = "profile_supplement.tsv";

// By tag text: what the profile says.
std::map<std::string, ActionCode> BasicByText() {
  std::map<std::string, ActionCode> codes;
  const Profile profile = Profile::Basic();
  for (const Profile::Row& row : profile.rows()) {
    codes[RuleTagText(row.tag)] = row.code;
  }
  return codes;
}

bool IsPattern(const std::string& tag) {
  return tag == "(gggg,eeee)" || tag.ends_with(",XXXX)");
}

TEST(Profile, HasEveryRowOfTheTableUnlessTheSupplementSaysMore) {
  const auto codes = BasicByText();
  std::map<std::string, std::string> supplement;
  for (const TsvRow& row : ReadStandardTable(kSupplement)) {
    supplement[row.at("tag")] = row.at("code");
  }
  int rows = 0;
  for (const TsvRow& row : ReadStandardTable("confidentiality_profile.tsv")) {
    const std::string& tag = row.at("tag");
    ++rows;
    if (IsPattern(tag)) continue;
    ASSERT_TRUE(codes.contains(tag)) << tag;
    const std::string group = tag.substr(0, 6) + "XXXX)";
    const std::string want =
        supplement.contains(group) ? supplement[group] : row.at("basic");
    EXPECT_EQ(ActionCodeName(codes.at(tag)), want) << tag;
  }
  EXPECT_EQ(rows, 657);
}

TEST(Profile, SupplementOnlyFillsGapsAndGivesAReason) {
  std::set<std::string> listed;
  for (const TsvRow& row : ReadStandardTable("confidentiality_profile.tsv")) {
    listed.insert(row.at("tag"));
  }
  std::map<std::string, std::string> keywords;
  for (const TsvRow& row : ReadStandardTable("data_dictionary.tsv")) {
    keywords[row.at("tag")] = row.at("keyword");
  }
  const auto codes = BasicByText();
  for (const TsvRow& row : ReadStandardTable(kSupplement)) {
    const std::string& tag = row.at("tag");
    EXPECT_FALSE(row.at("reason").empty()) << tag;
    EXPECT_NE(ParseActionCode(row.at("code")), ActionCode::kNone) << tag;
    if (IsPattern(tag)) {
      EXPECT_EQ(row.at("code"), "X") << tag;
      continue;
    }
    EXPECT_FALSE(listed.contains(tag)) << tag;
    EXPECT_EQ(row.at("keyword"), keywords[tag]) << tag;
    EXPECT_EQ(ActionCodeName(codes.at(tag)), row.at("code")) << tag;
  }
}

// The belt and braces of sections 13 to 16: a VR that names people, instances
// or times has a verdict, always.
TEST(Profile, LeavesNoPersonInstanceOrTimeUnlisted) {
  const auto codes = BasicByText();
  for (const TsvRow& row : ReadStandardTable("vr_sweep.tsv")) {
    const std::string& vr = row.at("vr");
    const bool structural = vr == "UI" && row.at("uid_class") == "structural";
    if (structural) continue;
    EXPECT_TRUE(codes.contains(row.at("tag")))
        << row.at("tag") << " " << vr << " " << row.at("keyword");
  }
}

// The supplement follows the table: what is like its rows has their options.
TEST(Profile, OptionsReachAllDatesAndInstancesButThese) {
  ProfileChoice choice;
  choice.options = {{{}, Option::kRetainModifiedDates, {}},
                    {{}, Option::kRetainUids, {}}};
  const Profile profile(choice);
  std::map<std::string, ActionCode> codes;
  for (const Profile::Row& row : profile.rows()) {
    codes[RuleTagText(row.tag)] = row.code;
  }
  std::string others;
  for (const TsvRow& row : ReadStandardTable("vr_sweep.tsv")) {
    const std::string& vr = row.at("vr");
    const bool date = vr == "DA" || vr == "DT" || vr == "TM";
    const bool uid = vr == "UI" && row.at("uid_class") != "structural";
    const ActionCode want = date ? ActionCode::kC : ActionCode::kK;
    if ((date || uid) && codes[row.at("tag")] != want) {
      others += row.at("keyword") + "\n";
    }
  }
  EXPECT_EQ(others,
            // Groups 0000, 0002 and 0004 have no place in a data set.
            "AffectedSOPInstanceUID\nRequestedSOPInstanceUID\n"
            "MediaStorageSOPInstanceUID\nRTVCommunicationSOPInstanceUID\n"
            "ReferencedSOPInstanceUIDInFile\n"
            "PatientBirthDate\nPatientBirthTime\nGPSTimeStamp\n"
            "UID\nDigitalSignatureUID\n");
}

TEST(Profile, AnObjectsOwnWordOnPrivateAttributesStaysWhereItIsBelieved) {
  constexpr Tag kCharacteristics(0x0008, 0x0300);
  ProfileChoice choice;
  choice.options = {{{}, Option::kRetainSafePrivate, {}}};
  EXPECT_EQ(Profile(choice).CodeFor(kCharacteristics), ActionCode::kX);
  choice.trusts_private_characteristics = true;
  EXPECT_EQ(Profile(choice).CodeFor(kCharacteristics), ActionCode::kK);
  choice.options.clear();
  EXPECT_EQ(Profile(choice).CodeFor(kCharacteristics), ActionCode::kX);
}

TEST(Profile, TakesWholeGroups) {
  const Profile profile = Profile::Basic();
  int seen = 0;
  for (const DictionaryRow& row : StandardDictionary()) {
    const std::uint16_t group = row.tag.group();
    if (group != 0x0000 && group != 0x0002 && group != 0x0004 &&
        group != 0x5000 && group != 0x6000) {
      continue;
    }
    EXPECT_EQ(profile.CodeFor(row.tag), ActionCode::kX) << RuleTagText(row.tag);
    ++seen;
  }
  EXPECT_GT(seen, 130);
  EXPECT_EQ(profile.CodeFor(Tag(0x601E, 0x3000)), ActionCode::kX);
  EXPECT_EQ(profile.CodeFor(Tag(0x6020, 0x3000)), ActionCode::kNone);
}

TEST(Profile, AttributesOutsideTheTableMayStay) {
  const Profile profile = Profile::Basic();
  for (Tag tag : {tags::kPixelData, tags::kSopClassUid, tags::kModality,
                  Tag(0x0008, 0x0070), Tag(0x0018, 0x1020)}) {
    EXPECT_EQ(profile.CodeFor(tag), ActionCode::kNone) << RuleTagText(tag);
  }
}

TEST(Profile, ListingIsOneSortedLineARow) {
  const Profile profile = Profile::Basic();
  const std::string text = profile.Listing();
  EXPECT_EQ(text, Profile::Basic().Listing());
  EXPECT_NE(text.find("(0008,0012) InstanceCreationDate X/D\n"),
            std::string::npos);
  EXPECT_NE(text.find("(60XX,3000) OverlayData X supplement\n"),
            std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'),
            static_cast<std::ptrdiff_t>(profile.rows().size()));
  for (std::size_t i = 1; i < profile.rows().size(); ++i) {
    EXPECT_LT(profile.rows()[i - 1].tag, profile.rows()[i].tag);
  }
}

// (FFFC,FFFC) and every other row can only act through the dictionary, which
// is where the rules come from.
TEST(Profile, EveryRowIsInTheDictionary) {
  const Profile profile = Profile::Basic();
  for (const Profile::Row& row : profile.rows()) {
    EXPECT_NE(FindDictionaryRow(row.tag), nullptr) << RuleTagText(row.tag);
  }
}

}  // namespace
}  // namespace dcmscrub
