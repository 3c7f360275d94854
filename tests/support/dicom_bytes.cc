#include "tests/support/dicom_bytes.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace dcmscrub {
namespace {

// Unlike assert, also in release builds: a stream that is not what the test
// says would prove nothing.
void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "DicomBytes: %s\n", what);
  std::abort();
}

}  // namespace

// PS3.5 7.1.2.
bool DicomBytes::IsLong(std::string_view vr) {
  static constexpr std::array<std::string_view, 13> kLong = {
      "OB", "OD", "OF", "OL", "OV", "OW", "SQ",
      "SV", "UC", "UN", "UR", "UT", "UV"};
  return std::find(kLong.begin(), kLong.end(), vr) != kLong.end();
}

char DicomBytes::PaddingOf(std::string_view vr) {
  return vr == "UI" || vr == "OB" || vr == "UN" ? '\0' : ' ';
}

DicomBytes& DicomBytes::Header(std::uint16_t group, std::uint16_t element,
                               std::string_view vr, std::uint32_t length) {
  PutTag(Tag(group, element).value);
  if (!encoding_.explicit_vr) return Put<std::uint32_t>(length);
  Raw(vr);
  if (IsLong(vr)) return Put<std::uint16_t>(0).Put<std::uint32_t>(length);
  Require(length <= 0xFFFF, "the length does not fit its 16 bits");
  return Put<std::uint16_t>(static_cast<std::uint16_t>(length));
}

DicomBytes& DicomBytes::Declared(std::uint16_t group, std::uint16_t element,
                                 std::string_view vr, std::uint32_t length,
                                 std::string_view value) {
  return Header(group, element, vr, length).Raw(value);
}

DicomBytes& DicomBytes::Unpadded(std::uint16_t group, std::uint16_t element,
                                 std::string_view vr, std::string_view value) {
  return Declared(group, element, vr, static_cast<std::uint32_t>(value.size()),
                  value);
}

DicomBytes& DicomBytes::Element(std::uint16_t group, std::uint16_t element,
                                std::string_view vr, std::string_view value) {
  const std::size_t odd = value.size() % 2;
  Header(group, element, vr, static_cast<std::uint32_t>(value.size() + odd));
  return Raw(value).Fill(odd, static_cast<std::uint8_t>(PaddingOf(vr)));
}

void DicomBytes::PutNumber(std::string_view vr, std::int64_t value) {
  if (vr == "OB" || vr == "UN") {
    bytes_.push_back(static_cast<std::uint8_t>(value));
  } else if (vr == "US" || vr == "SS" || vr == "OW") {
    Put(static_cast<std::uint16_t>(value));
  } else if (vr == "UV" || vr == "SV" || vr == "OV") {
    Put(static_cast<std::uint64_t>(value));
  } else if (vr == "AT") {
    PutTag(static_cast<std::uint32_t>(value));
  } else {
    Require(vr == "UL" || vr == "SL" || vr == "OL", "not a VR of integers");
    Put(static_cast<std::uint32_t>(value));
  }
}

DicomBytes& DicomBytes::Numbers(std::uint16_t group, std::uint16_t element,
                                std::string_view vr,
                                const std::vector<std::int64_t>& values) {
  DicomBytes value(encoding_);
  for (const std::int64_t number : values) value.PutNumber(vr, number);
  return Element(group, element, vr, AsText(value));
}

DicomBytes& DicomBytes::Floats(std::uint16_t group, std::uint16_t element,
                               std::string_view vr,
                               const std::vector<double>& values) {
  DicomBytes value(encoding_);
  for (const double number : values) {
    if (vr == "FL" || vr == "OF") {
      value.Put(std::bit_cast<std::uint32_t>(static_cast<float>(number)));
    } else {
      value.Put(std::bit_cast<std::uint64_t>(number));
    }
  }
  return Element(group, element, vr, AsText(value));
}

DicomBytes& DicomBytes::Sequence(std::uint16_t group, std::uint16_t element,
                                 const std::vector<DicomBytes>& items,
                                 LengthForm length, LengthForm item_length) {
  const bool items_end = item_length == LengthForm::kUndefined;
  DicomBytes value(encoding_);
  for (const DicomBytes& item : items) {
    Require(item.encoding_ == encoding_, "an item in another encoding");
    value.ItemStart(items_end ? kUndefinedLengthField
                              : static_cast<std::uint32_t>(item.size()));
    value.Raw(item);
    if (items_end) value.ItemEnd();
  }
  if (length == LengthForm::kDefined) {
    return Header(group, element, "SQ",
                  static_cast<std::uint32_t>(value.size()))
        .Raw(value);
  }
  return SequenceStart(group, element).Raw(value).SequenceEnd();
}

