// What is kept of each file for the checks of the whole set: hashes and
// counts, never values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/verify/reading/checks.h"
#include "pipeline/verify/reading/profile.h"

namespace dcmscrub {

// One of a hash 0 is none.
struct FileIdentity {
  std::uint64_t instance = 0;
  std::uint64_t series = 0;
  std::uint64_t study = 0;
  std::uint64_t patient_id = 0;  // with its issuer
  std::uint64_t patient_name = 0;

  // Who it is: by ID, else by name.
  std::uint64_t patient() const {
    return patient_id != 0 ? patient_id : patient_name;
  }
};

// A value of the original that is gone or another one, which is right where an
// original of the same patient is in it.
struct LostValue {
  Check check;            // what is to be said else
  std::uint32_t element;  // of the original
};

struct FileFacts {
  std::uint64_t number = 0;  // from 1, by path
  FileIdentity identity;
  // Of the original; all 0 where there is none to compare with.
  FileIdentity source;
  std::uint64_t source_file = 0;  // its path
  bool compared = false;          // with the original, which could be read
  std::uint64_t policy = 0;       // our value of (0012,0063)
  bool labelled_patient = false;  // Patient ID is one that the user gave
  // Original and new UIDs that stand at the same place.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> uids;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> frames_of_reference;
  std::vector<std::uint64_t> references;  // Referenced SOP Instance UIDs
  // Of these the instances that the original referred to, in their order; 0
  // where that is not known.
  std::vector<std::uint64_t> source_references;
  std::vector<std::int64_t> date_offsets;  // days; without repeats
  std::vector<LostValue> lost;
  const VerifyProfile* profile = nullptr;  // where something is lost
};

}  // namespace dcmscrub
