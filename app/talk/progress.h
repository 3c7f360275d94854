// The line of progress: how much is done, how fast, how long it will take.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/talk/console.h"
#include "pipeline/run/run.h"

namespace dcmscrub {

struct ProgressView {
  std::uint64_t done = 0;
  std::uint64_t total = 0;  // 0 as long as it is not known
  std::uint64_t quarantined = 0;
  std::uint64_t bytes = 0;
  double seconds = 0;
  bool gathering = false;  // the first of two passes
};

// "512 of 1204 files, 1 quarantined, 41 files/s, 1.9 GB/s, 17 s left"; in the
// first of two passes "gathering: 512 of 1204 files, 41 files/s, 17 s left".
std::string ProgressText(const ProgressView& view);

// Shows `progress` on the console five times a second, from the constructor
// to the destructor, in a thread of its own. A second one counts the files
// under the sources meanwhile: the run finds them as it goes, which is too
// late for telling how long it will take.
class ProgressMeter {
 public:
  ProgressMeter(Console& console, const Progress& progress,
                const std::vector<std::string>& sources);
  ~ProgressMeter();
  ProgressMeter(const ProgressMeter&) = delete;
  ProgressMeter& operator=(const ProgressMeter&) = delete;

 private:
  void Show();
  void Count(const std::vector<std::string>& sources);

  Console& console_;
  const Progress& progress_;
  std::atomic<std::uint64_t> counted_{0};  // 0 as long as it goes on
  std::atomic<bool> leave_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread counter_;
  std::thread meter_;
};

}  // namespace dcmscrub
