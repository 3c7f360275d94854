#include <cstdio>

#include "bench/sample_objects.h"

namespace dcmscrub {
namespace {

// Minute `minute` of the study.
std::string Time(std::uint32_t minute) {
  char time[16];
  std::snprintf(time, sizeof time, "%02u%02u00", 8 + minute / 60 % 12,
                minute % 60);
  return time;
}

void AddSopCommon(DataSet& d, const SamplePatient& p, Slot slot,
                  std::string_view sop_class) {
  d.Text(0x0008, 0x0005, "CS", p.character_set)
      .Text(0x0008, 0x0012, "DA", p.study_date)
      .Text(0x0008, 0x0013, "TM", Time(slot.series))
      .Text(0x0008, 0x0014, "UI", p.Uid(kDeviceUidNumber))
      .Text(0x0008, 0x0016, "UI", sop_class)
      .Text(0x0008, 0x0018, "UI",
            p.Uid(InstanceUidNumber(slot.series, slot.instance)))
      .Text(0x0020, 0x0013, "IS", std::to_string(slot.instance));
}

void AddPatient(DataSet& d, const SamplePatient& p) {
  d.Text(0x0010, 0x0010, "PN", p.name)
      .Text(0x0010, 0x0020, "LO", p.id)
      .Text(0x0010, 0x0021, "LO", p.issuer)
      .Text(0x0010, 0x0030, "DA", p.birth_date)
      .Text(0x0010, 0x0040, "CS", p.sex)
      .Text(0x0010, 0x1000, "LO", p.other_id)
      .Text(0x0010, 0x1001, "PN", p.birth_name)
      .Text(0x0010, 0x1005, "PN", p.birth_name)
      .Text(0x0010, 0x1010, "AS", "051Y")
      .Text(0x0010, 0x1020, "DS", "1.71")
      .Text(0x0010, 0x1030, "DS", "68.5")
      .Text(0x0010, 0x1040, "LO", p.address)
      .Text(0x0010, 0x2154, "SH", p.phone)
      .Text(0x0010, 0x4000, "LT", p.comment);
}

void AddStudy(DataSet& d, const SamplePatient& p) {
  d.Text(0x0008, 0x0020, "DA", p.study_date)
      .Text(0x0008, 0x0030, "TM", Time(0))
      .Text(0x0008, 0x0050, "SH", p.accession_number)
      .Text(0x0008, 0x0090, "PN", p.referring_physician)
      .Text(0x0008, 0x1030, "LO", p.description)
      .Text(0x0008, 0x1060, "PN", p.reading_physician)
      .Text(0x0020, 0x000D, "UI", p.Uid(kStudyUidNumber))
      .Text(0x0020, 0x0010, "SH", p.study_id)
      .Text(0x0032, 0x1032, "PN", p.referring_physician)
      .Text(0x0038, 0x0010, "LO", p.admission_id)
      .Sequence(0x0008, 0x1032, {Code("THX", "99SAMPLE", "Thorax")});
}

void AddSeries(DataSet& d, const SamplePatient& p, Slot slot,
               std::string_view modality) {
  d.Text(0x0008, 0x0060, "CS", modality)
      .Text(0x0008, 0x0021, "DA", p.study_date)
      .Text(0x0008, 0x0031, "TM", Time(slot.series))
      .Text(0x0008, 0x103E, "LO", "Series of " + p.id)
      .Text(0x0008, 0x1050, "PN", p.performing_physician)
      .Text(0x0008, 0x1070, "PN", p.operator_name)
      .Text(0x0018, 0x1030, "LO", "Protocol " + p.study_id)
      .Text(0x0020, 0x000E, "UI", p.Uid(SeriesUidNumber(slot.series)))
      .Text(0x0020, 0x0011, "IS", std::to_string(slot.series))
      .Text(0x0040, 0x0244, "DA", p.study_date)
      .Text(0x0040, 0x0245, "TM", Time(slot.series))
      .Text(0x0040, 0x0253, "SH", p.request_id)
      .Sequence(0x0040, 0x0275,
                {DataSet()
                     .Text(0x0008, 0x0050, "SH", p.accession_number)
                     .Text(0x0040, 0x0009, "SH", p.request_id)
                     .Text(0x0040, 0x1001, "SH", p.request_id)
                     .Sequence(0x0040, 0x0008,
                               {Code("CHEST", "99SAMPLE", "Chest")})});
}

void AddEquipment(DataSet& d, const SamplePatient& p) {
  d.Text(0x0008, 0x0070, "LO", "Sample Imaging Works")
      .Text(0x0008, 0x0080, "LO", p.institution)
      .Text(0x0008, 0x0081, "ST", p.institution_address)
      .Text(0x0008, 0x1010, "SH", p.station)
      .Text(0x0008, 0x1040, "LO", p.department)
      .Text(0x0008, 0x1090, "LO", "Sampler 3000")
      .Text(0x0018, 0x1000, "LO", p.serial_number)
      .Text(0x0018, 0x1020, "LO", "7.1");
}

}  // namespace

DataSet CommonModules(const SamplePatient& patient, Slot slot,
                      std::string_view sop_class, std::string_view modality) {
  DataSet d;
  AddSopCommon(d, patient, slot, sop_class);
  AddPatient(d, patient);
  AddStudy(d, patient);
  AddSeries(d, patient, slot, modality);
  AddEquipment(d, patient);
  return d;
}

DataSet ImageModules(const SamplePatient& patient, Slot slot, PixelSize size,
                     int bits_allocated, int bits_stored) {
  return DataSet()
      .Text(0x0008, 0x0022, "DA", patient.study_date)
      .Text(0x0008, 0x0032, "TM", Time(slot.series))
      .Text(0x0008, 0x0023, "DA", patient.study_date)
      .Text(0x0008, 0x0033, "TM", Time(slot.series))
      .Text(0x0020, 0x0012, "IS", "1")
      .Text(0x0020, 0x4000, "LT", patient.comment)
      .Text(0x0020, 0x0020, "CS", "L\\P")
      .Numbers(0x0028, 0x0002, "US", {1})
      .Text(0x0028, 0x0004, "CS", "MONOCHROME2")
      .Numbers(0x0028, 0x0010, "US", {size.rows})
      .Numbers(0x0028, 0x0011, "US", {size.columns})
      .Numbers(0x0028, 0x0100, "US", {bits_allocated})
      .Numbers(0x0028, 0x0101, "US", {bits_stored})
      .Numbers(0x0028, 0x0102, "US", {bits_stored - 1})
      .Numbers(0x0028, 0x0103, "US", {0})
      .Text(0x0028, 0x0301, "CS", "NO")
      .Text(0x0028, 0x2110, "CS", "00");
}

DataSet PlaneModules(const SamplePatient& patient, Slot slot) {
  const std::string z = std::to_string(3 * slot.instance);
  return DataSet()
      .Text(0x0018, 0x0050, "DS", "3")
      .Text(0x0020, 0x0032, "DS", "-120\\-120\\" + z)
      .Text(0x0020, 0x0037, "DS", "1\\0\\0\\0\\1\\0")
      .Text(0x0020, 0x0052, "UI", patient.Uid(kFrameOfReferenceUidNumber))
      .Text(0x0020, 0x1040, "LO")
      .Text(0x0020, 0x1041, "DS", z)
      .Text(0x0028, 0x0030, "DS", "0.75\\0.75");
}

DataSet PrivateBlock(const SamplePatient& patient, std::uint16_t group,
                     std::string_view creator, int count) {
  SplitMix64 random(group);
  DataSet d;
  d.Text(group, 0x0010, "LO", creator);
  d.Text(group, 0x1001, "LO", patient.name);
  for (int i = 2; i <= count; ++i) {
    const auto element = static_cast<std::uint16_t>(0x1000 + i);
    const std::uint32_t number = random.Below(30000);
    switch (i % 8) {
      case 0:
        d.Text(group, element, "DS", std::to_string(number) + ".5");
        break;
      case 1:
        d.Text(group, element, "IS", std::to_string(number));
        break;
      case 2:
        d.Numbers(group, element, "US", {number});
        break;
      case 3:
        d.Numbers(group, element, "SL", {number, -1});
        break;
      case 4:
        d.Floats(group, element, "FD", {number / 8.0});
        break;
      case 5:
        d.Text(group, element, "SH", i == 5 ? patient.id : "SET");
        break;
      case 6:
        d.Numbers(group, element, "OB", {number % 251, 0, 1, 2});
        break;
      default:
        d.Floats(group, element, "FL", {number / 4.0});
    }
  }
  return d;
}

DataSet Reference(const SamplePatient& patient, std::string_view sop_class,
                  Slot slot) {
  return DataSet()
      .Text(0x0008, 0x1150, "UI", sop_class)
      .Text(0x0008, 0x1155, "UI",
            patient.Uid(InstanceUidNumber(slot.series, slot.instance)));
}

std::vector<std::int64_t> Noise(std::uint64_t seed, std::size_t count,
                                int bits) {
  constexpr std::size_t kPattern = 16;
  SplitMix64 random(seed);
  std::vector<std::int64_t> noise(count);
  for (std::size_t i = 0; i < count; ++i) {
    noise[i] = i < kPattern ? random.Below(1U << bits) : noise[i - kPattern];
  }
  return noise;
}

}  // namespace dcmscrub
