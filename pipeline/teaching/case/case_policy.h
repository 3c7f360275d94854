// The rules of a case: the user's teaching policy with the labels as
// parameters, and before it what is to be dropped.
#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/inputs/options.h"
#include "pipeline/teaching/documents/case_labels.h"
#include "rules/compile/policy.h"
#include "rules/parse/parser.h"

namespace dcmscrub {

// What need not be in a teaching file, and is left out only when asked for.
enum class Drop : std::uint8_t { kScouts, kDosePages, kReports };
inline constexpr int kDropCount = 3;
std::string_view DropName(Drop drop);  // "scouts"; rules: "drop-scouts"

struct CasePolicy {
  std::shared_ptr<const Policy> policy;
  RuleFile file;                             // what it was made of
  std::vector<std::string> statement_names;  // RunOptions::statement_names
  RunDescription description;
  std::string uid_root;  // RunOptions::uid_root
  // Which drop a statement belongs to, by its number; -1: none.
  std::vector<int> drop_of;
  std::string warnings;  // rendered, or empty
};

// `rules`: a file, read with `read`, or the name of built-in rules; empty:
// "teaching". Labels are not checked beyond what their attributes can hold.
// Mistakes are in the message, rendered as `check` shows them. A label that is
// longer than its attribute holds: "diagnosis: 80 characters; Admitting
// Diagnoses Description (0008,1080) holds 64 (LO)".
absl::StatusOr<CasePolicy> MakeCasePolicy(const std::string& rules,
                                          const ReadText& read,
                                          const CaseLabels& labels,
                                          const std::vector<Drop>& drops);

}  // namespace dcmscrub
