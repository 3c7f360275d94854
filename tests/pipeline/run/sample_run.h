// A small archive in memory and what tests of whole runs ask of it.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/run/run.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/faulty_file_system.h"

namespace dcmscrub {

using Files = std::map<std::string, std::string>;

inline constexpr std::string_view kName = "SECRETIVE^ANNA";
inline constexpr std::string_view kId = "HOSP-4711";

// One of a kind that is read whole.
inline DicomBytes SmallFile(int number) {
  return MinimalCtFile(kName, kId, "1.2.3." + std::to_string(number));
}

// One whose pixel data goes from file to file without being read.
inline DicomBytes BigFile(int number, std::size_t pixel_bytes = 700'000) {
  const std::string uid = "1.2.3." + std::to_string(number);
  DicomBytes file;
  file.Preamble()
      .FileMeta(transfer_syntax::kExplicitVrLittleEndian, kCtImageStorage, uid)
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", uid)
      .Element(0x0008, 0x0060, "CS", "CT")
      .Element(0x0010, 0x0010, "PN", kName)
      .Element(0x0010, 0x0020, "LO", kId)
      .Element(0x0020, 0x000D, "UI", "1.2.3.77")
      .Element(0x0020, 0x000E, "UI", "1.2.3.88")
      .Element(0x7FE0, 0x0010, "OW", std::string(pixel_bytes, 'p'));
  return file;
}

// Six inputs and a note: small and big ones, in folders.
inline void AddArchive(FaultyFileSystem& files) {
  files.AddFile("/in/a/1.dcm", SmallFile(1));
  files.AddFile("/in/a/2.dcm", SmallFile(2));
  files.AddFile("/in/a/b/3.dcm", BigFile(3));
  files.AddFile("/in/c/4.dcm", SmallFile(4));
  files.AddFile("/in/c/5.dcm", BigFile(5, 300'001));
  files.AddFile("/in/c/note.txt", AsBytes("no DICOM in here"));
}

inline RunOptions ToFolder() {
  RunOptions options;
  options.sources = {"/in"};
  options.output = "/out";
  options.key.fill(7);
  options.threads = 3;
  return options;
}

inline RunOptions InPlace() {
  RunOptions options = ToFolder();
  options.output.clear();
  options.in_place = true;
  return options;
}

// Checks what holds after every run.
inline RunSummary RunWell(const RunOptions& options, FaultyFileSystem& files,
                          const RunHooks& hooks = {}) {
  const absl::StatusOr<RunSummary> summary = RunPipeline(options, files, hooks);
  EXPECT_TRUE(summary.ok()) << summary.status();
  if (!summary.ok()) return {};
  EXPECT_EQ(summary->found,
            std::accumulate(summary->outcomes.begin(), summary->outcomes.end(),
                            std::uint64_t{0}));
  EXPECT_EQ(summary->found,
            std::accumulate(summary->reasons.begin(), summary->reasons.end(),
                            std::uint64_t{0}));
  return *summary;
}

inline std::uint64_t Count(const RunSummary& summary, Outcome outcome) {
  return summary.outcomes[static_cast<std::size_t>(outcome)];
}

inline std::uint64_t Count(const RunSummary& summary, Reason reason) {
  return summary.reasons[static_cast<std::size_t>(reason)];
}

// Files below a folder.
inline Files Below(const FaultyFileSystem& files, const std::string& folder) {
  Files below;
  for (const auto& [path, bytes] : files.Files()) {
    if (path.starts_with(folder + "/")) below[path] = bytes;
  }
  return below;
}

inline bool HoldsName(const std::string& bytes) {
  return bytes.find("SECRETIVE") != std::string::npos ||
         bytes.find(kId) != std::string::npos;
}

}  // namespace dcmscrub
