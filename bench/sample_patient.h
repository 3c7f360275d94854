// Made-up people with names, places and numbers in the character sets of
// their languages. All of it is invented; nobody has these identities.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// Steele, Lea, Flood 2014. Ours, because the distributions of <random> differ
// between libraries and the samples may not.
class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  // In [0, bound), near enough to even for samples.
  std::uint32_t Below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(Next() % bound);
  }
  // `count` decimal digits, the first of them not 0.
  std::string Digits(int count);

 private:
  std::uint64_t state_;
};

// Values as they stand in elements, in the bytes of `character_set`.
struct SamplePatient {
  std::string character_set;  // (0008,0005)
  std::string name;           // (0010,0010)
  std::string plain_name;     // "Mueller_Juergen", for file and folder names
  std::string native_name;    // the same in UTF-8 and its own script
  std::string id;
  std::string other_id;
  std::string issuer;
  std::string birth_date;
  std::string birth_name;
  std::string sex;
  std::string address;
  std::string phone;
  std::string accession_number;
  std::string study_id;
  std::string admission_id;
  std::string request_id;
  std::string referring_physician;
  std::string performing_physician;
  std::string reading_physician;
  std::string operator_name;
  std::string institution;
  std::string institution_address;
  std::string department;
  std::string station;
  std::string serial_number;
  std::string comment;      // free text that names patient and physician
  std::string description;  // one that names the patient; 64 bytes at most
  std::string study_date;
  std::uint64_t scope = 0;  // all UIDs of the patient derive from it

  // The UID of number `number` among those of this patient: always 36
  // characters, the last 8 of them the number.
  std::string Uid(std::uint32_t number) const;

  // Every value above that tells who it is, the words of names also one by
  // one where they have five bytes or more, so that a chance hit in noise is
  // out of the question. No UIDs; no study date.
  std::vector<std::string> Identifiers() const;
};

// Languages and character sets go round: German, French (ISO_IR 100), Greek
// (UTF-8), Japanese (ISO 2022 IR 87), Russian (ISO_IR 144), Chinese (GB18030).
SamplePatient MakePatient(std::uint64_t seed, std::uint32_t number);

// UID numbers 1 and 2 are study and frame of reference; a series has
// 1000 * s, its instances count up from there.
inline constexpr std::uint32_t kStudyUidNumber = 1;
inline constexpr std::uint32_t kFrameOfReferenceUidNumber = 2;
inline constexpr std::uint32_t kDeviceUidNumber = 3;
inline constexpr std::uint32_t kDimensionUidNumber = 4;
constexpr std::uint32_t SeriesUidNumber(std::uint32_t series) {
  return 1000 * series;
}
constexpr std::uint32_t InstanceUidNumber(std::uint32_t series,
                                          std::uint32_t instance) {
  return 1000 * series + instance;
}

}  // namespace dcmscrub
