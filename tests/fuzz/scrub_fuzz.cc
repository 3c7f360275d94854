// Any bytes as a file: however it is read, the same comes out, which is read
// again without a fault or a repair and which another scrub does not change.
#include <cstdlib>
#include <string_view>

#include "kernels/error.h"
#include "tests/support/scrubbed_file.h"

using namespace dcmscrub;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  static FileScrubber scrubber;
  const ScrubbedFile once = scrubber.Scrub({data, size});
  if (once.fault) return 0;
  const ScrubbedFile apart = scrubber.Scrub({data, size}, {"", 64, 100, 16});
  if (apart.fault || apart.bytes != once.bytes) std::abort();
  const WarningSet left = ReadWarnings(once.bytes);
  for (int i = 0; i < kWarningCount; ++i) {
    const auto warning = static_cast<Warning>(i);
    if (left.Has(warning) && IsRepair(warning)) std::abort();
  }
  const ScrubbedFile twice = scrubber.Scrub(once.bytes);
  if (twice.fault) std::abort();
  if (twice.bytes != once.bytes) std::abort();
  return 0;
}
