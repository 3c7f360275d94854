#include "rules/profile/dummies.h"

#include <array>
#include <cassert>
#include <string_view>

namespace dcmscrub {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kText = "ANONYMIZED";
constexpr std::string_view kCodeText = "ANON";
constexpr std::string_view kName = "ANON^ANON";
constexpr std::string_view kDateTime = "19000101000000";
// The nil UUID, which no instance has.
constexpr std::string_view kUid = "2.25.0";

// 261665006 |Unknown (qualifier value)| is legal where any code is: none of
// the sequences below is bound to a fixed set of codes.
constexpr DummyElement Code(std::uint8_t level) {
  return {level, Tag(0x0008, 0x0100), Vr::kSH, "261665006"};
}
constexpr DummyElement CodeScheme(std::uint8_t level) {
  return {level, Tag(0x0008, 0x0102), Vr::kSH, "SCT"};
}
constexpr DummyElement CodeMeaning(std::uint8_t level) {
  return {level, Tag(0x0008, 0x0104), Vr::kLO, "Unknown"};
}

constexpr DummyElement kCodeItem[] = {Code(0), CodeScheme(0), CodeMeaning(0)};

// Person Identification macro, PS3.3 Table 10-1: the institution's name or
// its code.
constexpr DummyElement kPerson[] = {
    {0, Tag(0x0008, 0x0080), Vr::kLO, kText},
    {0, Tag(0x0040, 0x1101), Vr::kSQ, ""},
    Code(1),
    CodeScheme(1),
    CodeMeaning(1),
};

// SOP Instance Reference macro, to an instance that is none.
constexpr DummyElement kStepReference[] = {
    {0, Tag(0x0008, 0x1150), Vr::kUI, "1.2.840.10008.3.1.2.3.3"},
    {0, Tag(0x0008, 0x1155), Vr::kUI, kUid},
};

// Flow Identifier Sequence of real-time video, PS3.3 C.35.1: a flow of
// uncompressed video at the usual clock of 90 kHz.
constexpr DummyElement kFlow[] = {
    {0, Tag(0x0034, 0x0002), Vr::kOB, "\0\0"sv},
    {0, Tag(0x0034, 0x0003), Vr::kUI, "1.2.840.10008.1.2.7.1"},
    {0, Tag(0x0034, 0x0004), Vr::kUL, "\x90\x5F\x01\0"sv},
};

// Verifying Observer Sequence, PS3.3 C.17.2.
constexpr DummyElement kObserver[] = {
    {0, Tag(0x0040, 0xA027), Vr::kLO, kText},
    {0, Tag(0x0040, 0xA030), Vr::kDT, kDateTime},
    {0, Tag(0x0040, 0xA075), Vr::kPN, kName},
    {0, Tag(0x0040, 0xA088), Vr::kSQ, ""},
    Code(1),
    CodeScheme(1),
    CodeMeaning(1),
};

// A content tree of one text item, PS3.3 C.17.3.
constexpr DummyElement kContent[] = {
    {0, Tag(0x0040, 0xA010), Vr::kCS, "CONTAINS"},
    {0, Tag(0x0040, 0xA040), Vr::kCS, "TEXT"},
    {0, Tag(0x0040, 0xA043), Vr::kSQ, ""},
    {1, Tag(0x0008, 0x0100), Vr::kSH, "121106"},
    {1, Tag(0x0008, 0x0102), Vr::kSH, "DCM"},
    {1, Tag(0x0008, 0x0104), Vr::kLO, "Comment"},
    {0, Tag(0x0040, 0xA160), Vr::kUT, "Removed by de-identification"},
};

// Waveform Annotation, PS3.3 C.10.10: a text on all channels of group 1.
// Numbers other than zero are little endian, here and above; in the retired
// big endian syntax they come out as other numbers, which tell nothing either.
constexpr DummyElement kWaveformAnnotation[] = {
    {0, Tag(0x0040, 0xA0B0), Vr::kUS, "\1\0\0\0"sv},
    {0, Tag(0x0070, 0x0006), Vr::kST, kText},
};

// Graphic Annotation, PS3.3 C.10.5: an invisible anchor in the corner.
constexpr DummyElement kGraphicAnnotation[] = {
    {0, Tag(0x0070, 0x0002), Vr::kCS, kCodeText},
    {0, Tag(0x0070, 0x0008), Vr::kSQ, ""},
    {1, Tag(0x0070, 0x0004), Vr::kCS, "DISPLAY"},
    {1, Tag(0x0070, 0x0006), Vr::kST, kText},
    {1, Tag(0x0070, 0x0014), Vr::kFL, "\0\0\0\0\0\0\0\0"sv},
    {1, Tag(0x0070, 0x0015), Vr::kCS, "N"},
};

struct Entry {
  Tag tag;
  Dummy dummy;
};

constexpr Entry kEntries[] = {
    {Tag(0x0008, 0x0082), {{}, kCodeItem}},
    {Tag(0x0008, 0x0201), {"+0000", {}}},
    {Tag(0x0008, 0x1072), {{}, kPerson}},
    {Tag(0x0008, 0x1111), {{}, kStepReference}},
    {Tag(0x0034, 0x0001), {{}, kFlow}},
    {Tag(0x0040, 0x1101), {{}, kCodeItem}},
    {Tag(0x0040, 0xA073), {{}, kObserver}},
    {Tag(0x0040, 0xA730), {{}, kContent}},
    {Tag(0x0040, 0xB020), {{}, kWaveformAnnotation}},
    {Tag(0x0068, 0x7005), {"#", {}}},
    {Tag(0x0070, 0x0001), {{}, kGraphicAnnotation}},
    {Tag(0x0400, 0x0565), {"COERCE", {}}},
};

constexpr auto kDummies = [] {
  std::array<Dummy, std::size(kEntries) + 1> dummies{};
  for (std::size_t i = 0; i < std::size(kEntries); ++i) {
    dummies[i + 1] = kEntries[i].dummy;
  }
  return dummies;
}();

// One blank page. The offsets in the table and after "startxref" count the
// bytes before each object.
constexpr std::string_view kPdf =
    "%PDF-1.4\n"
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]"
    "/Resources<<>>>>\nendobj\n"
    "xref\n0 4\n"
    "0000000000 65535 f \n"
    "0000000009 00000 n \n"
    "0000000054 00000 n \n"
    "0000000105 00000 n \n"
    "trailer\n<</Size 4/Root 1 0 R>>\n"
    "startxref\n184\n%%EOF\n";

