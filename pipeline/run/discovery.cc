#include "pipeline/run/discovery.h"

#include <chrono>

namespace dcmscrub {

bool Discovery::Next(FoundInput& input, Ending& ending) {
  if (!done_) GoAhead();
  if (lead_.empty()) return false;
  lead_.Pop(input, ending);
  return true;
}

// Where listing takes long, the work must not wait for more than it needs.
void Discovery::GoAhead() {
  constexpr auto kMoment = std::chrono::microseconds(100);
  const auto end = std::chrono::steady_clock::now() + kMoment;
  for (int i = 0; i < kSteps && !lead_.full(); ++i) {
    if (!walker_.Next(found_, ending_)) {
      done_ = true;
      if (progress_ != nullptr) progress_->discovery_done = true;
      return;
    }
    lead_.Push(found_, ending_);
    if (progress_ != nullptr) ++progress_->found;
    if (i > 0 && std::chrono::steady_clock::now() > end) return;
  }
}

}  // namespace dcmscrub
