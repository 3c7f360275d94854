#include "pipeline/run/context.h"

#include <algorithm>
#include <thread>

namespace dcmscrub {

ReadTerms ReadTermsOf(const RunOptions& options, FileReader& file_system,
                      const std::atomic<int>* stop) {
  ReadTerms terms{file_system, PlanMemory(options.memory, ThreadsOf(options))};
  terms.limits.depth = options.depth_limit;
  terms.keep_open = options.in_place;
  terms.stop = stop;
  return terms;
}

int ThreadsOf(const RunPace& pace) {
  if (pace.serial) return 1;
  if (pace.threads > 0) return pace.threads;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

absl::StatusOr<std::shared_ptr<const Policy>> PolicyOf(
    const RunOptions& options) {
  if (options.policy != nullptr) return options.policy;
  return Policy::FromProfileName("basic");
}

}  // namespace dcmscrub
