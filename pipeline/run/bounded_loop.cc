#include "pipeline/run/bounded_loop.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace dcmscrub {
namespace {

class Loop {
 public:
  Loop(const std::function<bool(std::size_t)>& next,
       const std::function<void(std::size_t)>& work)
      : next_(next), work_(work) {}

  // The calling thread has the first slot. Where the system gives fewer
  // threads, there are fewer.
  void Run(std::size_t slots) {
    std::vector<std::thread> threads;
    bool more = true;
    for (std::size_t slot = 1; slot < slots && more; ++slot) {
      more = Start(slot, threads);
    }
    Work(0);
    for (std::thread& thread : threads) thread.join();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  // false where there is no thread to be had.
  bool Start(std::size_t slot, std::vector<std::thread>& threads) {
    try {
      threads.emplace_back([this, slot] { Work(slot); });
    } catch (const std::exception&) {
      return false;
    }
    return true;
  }

  bool Take(std::size_t slot) {
    const std::lock_guard lock(mutex_);
    if (!done_) done_ = !next_(slot);
    return !done_;
  }

  void Work(std::size_t slot) noexcept {
    try {
      while (Take(slot)) work_(slot);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      done_ = true;
      if (!failure_) failure_ = std::current_exception();
    }
  }

  const std::function<bool(std::size_t)>& next_;
  const std::function<void(std::size_t)>& work_;
  std::mutex mutex_;
  bool done_ = false;
  std::exception_ptr failure_;
};

// Keeps what is in use at a time below a limit.
class Gate {
 public:
  explicit Gate(std::uint64_t limit) : limit_(limit) {}

  void Enter(std::uint64_t cost) {
    std::unique_lock lock(mutex_);
    free_.wait(lock, [&] { return used_ == 0 || used_ + cost <= limit_; });
    used_ += cost;
  }
  void Leave(std::uint64_t cost) {
    const std::lock_guard lock(mutex_);
    used_ -= cost;
    free_.notify_all();
  }

 private:
  const std::uint64_t limit_;
  std::mutex mutex_;
  std::condition_variable free_;
  std::uint64_t used_ = 0;
};

// In the gate for as long as it lives.
class Pass {
 public:
  Pass(Gate& gate, std::uint64_t cost) : gate_(gate), cost_(cost) {
    gate_.Enter(cost_);
  }
  ~Pass() { gate_.Leave(cost_); }
  Pass(const Pass&) = delete;
  Pass& operator=(const Pass&) = delete;

 private:
  Gate& gate_;
  const std::uint64_t cost_;
};

}  // namespace

std::size_t LoopSlots(int threads) {
  if (threads > 0) return static_cast<std::size_t>(threads);
  return std::max(1U, std::thread::hardware_concurrency());
}

void LoopOver(int threads, const std::function<bool(std::size_t)>& next,
              const std::function<void(std::size_t)>& work) {
  Loop(next, work).Run(LoopSlots(threads));
}

void ForEach(std::size_t count, const LoopBounds& bounds,
             const std::function<void(std::size_t)>& body) {
  const std::size_t slots =
      std::clamp<std::size_t>(count, 1, LoopSlots(bounds.threads));
  std::vector<std::size_t> taken(slots);
  std::size_t taken_count = 0;
  Gate gate(bounds.memory);
  LoopOver(
      static_cast<int>(slots),
      [&](std::size_t slot) {
        taken[slot] = taken_count;
        return taken_count++ < count;
      },
      [&](std::size_t slot) {
        if (!bounds.cost) return body(taken[slot]);
        const Pass pass(gate, bounds.cost(taken[slot]));
        body(taken[slot]);
      });
}

}  // namespace dcmscrub
