// OpenSSL 3 deprecates the SHA256_* functions in favour of EVP, whose contexts
// live on the heap and cost an allocation a copy. Here a midstate is a plain
// struct that is copied for each message.
#define OPENSSL_API_COMPAT 0x10100000L

#include "kernels/identity/keyed_hash.h"

#include <openssl/crypto.h>

namespace dcmscrub {
namespace {

// RFC 2104: the key, padded to a block, xored with one byte.
SHA256_CTX HashKeyBlock(Bytes key, std::uint8_t pad) {
  std::array<std::uint8_t, SHA256_CBLOCK> block;
  block.fill(pad);
  for (std::size_t i = 0; i < key.size(); ++i) block[i] ^= key[i];
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, block.data(), block.size());
  OPENSSL_cleanse(block.data(), block.size());
  return context;
}

Digest Finish(SHA256_CTX inner, SHA256_CTX outer) {
  Digest digest;
  SHA256_Final(digest.data(), &inner);
  SHA256_Update(&outer, digest.data(), digest.size());
  SHA256_Final(digest.data(), &outer);
  return digest;
}

}  // namespace

KeyedHash::KeyedHash(const Key& key) noexcept { Prepare(key); }

KeyedHash::KeyedHash(const Key& key, std::string_view label) noexcept {
  Prepare(key);
  SHA256_CTX inner = inner_;
  SHA256_Update(&inner, label.data(), label.size());
  Digest own_key = Finish(inner, outer_);
  Prepare(own_key);
  OPENSSL_cleanse(own_key.data(), own_key.size());
}

void KeyedHash::Prepare(Bytes key) noexcept {
  inner_ = HashKeyBlock(key, 0x36);
  outer_ = HashKeyBlock(key, 0x5C);
}

Digest KeyedHash::Hash(std::span<const Bytes> parts) const noexcept {
  SHA256_CTX inner = inner_;
  for (Bytes part : parts) {
    std::uint8_t length[8];
    Store<std::uint64_t>(length, part.size(), ByteOrder::kLittle);
    SHA256_Update(&inner, length, sizeof length);
    SHA256_Update(&inner, part.data(), part.size());
  }
  return Finish(inner, outer_);
}

KeyedHash::Stream::Stream(const KeyedHash& hash) noexcept
    : inner_(hash.inner_), outer_(hash.outer_) {}

void KeyedHash::Stream::Add(Bytes bytes) noexcept {
  SHA256_Update(&inner_, bytes.data(), bytes.size());
}

Digest KeyedHash::Stream::Finish() noexcept {
  return dcmscrub::Finish(inner_, outer_);
}

}  // namespace dcmscrub
