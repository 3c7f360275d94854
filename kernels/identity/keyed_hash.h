// HMAC-SHA-256 (RFC 2104, FIPS 180-4) with the key's two blocks hashed once,
// so that a short message costs two compressions and no allocation.
#pragma once

#include <openssl/sha.h>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "kernels/core/bytes.h"

namespace dcmscrub {

using Key = std::array<std::uint8_t, 32>;
using Digest = std::array<std::uint8_t, 32>;

// Copyable, immutable after construction: any number of threads may share one.
class KeyedHash {
 public:
  explicit KeyedHash(const Key& key) noexcept;

  // A hash with a key of its own for one purpose: HMAC(key, label).
  KeyedHash(const Key& key, std::string_view label) noexcept;

  // HMAC over the concatenation of `parts`, each preceded by its length, so
  // that ("ab", "c") and ("a", "bc") differ.
  Digest Hash(std::span<const Bytes> parts) const noexcept;
  Digest Hash(Bytes part) const noexcept { return Hash({&part, 1}); }

  // HMAC over bytes as they come, with nothing between them.
  class Stream {
   public:
    void Add(Bytes bytes) noexcept;
    Digest Finish() noexcept;  // once

   private:
    friend class KeyedHash;
    explicit Stream(const KeyedHash& hash) noexcept;

    SHA256_CTX inner_;
    SHA256_CTX outer_;
  };
  Stream Begin() const noexcept { return Stream(*this); }

 private:
  void Prepare(Bytes key) noexcept;

  SHA256_CTX inner_;
  SHA256_CTX outer_;
};

}  // namespace dcmscrub
