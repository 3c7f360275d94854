// How many bytes of files are in memory at a time.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace dcmscrub {

// Keeps the files that are in memory at a time below a limit; one is always
// let in.
class MemoryGate {
 public:
  void Enter(std::uint64_t size) {
    std::unique_lock lock(mutex_);
    free_.wait(lock, [&] { return used_ == 0 || used_ + size <= kLimit; });
    used_ += size;
  }
  void Leave(std::uint64_t size) {
    const std::lock_guard lock(mutex_);
    used_ -= size;
    free_.notify_all();
  }

 private:
  static constexpr std::uint64_t kLimit = std::uint64_t{1} << 30;

  std::mutex mutex_;
  std::condition_variable free_;
  std::uint64_t used_ = 0;
};

}  // namespace dcmscrub
