// What would be refused, before anything is touched.
#pragma once

#include <absl/status/status.h>

#include <string>
#include <vector>

#include "pipeline/teaching/case/teach.h"

namespace dcmscrub {

struct CheckInput {
  const std::vector<std::string>& sources;
  const CaseFacts& facts;  // of them
  bool can_replace = true;
  // A result is there already, of this case, and would go.
  bool again = false;
};

// All but labels and rules.
absl::Status CheckCase(const CheckInput& input, const TeachOptions& options,
                       FileSystem& file_system);

}  // namespace dcmscrub
