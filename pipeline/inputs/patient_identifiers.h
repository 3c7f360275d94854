// What a policy takes out of all objects of each patient, as the first of two
// passes gathers it: docs/residue.md.
//
// It stands in a file and not in memory, however large the archive is. The
// file holds identities, so it has mode 0600 and loses its name the moment it
// is made: whatever ends the program takes it along. In it patients are keyed
// hashes; the values stand there as they are.
#pragma once

#include <absl/status/statusor.h>

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "kernels/identity/keyed_hash.h"
#include "kernels/parse/object_facts.h"
#include "kernels/search/identifier_list.h"
#include "kernels/text/text_codec.h"

namespace dcmscrub {

// Who an object is of.
using PatientHash = std::array<std::uint8_t, 16>;

// Immutable: any number of threads may share one.
class PatientHasher {
 public:
  explicit PatientHasher(const Key& key) : hash_(key, "patient identifiers") {}

  // Of Patient ID and issuer; without an ID, of the Patient's Name; nothing
  // where there is neither. In UTF-8, so that one name in two character sets
  // is one patient.
  std::optional<PatientHash> Of(const ObjectFacts& facts,
                                TextCodec& codec) const;

 private:
  KeyedHash hash_;
};

class PatientIdentifiers {
 public:
  // Values of one patient that Read gives, in bytes.
  static constexpr std::uint64_t kMostBytes = std::uint64_t{4} << 20;

  // Makes the file in `folder`; empty: none, all stays in memory.
  static absl::StatusOr<std::unique_ptr<PatientIdentifiers>> Make(
      const std::string& folder);

  virtual ~PatientIdentifiers() = default;

  // Pairs that are there already are not added again. One thread at a time,
  // and none reads yet. false where the file cannot be written (disk full, I/O
  // error), and from then on.
  virtual bool Add(const PatientHash& patient,
                   const IdentifierList& identifiers) = 0;
  // After the last Add.
  virtual absl::Status Finish() = 0;

  // Any thread. Fills `identifiers` with the patient's pairs, each once,
  // ascending by kind and bytes. Of more than kMostBytes come the first, and
  // `cut` says so: names, texts and dates stand before UIDs. false where they
  // cannot be read.
  virtual bool Read(const PatientHash& patient, IdentifierList& identifiers,
                    bool& cut) = 0;
};

}  // namespace dcmscrub
