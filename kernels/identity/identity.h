// Original identifiers → their replacements, as functions of the key and the
// value alone: no table grows with a run, and every machine agrees.
//
// Each replacement carries a check made with the same key. A value that is
// already a replacement under this key is recognised and maps to itself, so
// scrubbing an output again changes nothing. The check is short; that a
// foreign value passes it by chance is 2^-42 for a UID, 2^-15 for a pseudonym
// that has exactly our form, and 2^-30 for one of a site's form, which many a
// foreign value has.
//
// Immutable after construction: any number of threads may share one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "kernels/core/short_text.h"
#include "kernels/core/uid.h"
#include "kernels/identity/date_ops.h"
#include "kernels/identity/keyed_hash.h"
#include "kernels/identity/patient_key.h"

namespace dcmscrub {

class Identity {
 public:
  // UIDs come under `uid_root`, a valid UID of at most kLongestUidRoot
  // characters, or as "2.25." and a UUID where it is empty. One that was made
  // under this key is known again whatever its root.
  explicit Identity(const Key& key, std::string_view uid_root = {});
  static constexpr std::size_t kLongestUidRoot = 24;

  // One UID, without padding: the root and a UUID of version 8 (PS3.5 B.2,
  // RFC 9562) in decimal: 80 bits of keyed hash, 42 bits of check. A UID under
  // the root of the Standard, 1.2.840.10008., comes back as it is, and so does
  // an empty one. An ill-formed UID is mapped like any other.
  ShortText MapUid(std::string_view uid) const;

  // An instance UID for an object that has none: a function of its contents.
  ShortText DeriveUid(std::span<const Bytes> contents) const;

  // A Patient ID with its issuer, as PatientKey has them: "P-" and 15
  // characters of Crockford's base 32. Empty for an empty id.
  ShortText PatientPseudonym(std::string_view id,
                             std::string_view issuer) const;

  // For a patient with no ID: from the name. The same form, another function.
  ShortText NamePseudonym(std::string_view name) const;

  // The one of these two that fits.
  ShortText Pseudonym(const PatientKey& patient) const {
    return patient.by_name ? NamePseudonym(patient.who)
                           : PatientPseudonym(patient.who, patient.issuer);
  }

  // The same for a site's rules, of any value in UTF-8: `prefix`, at most
  // kLongestPrefix bytes, and 18 characters. Under the prefix "P-" it is
  // PatientPseudonym without an issuer. WithoutEmptyEnd holds here, too. All
  // three give a value back as it is that is a pseudonym under this key
  // already, whatever its prefix.
  static constexpr std::size_t kLongestPrefix = 16;
  ShortText PseudonymOf(std::string_view prefix, std::string_view value) const;

  // `characters` (4 to 26) of Crockford's base 32 over any value. Cannot be
  // told from other text, so the hash of a hash is another one.
  ShortText Hash(std::string_view value, int characters) const;

  // By how many days dates move: never positive, one number for all objects
  // with that Patient ID and issuer. What else they may go by (DatesBy), such
  // as the Study Instance UID of an object without a Patient ID: pass that as
  // `id`.
  int DateOffset(std::string_view id, std::string_view issuer,
                 DateShiftRange range) const;

  // Whether a value was made under this key.
  bool MadeUid(std::string_view uid) const;
  bool MadePseudonym(std::string_view text) const;

  // For seal.h.
  const KeyedHash& seal() const { return seal_; }

  // A neutral name for a file or folder: "F-" and 12 characters.
  ShortText NeutralName(std::string_view original) const;

  // Tells identities of one process apart; never 0. Copies share it.
  std::uint64_t serial() const { return serial_; }

  // Tells keys apart in journals and reports: 16 hexadecimal digits, of no
  // use to find the key.
  std::string Fingerprint() const;

 private:
  ShortText MakeUid(const Digest& digest) const;
  ShortText Pseudonym(const KeyedHash& hash, std::string_view prefix,
                      std::string_view first, std::string_view second) const;

  std::uint64_t serial_;
  KeyedHash uid_;
  KeyedHash uid_check_;
  KeyedHash contents_;
  KeyedHash patient_;
  KeyedHash name_;
  KeyedHash pseudonym_check_;
  KeyedHash path_;
  KeyedHash fingerprint_;
  KeyedHash seal_;
  KeyedHash hash_;
  KeyedHash date_offset_;
  ShortText uid_root_;  // without the last dot
};

// Whether a value looks like PatientPseudonym of some key. A site's own number
// may, and so does an output of another key: MadePseudonym tells.
bool HasPseudonymForm(std::string_view text);

// Whether `uid` lies under 1.2.840.10008, the Standard's own root. Ill-formed
// text does not, so that nothing can hide behind that root.
bool IsStandardUid(std::string_view uid);

}  // namespace dcmscrub