DicomBytes& DicomBytes::Encapsulated(const std::vector<std::string>& fragments,
                                     bool offset_table) {
  Header(0x7FE0, 0x0010, "OB", kUndefinedLengthField);
  ItemStart(offset_table ? static_cast<std::uint32_t>(4 * fragments.size())
                         : 0);
  std::size_t offset = 0;
  for (const std::string& fragment : fragments) {
    if (offset_table) Put(static_cast<std::uint32_t>(offset));
    offset += 8 + fragment.size() + fragment.size() % 2;
  }
  for (const std::string& fragment : fragments) {
    const std::size_t odd = fragment.size() % 2;
    ItemStart(static_cast<std::uint32_t>(fragment.size() + odd));
    Raw(fragment).Fill(odd, 0);
  }
  return SequenceEnd();
}

DicomBytes& DicomBytes::Raw(std::string_view bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  return *this;
}

DicomBytes& DicomBytes::Fill(std::size_t count, std::uint8_t byte) {
  while (count-- > 0) bytes_.push_back(byte);
  return *this;
}

DicomBytes& DicomBytes::FileMeta(std::string_view transfer_syntax,
                                 std::string_view sop_class,
                                 std::string_view sop_instance,
                                 const DicomBytes& more) {
  DicomBytes group;
  group.Numbers(0x0002, 0x0001, "OB", {0, 1});
  if (!sop_class.empty()) group.Element(0x0002, 0x0002, "UI", sop_class);
  if (!sop_instance.empty()) group.Element(0x0002, 0x0003, "UI", sop_instance);
  if (!transfer_syntax.empty()) {
    group.Element(0x0002, 0x0010, "UI", transfer_syntax);
  }
  group.Element(0x0002, 0x0012, "UI", "2.25.7").Raw(more);
  DicomBytes meta;
  meta.Numbers(0x0002, 0x0000, "UL", {static_cast<std::int64_t>(group.size())});
  return Raw(meta).Raw(group);
}

DicomBytes& DicomBytes::Deflated(const DicomBytes& data_set) {
  z_stream stream{};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8,
               Z_DEFAULT_STRATEGY);
  std::vector<std::uint8_t> out(deflateBound(&stream, data_set.size()));
  stream.next_in = const_cast<Bytef*>(data_set.bytes().data());
  stream.avail_in = static_cast<uInt>(data_set.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return Raw(Bytes(out));
}

std::string_view PlainTransferSyntax(Encoding encoding) {
  if (!encoding.explicit_vr) return transfer_syntax::kImplicitVrLittleEndian;
  return encoding.order == ByteOrder::kBig
             ? transfer_syntax::kExplicitVrBigEndian
             : transfer_syntax::kExplicitVrLittleEndian;
}

DicomBytes MinimalCt(std::string_view patient_name, std::string_view patient_id,
                     std::string_view uid, Encoding encoding) {
  const std::string root(uid);
  DicomBytes ct(encoding);
  ct.Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", uid)
      .Element(0x0008, 0x0020, "DA", "20240229")
      .Element(0x0008, 0x0060, "CS", "CT")
      .Element(0x0010, 0x0010, "PN", patient_name)
      .Element(0x0010, 0x0020, "LO", patient_id)
      .Element(0x0020, 0x000D, "UI", root + ".1")
      .Element(0x0020, 0x000E, "UI", root + ".2")
      .Numbers(0x0028, 0x0010, "US", {2})
      .Numbers(0x0028, 0x0011, "US", {2})
      .Numbers(0x0028, 0x0100, "US", {16})
      .Numbers(0x7FE0, 0x0010, "OW", {1, 2, 3, 4});
  return ct;
}

DicomBytes MinimalCtFile(std::string_view patient_name,
                         std::string_view patient_id, std::string_view uid,
                         Encoding encoding) {
  DicomBytes file;
  file.Preamble()
      .FileMeta(PlainTransferSyntax(encoding), kCtImageStorage, uid)
      .Raw(MinimalCt(patient_name, patient_id, uid, encoding));
  return file;
}

}  // namespace dcmscrub
