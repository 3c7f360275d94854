// Sample archives from a seed: the same seed gives the same bytes on every
// machine. All people in them are invented.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/sample_patient.h"

namespace dcmscrub {

struct SampleFile {
  std::string path;  // relative, UTF-8
  std::vector<std::uint8_t> bytes;
};

// Every kind of object there is in sample_objects.h for each patient, in
// several transfer syntaxes, under folder and file names that hold names, IDs
// and accession numbers; a text file for each and a DICOMDIR for all, which
// are the only files that are not DICOM objects. About 0.4 MB a patient.
std::vector<SampleFile> MixedArchive(std::uint64_t seed,
                                     std::uint32_t patients);

// Whatever may not survive in the output of MixedArchive or BulkSamples with
// that seed: SamplePatient::Identifiers() of all patients, without repeats.
std::vector<std::string> KnownIdentifiers(std::uint64_t seed,
                                          std::uint32_t patients);
// The beginnings of all UIDs of those patients, one for each.
std::vector<std::string> KnownUidPrefixes(std::uint64_t seed,
                                          std::uint32_t patients);

// Single objects as whole files, with next to no pixel data: for timing what
// is done to headers.
std::vector<std::uint8_t> CtSample(std::uint64_t seed = 1);
std::vector<std::uint8_t> MrPrivateSample(std::uint64_t seed = 1);  // ~100 KB
std::vector<std::uint8_t> EnhancedMrSample(int frames, std::uint64_t seed = 1);
std::vector<std::uint8_t> StructuredReportSample(int items,
                                                 std::uint64_t seed = 1);

// Any number of CT slices of one size, a hundred to a patient, fast: files of
// a patient are patched copies of the first one. Headers have about 170
// elements at the top level, nested sequences and private blocks. One object,
// one thread at a time.
class BulkSamples {
 public:
  static constexpr std::uint32_t kFilesPerPatient = 100;
  static constexpr std::uint64_t kCtSize = 530'000;  // 512 KB of pixels
  static constexpr std::uint64_t kSmallSize = 9'600;

  // `file_size` in bytes is met to within one row of pixels, but never less
  // than the header and one row.
  BulkSamples(std::uint64_t seed, std::uint64_t file_size);

  // File `number`, from 0 on, in any order; good until the next call. Calls
  // for files of the same patient in a row are cheap.
  const SampleFile& File(std::uint32_t number);

 private:
  void MakePatientFile(std::uint32_t patient_number);

  std::uint64_t seed_;
  std::uint64_t file_size_;
  std::int64_t patient_number_ = -1;
  SamplePatient patient_;
  SampleFile file_;
  std::vector<std::size_t> uid_ends_;   // behind each instance UID
  std::size_t instance_number_at_ = 0;  // its first digit
};

}  // namespace dcmscrub
