#include "kernels/parse/file_prefix.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kJpeg = "1.2.840.10008.1.2.4.50";
constexpr std::string_view kNew = "1.2.840.10008.1.2.4.999";
constexpr std::string_view kExplicit = transfer_syntax::kExplicitVrLittleEndian;
constexpr std::string_view kImplicit = transfer_syntax::kImplicitVrLittleEndian;
constexpr std::string_view kBig = transfer_syntax::kExplicitVrBigEndian;

DicomBytes Ct(Encoding encoding) {
  return MinimalCt("DOE^J", "1", "1.2.3", encoding);
}

DicomBytes File(std::string_view syntax, const DicomBytes& data_set) {
  return DicomBytes()
      .Preamble()
      .FileMeta(syntax, kCtImageStorage, "1.2.3")
      .Raw(data_set);
}

// Group length, class, instance and transfer syntax.
DicomBytes ImplicitMeta() {
  DicomBytes meta(kImplicitLittle);
  meta.Element(0x0002, 0x0002, "UI", kCtImageStorage)
      .Element(0x0002, 0x0003, "UI", "1.2.3")
      .Element(0x0002, 0x0010, "UI", kExplicit);
  return DicomBytes(kImplicitLittle)
      .Numbers(0x0002, 0x0000, "UL", {static_cast<std::int64_t>(meta.size())})
      .Raw(meta);
}

DicomBytes WithMagic(std::string_view magic) {
  const DicomBytes file = File(kExplicit, Ct(kExplicitLittle));
  return DicomBytes().Fill(128, 0).Raw(magic).Raw(Bytes(file).subspan(132));
}

std::string Spell(Encoding encoding) {
  if (!encoding.explicit_vr) return "implicit";
  return encoding == kExplicitBig ? "big" : "explicit";
}

// "explicit in 1.2.840.10008.1.2.1 @332 1.2.840.10008.5.1.4.1.1.2 1.2.3", with
// the warnings, or the fault.
std::string Read(Bytes head, std::uint64_t file_size) {
  FilePrefix prefix;
  if (const Fault fault = ReadFilePrefix(head, file_size, prefix)) {
    return DumpFault(fault);
  }
  return Spell(prefix.encoding) + " in " + std::string(prefix.syntax.uid) +
         " @" + std::to_string(prefix.data_set_offset) + " " +
         std::string(prefix.sop_class_uid.view()) + " " +
         std::string(prefix.sop_instance_uid.view()) + "\n" +
         DumpWarnings(prefix.warnings);
}

struct Case {
  const char* fact;
  DicomBytes in;
  const char* want;
};

