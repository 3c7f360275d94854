#include "kernels/emit/reidentify.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

#include "kernels/clean/value_ops.h"
#include "kernels/core/text.h"
#include "kernels/emit/emitter.h"
#include "kernels/emit/patch_list.h"
#include "kernels/emit/transcode.h"
#include "kernels/identity/openssl_ptr.h"
#include "kernels/parse/duplicates.h"
#include "kernels/parse/prefix_writer.h"

namespace dcmscrub {

struct RecipientKey::Parts {
  EvpPkeyPtr key;
  X509Ptr certificate;  // may be null
};

namespace {

constexpr std::size_t kLargestPem = 16 << 20;

struct Passphrase {
  std::string_view text;
  bool wanted = false;
};

// Called by OpenSSL for an encrypted key; -1 stands for none.
int GivePassphrase(char* to, int size, int, void* passphrase) {
  auto* given = static_cast<Passphrase*>(passphrase);
  given->wanted = true;
  const std::string_view text = given->text;
  if (text.empty() || text.size() > static_cast<std::size_t>(size)) return -1;
  std::memcpy(to, text.data(), text.size());
  return static_cast<int>(text.size());
}

std::uint32_t FindChild(std::span<const Element> elements, std::uint32_t first,
                        std::uint32_t end, Tag tag) {
  for (std::uint32_t i = first; i < end; i = elements[i].next) {
    if (elements[i].tag == tag) return i;
  }
  return kNoElement;
}

// The content of an EnvelopedData, if `key` opens it.
std::optional<Arena> Open(Bytes envelope, const RecipientKey::Parts& key) {
  ERR_clear_error();
  const std::uint8_t* at = envelope.data();
  const CmsPtr cms(
      d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(envelope.size())));
  const BioPtr out(BIO_new(BIO_s_mem()));
  // CMS_DEBUG_DECRYPT: a key that does not fit is an error. Without it OpenSSL
  // goes on with a random key, so that no one on a network can probe keys; the
  // content would be noise.
  const bool opened =
      cms != nullptr &&
      OBJ_obj2nid(CMS_get0_type(cms.get())) == NID_pkcs7_enveloped &&
      CMS_decrypt(cms.get(), key.key.get(), key.certificate.get(), nullptr,
                  out.get(), CMS_BINARY | CMS_DEBUG_DECRYPT) == 1;
  ERR_clear_error();
  if (!opened) return std::nullopt;
  char* content = nullptr;
  const long size = BIO_get_mem_data(out.get(), &content);
  return Arena(content, content + size);
}

// The decrypted data set, and the item in it that holds the originals.
struct Originals {
  Arena bytes;
  ElementIndex index;
  std::uint32_t item = kNoElement;

  // Whether `bytes` are a data set of the expected form.
  bool Read(Encoding encoding) {
    index.Begin(encoding, 0, bytes.size(), kReidentifyLimits);
    if (index.Extend({0, 0, bytes}) != ElementIndex::Status::kDone) {
      return false;
    }
    const auto elements = index.elements();
    const std::uint32_t sequence =
        FindChild(elements, 0, static_cast<std::uint32_t>(elements.size()),
                  tags::kModifiedAttributesSequence);
    if (sequence == kNoElement ||
        !elements[sequence].has(Element::kContainer) ||
        elements[sequence].next == sequence + 1) {
      return false;
    }
    item = sequence + 1;
    return true;
  }

