#include "bench/sample_archive.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "bench/sample_objects.h"

namespace dcmscrub {
namespace {

// Series of a patient's study in the mixed archive.
enum Series : std::uint32_t {
  kCtSeries = 1,
  kMrSeries,
  kEnhancedMrSeries,
  kUsJpegSeries,
  kUsRleSeries,
  kCrSeries,
  kScSeries,
  kSrSeries,
  kPdfSeries,
  kKeyObjectSeries,
  kRtSeries,
  kDeflatedSeries,
  kBigEndianSeries,
};
constexpr std::uint32_t kCtImages = 4;

std::string Padded(std::uint32_t number, std::size_t digits) {
  std::string text = std::to_string(number);
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

std::vector<SampleFile> PatientFiles(const SamplePatient& p) {
  using namespace transfer_syntax;
  const std::string folder = p.native_name + "_" + p.id + "/" + p.study_date +
                             "_" + p.accession_number + "/";
  std::vector<SampleFile> files;
  const auto add = [&](const std::string& path, const DataSet& data_set,
                       std::string_view syntax,
                       LengthForm lengths = LengthForm::kDefined) {
    files.push_back({folder + path, ToFile(data_set, syntax, lengths)});
  };
  const PixelSize small{64, 64};
  const std::string who = p.plain_name;
  for (std::uint32_t i = 1; i <= kCtImages; ++i) {
    add("CT/CT_" + who + "_" + Padded(i, 4) + ".dcm",
        CtImage(p, {kCtSeries, i}, small), kExplicitVrLittleEndian);
  }
  for (std::uint32_t i = 1; i <= 2; ++i) {
    add("MR/" + p.id + "." + Padded(i, 4) + ".IMA",
        MrImage(p, {kMrSeries, i}, small, 2048), kExplicitVrLittleEndian,
        LengthForm::kUndefined);
  }
  add("MR/enhanced_" + who + ".dcm",
      EnhancedMrImage(p, {kEnhancedMrSeries, 1}, 6, small),
      kExplicitVrLittleEndian);
  add("US/still.dcm", UsJpegImage(p, {kUsJpegSeries, 1}), kJpegBaseline);
  add("US/loop.dcm", UsRleImage(p, {kUsRleSeries, 1}, 3), kRleLossless);
  add("CR/IM000001", CrImage(p, {kCrSeries, 1}, small),
      kImplicitVrLittleEndian);
  add("OT/screen.dcm", ScreenCapture(p, {kScSeries, 1}),
      kExplicitVrLittleEndian);
  add("SR/report_" + who + ".dcm", TextReport(p, {kSrSeries, 1}, 5),
      kExplicitVrLittleEndian, LengthForm::kUndefined);
  add("DOC/letter_" + who + ".dcm", EncapsulatedPdf(p, {kPdfSeries, 1}),
      kExplicitVrLittleEndian);
  add("KO/key.dcm", KeyObject(p, {kKeyObjectSeries, 1}, kCtSeries, kCtImages),
      kImplicitVrLittleEndian);
  add("RT/RS." + p.id + ".dcm",
      RtStructureSet(p, {kRtSeries, 1}, kCtSeries, kCtImages),
      kImplicitVrLittleEndian);
  add("CT/deflated.dcm", CtImage(p, {kDeflatedSeries, 1}, small),
      kDeflatedExplicitVrLittleEndian);
  add("CR/big_endian.dcm", CrImage(p, {kBigEndianSeries, 1}, small),
      kExplicitVrBigEndian);
  const std::string note = "Notes on " + p.native_name + ", " + p.id + "\n";
  files.push_back(
      {folder + "notes_" + who + ".txt", {note.begin(), note.end()}});
  return files;
}

std::vector<SamplePatient> Patients(std::uint64_t seed, std::uint32_t count) {
  std::vector<SamplePatient> patients;
  patients.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    patients.push_back(MakePatient(seed, i));
  }
  return patients;
}

constexpr PixelSize kTinyImage{4, 4};

}  // namespace

std::vector<SampleFile> MixedArchive(std::uint64_t seed,
                                     std::uint32_t patients) {
  const std::vector<SamplePatient> people = Patients(seed, patients);
  std::vector<SampleFile> files;
  for (const SamplePatient& patient : people) {
    std::vector<SampleFile> more = PatientFiles(patient);
    std::move(more.begin(), more.end(), std::back_inserter(files));
  }
  files.push_back({"DICOMDIR", Directory(people)});
  return files;
}

std::vector<std::string> KnownIdentifiers(std::uint64_t seed,
                                          std::uint32_t patients) {
  std::vector<std::string> all;
  for (const SamplePatient& patient : Patients(seed, patients)) {
    const std::vector<std::string> more = patient.Identifiers();
    all.insert(all.end(), more.begin(), more.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::vector<std::string> KnownUidPrefixes(std::uint64_t seed,
                                          std::uint32_t patients) {
  constexpr std::size_t kNumberDigits = 8;
  std::vector<std::string> all;
  for (const SamplePatient& patient : Patients(seed, patients)) {
    const std::string uid = patient.Uid(kStudyUidNumber);
    all.push_back(uid.substr(0, uid.size() - kNumberDigits));
  }
  return all;
}

std::vector<std::uint8_t> CtSample(std::uint64_t seed) {
  return ToFile(CtImage(MakePatient(seed, 0), {1, 1}, kTinyImage),
                transfer_syntax::kExplicitVrLittleEndian);
}

std::vector<std::uint8_t> MrPrivateSample(std::uint64_t seed) {
  constexpr std::size_t kBlobBytes = 48 * 1024;
  return ToFile(MrImage(MakePatient(seed, 1), {1, 1}, kTinyImage, kBlobBytes),
                transfer_syntax::kExplicitVrLittleEndian,
                LengthForm::kUndefined);
}

std::vector<std::uint8_t> EnhancedMrSample(int frames, std::uint64_t seed) {
  return ToFile(
      EnhancedMrImage(MakePatient(seed, 2), {1, 1}, frames, kTinyImage),
      transfer_syntax::kExplicitVrLittleEndian);
}

std::vector<std::uint8_t> StructuredReportSample(int items,
                                                 std::uint64_t seed) {
  return ToFile(TextReport(MakePatient(seed, 0), {1, 1}, items),
                transfer_syntax::kExplicitVrLittleEndian);
}

BulkSamples::BulkSamples(std::uint64_t seed, std::uint64_t file_size)
    : seed_(seed), file_size_(file_size) {}

void BulkSamples::MakePatientFile(std::uint32_t patient_number) {
  constexpr std::string_view kSyntax = transfer_syntax::kExplicitVrLittleEndian;
  constexpr std::string_view kFirstInstance = "00000001";
  patient_ = MakePatient(seed_, patient_number);
  const auto make = [&](PixelSize size) {
    DataSet ct = CtImage(patient_, {1, 1}, size);
    ct.Text(0x0020, 0x0013, "IS", kFirstInstance);
    return ToFile(ct, kSyntax);
  };
  PixelSize size{1, file_size_ > 4 * kSmallSize ? 512U : 16U};
  const std::size_t smallest = make(size).size();
  if (file_size_ > smallest) {
    size.rows += static_cast<std::uint32_t>((file_size_ - smallest) /
                                            (2 * size.columns));
  }
  file_.bytes = make(size);

  const std::string uid = patient_.Uid(InstanceUidNumber(1, 1));
  uid_ends_.clear();
  const std::string_view text = AsText(file_.bytes);
  for (std::size_t at = text.find(uid); at != std::string_view::npos;
       at = text.find(uid, at + 1)) {
    uid_ends_.push_back(at + uid.size());
  }
  const DicomBytes number =
      DicomBytes().Element(0x0020, 0x0013, "IS", kFirstInstance);
  instance_number_at_ = text.find(AsText(number)) + 8;
}

const SampleFile& BulkSamples::File(std::uint32_t number) {
  const std::uint32_t patient_number = number / kFilesPerPatient;
  if (patient_number_ != patient_number) {
    MakePatientFile(patient_number);
    patient_number_ = patient_number;
  }
  const std::uint32_t instance = 1 + number % kFilesPerPatient;
  const std::string tail = Padded(InstanceUidNumber(1, instance), 8);
  for (const std::size_t end : uid_ends_) {
    std::memcpy(&file_.bytes[end - tail.size()], tail.data(), tail.size());
  }
  const std::string instance_number = Padded(instance, 8);
  std::memcpy(&file_.bytes[instance_number_at_], instance_number.data(),
              instance_number.size());
  // The last row tells pixels of two files apart.
  Store(&file_.bytes[file_.bytes.size() - 4], number & 0x0FFF0FFF,
        ByteOrder::kLittle);
  file_.path = patient_.plain_name + "_" + patient_.id + "/IM" +
               Padded(instance, 6) + ".dcm";
  return file_;
}

}  // namespace dcmscrub
