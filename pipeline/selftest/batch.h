// Many copies at a time: written, run through the pipeline as any other files,
// and their outputs searched and taken away again; all of it in memory.
#pragma once

#include <absl/status/statusor.h>

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "pipeline/files/memory_file_system.h"
#include "pipeline/run/run.h"
#include "pipeline/selftest/canary.h"

namespace dcmscrub {

struct SelftestOptions;

// What became of one copy.
struct CopyResult {
  bool written = false;
  std::string reason = "not seen";  // why not
  bool found = false;               // its canary, in the output's bytes or path
  // Other values of the person that were found: "family name".
  std::vector<std::string> others;
};

class CopyRunner {
 public:
  // All must outlive it. `key_values`, by base, are looked for in every copy.
  CopyRunner(const SelftestOptions& options, std::span<const TestBase> bases,
             std::vector<std::vector<Spelling>> key_values,
             const std::atomic<int>* stop);

  // In the order of `canaries`.
  absl::StatusOr<std::vector<CopyResult>> Run(std::span<const Canary> canaries);

 private:
  struct Copy {
    const Canary* canary = nullptr;
    std::uint32_t number = 0;
    std::string source;  // paths
    std::string output;
    CopyResult result;
  };

  absl::Status WriteCopies(std::span<Copy> copies);
  absl::Status RunCopies(std::span<Copy> copies, const std::string& layout);
  void SearchOutputs(std::span<Copy> copies);
  int Search(Copy& copy);
  int WriteFile(const std::string& path, std::string_view bytes);

  const SelftestOptions& options_;
  std::span<const TestBase> bases_;
  std::vector<std::vector<Spelling>> key_values_;
  MemoryFileSystem file_system_;
  const std::atomic<int>* stop_;
  std::uint32_t written_ = 0;
};

}  // namespace dcmscrub