// HL7 CDA Release 2, header and an empty body.
constexpr std::string_view kCda =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">\n"
    "<typeId root=\"2.16.840.1.113883.1.3\" extension=\"POCD_HD000040\"/>\n"
    "<id nullFlavor=\"MSK\"/>\n"
    "<code nullFlavor=\"MSK\"/>\n"
    "<title>Removed by de-identification</title>\n"
    "<effectiveTime nullFlavor=\"MSK\"/>\n"
    "<confidentialityCode nullFlavor=\"MSK\"/>\n"
    "<recordTarget><patientRole><id nullFlavor=\"MSK\"/></patientRole>"
    "</recordTarget>\n"
    "<author><time nullFlavor=\"MSK\"/><assignedAuthor>"
    "<id nullFlavor=\"MSK\"/></assignedAuthor></author>\n"
    "<custodian><assignedCustodian><representedCustodianOrganization>"
    "<id nullFlavor=\"MSK\"/></representedCustodianOrganization>"
    "</assignedCustodian></custodian>\n"
    "<component><nonXMLBody nullFlavor=\"MSK\"><text nullFlavor=\"MSK\"/>"
    "</nonXMLBody></component>\n"
    "</ClinicalDocument>\n";

// Binary STL: 80 bytes of header, the number of triangles, and one triangle
// without extent (a normal, three corners, an attribute word).
constexpr auto kStl = [] {
  std::array<char, 80 + 4 + 50> bytes{};
  constexpr std::string_view kHeader = "anonymized";
  for (std::size_t i = 0; i < kHeader.size(); ++i) bytes[i] = kHeader[i];
  bytes[80] = 1;
  return bytes;
}();

constexpr std::string_view kObj =
    "# anonymized\nv 0 0 0\nv 0 0 0\nv 0 0 0\nf 1 2 3\n";
constexpr std::string_view kMtl = "# anonymized\nnewmtl anonymized\nKd 1 1 1\n";

}  // namespace

std::span<const Dummy> StandardDummies() { return kDummies; }

std::uint16_t DummyFor(Tag tag) {
  for (std::size_t i = 0; i < std::size(kEntries); ++i) {
    if (kEntries[i].tag == tag) return static_cast<std::uint16_t>(i + 1);
  }
  return 0;
}

std::span<const DummyDocument> StandardDocuments() {
  static const DummyDocument kDocuments[] = {
      {"application/pdf", AsBytes(kPdf)},
      {"text/xml", AsBytes(kCda)},
      {"text/XML", AsBytes(kCda)},
      {"model/stl", AsBytes({kStl.data(), kStl.size()})},
      {"model/obj", AsBytes(kObj)},
      {"model/mtl", AsBytes(kMtl)},
  };
  return kDocuments;
}

}  // namespace dcmscrub
