// The line of progress: how much is done, how fast, how long it will take.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "app/talk/console.h"
#include "pipeline/run/run.h"

namespace dcmscrub {

struct ProgressView {
  std::uint64_t done = 0;
  std::uint64_t found = 0;
  bool found_all = false;  // or there may be more
  std::uint64_t quarantined = 0;
  std::uint64_t bytes = 0;
  double seconds = 0;
  bool gathering = false;  // the first of two passes
};

// "512 of 1204 files, 1 quarantined, 41 files/s, 1.9 GB/s, 17 s left"; in the
// first of two passes "gathering: 512 of 1204 files, 41 files/s, 17 s left". As
// long as files are being found, "512 files, 9000 found so far, 41 files/s, 1.9
// GB/s".
std::string ProgressText(const ProgressView& view);

// Shows `progress` on the console five times a second, from the constructor
// to the destructor, in a thread of its own.
class ProgressMeter {
 public:
  ProgressMeter(Console& console, const Progress& progress);
  ~ProgressMeter();
  ProgressMeter(const ProgressMeter&) = delete;
  ProgressMeter& operator=(const ProgressMeter&) = delete;

 private:
  void Show();

  Console& console_;
  const Progress& progress_;
  bool leave_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread meter_;
};

}  // namespace dcmscrub
