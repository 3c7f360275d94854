#include "kernels/emit/encrypted_attributes.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <vector>

#include "kernels/emit/transcode.h"
#include "kernels/identity/openssl_ptr.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kLargestPem = 16 << 20;

// Without one, OpenSSL would ask at the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

// What keeps a certificate from being a recipient's; null when nothing does.
const char* FaultOf(X509* certificate) {
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr || EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) {
    return " has no RSA key";
  }
  if (EVP_PKEY_get_bits(key) < Recipients::kLeastRsaBits) {
    return " has an RSA key of fewer than 2048 bits";
  }
  return nullptr;
}

bool IsEndOfPem(unsigned long error) {
  return ERR_GET_LIB(error) == ERR_LIB_PEM &&
         ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

void AppendEnd(Arena& arena, Tag delimiter, Encoding encoding) {
  AppendHeader(arena, delimiter, Vr::kNone, 0, encoding);
}

void AppendBegin(Arena& arena, Tag sequence, Encoding encoding) {
  AppendHeader(arena, sequence, Vr::kSQ, kUndefinedLength, encoding);
  AppendHeader(arena, tags::kItem, Vr::kNone, kUndefinedLength, encoding);
}

void AppendEnds(Arena& arena, Encoding encoding) {
  AppendEnd(arena, tags::kItemDelimitation, encoding);
  AppendEnd(arena, tags::kSequenceDelimitation, encoding);
}

std::uint32_t FindCharacterSet(std::span<const Element> elements) {
  for (std::uint32_t i = 0; i < elements.size(); i = elements[i].next) {
    if (elements[i].tag == tags::kSpecificCharacterSet) return i;
  }
  return kNoElement;
}

}  // namespace

struct Recipients::Certificates {
  std::vector<X509Ptr> all;
};

Recipients::Recipients() : certificates_(std::make_unique<Certificates>()) {}
Recipients::~Recipients() = default;
Recipients::Recipients(Recipients&&) noexcept = default;
Recipients& Recipients::operator=(Recipients&&) noexcept = default;

bool Recipients::empty() const { return certificates_->all.empty(); }

std::string Recipients::Add(std::string_view pem) {
  if (pem.size() > kLargestPem) return "larger than any certificate";
  const BioPtr in = ReadFrom(AsBytes(pem));
  std::vector<X509Ptr> added;
  while (true) {
    ERR_clear_error();
    X509Ptr certificate(
        PEM_read_bio_X509(in.get(), nullptr, NoPassphrase, nullptr));
    const std::string name = "certificate " + std::to_string(added.size() + 1);
    if (certificate == nullptr) {
      const unsigned long error = ERR_peek_last_error();
      ERR_clear_error();
      if (!IsEndOfPem(error)) return name + " cannot be read";
      break;
    }
    if (const char* fault = FaultOf(certificate.get())) return name + fault;
    added.push_back(std::move(certificate));
  }
  if (added.empty()) return "no certificate in PEM form";
  std::ranges::move(added, std::back_inserter(certificates_->all));
  return "";
}

bool OriginalsEncrypter::Encode(const ElementIndex& index, Bytes memory,
                                std::span<const std::uint32_t> originals) {
  const auto elements = index.elements();
  order_.assign(originals.begin(), originals.end());
  std::ranges::sort(order_, {}, [&](std::uint32_t i) {
    return std::pair(elements[i].tag, i);
  });
  const auto copies = std::ranges::unique(
      order_, {}, [&](std::uint32_t i) { return elements[i].tag; });
  order_.erase(copies.begin(), copies.end());

  plain_.clear();
  AppendBegin(plain_, tags::kModifiedAttributesSequence, kExplicitLittle);
  // PS3.5 6.1.2.5.4: nothing around this item gives it a character set.
  const std::uint32_t character_set = FindCharacterSet(elements);
  if (character_set != kNoElement) {
    AppendTranscoded(plain_, index, memory, character_set, kExplicitLittle);
  }
  const std::size_t empty = plain_.size();
  for (const std::uint32_t i : order_) {
    if (elements[i].tag == tags::kSpecificCharacterSet) continue;
    AppendTranscoded(plain_, index, memory, i, kExplicitLittle);
  }
  if (plain_.size() == empty) return false;
  AppendEnds(plain_, kExplicitLittle);
  return true;
}

bool OriginalsEncrypter::Encrypt(const Recipients& recipients) {
  // A stack of its own for each call, though not of certificates: they are
  // shared, and only counted up.
  STACK_OF(X509)* certificates = sk_X509_new_null();
  for (const X509Ptr& one : recipients.certificates_->all) {
    sk_X509_push(certificates, one.get());
  }
  const BioPtr in = ReadFrom(plain_);
  const CmsPtr cms(
      CMS_encrypt(certificates, in.get(), EVP_aes_256_cbc(), CMS_BINARY));
  sk_X509_free(certificates);
  content_.clear();
  if (cms != nullptr) {
    const int size = i2d_CMS_ContentInfo(cms.get(), nullptr);
    content_.resize(static_cast<std::size_t>(std::max(size, 0)));
    std::uint8_t* to = content_.data();
    if (size > 0) i2d_CMS_ContentInfo(cms.get(), &to);
  }
  ERR_clear_error();
  return !content_.empty() && content_.size() <= kLargestContent;
}

Error OriginalsEncrypter::Append(const ElementIndex& index, Bytes memory,
                                 std::span<const std::uint32_t> originals,
                                 const Recipients& recipients,
                                 Encoding encoding, Arena& arena) {
  if (recipients.empty()) return Error::kCannotEncrypt;
  if (!Encode(index, memory, originals)) return Error::kOk;
  if (plain_.size() > kLargestContent || !Encrypt(recipients)) {
    return Error::kCannotEncrypt;
  }
  AppendBegin(arena, tags::kEncryptedAttributesSequence, encoding);
  AppendElement(arena, tags::kEncryptedContentTransferSyntaxUid, Vr::kUI,
                transfer_syntax::kExplicitVrLittleEndian, encoding);
  AppendElement(arena, tags::kEncryptedContent, Vr::kOB, content_, encoding);
  AppendEnds(arena, encoding);
  return Error::kOk;
}

}  // namespace dcmscrub
