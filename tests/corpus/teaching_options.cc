#include "tests/corpus/teaching_options.h"

#include <gtest/gtest.h>

#include "pipeline/teaching/case/case_policy.h"

namespace dcmscrub {

RunOptions TeachingOptions() {
  CaseLabels labels;
  labels.case_number = "TF-0041";
  labels.diagnosis = "Osteoid osteoma";
  labels.keywords = {"bone", "tumour"};
  const auto made = MakeCasePolicy("", nullptr, labels, {});
  EXPECT_TRUE(made.ok()) << made.status();
  RunOptions options;
  if (!made.ok()) return options;
  options.policy = made->policy;
  // Far from all dates of the corpus, so that every one moves.
  options.first_day = *made->policy->day_zero() + 12'345;
  return options;
}

}  // namespace dcmscrub
