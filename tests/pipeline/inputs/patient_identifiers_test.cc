#include "pipeline/inputs/patient_identifiers.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <utime.h>

#include <filesystem>

#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

using Pairs = std::vector<std::pair<IdentifierKind, std::string>>;

constexpr PatientHash kFirst{1};
constexpr PatientHash kSecond{2};

IdentifierList ListOf(const Pairs& pairs) {
  IdentifierList list;
  for (const auto& [kind, value] : pairs) list.Add(kind, value);
  return list;
}

Pairs PairsOf(PatientIdentifiers& identifiers, const PatientHash& patient,
              bool want_cut = false) {
  IdentifierList list;
  bool cut = false;
  EXPECT_TRUE(identifiers.Read(patient, list, cut));
  EXPECT_EQ(cut, want_cut);
  Pairs pairs;
  for (std::size_t i = 0; i < list.size(); ++i) {
    pairs.emplace_back(list.kind(i), list.value(i));
  }
  return pairs;
}

std::size_t EntriesIn(const TempFolder& folder) {
  const std::filesystem::directory_iterator entries(folder.path());
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

void ExpectEachPairOnceAndInOrder(const std::string& folder) {
  auto identifiers = PatientIdentifiers::Make(folder);
  ASSERT_TRUE(identifiers.ok()) << identifiers.status();
  using enum IdentifierKind;
  const std::string odd("a\0\xFF\\b", 5);
  ASSERT_TRUE((*identifiers)
                  ->Add(kFirst, ListOf({{kUid, "1.2"},
                                        {kText, "ACC-2"},
                                        {kName, "Doe^Jane"},
                                        {kText, odd},
                                        {kText, "ACC-1"}})));
  ASSERT_TRUE((*identifiers)->Add(kSecond, ListOf({{kText, "OTHER"}})));
  ASSERT_TRUE((*identifiers)
                  ->Add(kFirst, ListOf({{kText, "ACC-1"},
                                        {kName, "ACC-1"},
                                        {kText, "ACC-1"}})));
  ASSERT_TRUE((*identifiers)->Finish().ok());
  const Pairs want = {{kName, "ACC-1"}, {kName, "Doe^Jane"}, {kText, "ACC-1"},
                      {kText, "ACC-2"}, {kText, odd},        {kUid, "1.2"}};
  EXPECT_EQ(PairsOf(**identifiers, kFirst), want);
  EXPECT_EQ(PairsOf(**identifiers, kFirst), want);
  EXPECT_EQ(PairsOf(**identifiers, kSecond), (Pairs{{kText, "OTHER"}}));
  EXPECT_EQ(PairsOf(**identifiers, PatientHash{3}), Pairs{});
}

TEST(PatientIdentifiers, GivesEachPairOnceAndInOrder) {
  TempFolder folder;
  ExpectEachPairOnceAndInOrder(folder.path().string());
}

TEST(PatientIdentifiers, NeedsNoFolderInMemory) {
  ExpectEachPairOnceAndInOrder("");
}

TEST(PatientIdentifiers, TakesMoreObjectsThanOneTransactionHolds) {
  TempFolder folder;
  auto identifiers = PatientIdentifiers::Make(folder.path().string());
  ASSERT_TRUE(identifiers.ok()) << identifiers.status();
  constexpr int kObjects = 10'000;
  for (int i = 0; i < kObjects; ++i) {
    ASSERT_TRUE((*identifiers)
                    ->Add(i % 2 == 0 ? kFirst : kSecond,
                          ListOf({{IdentifierKind::kName, "Doe^Jane"},
                                  {IdentifierKind::kUid,
                                   "1.2." + std::to_string(i)}})));
  }
  ASSERT_TRUE((*identifiers)->Finish().ok());
  EXPECT_EQ(PairsOf(**identifiers, kFirst).size(), 1u + kObjects / 2);
}

// Names and texts first: they stand in more places than UIDs.
TEST(PatientIdentifiers, CutsWhatNoMemoryHoldsAndSaysSo) {
  TempFolder folder;
  auto identifiers = PatientIdentifiers::Make(folder.path().string());
  ASSERT_TRUE(identifiers.ok()) << identifiers.status();
  const std::string half(PatientIdentifiers::kMostBytes / 2, 'x');
  ASSERT_TRUE((*identifiers)
                  ->Add(kFirst, ListOf({{IdentifierKind::kUid, half + "2"},
                                        {IdentifierKind::kUid, half + "1"},
                                        {IdentifierKind::kText, "ACC-1"}})));
  ASSERT_TRUE((*identifiers)->Finish().ok());
  const Pairs cut = PairsOf(**identifiers, kFirst, /*want_cut=*/true);
  ASSERT_EQ(cut.size(), 2u);
  EXPECT_EQ(cut[0].second, "ACC-1");
  EXPECT_EQ(cut[1].second, half + "1");
}

TEST(PatientIdentifiers, StandUnderNoNameFromTheFirstOn) {
  TempFolder folder;
  auto identifiers = PatientIdentifiers::Make(folder.path().string());
  ASSERT_TRUE(identifiers.ok()) << identifiers.status();
  EXPECT_EQ(EntriesIn(folder), 0u);
  ASSERT_TRUE(
      (*identifiers)
          ->Add(kFirst, ListOf({{IdentifierKind::kText,
                                 std::string(std::size_t{1} << 20, 'x')}})));
  ASSERT_TRUE((*identifiers)->Finish().ok());
  EXPECT_EQ(EntriesIn(folder), 0u);
}

TEST(PatientIdentifiers, RemovesWhatAKilledRunLeft) {
  TempFolder folder;
  const std::string old = folder / ".dcmscrub-two-pass-abcdef.tmp";
  const std::string recent = folder / ".dcmscrub-two-pass-ghijkl.tmp";
  const std::string others = folder / ".dcmscrub-two-pass-notes";
  for (const std::string& path : {old, recent, others}) WriteFile(path, "");
  const utimbuf long_ago{1000, 1000};
  for (const std::string& path : {old, others}) {
    ASSERT_EQ(utime(path.c_str(), &long_ago), 0);
  }
  ASSERT_TRUE(PatientIdentifiers::Make(folder.path().string()).ok());
  EXPECT_FALSE(std::filesystem::exists(old));
  EXPECT_TRUE(std::filesystem::exists(recent));  // of a run of now, perhaps
  EXPECT_TRUE(std::filesystem::exists(others));
}

TEST(PatientIdentifiers, SaysThatTheyCannotBeKept) {
  TempFolder folder;
  const auto identifiers = PatientIdentifiers::Make(folder / "nowhere");
  EXPECT_EQ(identifiers.status().message(),
            "two-pass: its file cannot be made: No such file or directory");
}

ObjectFacts Facts(std::string_view id, std::string_view issuer,
                  std::string_view name, std::string_view set = "") {
  ObjectFacts facts;
  facts.patient_id = id;
  facts.issuer_of_patient_id = issuer;
  facts.patient_name = name;
  facts.character_set = set;
  return facts;
}

TEST(PatientHasher, TellsPatientsByIdAndIssuerElseByName) {
  const PatientHasher hasher(Key{7});
  TextCodec codec;
  const auto of = [&](const ObjectFacts& facts) {
    return hasher.Of(facts, codec);
  };
  const auto jane = of(Facts("1", "A", "Doe^Jane"));
  ASSERT_TRUE(jane);
  EXPECT_EQ(of(Facts("1", "A", "Doe^J")), jane);
  EXPECT_NE(of(Facts("1", "B", "Doe^Jane")), jane);
  EXPECT_NE(of(Facts("1A", "", "Doe^Jane")), jane);
  EXPECT_NE(of(Facts("2", "A", "Doe^Jane")), jane);
  const auto unnumbered = of(Facts("", "", "Doe^Jane"));
  ASSERT_TRUE(unnumbered);
  EXPECT_EQ(of(Facts("", "A", "Doe^Jane")), unnumbered);
  EXPECT_NE(of(Facts("", "", "Doe^John")), unnumbered);
  EXPECT_NE(of(Facts("Doe^Jane", "", "")), unnumbered);
  EXPECT_FALSE(of(Facts("", "A", "")));
  EXPECT_NE(PatientHasher(Key{8}).Of(Facts("1", "A", ""), codec), jane);
}

TEST(PatientHasher, KnowsANameInAnyCharacterSet) {
  const PatientHasher hasher(Key{7});
  TextCodec codec;
  EXPECT_EQ(hasher.Of(Facts("", "", "M\xFCller^Ida", "ISO_IR 100"), codec),
            hasher.Of(Facts("", "", "M\xC3\xBCller^Ida", "ISO_IR 192"), codec));
}

}  // namespace
}  // namespace dcmscrub
