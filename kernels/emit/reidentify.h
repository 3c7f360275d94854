// An object with its originals put back: PS3.15 E.1.2.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "kernels/core/bytes.h"
#include "kernels/core/edit_list.h"
#include "kernels/core/encoding.h"
#include "kernels/emit/encrypted_attributes.h"
#include "kernels/parse/element_index.h"
#include "kernels/parse/object_facts.h"

namespace dcmscrub {

// An RSA private key. Immutable once it was read: then any number of threads
// may share one.
class RecipientKey {
 public:
  // `key_pem` may be encrypted, with `passphrase`. `certificate_pem` tells
  // which recipient of an object this is; empty: each is tried. An error text,
  // empty when all is well; never asks anyone for anything.
  std::string Read(std::string_view key_pem, std::string_view certificate_pem,
                   std::string_view passphrase = {});

  RecipientKey();
  ~RecipientKey();
  RecipientKey(RecipientKey&&) noexcept;
  RecipientKey& operator=(RecipientKey&&) noexcept;

  struct Parts;
  const Parts* parts() const { return parts_.get(); }

 private:
  std::unique_ptr<Parts> parts_;
};

struct ReidentifyInput {
  const ElementIndex* index = nullptr;  // made with kReidentifyLimits
  Bytes memory;
  ObjectFacts facts;      // completed from the file meta
  TransferSyntax syntax;  // of the output
  const RecipientKey* key = nullptr;
};

// Envelopes are larger than what a scrub wants to see of a value.
inline constexpr IndexLimits kReidentifyLimits = {
    .loaded_value = OriginalsEncrypter::kLargestContent};

enum class ReidentifyResult : std::uint8_t {
  kOk,
  kNothingEncrypted,  // no (0400,0500)
  kNotForThisKey,     // items, but none that the key opens
  kBadContent,        // what came out is no data set of the expected form
};

// Yields preamble, file meta information and data set into `edits`, which is
// cleared first: the originals over what stands at the top level, (0012,0062)
// NO, without (0012,0063), (0012,0064) and (0400,0500). Any item that the key
// opens serves; AES and triple DES, explicit and implicit VR. What else was
// changed and is not among the originals stays as it is; group lengths and all
// but the first of duplicates go. The runs of `edits` are ranges of the input
// and of its own arena, which then holds originals.
ReidentifyResult Reidentify(const ReidentifyInput& input, EditList& edits);

}  // namespace dcmscrub
