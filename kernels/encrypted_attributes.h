// Originals, encrypted for those who may bring them back. PS3.15 E.1.1 and
// E.1.2, PS3.3 C.12.1.1.4: (0400,0500) holds an item whose (0400,0520) is a
// CMS EnvelopedData (RFC 5652) of a data set in explicit VR little endian that
// has one element, Modified Attributes Sequence (0400,0550), of one item.
//
// A content key is drawn at random for every object, so outputs of a policy
// with `encrypt` differ from run to run in this one sequence.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/bytes.h"
#include "kernels/edit_list.h"
#include "kernels/element_index.h"
#include "kernels/element_writer.h"
#include "kernels/emitter.h"
#include "kernels/error.h"
#include "kernels/patch_list.h"

namespace dcmscrub {

// X.509 certificates with RSA keys. Immutable: any number of threads may share
// one.
class Recipients {
 public:
  // From PEM text, one certificate or several; an error text, empty when all
  // is well. Adds to those that are there.
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
  // Appends (0400,0500), as an element in `encoding`, with the top-level
  // elements `originals` of the index (ascending), whole and as they came:
  // each with all that it holds, VRs filled in from PS3.6, big endian values
  // swapped. Elements with values that were not loaded are left out.
  // AES-256-CBC, key transport by RSA to every recipient.
  Error Append(const ElementIndex& index, Bytes memory,
               std::span<const std::uint32_t> originals,
               const Recipients& recipients, Encoding encoding, Arena& arena);

 private:
  PatchList patches_;
  Emitter emitter_;
  EditList edits_;
  Arena plain_;
};

// PS3.15 E.1.2, the other way round: the object with the originals put back
// over what stands there, (0012,0062) NO, without (0012,0063), (0012,0064) and
// (0400,0500). `key` and `certificate` are PEM. Any item that the key opens
// serves; AES and triple DES.
struct ReidentifyInput {
  const ElementIndex* index = nullptr;
  Bytes memory;
  std::string_view key_pem;
  std::string_view certificate_pem;
};
enum class ReidentifyResult : std::uint8_t {
  kOk,
  kNothingEncrypted,  // no (0400,0500)
  kNotForThisKey,     // items, but none that the key opens
  kBadContent,        // what came out is no data set of the expected form
};
// Appends preamble, file meta information and data set to `edits`; its runs
// point into `memory` and the edit list's own arena.
ReidentifyResult Reidentify(const ReidentifyInput& input, EditList& edits);

}  // namespace dcmscrub
