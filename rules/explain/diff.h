// Which attributes two policies treat differently.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/tag.h"
#include "rules/compile/policy.h"

namespace dcmscrub {

struct PolicyDifference {
  Tag tag;
  // "PatientName"; of private attributes "(0029,\"CREATOR\",10)"; "private" and
  // "unknown" for all others of those.
  std::string attribute;
  // What each does: the statements that are asked, and the profile's action at
  // the top level, and below it where there lies the difference.
  std::string a, b;
  std::size_t sop_classes = 0;  // for how many of the Standard's this holds
};

// By attribute, then by how many SOP classes. `sop_class_uid` restricts it to
// one; empty: all of the Standard, and objects of none (which are not counted,
// and listed with 0 where they alone differ).
std::vector<PolicyDifference> DiffPolicies(const Policy& a, const Policy& b,
                                           std::string_view sop_class_uid);

// A table for people, a header first; "no difference" where there is none.
std::string DiffText(const std::vector<PolicyDifference>& differences);

}  // namespace dcmscrub
