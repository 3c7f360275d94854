// Dates moved and made coarser, as text, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "kernels/identity/date_ops.h"

namespace dcmscrub {

// What stands for a value that was refused.
inline constexpr std::string_view kBad = "(malformed)";

inline std::string Shifted(Vr vr, std::string_view value, int days) {
  std::string out = "before";
  const bool well_formed = AppendShifted(out, vr, value, days);
  if (well_formed) return out.substr(6);
  EXPECT_EQ(out, "before") << value;
  return std::string(kBad);
}

inline std::string Truncated(Vr vr, std::string_view value,
                             DatePrecision precision) {
  std::string out = "before";
  const bool well_formed = AppendTruncated(out, vr, value, precision);
  if (well_formed) return out.substr(6);
  EXPECT_EQ(out, "before") << value;
  return std::string(kBad);
}

}  // namespace dcmscrub
