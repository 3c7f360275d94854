#include "pipeline/selftest/places.h"

#include "pipeline/selftest/plan.h"

namespace dcmscrub {

std::vector<Canary> AllCanaries(std::span<const TestBase> bases,
                                const SelftestOracle& oracle) {
  std::vector<Canary> canaries;
  CanaryPlan plan(bases, oracle, canaries);
  plan.PlantNothing();
  PlanOwnAttributes(plan);
  PlanPrivateAttributes(plan);
  PlanOutsideDataSet(plan);
  PlanRepeats(plan);
  PlanSpared(plan);
  PlanNames(plan);
  return canaries;
}

}  // namespace dcmscrub
