// Any bytes as a data set: the index comes to an end, reads nothing that it
// was not given, and does not depend on how it is fed. The first byte chooses
// the encoding and what is loaded.
#include <cstdlib>
#include <string>

#include "tests/support/index_dump.h"
#include "tests/support/window_reader.h"

using namespace dcmscrub;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  constexpr Encoding kEncodings[] = {kExplicitLittle, kImplicitLittle,
                                     kExplicitBig};
  IndexLimits limits;
  limits.depth = 16;
  limits.elements = 10'000;
  if ((data[0] & 0x10) != 0) limits.loaded_value = 16;
  const Bytes stream(data + 1, size - 1);
  std::string want;
  for (const WindowPolicy& policy : kWindowPolicies) {
    WindowReader reader;
    const bool done =
        reader.Read(stream, 0, kEncodings[data[0] % 3], limits, policy);
    if (!reader.problem().empty()) std::abort();
    if (done == bool(reader.index().fault())) std::abort();
    const std::string dump = DumpIndex(reader.index());
    if (want.empty()) want = dump;
    if (dump != want) std::abort();
  }
  return 0;
}
