#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "bench/sample_archive.h"
#include "bench/sample_objects.h"

namespace dcmscrub {
namespace {

constexpr std::uint64_t kSeed = 7;
constexpr std::uint32_t kPatients = 6;

std::string Name(const SampleFile& file) {
  return std::filesystem::path(file.path).filename().string();
}

bool IsObject(const SampleFile& file) {
  return !file.path.ends_with(".txt") && file.path != "DICOMDIR";
}

bool IsDeflated(const SampleFile& file) { return Name(file) == "deflated.dcm"; }

TEST(SplitMix64, GivesThePublishedNumbers) {
  SplitMix64 random(1234567);
  EXPECT_EQ(random.Next(), 6457827717110365317U);
  EXPECT_EQ(random.Next(), 3203168211198807973U);
  EXPECT_EQ(random.Next(), 9817491932198370423U);
}

TEST(MixedArchive, IsTheSameForTheSameSeed) {
  const auto one = MixedArchive(kSeed, kPatients);
  const auto two = MixedArchive(kSeed, kPatients);
  ASSERT_EQ(one.size(), two.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].path, two[i].path);
    EXPECT_TRUE(one[i].bytes == two[i].bytes) << "file " << i;
  }
}

TEST(MixedArchive, HasOtherPeopleForAnotherSeed) {
  std::set<std::string> ids;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    for (std::uint32_t i = 0; i < kPatients; ++i) {
      ids.insert(MakePatient(seed, i).id);
    }
  }
  EXPECT_EQ(ids.size(), 5 * kPatients);
}

TEST(MixedArchive, GivesEachFileAPathOfItsOwn) {
  std::set<std::string> paths;
  const auto files = MixedArchive(kSeed, 2 * kPatients);
  for (const SampleFile& file : files) paths.insert(file.path);
  EXPECT_EQ(paths.size(), files.size());
}

TEST(MixedArchive, UsesSixLanguages) {
  std::vector<std::string> sets;
  for (std::uint32_t i = 0; i < kPatients; ++i) {
    sets.push_back(MakePatient(kSeed, i).character_set);
  }
  EXPECT_THAT(
      sets, testing::ElementsAre("ISO_IR 100", "ISO_IR 100", "ISO_IR 192",
                                 "\\ISO 2022 IR 87", "ISO_IR 144", "GB18030"));
}

TEST(MixedArchive, HoldsEveryIdentifierThatItLists) {
  std::string everything;
  for (const SampleFile& file : MixedArchive(kSeed, kPatients)) {
    everything += file.path + "\n";
    everything += AsText(Bytes(file.bytes));
  }
  const auto identifiers = KnownIdentifiers(kSeed, kPatients);
  EXPECT_GT(identifiers.size(), 30 * kPatients);
  for (const std::string& identifier : identifiers) {
    EXPECT_GE(identifier.size(), 5U) << identifier;
    EXPECT_NE(everything.find(identifier), std::string::npos) << identifier;
  }
}

TEST(MixedArchive, KeepsPatientsApartByUidPrefix) {
  const auto prefixes = KnownUidPrefixes(kSeed, kPatients);
  for (const SampleFile& file : MixedArchive(kSeed, kPatients)) {
    if (!IsObject(file) || IsDeflated(file)) continue;
    const auto held = std::count_if(
        prefixes.begin(), prefixes.end(), [&](const std::string& prefix) {
          return AsText(Bytes(file.bytes)).find(prefix) !=
                 std::string_view::npos;
        });
    EXPECT_EQ(held, 1) << Name(file);
  }
}

TEST(MixedArchive, ChainsItsDirectoryRecords) {
  const auto files = MixedArchive(kSeed, kPatients);
  ASSERT_EQ(files.back().path, "DICOMDIR");
  const Bytes bytes = files.back().bytes;
  const std::string_view text = AsText(bytes);
  const auto offset_behind = [&](std::string_view header, std::size_t from) {
    const std::size_t at = text.find(header, from);
    if (at == std::string_view::npos) return std::size_t{0};
    return std::size_t{
        Load<std::uint32_t>(&bytes[at + header.size()], ByteOrder::kLittle)};
  };
  const std::size_t last =
      offset_behind(std::string_view("\x04\0\x02\x12UL\x04\0", 8), 0);
  std::size_t at =
      offset_behind(std::string_view("\x04\0\0\x12UL\x04\0", 8), 0);
  for (std::uint32_t i = 1; i <= kPatients; ++i) {
    ASSERT_EQ(text.substr(at, 4), std::string_view("\xFE\xFF\0\xE0", 4)) << i;
    EXPECT_EQ(at == last, i == kPatients);
    at = offset_behind(std::string_view("\x04\0\0\x14UL\x04\0", 8), at);
  }
  EXPECT_EQ(at, 0U);
}

