// Counts how inputs ended, and tells those who watch a run.
#pragma once

#include <chrono>
#include <cstdint>

#include "pipeline/inputs/ticket.h"
#include "pipeline/journal/throughput.h"
#include "pipeline/run/run.h"

namespace dcmscrub {

// One thread at a time.
class Recorder {
 public:
  Recorder(const RunHooks& hooks, InputCounts& counts);

  // In the order of inputs, once each.
  void Record(const Ticket& ticket);
  // After a group of them.
  void NoteThroughput();
  const Throughput& throughput() const { return throughput_; }

 private:
  void CountRules(const Ticket& ticket);
  void CountFile(const Ticket& ticket);
  void Count(const InputRecord& record);

  const RunHooks& hooks_;
  InputCounts& counts_;
  const std::chrono::steady_clock::time_point began_;
  std::uint64_t done_ = 0;  // inputs
  Throughput throughput_;
};

}  // namespace dcmscrub
