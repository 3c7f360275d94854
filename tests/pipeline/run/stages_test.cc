#include "pipeline/run/stages.h"

#include <gtest/gtest.h>

namespace dcmscrub {
namespace {

// docs/design.md and stages.h say so; what is proven must be what was scrubbed,
// and nothing is written before that.
TEST(Stages, StandInThisOrder) {
  std::string names;
  for (const Stage& stage : kStages) names += std::string(stage.name) + " ";
  EXPECT_EQ(names, "read parse scrub prove name write ");
}

}  // namespace
}  // namespace dcmscrub