std::vector<Case> Cases() {
  DicomBytes wrong_length = File(kExplicit, Ct(kExplicitLittle));
  std::vector<std::uint8_t> bytes = wrong_length.bytes();
  bytes[140] ^= 1;
  wrong_length = DicomBytes().Raw(Bytes(bytes));
  return {
      {"explicit", File(kExplicit, Ct(kExplicitLittle)), R"(
explicit in 1.2.840.10008.1.2.1 @248 1.2.840.10008.5.1.4.1.1.2 1.2.3
)"},
      {"implicit", File(kImplicit, Ct(kImplicitLittle)), R"(
implicit in 1.2.840.10008.1.2 @246 1.2.840.10008.5.1.4.1.1.2 1.2.3
)"},
      {"big endian", File(kBig, Ct(kExplicitBig)), R"(
big in 1.2.840.10008.1.2.2 @248 1.2.840.10008.5.1.4.1.1.2 1.2.3
)"},
      {"deflated: the stream is not looked at",
       File(kDeflatedExplicitVrLittleEndian,
            DicomBytes().Deflated(Ct(kExplicitLittle))),
       R"(
explicit in 1.2.840.10008.1.2.1.99 @250 1.2.840.10008.5.1.4.1.1.2 1.2.3
)"},
      {"encapsulated", File(kJpeg, Ct(kExplicitLittle)), R"(
explicit in 1.2.840.10008.1.2.4.50 @250 1.2.840.10008.5.1.4.1.1.2 1.2.3
)"},
      {"no preamble, file meta at the start",
       DicomBytes()
           .FileMeta(kExplicit, kCtImageStorage, "1.2.3")
           .Raw(Ct(kExplicitLittle)),
       R"(
explicit in 1.2.840.10008.1.2.1 @116 1.2.840.10008.5.1.4.1.1.2 1.2.3
warnings: no-preamble
)"},
      {"a data set alone, explicit", Ct(kExplicitLittle), R"(
explicit in 1.2.840.10008.1.2.1 @0  
warnings: no-preamble no-file-meta transfer-syntax-guessed
)"},
      {"a data set alone, implicit", Ct(kImplicitLittle), R"(
implicit in 1.2.840.10008.1.2 @0  
warnings: no-preamble no-file-meta transfer-syntax-guessed
)"},
      {"a data set alone, big endian", Ct(kExplicitBig), R"(
big in 1.2.840.10008.1.2.2 @0  
warnings: no-preamble no-file-meta transfer-syntax-guessed
)"},
      {"a preamble without file meta",
       DicomBytes().Preamble().Raw(Ct(kImplicitLittle)), R"(
implicit in 1.2.840.10008.1.2 @132  
warnings: no-file-meta transfer-syntax-guessed
)"},
      {"no transfer syntax", File("", Ct(kImplicitLittle)), R"(
implicit in 1.2.840.10008.1.2 @220 1.2.840.10008.5.1.4.1.1.2 1.2.3
warnings: transfer-syntax-guessed
)"},
      {"implicit says it is explicit", File(kExplicit, Ct(kImplicitLittle)),
       R"(
implicit in 1.2.840.10008.1.2 @248 1.2.840.10008.5.1.4.1.1.2 1.2.3
warnings: encoding-mismatch
)"},
      {"explicit says it is implicit", File(kImplicit, Ct(kExplicitLittle)),
       R"(
explicit in 1.2.840.10008.1.2.1 @246 1.2.840.10008.5.1.4.1.1.2 1.2.3
warnings: encoding-mismatch
)"},
      {"little endian says it is big", File(kBig, Ct(kExplicitLittle)), R"(
explicit in 1.2.840.10008.1.2.1 @248 1.2.840.10008.5.1.4.1.1.2 1.2.3
warnings: encoding-mismatch
)"},
      {"implicit in a syntax that exists in explicit VR alone",
       File(kJpeg, Ct(kImplicitLittle)), R"(
implicit in 1.2.840.10008.1.2.4.50 @250 1.2.840.10008.5.1.4.1.1.2 1.2.3
warnings: encoding-mismatch
)"},
      {"big endian in a syntax that exists in little alone",
       File(kJpeg, Ct(kExplicitBig)), R"(
fault: unsupported-transfer-syntax (0000,0000) @250
)"},
      {"a transfer syntax that nobody knows",
       File("1.2.3.4", Ct(kExplicitLittle)), R"(
fault: unsupported-transfer-syntax (0000,0000) @236
)"},
      {"a transfer syntax of the Standard that is newer than the tables",
       File(kNew, Ct(kExplicitLittle)), R"(
explicit in 1.2.840.10008.1.2.4.999 @252 1.2.840.10008.5.1.4.1.1.2 1.2.3
warnings: new-transfer-syntax
)"},
      {"the same, of a data set that does not tell",
       File(kNew, Ct(kImplicitLittle)), R"(
fault: unsupported-transfer-syntax (0000,0000) @252
)"},
      {"file meta in implicit VR",
       DicomBytes().Preamble().Raw(ImplicitMeta()).Raw(Ct(kExplicitLittle)),
       R"(
explicit in 1.2.840.10008.1.2.1 @220 1.2.840.10008.5.1.4.1.1.2 1.2.3
warnings: meta-implicit
)"},
      {"the same without a preamble",
       DicomBytes().Raw(ImplicitMeta()).Raw(Ct(kExplicitLittle)), R"(
explicit in 1.2.840.10008.1.2.1 @88 1.2.840.10008.5.1.4.1.1.2 1.2.3
warnings: no-preamble meta-implicit
)"},
      {"zeros for DICM", WithMagic(std::string(4, 0)), R"(
explicit in 1.2.840.10008.1.2.1 @248 1.2.840.10008.5.1.4.1.1.2 1.2.3
warnings: bad-magic
)"},
      {"other letters for DICM", WithMagic("dicm"), R"(
explicit in 1.2.840.10008.1.2.1 @248 1.2.840.10008.5.1.4.1.1.2 1.2.3
warnings: bad-magic
)"},
      {"no DICM, and no file meta behind it",
       DicomBytes().Fill(132, 0).Raw("some text in a file"), R"(
fault: not-dicom (0000,0000) @0
)"},
      {"a wrong group length", wrong_length, R"(
explicit in 1.2.840.10008.1.2.1 @248 1.2.840.10008.5.1.4.1.1.2 1.2.3
warnings: meta-group-length
)"},
      {"no identifiers in the file meta",
       DicomBytes()
           .Preamble()
           .FileMeta(kExplicit, "", "")
           .Raw(Ct(kExplicitLittle)),
       R"(
explicit in 1.2.840.10008.1.2.1 @200  
)"},
      {"an instance UID longer than any",
       DicomBytes()
           .Preamble()
           .FileMeta(kExplicit, kCtImageStorage, std::string(66, '1'))
           .Raw(Ct(kExplicitLittle)),
       R"(
explicit in 1.2.840.10008.1.2.1 @308 1.2.840.10008.5.1.4.1.1.2 
)"},
      {"a directory of files",
       DicomBytes()
           .Preamble()
           .FileMeta(kExplicit, "1.2.840.10008.1.3.10", "1.2.3")
           .Raw(Ct(kExplicitLittle)),
       R"(
fault: dicomdir (0000,0000) @0
)"},
      {"file meta and no more", File(kExplicit, DicomBytes()), R"(
fault: no-data-set (0000,0000) @248
)"},
      {"a preamble and no more", DicomBytes().Preamble(), R"(
fault: no-data-set (0000,0000) @0
)"},
      {"a preamble and garbage", DicomBytes().Preamble().Raw("garbage, text"),
       R"(
fault: bad-file-meta (0000,0000) @0
)"},
      {"file meta with a VR that is none",
       DicomBytes()
           .Preamble()
           .Element(0x0002, 0x0002, "zz", "1.2")
           .Raw(Ct(kExplicitLittle)),
       R"(
fault: bad-file-meta (0002,0002) @132
)"},
      {"file meta that passes the end",
       DicomBytes().Preamble().Declared(0x0002, 0x0002, "UI", 400, "1.2"),
       R"(
fault: bad-file-meta (0002,0002) @132
)"},
      {"a preamble that lost its first bytes",
       DicomBytes().Fill(100, 0).Raw("DICM").Raw(Ct(kExplicitLittle)), R"(
fault: misplaced-prefix (0000,0000) @0
)"},
      {"a data set behind some bytes",
       DicomBytes().Raw("xyz").Raw(Ct(kExplicitLittle)), R"(
fault: misplaced-prefix (0000,0000) @0
)"},
      {"text", DicomBytes().Raw("This is a text file and no more than that."),
       R"(
fault: not-dicom (0000,0000) @0
)"},
      {"nothing", DicomBytes(), R"(
fault: not-dicom (0000,0000) @0
)"},
  };
}

