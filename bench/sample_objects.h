// One function for each kind of object in the sample archive. All are valid
// for their SOP class (dciodvfy finds no errors), and all name their patient
// in more places than the patient module.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/sample_data_set.h"
#include "bench/sample_patient.h"

namespace dcmscrub {

// Where an object stands in its patient's only study. Both count from 1.
struct Slot {
  std::uint32_t series = 1;
  std::uint32_t instance = 1;
};

struct PixelSize {
  std::uint32_t rows = 64;
  std::uint32_t columns = 64;
};

namespace sop_class {
inline constexpr std::string_view kDirectory = "1.2.840.10008.1.3.10";
inline constexpr std::string_view kCr = "1.2.840.10008.5.1.4.1.1.1";
inline constexpr std::string_view kMr = "1.2.840.10008.5.1.4.1.1.4";
inline constexpr std::string_view kEnhancedMr = "1.2.840.10008.5.1.4.1.1.4.1";
inline constexpr std::string_view kUs = "1.2.840.10008.5.1.4.1.1.6.1";
inline constexpr std::string_view kSc = "1.2.840.10008.5.1.4.1.1.7";
inline constexpr std::string_view kBasicTextSr =
    "1.2.840.10008.5.1.4.1.1.88.11";
inline constexpr std::string_view kKeyObject = "1.2.840.10008.5.1.4.1.1.88.59";
inline constexpr std::string_view kPdf = "1.2.840.10008.5.1.4.1.1.104.1";
inline constexpr std::string_view kRtStructureSet =
    "1.2.840.10008.5.1.4.1.1.481.3";
}  // namespace sop_class

// What all objects share: SOP common, patient, study, series and equipment
// modules. In sample_modules.cc, as the next three.
DataSet CommonModules(const SamplePatient& patient, Slot slot,
                      std::string_view sop_class, std::string_view modality);
// General image and image pixel modules, MONOCHROME2 and unsigned; no pixels.
DataSet ImageModules(const SamplePatient& patient, Slot slot, PixelSize size,
                     int bits_allocated, int bits_stored);
// Frame of reference and image plane modules.
DataSet PlaneModules(const SamplePatient& patient, Slot slot);
// A private block of `count` elements (up to 240) of many VRs in (`group`,
// 10xx), one of them the patient's name.
DataSet PrivateBlock(const SamplePatient& patient, std::uint16_t group,
                     std::string_view creator, int count);
// Reference to the instance at `slot`, an item of a reference sequence.
DataSet Reference(const SamplePatient& patient, std::string_view sop_class,
                  Slot slot);
// `count` numbers below 2^`bits` from a pattern of 256 bits.
std::vector<std::int64_t> Noise(std::uint64_t seed, std::size_t count,
                                int bits);

// Images, in sample_images.cc, the enhanced one in sample_enhanced_mr.cc. CT
// and MR have about 170 elements at the top.
DataSet CtImage(const SamplePatient& patient, Slot slot, PixelSize size);
// With private blocks of the Siemens kind: creators, a private sequence, and a
// blob of `blob_bytes` in each of two that holds the name among other things.
DataSet MrImage(const SamplePatient& patient, Slot slot, PixelSize size,
                std::size_t blob_bytes);
DataSet EnhancedMrImage(const SamplePatient& patient, Slot slot, int frames,
                        PixelSize size);
DataSet CrImage(const SamplePatient& patient, Slot slot, PixelSize size);
DataSet ScreenCapture(const SamplePatient& patient, Slot slot);  // burned in
DataSet UsJpegImage(const SamplePatient& patient, Slot slot);    // baseline
DataSet UsRleImage(const SamplePatient& patient, Slot slot, int frames);
inline constexpr std::string_view kJpegBaseline = "1.2.840.10008.1.2.4.50";
inline constexpr std::string_view kRleLossless = "1.2.840.10008.1.2.5";

// Other objects, in sample_documents.cc. The last three refer to the instances
// 1 to `images` of CT series `ct_series`.
DataSet TextReport(const SamplePatient& patient, Slot slot, int items);
DataSet EncapsulatedPdf(const SamplePatient& patient, Slot slot);
DataSet KeyObject(const SamplePatient& patient, Slot slot,
                  std::uint32_t ct_series, std::uint32_t images);
DataSet RtStructureSet(const SamplePatient& patient, Slot slot,
                       std::uint32_t ct_series, std::uint32_t images);
// A media storage directory with one record a patient; a whole file.
std::vector<std::uint8_t> Directory(const std::vector<SamplePatient>& patients);

}  // namespace dcmscrub
