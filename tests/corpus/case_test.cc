// Damaged files of the shared folder of cases, which lies beside the corpus.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/scrub_check.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;

struct CaseFile {
  std::string name;
  std::string bytes;
};

// Of one case, by name; none where it is not there.
std::vector<CaseFile> FilesOf(const std::string& name) {
  const fs::path folder =
      fs::path(DCMSCRUB_CORPUS) / ".." / "cases" / name / "in";
  std::vector<CaseFile> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    std::ifstream file(entry.path(), std::ios::binary);
    files.push_back({entry.path().filename().string(),
                     {std::istreambuf_iterator<char>(file), {}}});
  }
  return files;
}

ScrubbedFile Scrub(const std::vector<CaseFile>& files,
                   const std::string& name) {
  FileScrubber scrubber;
  for (const CaseFile& file : files) {
    if (file.name == name) return scrubber.Scrub(AsBytes(file.bytes));
  }
  ADD_FAILURE() << "no file " << name;
  return {};
}

// From Pixel Data on. Each file of a case is another instance.
std::string PixelsOf(const ScrubbedFile& file) {
  constexpr std::string_view kPixelData("\xE0\x7F\x10\0O", 5);
  const std::string_view bytes = AsText(file.bytes);
  const std::size_t at = bytes.rfind(kPixelData);
  EXPECT_NE(at, std::string_view::npos);
  return std::string(bytes.substr(std::min(at, bytes.size())));
}

// Every file ends as the whole one does, and is counted.
void ExpectAllLike(const std::string& name, const std::string& control,
                   Warning warning) {
  const std::vector<CaseFile> files = FilesOf(name);
  if (files.empty()) GTEST_SKIP() << "no case " << name;
  const ScrubbedFile want = Scrub(files, control);
  ASSERT_FALSE(want.fault);
  for (const CaseFile& file : files) {
    const ScrubbedFile got = Scrub(files, file.name);
    EXPECT_EQ(got.fault.error, Error::kOk) << file.name;
    if (file.name == control || file.name.starts_with("g_")) continue;
    EXPECT_EQ(PixelsOf(got), PixelsOf(want)) << file.name;
    EXPECT_TRUE(got.warnings.Has(warning)) << file.name;
  }
}

TEST(Cases, PixelsWithoutEndComeOutWithOne) {
  ExpectAllLike("field-02-encapsulated-pixels-without-end", "f_extra_after.dcm",
                Warning::kBadDelimiter);
}

TEST(Cases, ItemsThatTheirSequenceClosesComeOutInOrder) {
  const std::vector<CaseFile> files =
      FilesOf("field-02-encapsulated-pixels-without-end");
  if (files.empty()) GTEST_SKIP() << "no case";
  const ScrubbedFile got = Scrub(files, "g_item_closed_by_seqdelim.dcm");
  EXPECT_TRUE(got.warnings.Has(Warning::kBadDelimiter));
  EXPECT_FALSE(ReadWarnings(got.bytes).Has(Warning::kBadDelimiter));
}

TEST(Cases, BytesBehindAWholeObjectAreDropped) {
  ExpectAllLike("field-21-bytes-after-the-data-set", "control.dcm",
                Warning::kTrailingBytes);
}

TEST(Cases, WhatTheFuzzerFoundHolds) {
  std::size_t found = 0;
  for (const char* name :
       {"fuzz-01-scrubbing-twice", "fuzz-02-output-needs-repair"}) {
    for (const CaseFile& file : FilesOf(name)) {
      ++found;
      const auto policy =
          static_cast<std::uint8_t>(file.bytes.at(0)) % kScrubPolicies;
      EXPECT_EQ(ScrubProblem(AsBytes(file.bytes), policy), "")
          << name << ", " << file.name;
    }
  }
  if (found == 0) GTEST_SKIP() << "no cases";
}

}  // namespace
}  // namespace dcmscrub
