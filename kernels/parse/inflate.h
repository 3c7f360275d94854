// Deflated data sets, PS3.5 A.5: one raw deflate stream (RFC 1951), here with
// a bound on what it may grow to.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/core/error.h"

namespace dcmscrub {

struct InflateLimits {
  std::uint64_t ratio = 1032;  // deflate cannot do better: more is a lie
  std::uint64_t bytes = 0;     // of output
};

// Inflates all of `deflated` into `data_set`, which is cleared first. What
// follows the end of the stream is not data and is left alone; `trailing` is
// how many bytes that is.
Error Inflate(Bytes deflated, const InflateLimits& limits,
              std::vector<std::uint8_t>& data_set, std::uint64_t& trailing);

// Deflates in pieces: Begin, any number of Add, Finish. Appends to `out`. The
// level is fixed, so equal input gives equal bytes with one zlib.
class Deflater {
 public:
  Deflater();
  ~Deflater();
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  void Begin(std::vector<std::uint8_t>* out);
  void Add(Bytes bytes);
  void Finish();

 private:
  void Run(int flush);
  struct Stream;
  Stream* stream_;
  std::vector<std::uint8_t>* out_ = nullptr;
};

}  // namespace dcmscrub
