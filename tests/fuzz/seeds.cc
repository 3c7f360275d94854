#include "tests/fuzz/seeds.h"

#include <iterator>

#include "tests/support/text_check.h"

namespace dcmscrub {
namespace {

constexpr Encoding kEncodings[] = {kExplicitLittle, kImplicitLittle,
                                   kExplicitBig};
constexpr const char* kNames[] = {"explicit", "implicit", "big"};
constexpr std::string_view kJpeg = "1.2.840.10008.1.2.4.50";

// Something of all that the kernels tell apart.
DicomBytes Rich(Encoding encoding, LengthForm form) {
  const DicomBytes reference = DicomBytes(encoding)
                                   .Element(0x0008, 0x1150, "UI", "1.2.4")
                                   .Element(0x0008, 0x1155, "UI", "1.2.3\\1.9")
                                   .Element(0x0010, 0x0010, "PN", "ROE^R")
                                   .Element(0x0010, 0x0020, "LO", "77");
  const DicomBytes code = DicomBytes(encoding)
                              .Element(0x0008, 0x0100, "SH", "1")
                              .Element(0x0008, 0x0102, "SH", "99X")
                              .Element(0x0008, 0x0104, "LO", "Some code");
  DicomBytes out(encoding);
  out.Numbers(0x0008, 0x0000, "UL", {100})
      .Element(0x0008, 0x0005, "CS", "ISO_IR 192")
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", "1.2.3")
      .Element(0x0008, 0x0020, "DA", "20240229")
      .Element(0x0008, 0x0060, "CS", "CT")
      .Sequence(0x0008, 0x1032, {code}, form, form)
      .Sequence(0x0008, 0x1140, {reference, reference}, form, form)
      .Element(0x0009, 0x0010, "LO", "ACME")
      .Element(0x0009, 0x1001, "UN", "DOE^JANE")
      .Element(0x0010, 0x0010, "PN", "DOE^JANE")
      .Element(0x0010, 0x0020, "LO", "12345")
      .Element(0x0010, 0x0021, "LO", "HOSPITAL")
      .Element(0x0010, 0x0030, "UN", "19700101")
      .Unpadded(0x0010, 0x0040, "CS", "F")
      .Sequence(0x0012, 0x0064, {code}, form, form)
      .Element(0x0018, 0x1030, "LO", std::string(70, 'p'))
      .Element(0x0020, 0x000D, "UI", "1.2.3.1")
      .Element(0x0020, 0x000E, "UI", "1.2.3.2")
      .Numbers(0x0028, 0x0100, "US", {16})
      .Numbers(0x0028, 0x0103, "US", {1})
      .Numbers(0x0028, 0x0106, "SS", {-5})
      .Sequence(0x0040, 0x0275, {code}, form)
      .Numbers(0x7FE0, 0x0010, "OW", {1, 2, 3, 4});
  return out;
}

DicomBytes UnSequence(bool explicit_items) {
  const Encoding inside = explicit_items ? kExplicitLittle : kImplicitLittle;
  const DicomBytes item =
      DicomBytes(inside).Element(0x0010, 0x0010, "PN", "DOE^JANE");
  DicomBytes out;
  out.Header(0x0040, 0xA730, "UN", kUndefinedLengthField)
      .Use(kImplicitLittle)
      .ItemStart()
      .Raw(item)
      .ItemEnd()
      .SequenceEnd();
  const DicomBytes value =
      DicomBytes(kImplicitLittle)
          .ItemStart(static_cast<std::uint32_t>(item.size()))
          .Raw(item);
  return out.Use(kExplicitLittle)
      .Element(0x0040, 0xB020, "UN", AsText(value))
      .Element(0x0040, 0xDB00, "UN", "no text");
}

DicomBytes File(std::string_view syntax, const DicomBytes& data_set) {
  return DicomBytes()
      .Preamble(0x4D)
      .FileMeta(syntax, kCtImageStorage, "1.2.3")
      .Raw(data_set);
}

DicomBytes Behind(std::uint8_t choices, const DicomBytes& data_set) {
  return DicomBytes().Fill(1, choices).Raw(data_set);
}

}  // namespace

std::vector<Seed> IndexSeeds() {
  std::vector<Seed> seeds;
  for (std::uint8_t i = 0; i < 3; ++i) {
    for (const LengthForm form :
         {LengthForm::kDefined, LengthForm::kUndefined}) {
      // 48 is a multiple of 3 that has the bit for small loads set.
      const auto choices =
          static_cast<std::uint8_t>(form == LengthForm::kDefined ? i : 48 + i);
      seeds.push_back({std::string(kNames[i]) +
                           (form == LengthForm::kDefined ? "" : "_undefined"),
                       Behind(choices, Rich(kEncodings[i], form))});
    }
  }
  seeds.push_back({"un", Behind(0, UnSequence(false))});
  seeds.push_back({"un_explicit", Behind(0, UnSequence(true))});
  seeds.push_back({"fragments", Behind(0, DicomBytes().Encapsulated(
                                              {"one", std::string(99, 'x')}))});
  seeds.push_back(
      {"padding",
       Behind(0,
              DicomBytes().Element(0x0008, 0x0060, "CS", "MR").Fill(20, 0))});
  return seeds;
}

std::vector<Seed> PrefixSeeds() {
  const DicomBytes data_set = MinimalCt("DOE^JANE", "12345", "1.2.3");
  std::vector<Seed> seeds = {
      {"no_prefix", data_set},
      {"no_meta", DicomBytes().Preamble().Raw(data_set)},
      {"shifted", DicomBytes().Raw("xx").Preamble().Raw(data_set)},
      {"directory", DicomBytes().Preamble().FileMeta(
                        transfer_syntax::kExplicitVrLittleEndian,
                        "1.2.840.10008.1.3.10", "1.2.3")},
      {"deflated",
       File(kDeflatedExplicitVrLittleEndian, DicomBytes().Deflated(data_set))},
      {"no_syntax", File("", data_set)},
      {"wrong_syntax",
       File(transfer_syntax::kImplicitVrLittleEndian, data_set)},
      {"jpeg", File(kJpeg, data_set)},
  };
  for (int i = 0; i < 3; ++i) {
    seeds.push_back({kNames[i], File(PlainTransferSyntax(kEncodings[i]),
                                     MinimalCt("DOE^JANE", "12345", "1.2.3",
                                               kEncodings[i]))});
  }
  return seeds;
}

std::vector<Seed> ScrubSeeds() {
  std::vector<Seed> seeds;
  for (int i = 0; i < 3; ++i) {
    const std::string_view syntax = PlainTransferSyntax(kEncodings[i]);
    seeds.push_back(
        {kNames[i], File(syntax, Rich(kEncodings[i], LengthForm::kDefined))});
    seeds.push_back(
        {std::string(kNames[i]) + "_undefined",
         File(syntax, Rich(kEncodings[i], LengthForm::kUndefined))});
  }
  const DicomBytes names = DicomBytes().Element(0x0010, 0x0010, "PN", "DOE^J");
  seeds.push_back({"un", File(transfer_syntax::kExplicitVrLittleEndian,
                              DicomBytes().Raw(names).Raw(UnSequence(false)))});
  seeds.push_back(
      {"un_explicit", File(transfer_syntax::kExplicitVrLittleEndian,
                           DicomBytes().Raw(names).Raw(UnSequence(true)))});
  seeds.push_back(
      {"no_identifiers", DicomBytes()
                             .Preamble()
                             .FileMeta("1.2.840.10008.1.2.1", "", "")
                             .Raw(names)});
  seeds.push_back(
      {"fragments",
       File(kJpeg, DicomBytes().Raw(names).Encapsulated({"one", "three"}))});
  seeds.push_back({"make_explicit",
                   File(kJpeg, Rich(kImplicitLittle, LengthForm::kUndefined))});
  seeds.push_back({"make_explicit_defined",
                   File(kJpeg, Rich(kImplicitLittle, LengthForm::kDefined))});
  seeds.push_back(
      {"duplicates", File(transfer_syntax::kExplicitVrLittleEndian,
                          MinimalCt("DOE^JANE", "12345", "1.2.3")
                              .Raw(MinimalCt("ROE^R", "54321", "1.2.4")))});
  return seeds;
}

std::vector<Seed> TextSeeds() {
  struct Text {
    const char* name;
    std::string_view set;
    std::string_view bytes;
  };
  constexpr Text kTexts[] = {
      {"latin", "ISO_IR 100", "\xc4nne^R\xfc"},
      {"romaji", "ISO_IR 13", "\xd4\xcf\xc0\xde\\~"},
      {"utf8", "ISO_IR 192", "Wang=\xe7\x8e\x8b^\xe5\xb0\x8f"},
      {"gb18030", "GB18030", "Wang=\xcd\xf5^\x81\\\x81\x30\x81\x30"},
      {"gbk", "GBK", "Wang=\xcd\xf5^\x81\\"},
      {"kanji", "\\ISO 2022 IR 87", "Y=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B"},
      {"hangul", "\\ISO 2022 IR 149", "H=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce"},
      {"two_sets", "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126",
       "\xfc\x1b-L\xb6\x1b-F\xe1\r\n\xfc"},
  };
  std::vector<Seed> seeds;
  for (const auto& [name, set, bytes] : kTexts) {
    const auto at = std::ranges::find(kTextSets, set) - std::begin(kTextSets);
    seeds.push_back({name, DicomBytes()
                               .Fill(1, static_cast<std::uint8_t>(at))
                               .Fill(1, 1)
                               .Raw(bytes)});
  }
  return seeds;
}

}  // namespace dcmscrub
