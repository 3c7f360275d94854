// How fast a run went, from its begin to its end, in a bounded number of
// points: when there are too many, every second one goes and the others stand
// twice as far apart.
#pragma once

#include <cstdint>
#include <vector>

namespace dcmscrub {

// What was done up to a time.
struct ThroughputSample {
  double seconds = 0;  // since the run began
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;  // of the inputs
  friend bool operator==(const ThroughputSample&,
                         const ThroughputSample&) = default;
};

class Throughput {
 public:
  static constexpr std::size_t kMostSamples = 200;

  // In the order of time. Taken when it is far enough from the last one.
  void Add(const ThroughputSample& sample);
  // With the last sample that was added, taken or not.
  std::vector<ThroughputSample> Samples() const;

 private:
  double step_ = 0.05;  // seconds between samples
  std::vector<ThroughputSample> samples_;
  ThroughputSample last_;
};

}  // namespace dcmscrub