  // Empty where there is none.
  std::string_view Uid(Tag tag) const {
    const auto elements = index.elements();
    const std::uint32_t i =
        FindChild(elements, item + 1, elements[item].next, tag);
    return i == kNoElement
               ? std::string_view()
               : FirstUid(TrimPadding(AsText(LoadedValue(elements[i], bytes))));
  }
};

// Elements of the output's top level, in its arena.
using NewElements = std::vector<Addition>;

// What a restored object may not have, whatever an envelope holds: marks of
// the de-identification, and groups that no data set has.
bool IsRestorable(Tag tag) {
  return tag.group() >= 0x0008 && !tag.is_group_length() &&
         tag != tags::kPatientIdentityRemoved &&
         tag != tags::kDeidentificationMethod &&
         tag != tags::kDeidentificationMethodCodeSequence &&
         tag != tags::kEncryptedAttributesSequence;
}

bool IsDropped(Tag tag) {
  return tag != tags::kPatientIdentityRemoved &&
         (tag.is_group_length() || tag == tags::kDeidentificationMethod ||
          tag == tags::kDeidentificationMethodCodeSequence ||
          tag == tags::kEncryptedAttributesSequence);
}

class Restorer {
 public:
  Restorer(const ReidentifyInput& input, EditList& edits)
      : input_(input),
        elements_(input.index->elements()),
        edits_(edits),
        arena_(edits.arena()) {}

  ReidentifyResult Run() {
    edits_.Clear();
    const ReidentifyResult result = FindOriginals();
    if (result != ReidentifyResult::kOk) return result;
    WritePrefix();
    CollectElements();
    return Emit() ? ReidentifyResult::kOk : ReidentifyResult::kBadContent;
  }

 private:
  ReidentifyResult FindOriginals() {
    const auto end = static_cast<std::uint32_t>(elements_.size());
    const std::uint32_t sequence =
        FindChild(elements_, 0, end, tags::kEncryptedAttributesSequence);
    if (sequence == kNoElement ||
        !elements_[sequence].has(Element::kContainer)) {
      return ReidentifyResult::kNothingEncrypted;
    }
    bool opened = false;
    for (std::uint32_t item = sequence + 1; item < elements_[sequence].next;
         item = elements_[item].next) {
      auto content = Open(ValueIn(item, tags::kEncryptedContent), *key());
      if (!content) continue;
      opened = true;
      originals_.bytes = std::move(*content);
      if (originals_.Read(EncodingOf(item))) return ReidentifyResult::kOk;
    }
    return opened ? ReidentifyResult::kBadContent
                  : ReidentifyResult::kNotForThisKey;
  }

  const RecipientKey::Parts* key() const { return input_.key->parts(); }

  Bytes ValueIn(std::uint32_t item, Tag tag) const {
    const std::uint32_t i =
        FindChild(elements_, item + 1, elements_[item].next, tag);
    return i == kNoElement ? Bytes() : LoadedValue(elements_[i], input_.memory);
  }

  // Of the content of an item. PS3.15 E.1.1 wants explicit little endian.
  Encoding EncodingOf(std::uint32_t item) const {
    const auto syntax = FindTransferSyntax(TrimPadding(
        AsText(ValueIn(item, tags::kEncryptedContentTransferSyntaxUid))));
    return syntax ? syntax->encoding : kExplicitLittle;
  }

  void WritePrefix() {
    const auto restored = [&](Tag tag, std::string_view otherwise) {
      const std::string_view uid = originals_.Uid(tag);
      return uid.empty() ? FirstUid(otherwise) : uid;
    };
    AppendPrefix(arena_,
                 restored(tags::kSopClassUid, input_.facts.sop_class_uid),
                 restored(tags::kSopInstanceUid, input_.facts.sop_instance_uid),
                 input_.syntax.uid);
    edits_.PutArena(0, arena_.size());
  }

  // In the order of tags, each once.
  void CollectElements() {
    const Encoding target = input_.index->encoding();
    const std::uint64_t begin = arena_.size();
    AppendElement(arena_, tags::kPatientIdentityRemoved, Vr::kCS, "NO", target);
    Note(tags::kPatientIdentityRemoved, begin);
    const auto elements = originals_.index.elements();
    const std::uint32_t item = originals_.item;
    for (std::uint32_t i = item + 1; i < elements[item].next;
         i = elements[i].next) {
      if (!IsRestorable(elements[i].tag)) continue;
      const std::uint64_t at = arena_.size();
      AppendTranscoded(arena_, originals_.index, originals_.bytes, i, target);
      if (arena_.size() != at) Note(elements[i].tag, at);
    }
    std::ranges::stable_sort(new_, {}, &Addition::tag);
    const auto copies = std::ranges::unique(new_, {}, &Addition::tag);
    new_.erase(copies.begin(), copies.end());
  }

