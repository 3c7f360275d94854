#include "kernels/parse/element_index.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/allocation_count.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/window_reader.h"

namespace dcmscrub {
namespace {

constexpr LengthForm kUndefinedForm = LengthForm::kUndefined;

struct Case {
  const char* fact;
  DicomBytes in;
  const char* want;
};

DicomBytes Little() { return DicomBytes(kExplicitLittle); }
DicomBytes Implicit() { return DicomBytes(kImplicitLittle); }
DicomBytes Big() { return DicomBytes(kExplicitBig); }

DicomBytes Uid(Encoding encoding) {
  return DicomBytes(encoding).Element(0x0008, 0x1155, "UI", "1.2.3");
}

// A sequence as the value of a UN of defined length.
DicomBytes UnHolding(std::uint16_t group, std::uint16_t element,
                     const DicomBytes& value) {
  return Little().Element(group, element, "UN", AsText(value));
}

// Sequences in sequences, `depth` of them.
DicomBytes Nested(int depth, LengthForm form) {
  DicomBytes inner = Uid(kExplicitLittle);
  for (int i = 0; i < depth; ++i) {
    inner = Little().Sequence(0x0040, 0xA730, {inner}, form, form);
  }
  return inner;
}

std::vector<Case> PlainCases() {
  return {
      {"explicit little endian, short and long form",
       Little()
           .Element(0x0008, 0x0060, "CS", "MR")
           .Element(0x0040, 0xA160, "UT", "text")
           .Numbers(0x7FE0, 0x0010, "OW", {1, 2}),
       R"(
(0008,0060) CS 0:8+2
(0040,A160) UT 10:12+4
(7FE0,0010) OW 26:12+4
)"},
      {"implicit little endian: the VR is the dictionary's",
       Implicit()
           .Element(0x0008, 0x0060, "CS", "MR")
           .Numbers(0x0028, 0x0010, "US", {2})
           .Element(0x0009, 0x0010, "LO", "ACME")
           .Element(0x0009, 0x1001, "LO", "data")
           .Element(0x0008, 0xFFF0, "LO", "??"),
       R"(
(0008,0060) CS 0:8+2
(0028,0010) US 10:8+2
(0009,0010) LO 20:8+4
(0009,1001) UN 32:8+4
(0008,FFF0) ?? 44:8+2
unordered
warnings: out-of-order
)"},
      {"explicit big endian",
       Big()
           .Numbers(0x0028, 0x0010, "US", {2})
           .Sequence(0x0040, 0xA730, {Uid(kExplicitBig)})
           .Sequence(0x0040, 0xB020, {Uid(kExplicitBig)}, kUndefinedForm,
                     kUndefinedForm),
       R"(
(0028,0010) US 0:8+2
(0040,A730) SQ 10:12+22
  item 22:8+14
    (0008,1155) UI 30:8+6
(0040,B020) SQ 44:12+30+8 undefined
  item 56:8+14+8 undefined
    (0008,1155) UI 64:8+6
)"},
      {"no data", Little(), R"(
)"},
      {"private creators and group lengths are elements like others",
       Little()
           .Numbers(0x0008, 0x0000, "UL", {14})
           .Element(0x0009, 0x0010, "LO", "ACME")
           .Element(0x0009, 0x1001, "UN", "data"),
       R"(
(0008,0000) UL 0:8+4
(0009,0010) LO 12:8+4
(0009,1001) UN 24:12+4
)"},
      {"reserved bytes of the long form may be anything",
       Little().Raw(
           std::string_view("\x40\0\x60\xA1UT\xAB\xCD\x02\0\0\0ab", 14)),
       R"(
(0040,A160) UT 0:12+2
)"},
      {"a blank VR is read by the dictionary's",
       Little()
           .Element(0x0008, 0x0060, "  ", "MR")
           .Element(0x0028, 0x0010, std::string_view("\0\0", 2), "ab")
           .Element(0x0028, 0x0011, "??", "ab"),
       R"(
(0008,0060) CS<?? 0:8+2
(0028,0010) US<?? 10:8+2
(0028,0011) US<?? 20:8+2
warnings: bad-vr
)"},
      {"a blank VR of the long form has a long header",
       Little().Raw(std::string_view("\x40\0\x60\xA1  \0\0\x02\0\0\0ab", 14)),
       R"(
(0040,A160) UT<?? 0:12+2
warnings: bad-vr
)"},
      {"odd lengths",
       Little()
           .Unpadded(0x0008, 0x0060, "CS", "M")
           .Unpadded(0x0010, 0x0010, "PN", "DOE"),
       R"(
(0008,0060) CS 0:8+1
(0010,0010) PN 9:8+3
warnings: odd-length
)"},
      {"duplicates",
       Little()
           .Element(0x0008, 0x0060, "CS", "MR")
           .Element(0x0008, 0x0060, "CS", "CT"),
       R"(
(0008,0060) CS 0:8+2
(0008,0060) CS 10:8+2
unordered
warnings: duplicate
)"},
      {"out of order",
       Little()
           .Element(0x0010, 0x0010, "PN", "DOE")
           .Element(0x0008, 0x0060, "CS", "CT"),
       R"(
(0010,0010) PN 0:8+4
(0008,0060) CS 12:8+2
unordered
warnings: out-of-order
)"},
      {"out of order inside an item alone",
       Little().Sequence(0x0040, 0xA730,
                         {Little()
                              .Element(0x0010, 0x0010, "PN", "DOE")
                              .Element(0x0008, 0x0060, "CS", "CT")}),
       R"(
(0040,A730) SQ 0:12+30
  item 12:8+22 unordered
    (0010,0010) PN 20:8+4
    (0008,0060) CS 32:8+2
warnings: out-of-order
)"},
      {"few zero bytes after the end",
       Little().Element(0x0008, 0x0060, "CS", "MR").Fill(5, 0), R"(
(0008,0060) CS 0:8+2
warnings: trailing-bytes
)"},
      {"many zero bytes after the end",
       Little().Element(0x0008, 0x0060, "CS", "MR").Fill(1000, 0), R"(
(0008,0060) CS 0:8+2
warnings: trailing-bytes
)"},
      {"many zero bytes after the end, implicit",
       Implicit().Element(0x0008, 0x0060, "CS", "MR").Fill(1000, 0), R"(
(0008,0060) CS 0:8+2
warnings: trailing-bytes
)"},
      {"few bytes of garbage after the end",
       Little().Element(0x0008, 0x0060, "CS", "MR").Raw("trash"), R"(
(0008,0060) CS 0:8+2
fault: trailing-garbage (0000,0000) @10
)"},
      {"garbage alone", Little().Raw("trash"), R"(
fault: trailing-garbage (0000,0000) @0
)"},
      {"a VR that is none",
       Little()
           .Element(0x0008, 0x0060, "CS", "MR")
           .Element(0x0008, 0x0070, "zz", "ACME"),
       R"(
(0008,0060) CS 0:8+2
fault: bad-vr (0008,0070) @10
)"},
      // "DOE^" is no tag: four bytes of a name may not be told.
      {"bytes of a value where a tag should be",
       Little().Element(0x0008, 0x0060, "CS", "MR").Raw("DOE^JOHN"), R"(
(0008,0060) CS 0:8+2
fault: bad-vr (0000,0000) @10
)"},
      {"a length that passes the end",
       Little()
           .Element(0x0008, 0x0060, "CS", "MR")
           .Declared(0x0010, 0x0010, "PN", 40, "DOE^J "),
       R"(
(0008,0060) CS 0:8+2
fault: length-past-end (0010,0010) @10 by 34
)"},
      {"a header that the end cuts",
       Little().Raw(std::string_view("\x40\0\x60\xA1UT\0\0\x02\0", 10)),
       R"(
fault: truncated-header (0040,A160) @0
)"},
      {"undefined length of text",
       Little().Header(0x0040, 0xA160, "UT", kUndefinedLengthField), R"(
fault: undefined-length (0040,A160) @0
)"},
      {"undefined length of text, implicit",
       Implicit().Header(0x0010, 0x0010, "PN", kUndefinedLengthField), R"(
fault: undefined-length (0010,0010) @0
)"},
      {"an item delimiter at the top",
       Little().Element(0x0008, 0x0060, "CS", "MR").ItemEnd(), R"(
(0008,0060) CS 0:8+2
fault: stray-delimiter (FFFE,E00D) @10
)"},
      {"an item at the top", Little().ItemStart(0), R"(
fault: stray-delimiter (FFFE,E000) @0
)"},
  };
}

std::vector<Case> SequenceCases() {
  return {
      {"defined lengths",
       Little()
           .Sequence(0x0040, 0xA730, {Uid(kExplicitLittle), Little()})
           .Element(0x0040, 0xDB00, "CS", "2010"),
       R"(
(0040,A730) SQ 0:12+30
  item 12:8+14
    (0008,1155) UI 20:8+6
  item 34:8+0
(0040,DB00) CS 42:8+4
)"},
      {"undefined lengths",
       Little()
           .Sequence(0x0040, 0xA730, {Uid(kExplicitLittle), Little()},
                     kUndefinedForm, kUndefinedForm)
           .Element(0x0040, 0xDB00, "CS", "2010"),
       R"(
(0040,A730) SQ 0:12+46+8 undefined
  item 12:8+14+8 undefined
    (0008,1155) UI 20:8+6
  item 42:8+0+8 undefined
(0040,DB00) CS 66:8+4
)"},
      {"undefined lengths, implicit",
       Implicit().Sequence(0x0040, 0xA730, {Uid(kImplicitLittle)},
                           kUndefinedForm, kUndefinedForm),
       R"(
(0040,A730) SQ 0:8+30+8 undefined
  item 8:8+14+8 undefined
    (0008,1155) UI 16:8+6
)"},
      {"no items",
       Little()
           .Sequence(0x0040, 0xA730, {})
           .Sequence(0x0040, 0xB020, {}, kUndefinedForm),
       R"(
(0040,A730) SQ 0:12+0
(0040,B020) SQ 12:12+0+8 undefined
)"},
      {"nested three deep", Nested(3, LengthForm::kDefined), R"(
(0040,A730) SQ 0:12+62
  item 12:8+54
    (0040,A730) SQ 20:12+42
      item 32:8+34
        (0040,A730) SQ 40:12+22
          item 52:8+14
            (0008,1155) UI 60:8+6
)"},
      {"UN of undefined length holds implicit little endian",
       Little()
           .Header(0x0040, 0xA730, "UN", kUndefinedLengthField)
           .Use(kImplicitLittle)
           .ItemStart()
           .Raw(Uid(kImplicitLittle))
           .ItemEnd()
           .SequenceEnd()
           .Use(kExplicitLittle),
       R"(
(0040,A730) SQ<UN 0:12+30+8 undefined
  item 12:8+14+8 undefined implicit
    (0008,1155) UI 20:8+6 implicit
warnings: un-as-sequence
)"},
      {"also inside a big endian data set",
       Big()
           .Header(0x0040, 0xA730, "UN", kUndefinedLengthField)
           .Use(kImplicitLittle)
           .ItemStart()
           .Raw(Uid(kImplicitLittle))
           .ItemEnd()
           .SequenceEnd()
           .Use(kExplicitBig),
       R"(
(0040,A730) SQ<UN 0:12+30+8 undefined
  item 12:8+14+8 undefined implicit little
    (0008,1155) UI 20:8+6 implicit little
warnings: un-as-sequence
)"},
      {"UN of defined length that is a sequence",
       UnHolding(0x0040, 0xA730,
                 Implicit().ItemStart(14).Raw(Uid(kImplicitLittle))),
       R"(
(0040,A730) SQ<UN 0:12+22
  item 12:8+14 implicit
    (0008,1155) UI 20:8+6 implicit
warnings: un-as-sequence
)"},
      {"UN with explicit items",
       UnHolding(0x0040, 0xA730,
                 Implicit().ItemStart(14).Raw(Uid(kExplicitLittle))),
       R"(
(0040,A730) SQ<UN 0:12+22
  item 12:8+14 implicit
    (0008,1155) UI 20:8+6
warnings: encoding-mismatch un-as-sequence
)"},
      {"UN that should be a sequence and is none",
       UnHolding(0x0040, 0xA730, Little().Raw("no sequence"))
           .Element(0x0040, 0xDB00, "CS", "2010"),
       R"(
(0040,A730) SQ<UN 0:12+12 opaque
(0040,DB00) CS 24:8+4
warnings: opaque-sequence
)"},
      {"UN whose sequence breaks deep inside",
       UnHolding(0x0040, 0xA730,
                 Implicit().Sequence(
                     0x0040, 0xA730,
                     {Implicit().Declared(0x0008, 0x1155, "UI", 99, "1.2")}))
           .Element(0x0040, 0xDB00, "CS", "2010"),
       R"(
(0040,A730) SQ<UN 0:12+28 opaque
(0040,DB00) CS 40:8+4
warnings: opaque-sequence
)"},
      {"UN with a bad VR in an explicit item",
       UnHolding(0x0040, 0xA730,
                 Little()
                     .ItemStart(28)
                     .Raw(Uid(kExplicitLittle))
                     .Element(0x0008, 0x1195, "zz", "1.2.3"))
           .Element(0x0040, 0xDB00, "CS", "2010"),
       R"(
(0040,A730) SQ<UN 0:12+36 opaque
(0040,DB00) CS 48:8+4
warnings: opaque-sequence
)"},
      {"a private UN that begins with an item is a sequence",
       UnHolding(0x0009, 0x1001,
                 Implicit().ItemStart(14).Raw(Uid(kImplicitLittle))),
       R"(
(0009,1001) SQ<UN 0:12+22
  item 12:8+14 implicit
    (0008,1155) UI 20:8+6 implicit
warnings: un-as-sequence
)"},
      {"a private value of no VR as well",
       Implicit().Sequence(0x0009, 0x1001, {Uid(kImplicitLittle)}), R"(
(0009,1001) SQ 0:8+22
  item 8:8+14
    (0008,1155) UI 16:8+6
)"},
      {"unless it cannot be read as one",
       UnHolding(0x0009, 0x1001, Implicit().ItemStart(200).Raw("abcd"))
           .Element(0x0009, 0x1002, "UN", "no item"),
       R"(
(0009,1001) UN 0:12+12 opaque
(0009,1002) UN 24:12+8
)"},
      {"a private UN inside does not spoil what holds it",
       UnHolding(0x0040, 0xA730,
                 Implicit().ItemStart(28).Raw(
                     Implicit()
                         .Element(0x0009, 0x1001, "UN",
                                  AsText(Implicit().ItemStart(200)))
                         .Element(0x0040, 0xA040, "CS", "TEXT"))),
       R"(
(0040,A730) SQ<UN 0:12+36
  item 12:8+28 implicit
    (0009,1001) ?? 20:8+8 opaque implicit
    (0040,A040) CS 36:8+4 implicit
warnings: un-as-sequence
)"},
      {"UN of a text", Little().Element(0x0010, 0x0010, "UN", "DOE^J"), R"(
(0010,0010) PN<UN 0:12+6
)"},
      {"a sequence under another VR",
       Little().Element(0x0040, 0xA730, "OB", "data"), R"(
(0040,A730) OB 0:12+4 opaque
warnings: opaque-sequence
)"},
      {"SQ where PS3.6 has text",
       Little().Sequence(0x0010, 0x4000, {Uid(kExplicitLittle)}), R"(
(0010,4000) SQ 0:12+22
  item 12:8+14
    (0008,1155) UI 20:8+6
)"},
      {"implicit items in an explicit data set",
       Little()
           .SequenceStart(0x0040, 0xA730)
           .ItemStart(14)
           .Raw(Uid(kImplicitLittle))
           .SequenceEnd(),
       R"(
(0040,A730) SQ 0:12+22+8 undefined
  item 12:8+14
    (0008,1155) UI 20:8+6 implicit
warnings: encoding-mismatch
)"},
      {"explicit items in an implicit data set",
       Implicit()
           .SequenceStart(0x0040, 0xA730)
           .ItemStart(14)
           .Raw(Uid(kExplicitLittle))
           .SequenceEnd(),
       R"(
(0040,A730) SQ 0:8+22+8 undefined
  item 8:8+14
    (0008,1155) UI 16:8+6 explicit
warnings: encoding-mismatch
)"},
      {"a value that passes its item",
       Little()
           .SequenceStart(0x0040, 0xA730, 18)
           .ItemStart(10)
           .Declared(0x0008, 0x1155, "UI", 6, "1.")
           .Element(0x0040, 0xDB00, "CS", "2010"),
       R"(
(0040,A730) SQ 0:12+18
  item 12:8+10
fault: length-past-parent (0008,1155) @20 by 4
)"},
      {"an item that passes its sequence",
       Little()
           .SequenceStart(0x0040, 0xA730, 10)
           .ItemStart(14)
           .Raw(Uid(kExplicitLittle)),
       R"(
(0040,A730) SQ 0:12+10
fault: length-past-parent (FFFE,E000) @12 by 12
)"},
      {"an item that passes the end",
       Little().SequenceStart(0x0040, 0xA730).ItemStart(99).Raw("12"), R"(
(0040,A730) SQ 0:12+0 undefined
fault: length-past-end (FFFE,E000) @12 by 97
)"},
      {"a header that its item cuts",
       Little()
           .SequenceStart(0x0040, 0xA730, 12)
           .ItemStart(4)
           .Raw("1234")
           .Element(0x0040, 0xDB00, "CS", "2010"),
       R"(
(0040,A730) SQ 0:12+12
  item 12:8+4
fault: truncated-header (FFFE,E000) @20
)"},
      {"another tag where an item should be",
       Little()
           .SequenceStart(0x0040, 0xA730)
           .Element(0x0040, 0xDB00, "CS", "2"),
       R"(
(0040,A730) SQ 0:12+0 undefined
fault: not-an-item (0040,DB00) @12
)"},
      {"an item delimiter where an item should be",
       Little().SequenceStart(0x0040, 0xA730).ItemEnd(), R"(
(0040,A730) SQ 0:12+0 undefined
fault: stray-delimiter (FFFE,E00D) @12
)"},
      {"a sequence delimiter inside an item",
       Little().SequenceStart(0x0040, 0xA730).ItemStart().SequenceEnd(),
       R"(
(0040,A730) SQ 0:12+8+8 undefined
  item 12:8+0 undefined unended
warnings: bad-delimiter
)"},
      {"a delimiter in an item of defined length",
       Little().SequenceStart(0x0040, 0xA730).ItemStart(8).ItemEnd(), R"(
(0040,A730) SQ 0:12+0 undefined
  item 12:8+8
fault: stray-delimiter (FFFE,E00D) @20
)"},
      {"a delimiter in a sequence of defined length",
       Little().SequenceStart(0x0040, 0xA730, 8).SequenceEnd(), R"(
(0040,A730) SQ 0:12+8
fault: stray-delimiter (FFFE,E0DD) @12
)"},
      {"a delimiter with a length",
       Little().SequenceStart(0x0040, 0xA730).ItemStart().ItemEnd(2).Raw("ab"),
       R"(
(0040,A730) SQ 0:12+0 undefined
  item 12:8+0 undefined
fault: stray-delimiter (FFFE,E00D) @20
)"},
      {"a sequence without its end",
       Little().SequenceStart(0x0040, 0xA730).ItemStart().ItemEnd(), R"(
(0040,A730) SQ 0:12+0 undefined
  item 12:8+0+8 undefined
fault: unterminated (0040,A730) @28
)"},
      {"an item without its end",
       Little()
           .SequenceStart(0x0040, 0xA730)
           .ItemStart()
           .Raw(Uid(kExplicitLittle)),
       R"(
(0040,A730) SQ 0:12+0 undefined
  item 12:8+0 undefined
    (0008,1155) UI 20:8+6
fault: unterminated (FFFE,E000) @34
)"},
  };
}

const std::string kDelimiter("\xFE\xFF\xDD\xE0\0\0\0\0", 8);

std::vector<Case> FragmentCases() {
  return {
      {"fragments are one value",
       Little()
           .Encapsulated({"frame1", "frame two"}, true)
           .Element(0xFFFC, 0xFFFC, "OB", "pad "),
       R"(
(7FE0,0010) OB 0:12+48+8 undefined fragments
(FFFC,FFFC) OB 68:12+4
)"},
      {"the bytes of the delimiter may stand in a fragment",
       Little().Encapsulated({kDelimiter + kDelimiter}), R"(
(7FE0,0010) OB 0:12+32+8 undefined fragments
)"},
      {"no fragments but the offset table", Little().Encapsulated({}), R"(
(7FE0,0010) OB 0:12+8+8 undefined fragments
)"},
      {"odd fragments",
       Little()
           .Header(0x7FE0, 0x0010, "OB", kUndefinedLengthField)
           .ItemStart(0)
           .ItemStart(3)
           .Raw("abc")
           .SequenceEnd(),
       R"(
(7FE0,0010) OB 0:12+19+8 undefined fragments
)"},
      {"fragments of other OB",
       Little()
           .Header(0x0042, 0x0011, "OB", kUndefinedLengthField)
           .ItemStart(4)
           .Raw("%PDF")
           .SequenceEnd(),
       R"(
(0042,0011) OB 0:12+12+8 undefined fragments
)"},
      {"fragments in implicit VR",
       Implicit()
           .Header(0x7FE0, 0x0010, "OB", kUndefinedLengthField)
           .ItemStart(0)
           .ItemStart(2)
           .Raw("ab")
           .SequenceEnd(),
       R"(
(7FE0,0010) OW 0:8+18+8 undefined fragments
)"},
      {"a fragment that passes the end",
       Little()
           .Header(0x7FE0, 0x0010, "OB", kUndefinedLengthField)
           .ItemStart(0)
           .ItemStart(300)
           .Raw("ab"),
       R"(
(7FE0,0010) OB 0:12+0 undefined fragments
fault: length-past-end (7FE0,0010) @0 by 298
)"},
      {"a fragment of undefined length",
       Little()
           .Header(0x7FE0, 0x0010, "OB", kUndefinedLengthField)
           .ItemStart()
           .Raw("abcdefgh"),
       R"(
(7FE0,0010) OB 0:12+0 undefined fragments
fault: bad-fragment (7FE0,0010) @0
)"},
      {"an element among fragments",
       Little()
           .Header(0x7FE0, 0x0010, "OB", kUndefinedLengthField)
           .ItemStart(0)
           .Element(0x0008, 0x0060, "CS", "MR"),
       R"(
(7FE0,0010) OB 0:12+0 undefined fragments
fault: bad-fragment (7FE0,0010) @0
)"},
      {"fragments without their end",
       Little()
           .Header(0x7FE0, 0x0010, "OB", kUndefinedLengthField)
           .ItemStart(2)
           .Raw("ab"),
       R"(
(7FE0,0010) OB 0:12+0 undefined fragments
fault: unterminated (7FE0,0010) @0
)"},
      {"broken fragments inside a UN that may be a sequence",
       UnHolding(0x0088, 0x0200,
                 Implicit()
                     .ItemStart()
                     .Header(0x7FE0, 0x0010, "OB", kUndefinedLengthField)
                     .ItemStart(200)
                     .Fill(200, 7)
                     .ItemStart(999)
                     .Fill(200, 7))
           .Element(0x0088, 0x0904, "LO", "A title")
           .Element(0x0088, 0x0906, "ST", "A subject"),
       R"(
(0088,0200) SQ<UN 0:12+432 opaque
(0088,0904) LO 444:8+8
(0088,0906) ST 460:8+10
warnings: opaque-sequence
)"},
  };
}

std::vector<Case> AllCases() {
  std::vector<Case> all;
  for (const auto& cases : {PlainCases(), SequenceCases(), FragmentCases()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

std::string Index(const Case& c, const WindowPolicy& policy = kWholeWindow,
                  const IndexLimits& limits = {}) {
  WindowReader reader;
  reader.Read(c.in, 0, c.in.encoding(), limits, policy);
  return DumpIndex(reader.index()) + reader.problem();
}

TEST(ElementIndex, SaysWhatStandsWhere) {
  for (const Case& c : AllCases()) {
    EXPECT_EQ("\n" + Index(c), c.want) << "#" << c.fact;
  }
}

// A stream with some of everything, values large and small.
DicomBytes Everything() {
  const std::string large(500, 'x');
  return Little()
      .Element(0x0008, 0x0060, "CS", "MR")
      .Element(0x0009, 0x1001, "UN", large)
      .Element(0x0010, 0x4000, "LT", large)
      .Raw(Nested(4, kUndefinedForm))
      .Element(0x0040, 0xA160, "UT", large)
      .Element(0x0040, 0xDB00, "CS", "2010")
      .Encapsulated({large, kDelimiter, large + large, "ab", large}, true)
      .Element(0xFFFC, 0xFFFC, "OB", large)
      .Fill(50, 0);
}

TEST(ElementIndex, WindowsDoNotMatter) {
  std::vector<Case> cases = AllCases();
  cases.push_back({"everything", Everything(), ""});
  for (const std::uint32_t loaded_value : {0u, 4u, 100u, 32768u}) {
    IndexLimits limits;
    limits.loaded_value = loaded_value;
    for (const Case& c : cases) {
      const std::string want = Index(c, kWholeWindow, limits);
      for (const WindowPolicy& policy : kWindowPolicies) {
        ASSERT_EQ(Index(c, policy, limits), want)
            << c.fact << ", windows: " << policy.name
            << ", loaded: " << loaded_value;
      }
    }
  }
}

TEST(ElementIndex, LoadsByLengthAlone) {
  const DicomBytes in = Everything();
  IndexLimits limits;
  limits.loaded_value = 100;
  for (const WindowPolicy& policy : kWindowPolicies) {
    WindowReader reader;
    ASSERT_TRUE(reader.Read(in, 0, kExplicitLittle, limits, policy));
    EXPECT_EQ(reader.problem(), "");
    for (const Element& element : reader.index().elements()) {
      const bool leaf = !element.has(Element::kContainer) &&
                        !element.is_item() &&
                        !element.has(Element::kEncapsulated);
      EXPECT_EQ(element.has(Element::kLoaded),
                leaf && element.value_length <= 100)
          << policy.name << " at " << element.offset;
    }
  }
}

TEST(ElementIndex, ReadsNoMoreThanItMust) {
  const std::string large(1'000'000, 'x');
  const DicomBytes in = Little()
                            .Element(0x0008, 0x0060, "CS", "MR")
                            .Element(0x0040, 0xA160, "UT", large)
                            .Encapsulated({large, large, large});
  WindowReader reader;
  ASSERT_TRUE(reader.Read(in, 0, kExplicitLittle, {}, {"", 512, 512, 64}));
  EXPECT_LE(reader.memory().size(), 4096u);
}

TEST(ElementIndex, ComesToAnEndWhereverAStreamIsCut) {
  std::vector<Case> cases = AllCases();
  cases.push_back({"everything", Everything(), ""});
  for (const Case& c : cases) {
    for (std::size_t size = 0; size < c.in.size(); ++size) {
      const Bytes cut = Bytes(c.in).first(size);
      std::string want;
      for (const WindowPolicy& policy :
           {kWindowPolicies[0], kWindowPolicies[1], kWindowPolicies[6]}) {
        WindowReader reader;
        const bool done =
            reader.Read(cut, 0, c.in.encoding(), IndexLimits(), policy);
        ASSERT_EQ(reader.problem(), "") << c.fact << " cut to " << size;
        ASSERT_NE(done, bool(reader.index().fault()))
            << c.fact << " cut to " << size;
        const std::string dump = DumpIndex(reader.index());
        if (want.empty()) want = dump;
        ASSERT_EQ(dump, want) << c.fact << " cut to " << size;
      }
    }
  }
}

// Whoever reads the bytes that it is written as would not meet them again.
TEST(ElementIndex, ForgetsTheWarningsOfAValueThatIsNoSequence) {
  const DicomBytes value = Implicit()
                               .ItemStart()
                               .Element(0x0010, 0x0010, "PN", "DOE^J ")
                               .Element(0x0008, 0x0060, "CS", "MR")
                               .Raw("no element");
  for (const WindowPolicy& policy : kWindowPolicies) {
    WindowReader reader;
    EXPECT_TRUE(reader.Read(UnHolding(0x0009, 0x1001, value), 0,
                            kExplicitLittle, {}, policy));
    EXPECT_EQ(DumpWarnings(reader.index().warnings()), "") << policy.name;
    EXPECT_TRUE(reader.index().in_order());
  }
}

TEST(ElementIndex, CountsFromTheStartOfTheStream) {
  const DicomBytes in = DicomBytes()
                            .Raw("before")
                            .Element(0x0008, 0x0060, "CS", "MR")
                            .Declared(0x0010, 0x0010, "PN", 40, "DOE^J ");
  for (const WindowPolicy& policy : kWindowPolicies) {
    WindowReader reader;
    EXPECT_FALSE(reader.Read(in, 6, kExplicitLittle, {}, policy));
    EXPECT_EQ(reader.index().fault(),
              (Fault{Error::kLengthPastEnd, tags::kPatientName, 16, 34}))
        << policy.name;
  }
}

TEST(ElementIndex, RefusesToNestPastTheLimit) {
  IndexLimits limits;
  limits.depth = 6;
  for (const LengthForm form : {LengthForm::kDefined, kUndefinedForm}) {
    WindowReader reader;
    EXPECT_TRUE(
        reader.Read(Nested(3, form), 0, kExplicitLittle, limits, kWholeWindow));
    EXPECT_FALSE(
        reader.Read(Nested(4, form), 0, kExplicitLittle, limits, kWholeWindow));
    EXPECT_EQ(reader.index().fault(),
              (Fault{Error::kTooDeep, Tag(0x0040, 0xA730), 60, 0}));
  }
}

TEST(ElementIndex, RefusesMoreElementsThanTheLimit) {
  const DicomBytes five = Little()
                              .Element(0x0008, 0x0060, "CS", "MR")
                              .Raw(Nested(1, kUndefinedForm))
                              .Element(0x0040, 0xDB00, "CS", "2010");
  IndexLimits limits;
  for (std::uint64_t most = 0; most <= 6; ++most) {
    limits.elements = most;
    WindowReader reader;
    EXPECT_EQ(reader.Read(five, 0, kExplicitLittle, limits, kWholeWindow),
              most >= 5)
        << most;
    if (most >= 5) continue;
    EXPECT_EQ(reader.index().fault().error, Error::kTooManyElements) << most;
    EXPECT_EQ(reader.index().elements().size(), most);
  }
}

// The limit follows from the memory at hand, which must not change outputs:
// so it may not make a sequence inside UN look unreadable.
TEST(ElementIndex, RefusesMoreElementsThanTheLimitInsideUn) {
  const DicomBytes in = UnHolding(
      0x0040, 0xA730, Implicit().ItemStart(14).Raw(Uid(kImplicitLittle)));
  IndexLimits limits;
  limits.elements = 2;
  WindowReader reader;
  EXPECT_FALSE(reader.Read(in, 0, kExplicitLittle, limits, kWholeWindow));
  EXPECT_EQ(reader.index().fault().error, Error::kTooManyElements);
}

TEST(ElementIndex, ReuseAllocatesNothing) {
  const DicomBytes in = Everything();
  const Window window{0, 0, in};
  ElementIndex index;
  index.Begin(kExplicitLittle, 0, in.size(), {});
  ASSERT_EQ(index.Extend(window), ElementIndex::Status::kDone);
  const std::string want = DumpIndex(index);
  const AllocationCount count;
  index.Begin(kExplicitLittle, 0, in.size(), {});
  index.Extend(window);
  const std::uint64_t allocations = count.value();
  EXPECT_EQ(allocations, 0u);
  EXPECT_EQ(DumpIndex(index), want);
}

}  // namespace
}  // namespace dcmscrub
