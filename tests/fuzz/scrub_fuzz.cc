// Any bytes as a file, under one of several policies that the first byte, of
// the preamble mostly, chooses. See scrub_check.h.
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/scrub_check.h"

using namespace dcmscrub;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  const std::string_view problem =
      ScrubProblem({data, size}, data[0] % kScrubPolicies);
  if (problem.empty()) return 0;
  std::fprintf(stderr, "%.*s\n", static_cast<int>(problem.size()),
               problem.data());
  std::abort();
}
