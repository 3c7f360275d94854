// A Part 10 file in explicit VR little endian taken apart at its top level, so
// that a test can spoil one element of it. Shares no code with the kernels.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "tests/support/dicom_bytes.h"

namespace dcmscrub {

class EditedFile {
 public:
  // What has no preamble is taken for a data set.
  explicit EditedFile(std::string_view file);

  // Whole elements, headers and all; for an element that is there already,
  // the new one takes its place.
  EditedFile& Set(const DicomBytes& elements);
  EditedFile& Remove(std::uint16_t group, std::uint16_t element);
  // The value of an element that is not a sequence.
  std::string Value(std::uint16_t group, std::uint16_t element) const;
  std::string preamble = std::string(128, '\0');

  // Group 2 with its right length, where it has one and `right_length`.
  std::string Bytes(bool right_length = true) const;

 private:
  void Split(std::string_view bytes);

  std::map<std::uint32_t, std::string> elements_;
};

}  // namespace dcmscrub
