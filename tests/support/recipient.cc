#include "tests/support/recipient.h"

#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "kernels/identity/openssl_ptr.h"

namespace dcmscrub {
namespace {

std::string TextOf(const BioPtr& bio) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

BioPtr MakeMemory() { return BioPtr(BIO_new(BIO_s_mem())); }

EvpPkeyPtr MakeKey(KeyKind kind) {
  switch (kind) {
    case KeyKind::kRsa2048:
      return EvpPkeyPtr(EVP_RSA_gen(2048));
    case KeyKind::kRsa1024:
      return EvpPkeyPtr(EVP_RSA_gen(1024));
    case KeyKind::kEc:
      break;
  }
  return EvpPkeyPtr(EVP_EC_gen("P-256"));
}

X509Ptr MakeCertificate(EVP_PKEY* key) {
  static long serial = 0;
  X509Ptr certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86400);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 365L * 86400);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("made up"),
                             -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_set_pubkey(certificate.get(), key);
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

std::string KeyText(EVP_PKEY* key, const EVP_CIPHER* cipher,
                    const std::string& passphrase) {
  const BioPtr out = MakeMemory();
  PEM_write_bio_PKCS8PrivateKey(out.get(), key, cipher, passphrase.data(),
                                static_cast<int>(passphrase.size()), nullptr,
                                nullptr);
  return TextOf(out);
}

EvpPkeyPtr KeyOf(const std::string& pem) {
  return EvpPkeyPtr(PEM_read_bio_PrivateKey(ReadFrom(AsBytes(pem)).get(),
                                            nullptr, nullptr, nullptr));
}

}  // namespace

RecipientPair MakeRecipient(KeyKind kind) {
  const EvpPkeyPtr key = MakeKey(kind);
  const X509Ptr certificate = MakeCertificate(key.get());
  const BioPtr out = MakeMemory();
  PEM_write_bio_X509(out.get(), certificate.get());
  return {KeyText(key.get(), nullptr, ""), TextOf(out)};
}

std::string WithPassphrase(const std::string& key_pem,
                           const std::string& passphrase) {
  return KeyText(KeyOf(key_pem).get(), EVP_aes_256_cbc(), passphrase);
}

std::vector<std::uint8_t> Envelope(Bytes content,
                                   const std::string& certificate_pem,
                                   const char* cipher) {
  const X509Ptr certificate(PEM_read_bio_X509(
      ReadFrom(AsBytes(certificate_pem)).get(), nullptr, nullptr, nullptr));
  STACK_OF(X509)* certificates = sk_X509_new_null();
  sk_X509_push(certificates, certificate.get());
  const CmsPtr cms(CMS_encrypt(certificates, ReadFrom(content).get(),
                               EVP_get_cipherbyname(cipher), CMS_BINARY));
  sk_X509_free(certificates);
  const BioPtr out = MakeMemory();
  i2d_CMS_bio(out.get(), cms.get());
  const std::string der = TextOf(out);
  return {der.begin(), der.end()};
}

std::vector<std::uint8_t> OpenEnvelope(Bytes envelope,
                                       const std::string& key_pem) {
  const CmsPtr cms(d2i_CMS_bio(ReadFrom(envelope).get(), nullptr));
  const BioPtr out = MakeMemory();
  if (cms == nullptr ||
      CMS_decrypt(cms.get(), KeyOf(key_pem).get(), nullptr, nullptr, out.get(),
                  CMS_BINARY | CMS_DEBUG_DECRYPT) != 1) {
    return {};
  }
  const std::string text = TextOf(out);
  return {text.begin(), text.end()};
}

}  // namespace dcmscrub
