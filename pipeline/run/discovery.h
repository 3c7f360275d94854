// Discovery that runs ahead of the work and counts: so a run can tell how long
// it will take, and no folder is listed twice.
#pragma once

#include "pipeline/inputs/lead.h"
#include "pipeline/inputs/source.h"
#include "pipeline/run/run.h"

namespace dcmscrub {

// With each input that is asked for, two at least are found, and up to kSteps,
// as many as are found in a moment; what waits is bounded by kMostBytes. One
// thread at a time.
class Discovery {
 public:
  static constexpr int kSteps = 64;
  static constexpr std::size_t kMostBytes = std::size_t{16} << 20;

  // `progress` may be null: counts what is found, and says when that is all.
  Discovery(SourceWalker& walker, Progress* progress)
      : walker_(walker), progress_(progress) {}

  // Fills in the next input, and how it ends where that is known by now; false
  // at the end.
  bool Next(FoundInput& input, Ending& ending);

 private:
  void GoAhead();

  SourceWalker& walker_;
  Progress* const progress_;
  Lead lead_{kMostBytes};
  FoundInput found_;
  Ending ending_;
  bool done_ = false;
};

}  // namespace dcmscrub
