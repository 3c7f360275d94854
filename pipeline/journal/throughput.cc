#include "pipeline/journal/throughput.h"

namespace dcmscrub {

void Throughput::Add(const ThroughputSample& sample) {
  last_ = sample;
  const double before = samples_.empty() ? 0 : samples_.back().seconds;
  if (sample.seconds < before + step_) return;
  samples_.push_back(sample);
  if (samples_.size() < kMostSamples) return;
  // The later one of each pair, so that the first interval grows as well.
  for (std::size_t i = 0; i < samples_.size() / 2; ++i) {
    samples_[i] = samples_[2 * i + 1];
  }
  samples_.resize(samples_.size() / 2);
  step_ *= 2;
}

std::vector<ThroughputSample> Throughput::Samples() const {
  std::vector<ThroughputSample> samples = samples_;
  if (last_.files != 0 && (samples.empty() || samples.back() != last_)) {
    samples.push_back(last_);
  }
  return samples;
}

}  // namespace dcmscrub