TEST(BulkSamples, AreAsLargeAsAskedAndHaveHeadersOfTheRightSize) {
  const auto between = [](std::size_t least, std::size_t most) {
    return testing::AllOf(testing::Ge(least), testing::Le(most));
  };
  const auto size_of = [](std::uint64_t asked) {
    return BulkSamples(1, asked).File(0).bytes.size();
  };
  EXPECT_THAT(size_of(9'600), between(9'568, 9'600));
  EXPECT_THAT(size_of(530'000), between(528'976, 530'000));
  EXPECT_THAT(CtImage(MakePatient(1, 0), {1, 1}, {4, 4}).size(),
              between(165, 175));
  EXPECT_THAT(MrPrivateSample().size(), between(95'000, 110'000));
}

TEST(BulkSamples, DoNotDependOnTheOrderTheyAreMadeIn) {
  BulkSamples forth(kSeed, BulkSamples::kSmallSize);
  for (std::uint32_t i = 0; i < 205; ++i) forth.File(i);
  for (const std::uint32_t number : {204U, 3U, 100U, 0U}) {
    BulkSamples fresh(kSeed, BulkSamples::kSmallSize);
    EXPECT_EQ(forth.File(number).path, fresh.File(number).path);
    EXPECT_TRUE(forth.File(number).bytes == fresh.File(number).bytes);
  }
}

TEST(BulkSamples, HaveTheirOwnPathsAndInstanceUids) {
  BulkSamples samples(kSeed, BulkSamples::kSmallSize);
  std::set<std::string> paths;
  std::set<std::string> uids;
  constexpr std::uint32_t kFiles = 250;
  for (std::uint32_t i = 0; i < kFiles; ++i) {
    const SampleFile& file = samples.File(i);
    paths.insert(file.path);
    const std::string_view text = AsText(Bytes(file.bytes));
    const std::size_t in_meta =
        text.find(std::string_view("\x02\0\x03\0UI\x24\0", 8)) + 8;
    const std::size_t in_data_set =
        text.find(std::string_view("\x08\0\x18\0UI\x24\0", 8)) + 8;
    EXPECT_EQ(text.substr(in_meta, 36), text.substr(in_data_set, 36));
    uids.emplace(text.substr(in_data_set, 36));
  }
  EXPECT_EQ(paths.size(), kFiles);
  EXPECT_EQ(uids.size(), kFiles);
}

std::string LinesWith(std::string_view word, const std::string& text) {
  std::istringstream lines(text);
  std::string found;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(word) != std::string::npos) found += line + "\n";
  }
  return found;
}

// Programs of others as judges, each on one file at a time under a neutral
// name.
class Judge : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("dcmscrub_samples_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static bool Installed(const std::string& program) {
    const std::string command = "command -v " + program + " >/dev/null 2>&1";
    return std::system(command.c_str()) == 0;
  }

  // Exit status and everything printed.
  std::pair<int, std::string> Run(const std::string& program,
                                  const std::vector<std::uint8_t>& bytes) {
    const std::filesystem::path path = folder_ / "sample";
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    const std::string command = program + " " + path.string() + " 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return {-1, "cannot start"};
    std::string output;
    std::array<char, 4096> buffer;
    while (const std::size_t got =
               fread(buffer.data(), 1, buffer.size(), pipe)) {
      output.append(buffer.data(), got);
    }
    return {WEXITSTATUS(pclose(pipe)), output};
  }

  static std::vector<SampleFile> Everything() {
    std::vector<SampleFile> files = MixedArchive(kSeed, kPatients);
    std::erase_if(files, [](const SampleFile& file) {
      return file.path.ends_with(".txt");
    });
    BulkSamples small(kSeed, BulkSamples::kSmallSize);
    files.push_back(small.File(57));
    files.push_back({"ct", CtSample(kSeed)});
    files.push_back({"mr_private", MrPrivateSample(kSeed)});
    files.push_back({"enhanced_mr", EnhancedMrSample(40, kSeed)});
    files.push_back({"report", StructuredReportSample(60, kSeed)});
    return files;
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(Judge, DciodvfyFindsNoErrors) {
  if (!Installed("dciodvfy")) GTEST_SKIP() << "dciodvfy is not installed";
  for (const SampleFile& file : Everything()) {
    if (IsDeflated(file)) continue;  // it does not inflate
    const auto [status, output] = Run("dciodvfy", file.bytes);
    EXPECT_EQ(LinesWith("Error", output), "") << Name(file);
  }
}

TEST_F(Judge, DcmdumpReadsAll) {
  if (!Installed("dcmdump")) GTEST_SKIP() << "dcmdump is not installed";
  for (const SampleFile& file : Everything()) {
    const auto [status, output] = Run("dcmdump", file.bytes);
    EXPECT_EQ(status, 0) << Name(file);
    EXPECT_EQ(output.find("\nE: "), std::string::npos) << Name(file);
    EXPECT_EQ(output.find("\nW: "), std::string::npos) << Name(file);
  }
}

TEST_F(Judge, GdcmdumpReadsAll) {
  if (!Installed("gdcmdump")) GTEST_SKIP() << "gdcmdump is not installed";
  for (const SampleFile& file : Everything()) {
    EXPECT_EQ(Run("gdcmdump", file.bytes).first, 0) << Name(file);
  }
}

}  // namespace
}  // namespace dcmscrub
