// Keys and certificates for tests, made on the spot: nothing in the tree looks
// like a private key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/bytes.h"

namespace dcmscrub {

struct RecipientPair {
  std::string key_pem;
  std::string certificate_pem;  // self-signed
};

enum class KeyKind { kRsa2048, kRsa1024, kEc };

RecipientPair MakeRecipient(KeyKind kind = KeyKind::kRsa2048);

// The same key under a passphrase, in PEM.
std::string WithPassphrase(const std::string& key_pem,
                           const std::string& passphrase);

// A CMS EnvelopedData in DER, by OpenSSL's name of the cipher: "AES-128-CBC".
std::vector<std::uint8_t> Envelope(Bytes content,
                                   const std::string& certificate_pem,
                                   const char* cipher = "AES-256-CBC");
// What is in one; nothing where the key does not open it.
std::vector<std::uint8_t> OpenEnvelope(Bytes envelope,
                                       const std::string& key_pem);

}  // namespace dcmscrub
