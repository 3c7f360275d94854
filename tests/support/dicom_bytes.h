// Spells DICOM byte streams, right ones and wrong ones, so that a test reads
// like the stream it feeds in:
//
//   const auto in = DicomBytes().Element(0x0008, 0x0060, "CS", "MR")
//                               .Declared(0x0010, 0x0010, "PN", 40, "DOE^J");
//
//   const auto file = DicomBytes()
//       .Preamble().FileMeta(transfer_syntax::kImplicitVrLittleEndian,
//                            kCtImageStorage, "1.2.3")
//       .Use(kImplicitLittle)
//       .Element(0x0010, 0x0010, "PN", "DOE^J");
//
// Shares no code with the kernels that it tests, their plain types aside. The
// samples of bench/ are built with it as well. All calls append.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/core/encoding.h"
#include "kernels/core/tag.h"

namespace dcmscrub {

inline constexpr std::uint32_t kUndefinedLengthField = 0xFFFFFFFF;
inline constexpr std::string_view kCtImageStorage = "1.2.840.10008.5.1.4.1.1.2";
inline constexpr std::string_view kDeflatedExplicitVrLittleEndian =
    "1.2.840.10008.1.2.1.99";

// How the length of a sequence or an item is written.
enum class LengthForm { kDefined, kUndefined };

class DicomBytes {
 public:
  explicit DicomBytes(Encoding encoding = kExplicitLittle)
      : encoding_(encoding) {}

  // What follows is written in `encoding`.
  DicomBytes& Use(Encoding encoding) {
    encoding_ = encoding;
    return *this;
  }

  // An element with a value of text or bytes, padded to even length as its VR
  // asks for. `vr` need not be one that exists: it then has the short form.
  DicomBytes& Element(std::uint16_t group, std::uint16_t element,
                      std::string_view vr, std::string_view value = {});
  // The same without padding, for odd lengths.
  DicomBytes& Unpadded(std::uint16_t group, std::uint16_t element,
                       std::string_view vr, std::string_view value);
  // The same with a length field that says what it likes.
  DicomBytes& Declared(std::uint16_t group, std::uint16_t element,
                       std::string_view vr, std::uint32_t length,
                       std::string_view value);
  // Numbers of the width of the VR and in the byte order of the stream: US,
  // SS, UL, SL, UV, SV, OW, OL, OB, AT (as 0xggggeeee).
  DicomBytes& Numbers(std::uint16_t group, std::uint16_t element,
                      std::string_view vr,
                      const std::vector<std::int64_t>& values);
  // FL and FD.
  DicomBytes& Floats(std::uint16_t group, std::uint16_t element,
                     std::string_view vr, const std::vector<double>& values);

  // A whole sequence. Each item holds the elements of one DicomBytes, which
  // must be of this stream's encoding.
  DicomBytes& Sequence(std::uint16_t group, std::uint16_t element,
                       const std::vector<DicomBytes>& items,
                       LengthForm length = LengthForm::kDefined,
                       LengthForm item_length = LengthForm::kDefined);

  // The pieces of one, to put together in other ways.
  DicomBytes& Header(std::uint16_t group, std::uint16_t element,
                     std::string_view vr, std::uint32_t length);
  DicomBytes& SequenceStart(std::uint16_t group, std::uint16_t element,
                            std::uint32_t length = kUndefinedLengthField) {
    return Header(group, element, "SQ", length);
  }
  DicomBytes& ItemStart(std::uint32_t length = kUndefinedLengthField) {
    return PutTag(tags::kItem.value).Put<std::uint32_t>(length);
  }
  DicomBytes& ItemEnd(std::uint32_t length = 0) {
    return PutTag(tags::kItemDelimitation.value).Put<std::uint32_t>(length);
  }
  DicomBytes& SequenceEnd(std::uint32_t length = 0) {
    return PutTag(tags::kSequenceDelimitation.value).Put<std::uint32_t>(length);
  }

  // Pixel Data of undefined length, PS3.5 A.4: a Basic Offset Table (empty
  // unless asked for, then one frame a fragment) and padded fragments.
  DicomBytes& Encapsulated(const std::vector<std::string>& fragments,
                           bool offset_table = false);

  // Bytes as they are.
  DicomBytes& Raw(std::string_view bytes);
  DicomBytes& Raw(Bytes bytes) { return Raw(AsText(bytes)); }
  DicomBytes& Raw(const DicomBytes& other) { return Raw(AsText(other)); }
  DicomBytes& Fill(std::size_t count, std::uint8_t byte);

  // PS3.10 7.1: 128 bytes and the prefix.
  DicomBytes& Preamble(std::uint8_t fill = 0) {
    return Fill(128, fill).Raw("DICM");
  }
  // File meta information with its right group length, in the order of
  // PS3.10 Table 7.1-1. Empty arguments are left out. `more` (explicit little
  // endian) goes last. The encoding in use stays what it was.
  DicomBytes& FileMeta(std::string_view transfer_syntax,
                       std::string_view sop_class,
                       std::string_view sop_instance,
                       const DicomBytes& more = DicomBytes());
  // `data_set` as one raw deflate stream, PS3.5 A.5. Needs zlib.
  DicomBytes& Deflated(const DicomBytes& data_set);

  Encoding encoding() const { return encoding_; }
  std::size_t size() const { return bytes_.size(); }
  const std::vector<std::uint8_t>& bytes() const& { return bytes_; }
  std::vector<std::uint8_t> bytes() && { return std::move(bytes_); }
  operator Bytes() const& { return bytes_; }

  // A number of the byte order in use.
  template <typename T>
  DicomBytes& Put(T value) {
    const std::size_t at = bytes_.size();
    bytes_.resize(at + sizeof value);
    Store(bytes_.data() + at, value, encoding_.order);
    return *this;
  }

 private:
  static bool IsLong(std::string_view vr);
  static char PaddingOf(std::string_view vr);
  DicomBytes& PutTag(std::uint32_t tag) {
    return Put<std::uint16_t>(static_cast<std::uint16_t>(tag >> 16))
        .Put<std::uint16_t>(static_cast<std::uint16_t>(tag));
  }
  void PutNumber(std::string_view vr, std::int64_t value);

  std::vector<std::uint8_t> bytes_;
  Encoding encoding_;
};

// The smallest CT data set with somebody in it, in tag order: SOP class and
// instance UID, study date, modality, patient's name and ID, study and series
// UID (`uid` with ".1" and ".2"), 2 x 2 pixels of 16 bits.
DicomBytes MinimalCt(std::string_view patient_name, std::string_view patient_id,
                     std::string_view uid, Encoding encoding = kExplicitLittle);

// A Part 10 file of it in the plain transfer syntax of `encoding`.
DicomBytes MinimalCtFile(std::string_view patient_name,
                         std::string_view patient_id, std::string_view uid,
                         Encoding encoding = kExplicitLittle);

// The transfer syntax that is nothing but `encoding`.
std::string_view PlainTransferSyntax(Encoding encoding);

}  // namespace dcmscrub