  void Note(Tag tag, std::uint64_t begin) {
    new_.push_back({tag, begin, arena_.size() - begin});
  }

  bool Emit() {
    PatchList patches;
    patches.Reset(elements_, input_.index->encoding());
    Duplicates duplicates;
    duplicates.Find(*input_.index);
    std::vector<bool> stands(new_.size());
    for (std::uint32_t i = 0; i < elements_.size();) {
      const Element& element = elements_[i];
      const bool top = element.parent == kNoElement;
      if (duplicates.Contains(i) || (top && IsDropped(element.tag))) {
        patches.Remove(i);
        i = element.next;
        continue;
      }
      const auto found =
          std::ranges::lower_bound(new_, element.tag, {}, &Addition::tag);
      if (!top || found == new_.end() || found->tag != element.tag) {
        ++i;
        continue;
      }
      patches.Replace(i, found->begin, found->size, true);
      stands[static_cast<std::size_t>(found - new_.begin())] = true;
      i = element.next;
    }
    for (std::size_t at = 0; at < new_.size(); ++at) {
      if (!stands[at]) patches.Add(new_[at].tag, new_[at].begin, new_[at].size);
    }
    patches.Settle();
    return Emitter().Emit(*input_.index, patches, edits_) == Error::kOk;
  }

  const ReidentifyInput& input_;
  std::span<const Element> elements_;
  EditList& edits_;
  Arena& arena_;
  Originals originals_;
  NewElements new_;
};

}  // namespace

RecipientKey::RecipientKey() : parts_(std::make_unique<Parts>()) {}
RecipientKey::~RecipientKey() = default;
RecipientKey::RecipientKey(RecipientKey&&) noexcept = default;
RecipientKey& RecipientKey::operator=(RecipientKey&&) noexcept = default;

std::string RecipientKey::Read(std::string_view key_pem,
                               std::string_view certificate_pem,
                               std::string_view passphrase) {
  if (key_pem.size() > kLargestPem || certificate_pem.size() > kLargestPem) {
    return "larger than any key or certificate";
  }
  Parts parts;
  Passphrase given{passphrase};
  parts.key.reset(PEM_read_bio_PrivateKey(ReadFrom(AsBytes(key_pem)).get(),
                                          nullptr, GivePassphrase, &given));
  Passphrase none;
  if (!certificate_pem.empty()) {
    parts.certificate.reset(
        PEM_read_bio_X509(ReadFrom(AsBytes(certificate_pem)).get(), nullptr,
                          GivePassphrase, &none));
  }
  ERR_clear_error();
  if (parts.key == nullptr) {
    if (!given.wanted) return "no private key in PEM form";
    return passphrase.empty() ? "the private key needs a passphrase"
                              : "the passphrase does not open the private key";
  }
  if (EVP_PKEY_get_base_id(parts.key.get()) != EVP_PKEY_RSA) {
    return "the private key is not an RSA key";
  }
  if (certificate_pem.empty()) {
    *parts_ = std::move(parts);
    return "";
  }
  if (parts.certificate == nullptr) return "no certificate in PEM form";
  if (X509_check_private_key(parts.certificate.get(), parts.key.get()) != 1) {
    ERR_clear_error();
    return "the certificate is not that of the private key";
  }
  *parts_ = std::move(parts);
  return "";
}

ReidentifyResult Reidentify(const ReidentifyInput& input, EditList& edits) {
  return Restorer(input, edits).Run();
}

}  // namespace dcmscrub
