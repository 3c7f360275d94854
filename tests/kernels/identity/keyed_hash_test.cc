#include "kernels/identity/keyed_hash.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/allocation_count.h"

namespace dcmscrub {
namespace {

using ::testing::ElementsAreArray;

// HMAC pads a short key with zeros, so that of a vector may be padded here.
Key PaddedKey(std::string_view key) {
  Key padded{};
  std::copy(key.begin(), key.end(), padded.begin());
  return padded;
}

Key SomeKey(std::uint8_t seed) {
  Key key;
  for (std::size_t i = 0; i < key.size(); ++i) {
    key[i] = static_cast<std::uint8_t>(seed + 29 * i);
  }
  return key;
}

std::string Prefixed(std::span<const Bytes> parts) {
  std::string message;
  for (Bytes part : parts) {
    for (int i = 0; i < 8; ++i) {
      message += static_cast<char>(part.size() >> (8 * i) & 0xFF);
    }
    message += AsText(part);
  }
  return message;
}

Digest OpenSslHmac(const Key& key, std::string_view message) {
  Digest digest;
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       AsBytes(message).data(), message.size(), digest.data(), &size);
  return digest;
}

// The key for a purpose is plain HMAC(key, label), which shows the vectors.
TEST(KeyedHash, DerivesKeysAsTheVectorsOfRfc4231) {
  const struct {
    std::string key;
    std::string data;
    Digest want;
  } kCases[] = {
      {std::string(20, '\x0b'),
       "Hi There",
       {0xb0, 0x34, 0x4c, 0x61, 0xd8, 0xdb, 0x38, 0x53, 0x5c, 0xa8, 0xaf,
        0xce, 0xaf, 0x0b, 0xf1, 0x2b, 0x88, 0x1d, 0xc2, 0x00, 0xc9, 0x83,
        0x3d, 0xa7, 0x26, 0xe9, 0x37, 0x6c, 0x2e, 0x32, 0xcf, 0xf7}},
      {"Jefe",
       "what do ya want for nothing?",
       {0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24,
        0x26, 0x08, 0x95, 0x75, 0xc7, 0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27,
        0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43}},
      {std::string(20, '\xaa'),
       std::string(50, '\xdd'),
       {0x77, 0x3e, 0xa9, 0x1e, 0x36, 0x80, 0x0e, 0x46, 0x85, 0x4d, 0xb8,
        0xeb, 0xd0, 0x91, 0x81, 0xa7, 0x29, 0x59, 0x09, 0x8b, 0x3e, 0xf8,
        0xc1, 0x22, 0xd9, 0x63, 0x55, 0x14, 0xce, 0xd5, 0x65, 0xfe}},
      {"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11"
       "\x12\x13\x14\x15\x16\x17\x18\x19",
       std::string(50, '\xcd'),
       {0x82, 0x55, 0x8a, 0x38, 0x9a, 0x44, 0x3c, 0x0e, 0xa4, 0xcc, 0x81,
        0x98, 0x99, 0xf2, 0x08, 0x3a, 0x85, 0xf0, 0xfa, 0xa3, 0xe5, 0x78,
        0xf8, 0x07, 0x7a, 0x2e, 0x3f, 0xf4, 0x67, 0x29, 0x66, 0x5b}},
  };
  for (const auto& c : kCases) {
    const Bytes part = AsBytes("any message");
    EXPECT_THAT(KeyedHash(PaddedKey(c.key), c.data).Hash(part),
                ElementsAreArray(KeyedHash(Key(c.want)).Hash(part)));
    // That the two sides are more than equally wrong.
    EXPECT_THAT(
        KeyedHash(Key(c.want)).Hash(part),
        ElementsAreArray(OpenSslHmac(Key(c.want), Prefixed({&part, 1}))));
  }
}

TEST(KeyedHash, IsHmacOverPartsWithTheirLengths) {
  const KeyedHash hash(SomeKey(3));
  for (std::size_t first = 0; first < 200; ++first) {
    for (std::size_t second : {0u, 1u, 55u, 64u, 300u}) {
      const std::string a(first, 'a');
      const std::string b(second, 'b');
      const Bytes parts[] = {AsBytes(a), AsBytes(b)};
      ASSERT_EQ(hash.Hash(parts), OpenSslHmac(SomeKey(3), Prefixed(parts)))
          << first << " + " << second;
    }
  }
}

TEST(KeyedHash, TellsPartsApart) {
  const KeyedHash hash(SomeKey(1));
  const auto digest = [&](std::vector<std::string_view> texts) {
    std::vector<Bytes> parts;
    for (std::string_view text : texts) parts.push_back(AsBytes(text));
    return hash.Hash(parts);
  };
  EXPECT_NE(digest({"ab", "c"}), digest({"a", "bc"}));
  EXPECT_NE(digest({"abc"}), digest({"abc", ""}));
  EXPECT_NE(digest({"", "abc"}), digest({"abc", ""}));
  EXPECT_NE(digest({}), digest({""}));
}

TEST(KeyedHash, DependsOnKeyAndLabel) {
  const Bytes part = AsBytes("message");
  const Digest digest = KeyedHash(SomeKey(1), "one").Hash(part);
  EXPECT_EQ(KeyedHash(SomeKey(1), "one").Hash(part), digest);
  EXPECT_NE(KeyedHash(SomeKey(1), "two").Hash(part), digest);
  EXPECT_NE(KeyedHash(SomeKey(1), "").Hash(part), digest);
  EXPECT_NE(KeyedHash(SomeKey(1)).Hash(part), digest);
  for (std::size_t bit = 0; bit < 256; ++bit) {
    Key key = SomeKey(1);
    key[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    EXPECT_NE(KeyedHash(key, "one").Hash(part), digest) << "bit " << bit;
  }
}

TEST(KeyedHash, AllocatesNothing) {
  const AllocationCount count;
  const KeyedHash hash(SomeKey(1), "label");
  const Digest digest = hash.Hash(AsBytes("message"));
  const std::uint64_t allocations = count.value();
  EXPECT_EQ(allocations, 0u);
  EXPECT_EQ(digest, hash.Hash(AsBytes("message")));
}

}  // namespace
}  // namespace dcmscrub
