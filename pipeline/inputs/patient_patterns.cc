#include "pipeline/inputs/patient_patterns.h"

#include <utility>

namespace dcmscrub {
namespace {

// Patterns are larger than what they are made of: tables of words, and each
// word in the encodings that bytes are searched in.
constexpr std::uint64_t kBytesForEach = 8;
constexpr std::uint64_t kPatientBytes = 4096;

}  // namespace

PatientPatterns::PatientPatterns(
    std::unique_ptr<PatientIdentifiers> identifiers, const Key& key,
    std::uint64_t memory)
    : identifiers_(std::move(identifiers)), hasher_(key), memory_(memory) {}

bool PatientPatterns::Find(const ObjectFacts& facts, const ResidueWords& words,
                           TextCodec& codec,
                           std::shared_ptr<const ResiduePatterns>& found) {
  found.reset();
  const auto hash = hasher_.Of(facts, codec);
  if (!hash) return true;
  // Bytes are searched in the character set of the object.
  std::string key(AsText(*hash));
  key += facts.character_set;
  const std::shared_ptr<Patient> patient = Take(key);
  if (!patient->ready.load(std::memory_order_acquire)) {
    const std::lock_guard<std::mutex> lock(patient->mutex);
    if (!patient->ready.load(std::memory_order_relaxed)) {
      if (!Make(*hash, facts, words, codec, *patient)) return false;
      Count(key, *hash, patient);
      patient->ready.store(true, std::memory_order_release);
    }
  }
  found = {patient, &patient->patterns};
  return true;
}

std::shared_ptr<PatientPatterns::Patient> PatientPatterns::Take(
    const std::string& key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) {
    kept_.splice(kept_.begin(), kept_, found->second);
  } else {
    kept_.push_front({key, std::make_shared<Patient>(), 0});
    by_key_.emplace(key, kept_.begin());
  }
  return kept_.front().patient;
}

bool PatientPatterns::Make(const PatientHash& hash, const ObjectFacts& facts,
                           const ResidueWords& words, TextCodec& codec,
                           Patient& patient) {
  IdentifierList identifiers;
  if (!identifiers_->Read(hash, identifiers, patient.cut)) return false;
  ResiduePatterns& patterns = patient.patterns;
  patterns.Clear();
  patient.bytes = kPatientBytes;
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    const std::string_view value = identifiers.value(i);
    patient.bytes += kBytesForEach * value.size();
    if (identifiers.kind(i) != IdentifierKind::kUid) {
      patterns.Add(identifiers.kind(i), value);
    }
  }
  patterns.Build(words, codec, facts.character_set);
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    if (identifiers.kind(i) == IdentifierKind::kUid) {
      patterns.AddUid(identifiers.value(i));
    }
  }
  return true;
}

// Counts what was made, and lets go of what was not used for the longest time.
void PatientPatterns::Count(const std::string& key, const PatientHash& hash,
                            const std::shared_ptr<Patient>& patient) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (patient->cut) cut_.emplace(AsText(hash));
  const auto found = by_key_.find(key);
  if (found == by_key_.end() || found->second->patient != patient) return;
  found->second->bytes = patient->bytes;
  bytes_ += patient->bytes;
  while (bytes_ > memory_) {
    bytes_ -= kept_.back().bytes;
    by_key_.erase(kept_.back().key);
    kept_.pop_back();
  }
}

std::uint64_t PatientPatterns::kept_bytes() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return bytes_;
}

std::uint64_t PatientPatterns::cut() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return cut_.size();
}

}  // namespace dcmscrub