TEST(FilePrefix, SaysWhereTheDataSetStartsAndHowItIsWritten) {
  for (const Case& c : Cases()) {
    EXPECT_EQ(std::string("\n").append(Read(c.in, c.in.size())), c.want)
        << "#" << c.fact;
  }
}

// Of a cut file the data set may still be told; it never lies past the end.
TEST(FilePrefix, HoldsWhereverAFileIsCut) {
  for (const Case& c : Cases()) {
    for (std::size_t size = 0; size <= c.in.size(); ++size) {
      const std::vector<std::uint8_t> cut(
          c.in.bytes().begin(),
          c.in.bytes().begin() + static_cast<std::ptrdiff_t>(size));
      FilePrefix prefix;
      if (ReadFilePrefix(cut, size, prefix)) continue;
      EXPECT_LT(prefix.data_set_offset, size) << c.fact;
      EXPECT_FALSE(prefix.syntax.uid.empty()) << c.fact;
    }
  }
}

TEST(FilePrefix, RefusesFileMetaThatGoesOnBehindTheHead) {
  const DicomBytes file =
      DicomBytes()
          .Preamble()
          .FileMeta(kExplicit, kCtImageStorage, "1.2.3",
                    DicomBytes().Element(0x0002, 0x0102, "OB",
                                         std::string(kFilePrefixBytes, 'x')))
          .Raw(Ct(kExplicitLittle));
  FilePrefix prefix;
  EXPECT_EQ(
      ReadFilePrefix(Bytes(file).first(kFilePrefixBytes), file.size(), prefix)
          .error,
      Error::kBadFileMeta);
}

}  // namespace
}  // namespace dcmscrub
