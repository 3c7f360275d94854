// Made-up image objects of a few pixels, for tests of what is seen of them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "tests/support/dicom_bytes.h"

namespace dcmscrub {

struct ImageObject {
  std::string_view transfer_syntax = transfer_syntax::kExplicitVrLittleEndian;
  Encoding encoding = kExplicitLittle;
  std::string_view sop_class = kCtImageStorage;
  std::string_view modality = "CT";
  std::string_view instance = "1";
  std::string_view colour = "MONOCHROME2";
  int samples = 1;
  bool planar = false;
  std::string_view frames = "";
  int rows = 8;
  int columns = 8;
  int bits = 8;
  bool is_signed = false;
  bool burned_in = false;
  std::string_view spacing = "";
  std::string_view center = "";
  std::string_view width = "";
  std::string_view slope = "";
  std::function<void(DicomBytes&)> palette;  // may be empty
  std::function<void(DicomBytes&)> pixels;   // may be empty: no Pixel Data
};

inline DicomBytes ImageFile(const ImageObject& o) {
  DicomBytes file;
  file.Preamble().FileMeta(o.transfer_syntax, o.sop_class, "1.2.3.4");
  file.Use(o.encoding)
      .Element(0x0008, 0x0016, "UI", o.sop_class)
      .Element(0x0008, 0x0018, "UI", "1.2.3.4")
      .Element(0x0008, 0x0060, "CS", o.modality)
      .Element(0x0010, 0x0010, "PN", "NOBODY^NORA")
      .Element(0x0020, 0x000D, "UI", "1.2.3")
      .Element(0x0020, 0x000E, "UI", "1.2.3.1")
      .Element(0x0020, 0x0013, "IS", o.instance)
      .Numbers(0x0028, 0x0002, "US", {o.samples})
      .Element(0x0028, 0x0004, "CS", o.colour);
  if (o.samples > 1) file.Numbers(0x0028, 0x0006, "US", {o.planar});
  if (!o.frames.empty()) file.Element(0x0028, 0x0008, "IS", o.frames);
  file.Numbers(0x0028, 0x0010, "US", {o.rows})
      .Numbers(0x0028, 0x0011, "US", {o.columns});
  if (!o.spacing.empty()) file.Element(0x0028, 0x0030, "DS", o.spacing);
  file.Numbers(0x0028, 0x0100, "US", {o.bits})
      .Numbers(0x0028, 0x0101, "US", {o.bits})
      .Numbers(0x0028, 0x0102, "US", {o.bits - 1})
      .Numbers(0x0028, 0x0103, "US", {o.is_signed});
  if (o.burned_in) file.Element(0x0028, 0x0301, "CS", "YES");
  if (!o.center.empty()) {
    file.Element(0x0028, 0x1050, "DS", o.center)
        .Element(0x0028, 0x1051, "DS", o.width);
  }
  if (!o.slope.empty()) {
    file.Element(0x0028, 0x1052, "DS", "0")
        .Element(0x0028, 0x1053, "DS", o.slope);
  }
  if (o.palette) o.palette(file);
  if (o.pixels) o.pixels(file);
  return file;
}

}  // namespace dcmscrub
