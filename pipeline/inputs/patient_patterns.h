// The patterns of each patient, made of what the first of two passes gathered
// when a file of the patient comes, and kept for the next one: the files of a
// patient mostly stand beside each other.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "kernels/search/residue_patterns.h"
#include "pipeline/inputs/patient_identifiers.h"

namespace dcmscrub {

// What is found depends on neither the memory nor the order of calls.
class PatientPatterns {
 public:
  // Keeps what was used last, up to `memory` bytes of it; what a thread holds
  // on top lives for as long as it does.
  PatientPatterns(std::unique_ptr<PatientIdentifiers> identifiers,
                  const Key& key, std::uint64_t memory);

  // Any thread, with a codec of its own: the patterns to search the object for,
  // null where its patient has no ID and no name. Takes a lock for a look-up;
  // longer only where the same patient is being made ready by another thread.
  // false where what was gathered cannot be read.
  bool Find(const ObjectFacts& facts, const ResidueWords& words,
            TextCodec& codec, std::shared_ptr<const ResiduePatterns>& found);

  std::uint64_t kept_bytes() const;
  // Patients who have more than is searched for: PatientIdentifiers::Read.
  std::uint64_t cut() const;

 private:
  struct Patient {
    std::mutex mutex;  // of making it
    std::atomic<bool> ready{false};
    ResiduePatterns patterns;
    bool cut = false;
    std::uint64_t bytes = 0;
  };
  struct Kept {
    std::string key;
    std::shared_ptr<Patient> patient;
    std::uint64_t bytes = 0;  // counted in bytes_
  };

  std::shared_ptr<Patient> Take(const std::string& key);
  bool Make(const PatientHash& hash, const ObjectFacts& facts,
            const ResidueWords& words, TextCodec& codec, Patient& patient);
  void Count(const std::string& key, const PatientHash& hash,
             const std::shared_ptr<Patient>& patient);

  const std::unique_ptr<PatientIdentifiers> identifiers_;
  const PatientHasher hasher_;
  const std::uint64_t memory_;
  mutable std::mutex mutex_;  // of what follows
  std::list<Kept> kept_;      // the one used last in front
  absl::flat_hash_map<std::string, std::list<Kept>::iterator> by_key_;
  absl::flat_hash_set<std::string> cut_;
  std::uint64_t bytes_ = 0;
};

}  // namespace dcmscrub
