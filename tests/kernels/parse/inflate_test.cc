#include "kernels/parse/inflate.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace dcmscrub {
namespace {

using Buffer = std::vector<std::uint8_t>;

constexpr std::uint64_t kPlenty = 1 << 30;

Buffer Deflate(Bytes bytes, std::size_t piece = SIZE_MAX) {
  Deflater deflater;
  Buffer out;
  deflater.Begin(&out);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = std::min(piece, bytes.size() - at);
    deflater.Add(bytes.subspan(at, size));
    at += size;
  }
  deflater.Finish();
  return out;
}

Buffer Noise(std::size_t size) {
  std::mt19937 random(static_cast<std::uint32_t>(size));
  Buffer bytes(size);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

Buffer Prose(std::size_t size) {
  std::mt19937 random(static_cast<std::uint32_t>(size));
  Buffer bytes;
  while (bytes.size() < size) {
    for (char c : "element " + std::to_string(random() % 1000) + ", ") {
      bytes.push_back(static_cast<std::uint8_t>(c));
    }
  }
  bytes.resize(size);
  return bytes;
}

std::vector<Buffer> Samples() {
  std::vector<Buffer> samples;
  for (std::size_t size :
       {0u, 1u, 2u, 100u, 65535u, 65536u, 65537u, 131072u, 1000000u}) {
    samples.push_back(Noise(size));
    samples.push_back(Prose(size));
    samples.push_back(Buffer(size, 0));
  }
  return samples;
}

TEST(Inflate, UndoesDeflate) {
  Buffer data_set;  // reused, as a run does
  for (const Buffer& sample : Samples()) {
    const Buffer deflated = Deflate(sample);
    std::uint64_t trailing = 99;
    ASSERT_EQ(Inflate(deflated, {.bytes = kPlenty}, data_set, trailing),
              Error::kOk);
    EXPECT_EQ(data_set, sample);
    EXPECT_EQ(trailing, 0u);
  }
}

TEST(Inflate, LeavesTrailingBytesAlone) {
  const Buffer sample = Prose(5000);
  for (std::size_t extra : {1u, 2u, 1000u}) {
    Buffer deflated = Deflate(sample);
    deflated.insert(deflated.end(), extra, 0x5A);
    Buffer data_set;
    std::uint64_t trailing = 0;
    ASSERT_EQ(Inflate(deflated, {.bytes = kPlenty}, data_set, trailing),
              Error::kOk);
    EXPECT_EQ(data_set, sample);
    EXPECT_EQ(trailing, extra);
  }
}

TEST(Inflate, RefusesAStreamCutAtAnyLength) {
  for (const Buffer& sample : {Prose(3000), Noise(300), Buffer()}) {
    const Buffer deflated = Deflate(sample);
    for (std::size_t size = 0; size < deflated.size(); ++size) {
      Buffer data_set;
      std::uint64_t trailing = 0;
      EXPECT_EQ(Inflate(Bytes(deflated).first(size), {.bytes = kPlenty},
                        data_set, trailing),
                Error::kBadDeflateStream)
          << size << " of " << deflated.size();
    }
  }
}

TEST(Inflate, RefusesWhatIsNoStream) {
  const Buffer kCases[] = {
      {0x07},                          // a block of the reserved type
      {0x78, 0x9C, 0x03, 0x00},        // the header of RFC 1950 goes first
      {0x01, 0x01, 0x00, 0x00, 0x00},  // a stored block, its length wrong
      Buffer(100, 0xFF),
  };
  for (const Buffer& bytes : kCases) {
    Buffer data_set;
    std::uint64_t trailing = 0;
    EXPECT_EQ(Inflate(bytes, {.bytes = kPlenty}, data_set, trailing),
              Error::kBadDeflateStream);
  }
}

// No change of a byte may do worse than give other data or an error.
TEST(Inflate, StaysWithinBoundsWhenDamaged) {
  const Buffer deflated = Deflate(Prose(2000));
  const InflateLimits limits = {.bytes = 4000};
  std::uint64_t refused = 0;
  for (std::size_t at = 0; at < deflated.size(); ++at) {
    for (unsigned flip : {0x01u, 0x10u, 0x80u, 0xFFu}) {
      Buffer damaged = deflated;
      damaged[at] ^= static_cast<std::uint8_t>(flip);
      Buffer data_set;
      std::uint64_t trailing = 0;
      const Error error = Inflate(damaged, limits, data_set, trailing);
      EXPECT_LE(data_set.size(), limits.bytes);
      EXPECT_LE(trailing, damaged.size());
      if (error != Error::kOk) ++refused;
    }
  }
  EXPECT_GT(refused, 0u);
}

TEST(Inflate, StopsAtTheBoundOnBytes) {
  for (std::size_t size : {1u, 1000u, 65536u, 70000u, 300000u}) {
    const Buffer sample = Noise(size);
    const Buffer deflated = Deflate(sample);
    Buffer data_set;
    std::uint64_t trailing = 0;
    EXPECT_EQ(Inflate(deflated, {.bytes = size}, data_set, trailing),
              Error::kOk);
    EXPECT_EQ(data_set, sample);
    EXPECT_EQ(Inflate(deflated, {.bytes = size - 1}, data_set, trailing),
              Error::kInflatesTooFar);
  }
}

TEST(Inflate, StopsAtTheBoundOnTheRatio) {
  const Buffer bomb = Deflate(Buffer(10'000'000, 0));
  const std::uint64_t ratio = 10'000'000 / bomb.size();
  ASSERT_GT(ratio, 900u);
  Buffer data_set;
  std::uint64_t trailing = 0;
  EXPECT_EQ(
      Inflate(bomb, {.ratio = ratio + 1, .bytes = kPlenty}, data_set, trailing),
      Error::kOk);
  EXPECT_EQ(data_set.size(), 10'000'000u);
  EXPECT_EQ(
      Inflate(bomb, {.ratio = ratio, .bytes = kPlenty}, data_set, trailing),
      Error::kInflatesTooFar);
}

TEST(Inflate, TheUsualRatioLetsEveryStreamPass) {
  const Buffer bomb = Deflate(Buffer(50'000'000, 0));
  Buffer data_set;
  std::uint64_t trailing = 0;
  EXPECT_EQ(Inflate(bomb, {.bytes = kPlenty}, data_set, trailing), Error::kOk);
  EXPECT_EQ(data_set.size(), 50'000'000u);
}

TEST(Inflate, TakesNoMemoryPastTheBound) {
  const Buffer bomb = Deflate(Buffer(10'000'000, 0));
  for (std::uint64_t limit : {0u, 1u, 1000u, 65536u, 100'000u, 3'000'000u}) {
    Buffer data_set;
    std::uint64_t trailing = 0;
    EXPECT_EQ(Inflate(bomb, {.bytes = limit}, data_set, trailing),
              Error::kInflatesTooFar);
    EXPECT_LE(data_set.capacity(), limit);
    EXPECT_TRUE(data_set.empty());
  }
}

TEST(Inflate, BoundsDoNotOverflow) {
  const Buffer sample = Prose(1000);
  Buffer deflated = Deflate(sample);
  // So that 2^63 times its size is 2^64 times something.
  if (deflated.size() % 2 != 0) deflated.push_back(0);
  for (const InflateLimits& limits :
       {InflateLimits{.ratio = UINT64_MAX, .bytes = kPlenty},
        InflateLimits{.ratio = 1ull << 63, .bytes = UINT64_MAX},
        InflateLimits{.ratio = 1032, .bytes = UINT64_MAX}}) {
    Buffer data_set;
    std::uint64_t trailing = 0;
    EXPECT_EQ(Inflate(deflated, limits, data_set, trailing), Error::kOk);
    EXPECT_EQ(data_set, sample);
  }
}

TEST(Deflater, PiecesDoNotMatter) {
  for (const Buffer& sample : {Prose(200000), Noise(70000), Buffer()}) {
    const Buffer whole = Deflate(sample);
    for (std::size_t piece : {1u, 7u, 1000u, 65536u}) {
      EXPECT_EQ(Deflate(sample, piece), whole) << piece;
    }
  }
}

TEST(Deflater, IsReusedAndAppends) {
  Deflater deflater;
  Buffer first = {1, 2, 3};
  deflater.Begin(&first);
  deflater.Add(Prose(1000));
  deflater.Finish();
  Buffer second;
  deflater.Begin(&second);
  deflater.Add(Prose(1000));
  deflater.Finish();
  EXPECT_EQ(second, Deflate(Prose(1000)));
  EXPECT_EQ(Buffer(first.begin(), first.begin() + 3), (Buffer{1, 2, 3}));
  EXPECT_EQ(Buffer(first.begin() + 3, first.end()), second);
}

TEST(Deflater, BeginDropsWhatWasNotFinished) {
  Deflater deflater;
  Buffer out;
  deflater.Begin(&out);
  deflater.Add(Noise(100000));
  out.clear();
  deflater.Begin(&out);
  deflater.Add(Prose(1000));
  deflater.Finish();
  EXPECT_EQ(out, Deflate(Prose(1000)));
}

}  // namespace
}  // namespace dcmscrub
