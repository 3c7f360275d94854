// Any bytes as the head of a file: the prefix is told or refused, and what is
// told lies inside the file.
#include <cstdlib>

#include "kernels/parse/file_prefix.h"

using namespace dcmscrub;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  for (const std::uint64_t file_size : {size, size + 100'000}) {
    FilePrefix prefix;
    const Fault fault = ReadFilePrefix({data, size}, file_size, prefix);
    if (fault) continue;
    if (prefix.data_set_offset >= file_size) std::abort();
    if (prefix.syntax.uid.empty()) std::abort();
    const bool differs = prefix.encoding != prefix.syntax.encoding;
    // Only implicit headers in a file whose syntax is explicit are rewritten.
    if (differs && prefix.encoding != kImplicitLittle) std::abort();
    if (differs && prefix.syntax.encoding != kExplicitLittle) std::abort();
  }
  return 0;
}
