#include "kernels/parse/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace dcmscrub {
namespace {

// Negative: a raw stream, with neither the header nor the sum of RFC 1950.
constexpr int kRawWindow = -MAX_WBITS;
constexpr std::uint64_t kFirstGrant = 64 * 1024;

// zlib counts in 32 bits.
uInt Piece(std::uint64_t size) {
  return static_cast<uInt>(
      std::min<std::uint64_t>(size, std::numeric_limits<uInt>::max()));
}

std::uint64_t OutputLimit(std::uint64_t input, const InflateLimits& limits) {
  if (input != 0 && limits.ratio > limits.bytes / input) return limits.bytes;
  return std::min(limits.bytes, limits.ratio * input);
}

// Doubles `data_set`, within `limit`. Reserved by hand, because a vector that
// grows by itself may well double past the limit.
void Grow(std::vector<std::uint8_t>& data_set, std::uint64_t limit) {
  const std::uint64_t doubled = std::uint64_t{data_set.size()} * 2;
  const std::uint64_t size = std::min(limit, std::max(doubled, kFirstGrant));
  data_set.reserve(size);
  data_set.resize(size);
}

// One call of zlib: as much of `from` into `to` as goes.
struct Progress {
  int status = Z_OK;
  std::uint64_t consumed = 0;
  std::uint64_t produced = 0;
};

Progress InflateSome(z_stream& stream, Bytes from, std::span<std::uint8_t> to) {
  stream.next_in = const_cast<Bytef*>(from.data());
  stream.avail_in = Piece(from.size());
  stream.next_out = to.data();
  stream.avail_out = Piece(to.size());
  const std::uint64_t in = stream.avail_in;
  const std::uint64_t out = stream.avail_out;
  Progress progress;
  progress.status = inflate(&stream, Z_NO_FLUSH);
  progress.consumed = in - stream.avail_in;
  progress.produced = out - stream.avail_out;
  return progress;
}

Error InflateAll(z_stream& stream, Bytes deflated, std::uint64_t limit,
                 std::vector<std::uint8_t>& data_set, std::uint64_t& trailing) {
  std::uint64_t done = 0;  // bytes of `data_set` that are filled
  while (true) {
    if (done == data_set.size() && done < limit) Grow(data_set, limit);
    // At the limit the stream may still end, and needs room to say so. That
    // room takes the first byte too many.
    std::uint8_t surplus;
    const bool full = done == limit;
    const std::span<std::uint8_t> to =
        full ? std::span(&surplus, 1) : std::span(data_set).subspan(done);
    const Progress progress = InflateSome(stream, deflated, to);
    if (full && progress.produced != 0) return Error::kInflatesTooFar;
    done += progress.produced;
    deflated = deflated.subspan(progress.consumed);
    if (progress.status == Z_STREAM_END) {
      data_set.resize(done);
      trailing = deflated.size();
      return Error::kOk;
    }
    // Z_BUF_ERROR: nothing moved although there was room, so the input ended
    // before the stream did.
    if (progress.status != Z_OK) return Error::kBadDeflateStream;
  }
}

}  // namespace

Error Inflate(Bytes deflated, const InflateLimits& limits,
              std::vector<std::uint8_t>& data_set, std::uint64_t& trailing) {
  data_set.clear();
  trailing = 0;
  z_stream stream = {};
  if (inflateInit2(&stream, kRawWindow) != Z_OK) return Error::kInflatesTooFar;
  const std::uint64_t limit = OutputLimit(deflated.size(), limits);
  const Error error = InflateAll(stream, deflated, limit, data_set, trailing);
  inflateEnd(&stream);
  if (error != Error::kOk) data_set.clear();
  return error;
}

struct Deflater::Stream {
  z_stream z = {};
};

Deflater::Deflater() : stream_(new Stream) {
  // Fails for want of memory alone, like the line above.
  if (deflateInit2(&stream_->z, 6, Z_DEFLATED, kRawWindow, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    std::abort();
  }
}

Deflater::~Deflater() {
  deflateEnd(&stream_->z);
  delete stream_;
}

void Deflater::Begin(std::vector<std::uint8_t>* out) {
  deflateReset(&stream_->z);
  out_ = out;
}

void Deflater::Add(Bytes bytes) {
  z_stream& z = stream_->z;
  while (!bytes.empty()) {
    const uInt piece = Piece(bytes.size());
    z.next_in = const_cast<Bytef*>(bytes.data());
    z.avail_in = piece;
    Run(Z_NO_FLUSH);
    bytes = bytes.subspan(piece);
  }
}

void Deflater::Finish() {
  stream_->z.avail_in = 0;
  Run(Z_FINISH);
}

// Until zlib leaves room in the output: then it has taken all of the input.
void Deflater::Run(int flush) {
  z_stream& z = stream_->z;
  do {
    std::uint8_t buffer[16 * 1024];
    z.next_out = buffer;
    z.avail_out = sizeof buffer;
    deflate(&z, flush);
    out_->insert(out_->end(), buffer, z.next_out);
  } while (z.avail_out == 0);
}

}  // namespace dcmscrub
