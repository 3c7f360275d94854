// Originals, encrypted for those who may bring them back (reidentify.h).
// PS3.15 E.1.1, PS3.3 C.12.1.1.4: (0400,0500) holds an item whose (0400,0520)
// is a CMS EnvelopedData (RFC 5652) of a data set in explicit VR little endian
// that has one element, Modified Attributes Sequence (0400,0550), of one item.
//
// A content key is drawn at random for every object, so outputs of a policy
// with `encrypt` differ from run to run in this one sequence.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/core/element_writer.h"
#include "kernels/core/encoding.h"
#include "kernels/core/error.h"
#include "kernels/parse/element_index.h"

namespace dcmscrub {

// X.509 certificates with RSA keys of kLeastRsaBits or more. Immutable once
// they are all added: then any number of threads may share one.
class Recipients {
 public:
  static constexpr int kLeastRsaBits = 2048;

  // From PEM text, one certificate or several; an error text, empty when all
  // is well: "certificate 2 has no RSA key". Adds to those that are there, or
  // adds none. Other blocks than certificates are passed over. Whether a
  // certificate is valid today, or whom it names, is not looked at.
  std::string Add(std::string_view pem);
  bool empty() const;

  Recipients();
  ~Recipients();
  Recipients(Recipients&&) noexcept;
  Recipients& operator=(Recipients&&) noexcept;

 private:
  friend class OriginalsEncrypter;
  struct Certificates;
  std::unique_ptr<Certificates> certificates_;
};

// Working storage of one object at a time, reused.
class OriginalsEncrypter {
 public:
  // Of one (0400,0520). Who reads it back must have IndexLimits::loaded_value
  // no smaller.
  static constexpr std::uint32_t kLargestContent = 64 << 20;

  // Appends (0400,0500), as an element in `encoding`, with the top-level
  // elements `originals` of the index (ascending), whole and as they came:
  // each with all that it holds, VRs filled in from PS3.6, big endian values
  // swapped. Values that were not loaded are left out. With them goes the
  // object's (0008,0005), which says how to read them. AES-256-CBC, key
  // transport by RSA to every recipient. With no originals, or none that was
  // loaded, it appends nothing. kCannotEncrypt, and nothing appended, when
  // there are no recipients, or more than kLargestContent.
  Error Append(const ElementIndex& index, Bytes memory,
               std::span<const std::uint32_t> originals,
               const Recipients& recipients, Encoding encoding, Arena& arena);

 private:
  // The data set to be encrypted, into plain_; false when nothing is in it.
  bool Encode(const ElementIndex& index, Bytes memory,
              std::span<const std::uint32_t> originals);
  // plain_ as an EnvelopedData in DER, into content_.
  bool Encrypt(const Recipients& recipients);

  std::vector<std::uint32_t> order_;
  Arena plain_;
  Arena content_;
};

}  // namespace dcmscrub
