// Any bytes as text in any character set: what comes out is UTF-8, and what is
// read without loss can be written and reads the same again. The first byte
// chooses the set, the second one the VR.
#include <cstdlib>

#include "kernels/core/bytes.h"
#include "tests/support/text_check.h"

using namespace dcmscrub;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 2) return 0;
  static TextCodec codec;
  const std::string_view set = kTextSets[data[0] % std::size(kTextSets)];
  const Vr vr = kTextVrs[data[1] % std::size(kTextVrs)];
  const std::string_view text = AsText({data + 2, size - 2});
  if (!TextProblem(codec, set, vr, text).empty()) std::abort();
  return 0;
}
