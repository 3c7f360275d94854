#include <algorithm>
#include <array>

#include "bench/sample_objects.h"

namespace dcmscrub {
namespace {

void AddNoise(DataSet& d, Slot slot, PixelSize size) {
  d.Numbers(0x7FE0, 0x0010, "OW",
            Noise(slot.instance, std::size_t{size.rows} * size.columns, 12));
}

void AddWindow(DataSet& d) {
  d.Text(0x0028, 0x1050, "DS", "40").Text(0x0028, 0x1051, "DS", "400");
}

// References to images and a procedure step that are not in the archive, and
// nested codes.
void AddReferences(DataSet& d, const SamplePatient& p, Slot slot,
                   std::string_view sop_class) {
  DataSet source = Reference(p, sop_class, {slot.series, 997});
  source.Sequence(0x0040, 0xA170,
                  {Code("121322", "DCM", "Source image for processing")});
  DataSet localizer = Reference(p, sop_class, {slot.series, 999});
  localizer.Sequence(0x0040, 0xA170, {Code("121311", "DCM", "Localizer")});
  d.Sequence(0x0008, 0x1140, {localizer})
      .Sequence(0x0008, 0x2112, {source})
      .Sequence(0x0008, 0x1111,
                {Reference(p, "1.2.840.10008.3.1.2.3.3", {slot.series, 998})})
      .Sequence(0x0040, 0x0260, {Code("SCAN1", "99SAMPLE", "Scan one")})
      .Sequence(
          0x0008, 0x2218,
          {Code("51185008", "SCT", "Chest")
               .Sequence(0x0008, 0x2220, {Code("7771000", "SCT", "Left")})});
}

// A blob of `size` bytes as vendors keep them: binary, with the header and
// the protocol as text in it.
std::vector<std::int64_t> VendorBlob(const SamplePatient& p, std::size_t size) {
  std::string text = "SV10\x04\x03\x02\x01";
  text += "ulVersion = 0x1\nPatientName = \"" + p.name + "\"\nPatientID = \"" +
          p.id + "\"\nInstitution = \"" + p.institution + "\"\n";
  text.resize(std::min(text.size(), size));
  const std::vector<std::int64_t> noise = Noise(p.scope, size, 8);
  std::vector<std::int64_t> blob(text.size());
  std::transform(text.begin(), text.end(), blob.begin(), [](char c) {
    return static_cast<std::int64_t>(static_cast<unsigned char>(c));
  });
  blob.insert(blob.end(), noise.begin() + text.size(), noise.end());
  return blob;
}

// ITU-T T.81, gray, 8 bits: one quantization table of ones, a DC table of
// three codes (categories 0, 4, 6), an AC table that knows only "end of
// block". So each block is flat and takes three or seven bits.
std::string FlatJpeg(std::uint64_t seed, PixelSize size) {
  const auto word = [](std::uint32_t v) {
    return std::string{static_cast<char>(v >> 8), static_cast<char>(v)};
  };
  std::string jpeg = "\xFF\xD8\xFF\xDB" + word(67) + std::string(1, '\0') +
                     std::string(64, '\x01');
  jpeg += "\xFF\xC0" + word(11) + "\x08" + word(size.rows) +
          word(size.columns) + std::string("\x01\x01\x11\x00", 4);
  jpeg += "\xFF\xC4" + word(22) + std::string(1, '\0') +
          std::string("\0\x03", 2) + std::string(14, '\0') +
          std::string("\x00\x04\x06", 3);
  jpeg += "\xFF\xC4" + word(20) + "\x10" + "\x01" + std::string(15, '\0') +
          std::string(1, '\0');
  jpeg += "\xFF\xDA" + word(8) + std::string("\x01\x01\x00\x00\x3F\x00", 6);

  SplitMix64 random(seed);
  std::uint32_t bits = 0;
  int held = 0;
  const auto put = [&](std::uint32_t value, int count) {
    bits = bits << count | value;
    for (held += count; held >= 8; held -= 8) {
      jpeg += static_cast<char>(bits >> (held - 8));
      if (jpeg.back() == '\xFF') jpeg += '\0';
    }
  };
  const std::uint32_t blocks = (size.rows / 8) * (size.columns / 8);
  for (std::uint32_t i = 0; i < blocks; ++i) {
    if (random.Below(3) == 0) {
      put(0b00, 2);  // as bright as the last one
    } else {
      put(0b01, 2);
      put(random.Below(16), 4);
    }
    put(0b0, 1);
  }
  put(0x7F, 7);  // T.81 F.1.2.3: filled up with ones
  jpeg += "\xFF\xD9";
  return jpeg;
}

// One frame of one byte a pixel, PS3.5 Annex G: a header of 16 words, then
// PackBits, here with literal runs only and each row on its own.
std::string RleFrame(std::uint64_t seed, PixelSize size) {
  std::string frame(64, '\0');
  frame[0] = 1;
  frame[4] = 64;
  const std::vector<std::int64_t> noise = Noise(seed, size.columns, 8);
  for (std::uint32_t row = 0; row < size.rows; ++row) {
    for (std::uint32_t at = 0; at < size.columns; at += 128) {
      const std::uint32_t run = std::min(128U, size.columns - at);
      frame += static_cast<char>(run - 1);
      for (std::uint32_t i = 0; i < run; ++i) {
        frame += static_cast<char>(noise[at + i]);
      }
    }
  }
  return frame;
}

DataSet UsCommon(const SamplePatient& patient, Slot slot, PixelSize size,
                 std::string_view sop_class) {
  DataSet d = CommonModules(patient, slot, sop_class, "US");
  d.Add(ImageModules(patient, slot, size, 8, 8));
  d.Text(0x0008, 0x0008, "CS", "ORIGINAL\\PRIMARY\\ABDOMINAL\\0001")
      .Text(0x0018, 0x0015, "CS", "ABDOMEN")
      .Text(0x0018, 0x1030, "LO", "Abdomen " + patient.id)
      .Text(0x0008, 0x2111, "ST", "Taken for " + patient.accession_number);
  return d;
}

DataSet CtAcquisition() {
  return DataSet()
      .Text(0x0018, 0x0010, "LO", "CONTRAST")
      .Text(0x0018, 0x0015, "CS", "CHEST")
      .Text(0x0018, 0x0022, "CS", "HELICAL MODE")
      .Text(0x0018, 0x0060, "DS", "120")
      .Text(0x0018, 0x0088, "DS", "3")
      .Text(0x0018, 0x0090, "DS", "500")
      .Text(0x0018, 0x1040, "LO", "IV")
      .Text(0x0018, 0x1041, "DS", "80")
      .Text(0x0018, 0x1042, "TM", "080100")
      .Text(0x0018, 0x1044, "DS", "80")
      .Text(0x0018, 0x1046, "DS", "2.5")
      .Text(0x0018, 0x1047, "DS", "32")
      .Text(0x0018, 0x1048, "CS", "IODINE")
      .Text(0x0018, 0x1049, "DS", "300")
      .Text(0x0018, 0x1100, "DS", "384")
      .Text(0x0018, 0x1110, "DS", "1040")
      .Text(0x0018, 0x1111, "DS", "570")
      .Text(0x0018, 0x1120, "DS", "0")
      .Text(0x0018, 0x1130, "DS", "140")
      .Text(0x0018, 0x1140, "CS", "CW")
      .Text(0x0018, 0x1150, "IS", "500")
      .Text(0x0018, 0x1151, "IS", "210")
      .Text(0x0018, 0x1152, "IS", "105")
      .Text(0x0018, 0x1160, "SH", "BODY")
      .Text(0x0018, 0x1170, "IS", "25")
      .Text(0x0018, 0x1190, "DS", "1.2")
      .Text(0x0018, 0x1210, "SH", "B30")
      .Text(0x0018, 0x5100, "CS", "HFS")
      .Floats(0x0018, 0x9305, "FD", {0.5})
      .Floats(0x0018, 0x9306, "FD", {0.6})
      .Floats(0x0018, 0x9307, "FD", {19.2})
      .Floats(0x0018, 0x9309, "FD", {27.5})
      .Floats(0x0018, 0x9310, "FD", {27.5})
      .Floats(0x0018, 0x9311, "FD", {1.375})
      .Text(0x0018, 0x9323, "CS", "XYZ_EC")
      .Floats(0x0018, 0x9324, "FD", {3.25})
      .Floats(0x0018, 0x9345, "FD", {8.5})
      .Sequence(0x0018, 0x9346,
                {Code("113691", "DCM", "IEC Body Dosimetry Phantom")});
}

}  // namespace

DataSet CtImage(const SamplePatient& patient, Slot slot, PixelSize size) {
  DataSet d = CommonModules(patient, slot, kCtImageStorage, "CT");
  d.Add(ImageModules(patient, slot, size, 16, 12));
  d.Add(PlaneModules(patient, slot));
  d.Add(CtAcquisition());
  AddReferences(d, patient, slot, kCtImageStorage);
  d.Text(0x0008, 0x0008, "CS", "ORIGINAL\\PRIMARY\\AXIAL")
      .Text(0x0018, 0x1008, "LO", patient.serial_number)
      .Text(0x0028, 0x1052, "DS", "-1024")
      .Text(0x0028, 0x1053, "DS", "1")
      .Text(0x0028, 0x1054, "LO", "HU")
      .Text(0x0040, 0x0254, "LO", "Thorax of " + patient.id);
  AddWindow(d);
  d.Add(PrivateBlock(patient, 0x0009, "SAMPLE_IDEN_01", 8));
  d.Add(PrivateBlock(patient, 0x0019, "SAMPLE_ACQU_01", 16));
  d.Add(PrivateBlock(patient, 0x0043, "SAMPLE_PARM_01", 14));
  AddNoise(d, slot, size);
  return d;
}

DataSet MrImage(const SamplePatient& patient, Slot slot, PixelSize size,
                std::size_t blob_bytes) {
  DataSet d = CommonModules(patient, slot, sop_class::kMr, "MR");
  d.Add(ImageModules(patient, slot, size, 16, 12));
  d.Add(PlaneModules(patient, slot));
  AddReferences(d, patient, slot, sop_class::kMr);
  d.Text(0x0008, 0x0008, "CS", "ORIGINAL\\PRIMARY\\M\\ND")
      .Text(0x0008, 0x0070, "LO", "SIEMENS")
      .Text(0x0018, 0x0015, "CS", "HEAD")
      .Text(0x0018, 0x0020, "CS", "SE")
      .Text(0x0018, 0x0021, "CS", "SK")
      .Text(0x0018, 0x0022, "CS", "PFP")
      .Text(0x0018, 0x0023, "CS", "2D")
      .Text(0x0018, 0x0024, "SH", "*se2d1")
      .Text(0x0018, 0x0080, "DS", "500")
      .Text(0x0018, 0x0081, "DS", "12")
      .Text(0x0018, 0x0083, "DS", "1")
      .Text(0x0018, 0x0084, "DS", "63.6")
      .Text(0x0018, 0x0085, "SH", "1H")
      .Text(0x0018, 0x0086, "IS", "1")
      .Text(0x0018, 0x0087, "DS", "1.5")
      .Text(0x0018, 0x0088, "DS", "3.3")
      .Text(0x0018, 0x0091, "IS", "1")
      .Text(0x0018, 0x0095, "DS", "130")
      .Text(0x0018, 0x1314, "DS", "90")
      .Text(0x0018, 0x1315, "CS", "N")
      .Text(0x0018, 0x1316, "DS", "0.1")
      .Text(0x0018, 0x5100, "CS", "HFS");
  AddWindow(d);
  DataSet inner;
  inner.Text(0x0021, 0x0010, "LO", "SAMPLE MR SDI 02")
      .Text(0x0021, 0x1001, "PN", patient.name)
      .Text(0x0021, 0x1002, "LO", patient.id);
  d.Add(PrivateBlock(patient, 0x0019, "SAMPLE MR HEADER", 30))
      .Add(PrivateBlock(patient, 0x0021, "SAMPLE MR SDS 01", 12))
      .Sequence(0x0021, 0x10FE, {inner, inner})
      .Text(0x0029, 0x0010, "LO", "SIEMENS CSA HEADER")
      .Text(0x0029, 0x0011, "LO", "SIEMENS MEDCOM HEADER2")
      .Text(0x0029, 0x1008, "CS", "IMAGE NUM 4")
      .Text(0x0029, 0x1009, "LO", patient.study_date)
      .Numbers(0x0029, 0x1010, "OB", VendorBlob(patient, blob_bytes))
      .Numbers(0x0029, 0x1020, "OB", VendorBlob(patient, blob_bytes))
      .Text(0x0029, 0x1160, "LO", patient.name)
      .Add(PrivateBlock(patient, 0x0051, "SAMPLE MR TEXT", 30));
  AddNoise(d, slot, size);
  return d;
}

DataSet CrImage(const SamplePatient& patient, Slot slot, PixelSize size) {
  DataSet d = CommonModules(patient, slot, sop_class::kCr, "CR");
  d.Add(ImageModules(patient, slot, size, 16, 12));
  d.Text(0x0008, 0x0008, "CS", "ORIGINAL\\PRIMARY")
      .Text(0x0018, 0x0015, "CS", "CHEST")
      .Text(0x0018, 0x0060, "DS", "110")
      .Text(0x0018, 0x1004, "LO", patient.serial_number)
      .Text(0x0018, 0x1164, "DS", "0.15\\0.15")
      .Text(0x0018, 0x5101, "CS", "PA");
  AddWindow(d);
  AddNoise(d, slot, size);
  return d;
}

DataSet ScreenCapture(const SamplePatient& patient, Slot slot) {
  const PixelSize size{48, 160};
  DataSet d = CommonModules(patient, slot, sop_class::kSc, "OT");
  d.Add(ImageModules(patient, slot, size, 8, 8));
  d.Text(0x0008, 0x0008, "CS", "DERIVED\\SECONDARY")
      .Text(0x0008, 0x0064, "CS", "WSD")
      .Text(0x0018, 0x0015, "CS", "CHEST")
      .Text(0x0018, 0x1010, "LO", patient.station)
      .Text(0x0018, 0x1012, "DA", patient.study_date)
      .Text(0x0028, 0x0301, "CS", "YES")
      .Numbers(0x7FE0, 0x0010, "OB",
               Noise(slot.series, std::size_t{size.rows} * size.columns, 8));
  return d;
}

DataSet UsJpegImage(const SamplePatient& patient, Slot slot) {
  const PixelSize size{96, 128};
  DataSet d = UsCommon(patient, slot, size, sop_class::kUs);
  d.Text(0x0028, 0x2110, "CS", "01")
      .Text(0x0028, 0x2112, "DS", "12")
      .Text(0x0028, 0x2114, "CS", "ISO_10918_1")
      .Fragments({FlatJpeg(slot.instance, size)});
  return d;
}

DataSet UsRleImage(const SamplePatient& patient, Slot slot, int frames) {
  const PixelSize size{48, 160};
  DataSet d = UsCommon(patient, slot, size, "1.2.840.10008.5.1.4.1.1.3.1");
  std::vector<std::string> fragments;
  fragments.reserve(static_cast<std::size_t>(frames));
  for (int i = 0; i < frames; ++i) fragments.push_back(RleFrame(i, size));
  d.Text(0x0028, 0x0008, "IS", std::to_string(frames))
      .Numbers(0x0028, 0x0009, "AT", {0x00181063})
      .Text(0x0018, 0x1063, "DS", "40")
      .Fragments(std::move(fragments));
  return d;
}

}  // namespace dcmscrub
