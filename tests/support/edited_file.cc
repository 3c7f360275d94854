#include "tests/support/edited_file.h"

#include <array>

#include "kernels/core/bytes.h"

namespace dcmscrub {
namespace {

constexpr std::uint32_t kMetaLength = 0x00020000;
constexpr std::size_t kPreamble = 128;

std::uint32_t Number(std::string_view bytes, std::size_t at, int size) {
  return size == 2 ? Load<std::uint16_t>(AsBytes(bytes).data() + at,
                                         ByteOrder::kLittle)
                   : Load<std::uint32_t>(AsBytes(bytes).data() + at,
                                         ByteOrder::kLittle);
}

std::uint32_t TagAt(std::string_view bytes, std::size_t at) {
  return Number(bytes, at, 2) << 16 | Number(bytes, at + 2, 2);
}

std::size_t HeaderSize(std::string_view bytes, std::size_t at) {
  constexpr std::array<std::string_view, 13> kLong = {
      "OB", "OD", "OF", "OL", "OV", "OW", "SQ",
      "SV", "UC", "UN", "UR", "UT", "UV"};
  for (const std::string_view vr : kLong) {
    if (bytes.substr(at + 4, 2) == vr) return 12;
  }
  return 8;
}

// The end of the element, or of the item, that begins at `at`.
std::size_t EndOf(std::string_view bytes, std::size_t at) {
  const bool item = TagAt(bytes, at) >> 16 == 0xFFFE;
  const std::size_t header = item ? 8 : HeaderSize(bytes, at);
  const std::uint32_t length = header == 12 ? Number(bytes, at + 8, 4)
                               : item       ? Number(bytes, at + 4, 4)
                                            : Number(bytes, at + 6, 2);
  at += header;
  if (length != kUndefinedLengthField) return at + length;
  while (true) {
    const std::uint32_t tag = TagAt(bytes, at);
    if (tag == 0xFFFEE00D || tag == 0xFFFEE0DD) return at + 8;
    at = EndOf(bytes, at);
  }
}

}  // namespace

EditedFile::EditedFile(std::string_view file) {
  const bool whole = file.substr(kPreamble, 4) == "DICM";
  if (whole) preamble = file.substr(0, kPreamble);
  Split(whole ? file.substr(kPreamble + 4) : file);
}

void EditedFile::Split(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = EndOf(bytes, at);
    elements_[TagAt(bytes, at)] = bytes.substr(at, end - at);
    at = end;
  }
}

EditedFile& EditedFile::Set(const DicomBytes& elements) {
  Split(AsText(elements));
  return *this;
}

EditedFile& EditedFile::Remove(std::uint16_t group, std::uint16_t element) {
  elements_.erase(std::uint32_t{group} << 16 | element);
  return *this;
}

std::string EditedFile::Value(std::uint16_t group,
                              std::uint16_t element) const {
  const std::string& bytes = elements_.at(std::uint32_t{group} << 16 | element);
  return bytes.substr(HeaderSize(bytes, 0));
}

std::string EditedFile::Bytes(bool right_length) const {
  std::size_t meta = 0;
  for (const auto& [tag, bytes] : elements_) {
    if (tag >> 16 == 0x0002 && tag != kMetaLength) meta += bytes.size();
  }
  std::string file = preamble + "DICM";
  for (const auto& [tag, bytes] : elements_) {
    if (tag == kMetaLength && right_length) {
      file += AsText(DicomBytes().Numbers(0x0002, 0x0000, "UL",
                                          {static_cast<std::int64_t>(meta)}));
    } else {
      file += bytes;
    }
  }
  return file;
}

}  // namespace dcmscrub
