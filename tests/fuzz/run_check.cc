#include "tests/fuzz/run_check.h"

#include <absl/strings/str_format.h>

#include <array>
#include <map>
#include <memory>

#include "pipeline/run/run.h"
#include "tests/fuzz/scrub_check.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

using Files = std::map<std::string, std::string>;

std::shared_ptr<const Policy> PolicyNumber(std::size_t number) {
  static std::array<std::shared_ptr<const Policy>, kScrubPolicies> policies;
  std::shared_ptr<const Policy>& policy = policies[number];
  if (policy == nullptr) policy = MakeScrubPolicy(number);
  return policy;
}

Files Below(const FaultyFileSystem& disk, const std::string& folder) {
  Files below;
  for (const auto& [path, bytes] : disk.Files()) {
    if (path.starts_with(folder + "/")) {
      below[path.substr(folder.size())] = bytes;
    }
  }
  return below;
}

struct Ran {
  std::string problem;
  std::uint64_t written = 0;
};

// One run, which has to say something of each of `inputs` files.
Ran RunOnce(const RunOptions& options, FaultyFileSystem& disk,
            std::size_t inputs) {
  std::uint64_t records = 0, written = 0;
  RunHooks hooks;
  hooks.record = [&](const InputRecord& record) {
    ++records;
    written += record.outcome == Outcome::kWritten ? 1 : 0;
  };
  const auto summary = RunPipeline(options, disk, hooks);
  if (!summary.ok()) {
    return {"the run is refused: " + std::string(summary.status().message())};
  }
  if (summary->found != inputs || records != inputs) {
    return {absl::StrFormat("%d files, %d found, %d recorded", inputs,
                            summary->found, records)};
  }
  if (disk.HasTemporaries()) return {"temporaries are left"};
  return {"", written};
}

RunOptions OptionsFor(std::size_t policy) {
  RunOptions options;
  options.key = TestKey();
  options.policy = PolicyNumber(policy);
  options.layout = "mirror";
  options.threads = 2;
  options.memory = std::uint64_t{64} << 20;
  options.sync = Sync::kNone;
  return options;
}

std::string ProblemToFolder(FaultyFileSystem& disk, std::size_t inputs,
                            std::size_t policy) {
  const Files originals = Below(disk, "/in");
  RunOptions options = OptionsFor(policy);
  options.sources = {"/in"};
  options.output = "/out";
  const Ran once = RunOnce(options, disk, inputs);
  if (!once.problem.empty()) return once.problem;
  if (Below(disk, "/in") != originals) return "an original changed";
  const Files results = Below(disk, "/out");
  if (results.size() != once.written) {
    return absl::StrFormat("%d results, %d written", results.size(),
                           once.written);
  }
  if (results.empty()) return "";
  options.sources = {"/out"};
  options.output = "/again";
  const Ran twice = RunOnce(options, disk, results.size());
  if (!twice.problem.empty()) return "of results: " + twice.problem;
  return Below(disk, "/again") == results
             ? ""
             : "a second run does not leave results as they are";
}

std::string ProblemInPlace(FaultyFileSystem& disk, std::size_t inputs,
                           std::size_t policy) {
  RunOptions options = OptionsFor(policy);
  options.sources = {"/in"};
  options.in_place = true;
  const Ran once = RunOnce(options, disk, inputs);
  if (!once.problem.empty()) return "in place: " + once.problem;
  return Below(disk, "/in").size() == inputs ? "" : "in place: files are lost";
}

}  // namespace

std::string RunProblem(std::span<const std::vector<std::uint8_t>> files,
                       std::size_t policy) {
  FaultyFileSystem disk;
  for (std::size_t i = 0; i < files.size(); ++i) {
    disk.AddFile(absl::StrFormat("/in/%04d", i), files[i]);
  }
  std::string problem = ProblemToFolder(disk, files.size(), policy);
  if (problem.empty()) problem = ProblemInPlace(disk, files.size(), policy);
  return problem;
}

}  // namespace dcmscrub
