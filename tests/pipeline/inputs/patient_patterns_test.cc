#include "pipeline/inputs/patient_patterns.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

constexpr Key kKey{7};
const std::string kRoot = "1.2.840.99.";

ObjectFacts FactsOf(std::string_view id, std::string_view set = "") {
  ObjectFacts facts;
  facts.patient_id = id;
  facts.character_set = set;
  return facts;
}

std::string IdOf(int i) { return std::string("P").append(std::to_string(i)); }
std::string AccessionOf(int i) {
  return std::string("ACC").append(std::to_string(1000 + i)).append("Q");
}

// Patients "P0", "P1" … with an accession number "ACC-<n>-Q" each.
PatientPatterns Make(const TempFolder& folder, int patients,
                     std::uint64_t memory) {
  auto identifiers = PatientIdentifiers::Make(folder.path().string());
  EXPECT_TRUE(identifiers.ok()) << identifiers.status();
  const PatientHasher hasher(kKey);
  TextCodec codec;
  for (int i = 0; i < patients; ++i) {
    const std::string id = IdOf(i);
    IdentifierList list;
    list.Add(IdentifierKind::kText, AccessionOf(i));
    list.Add(IdentifierKind::kUid, kRoot + std::to_string(i));
    EXPECT_TRUE((*identifiers)->Add(*hasher.Of(FactsOf(id), codec), list));
  }
  EXPECT_TRUE((*identifiers)->Finish().ok());
  return {*std::move(identifiers), kKey, memory};
}

std::shared_ptr<const ResiduePatterns> Find(PatientPatterns& patterns,
                                            const ObjectFacts& facts,
                                            TextCodec& codec) {
  std::shared_ptr<const ResiduePatterns> found;
  EXPECT_TRUE(patterns.Find(facts, {}, codec, found));
  return found;
}

// What patients from 0 to `patients` are searched for, each by number.
int CountRight(PatientPatterns& patterns, int patients) {
  TextCodec codec;
  int right = 0;
  for (int i = 0; i < patients; ++i) {
    const auto found = Find(patterns, FactsOf(IdOf(i)), codec);
    right += found != nullptr && found->IsInName("CT_" + AccessionOf(i)) &&
             found->IsInName(kRoot + std::to_string(i)) &&
             !found->IsInName("CT_" + AccessionOf(i + 1));
  }
  return right;
}

TEST(PatientPatterns, FindsEachPatientsOwn) {
  TempFolder folder;
  PatientPatterns patterns = Make(folder, 5, std::uint64_t{1} << 20);
  EXPECT_EQ(CountRight(patterns, 5), 5);
  EXPECT_EQ(CountRight(patterns, 5), 5);
  EXPECT_EQ(patterns.cut(), 0u);
}

TEST(PatientPatterns, LeavesObjectsOfNobodyToThemselves) {
  TempFolder folder;
  PatientPatterns patterns = Make(folder, 1, std::uint64_t{1} << 20);
  TextCodec codec;
  EXPECT_EQ(Find(patterns, FactsOf(""), codec), nullptr);
}

TEST(PatientPatterns, KeepsNoMoreThanItsMemory) {
  constexpr int kPatients = 300;
  constexpr std::uint64_t kMemory = 64 << 10;
  TempFolder folder;
  PatientPatterns patterns = Make(folder, kPatients, kMemory);
  TextCodec codec;
  for (int i = 0; i < kPatients; ++i) {
    Find(patterns, FactsOf(IdOf(i)), codec);
    ASSERT_LE(patterns.kept_bytes(), kMemory);
  }
  EXPECT_GT(patterns.kept_bytes(), kMemory / 2);
  EXPECT_EQ(CountRight(patterns, kPatients), kPatients);
}

TEST(PatientPatterns, LastAsLongAsSomeoneSearches) {
  TempFolder folder;
  PatientPatterns patterns = Make(folder, 2, /*memory=*/0);
  TextCodec codec;
  const auto first = Find(patterns, FactsOf("P0"), codec);
  Find(patterns, FactsOf("P1"), codec);
  EXPECT_EQ(patterns.kept_bytes(), 0u);
  EXPECT_TRUE(first->IsInName("ACC1000Q"));
}

TEST(PatientPatterns, AreMadeOnceForPatientAndCharacterSet) {
  TempFolder folder;
  PatientPatterns patterns = Make(folder, 1, std::uint64_t{1} << 20);
  TextCodec codec;
  const auto plain = Find(patterns, FactsOf("P0"), codec);
  EXPECT_EQ(Find(patterns, FactsOf("P0"), codec), plain);
  const auto latin = Find(patterns, FactsOf("P0", "ISO_IR 100"), codec);
  EXPECT_NE(latin, plain);
  EXPECT_TRUE(latin->IsInName("ACC1000Q"));
}

TEST(PatientPatterns, GivesAllThreadsTheSame) {
  constexpr int kPatients = 40;
  constexpr int kThreads = 4;
  TempFolder folder;
  // Some of what is made is forgotten again.
  PatientPatterns patterns = Make(folder, kPatients, 64 << 10);
  std::vector<int> right(kThreads);
  std::vector<std::thread> threads;
  for (int& count : right) {
    threads.emplace_back(
        [&patterns, &count] { count = CountRight(patterns, kPatients); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, std::vector<int>(kThreads, kPatients));
  EXPECT_LE(patterns.kept_bytes(), std::uint64_t{64} << 10);
}

}  // namespace
}  // namespace dcmscrub
