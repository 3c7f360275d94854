// Runs over damaged files, on and on: mutants of all files below some folders,
// in processes of their own, so that one that brings the program down, or has
// it hang, is told by its number.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <string>
#include <vector>

#include "tests/fuzz/mutate.h"
#include "tests/fuzz/run_check.h"
#include "tests/fuzz/scrub_check.h"

namespace dcmscrub {
namespace {

constexpr std::uint64_t kBatch = 256;  // mutants that one run takes in
constexpr unsigned kSecondsForABatch = 300;
constexpr std::uintmax_t kLongestSeed = 100'000;
constexpr int kMostFindings = 20;

struct Options {
  std::vector<std::string> folders;
  std::uint64_t seed = 1;
  std::uint64_t first = 0;
  std::uint64_t count = 0;    // 0: until the time is over
  std::uint64_t seconds = 0;  // 0: until all are done
  std::string keep = ".";     // where findings are written
};

std::vector<std::uint8_t> ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Mutants {
 public:
  explicit Mutants(const Options& options) : options_(options) {
    for (const std::string& folder : options.folders) {
      for (const auto& entry :
           std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.file_size() > 0 &&
            entry.file_size() <= kLongestSeed) {
          seeds_.push_back(entry.path().string());
        }
      }
    }
    std::ranges::sort(seeds_);
    void* const shared = mmap(nullptr, sizeof(*at_), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) std::perror("mmap");
    if (shared != MAP_FAILED) at_ = new (shared) std::atomic<std::uint64_t>(0);
  }

  // The exit status: 0 where nothing was found.
  int Run() {
    if (seeds_.empty() || at_ == nullptr) {
      std::fputs("mutants: no files to begin with\n", stderr);
      return 2;
    }
    int findings = 0;
    *at_ = options_.first;
    while (!IsOver() && findings < kMostFindings) {
      if (InAProcess([&] { return RunBatches(); })) continue;
      findings += Blame(*at_);
      *at_ += kBatch;
    }
    std::printf("mutants: %llu of %zu files, seed %llu, %d findings\n",
                static_cast<unsigned long long>(*at_ - options_.first),
                seeds_.size(), static_cast<unsigned long long>(options_.seed),
                findings);
    return findings == 0 ? 0 : 1;
  }

 private:
  bool IsOver() const {
    const bool all =
        options_.count != 0 && *at_ >= options_.first + options_.count;
    const std::chrono::seconds most(options_.seconds);
    return all || (options_.seconds != 0 &&
                   std::chrono::steady_clock::now() - begin_ >= most);
  }

  std::vector<std::uint8_t> Number(std::uint64_t number) const {
    const std::uint64_t seed = number * 0x9E3779B97F4A7C15 >> 32;
    return Mutant(ReadWhole(seeds_[seed % seeds_.size()]), options_.seed,
                  number);
  }

  static std::size_t PolicyOf(std::uint64_t number) {
    return number / kBatch % kScrubPolicies;
  }

  // Up to the end or a problem.
  bool RunBatches() {
    for (; !IsOver(); *at_ += kBatch) {
      alarm(kSecondsForABatch);
      std::vector<std::vector<std::uint8_t>> files;
      for (std::uint64_t i = 0; i < kBatch; ++i) {
        files.push_back(Number(*at_ + i));
      }
      if (!RunProblem(files, PolicyOf(*at_)).empty()) return false;
    }
    return true;
  }

  bool RunOne(std::uint64_t number) const {
    alarm(kSecondsForABatch);
    const std::vector<std::uint8_t> file = Number(number);
    const std::string problem =
        RunProblem(std::span(&file, 1), PolicyOf(number));
    if (!problem.empty()) std::printf("  %s\n", problem.c_str());
    return problem.empty();
  }

  // Tells which of a batch it was, and keeps it. How many there are.
  int Blame(std::uint64_t batch) const {
    int found = 0;
    for (std::uint64_t number = batch; number < batch + kBatch; ++number) {
      if (InAProcess([&] { return RunOne(number); })) continue;
      ++found;
      const std::string name = "mutant-" + std::to_string(options_.seed) + "-" +
                               std::to_string(number);
      const std::vector<std::uint8_t> bytes = Number(number);
      std::ofstream(std::filesystem::path(options_.keep) / name,
                    std::ios::binary)
          .write(reinterpret_cast<const char*>(bytes.data()),
                 static_cast<std::streamsize>(bytes.size()));
      std::printf("%s under policy %zu\n", name.c_str(), PolicyOf(number));
    }
    if (found > 0) return found;
    std::printf("mutants %llu to %llu, all of them together\n",
                static_cast<unsigned long long>(batch),
                static_cast<unsigned long long>(batch + kBatch - 1));
    return 1;
  }

  // Whether `work` says so, and its process lives that long.
  template <typename Work>
  static bool InAProcess(const Work& work) {
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) {
      const bool fine = work();
      std::fflush(nullptr);
      _exit(fine ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

  const Options options_;
  std::vector<std::string> seeds_;
  const std::chrono::steady_clock::time_point begin_ =
      std::chrono::steady_clock::now();
  std::atomic<std::uint64_t>* at_ = nullptr;  // shared with the processes
};

}  // namespace
}  // namespace dcmscrub

int main(int argc, char** argv) {
  dcmscrub::Options options;
  CLI::App app("Runs over damaged files and says which bring it down.");
  app.add_option("folders", options.folders, "Files to begin with")->required();
  app.add_option("--seed", options.seed, "Same seed, same mutants");
  app.add_option("--first", options.first, "Number of the first one");
  app.add_option("--count", options.count, "So many");
  app.add_option("--seconds", options.seconds, "For so long");
  app.add_option("--keep", options.keep, "Folder for what was found");
  CLI11_PARSE(app, argc, argv);
  return dcmscrub::Mutants(options).Run();
}
