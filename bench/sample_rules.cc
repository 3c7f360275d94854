#include "bench/sample_rules.h"

#include <absl/strings/str_format.h>

#include <array>
#include <string_view>

#include "rules/language/verb.h"
#include "rules/parse/parser.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

// The first ones take any text.
constexpr int kTexts = 8;
constexpr std::array<std::string_view, 12> kCommon = {
    "Manufacturer",      "ManufacturerModelName",
    "StationName",       "StudyDescription",
    "SeriesDescription", "ProtocolName",
    "InstitutionName",   "SoftwareVersions",
    "BodyPartExamined",  "KVP",
    "SliceThickness",    "PatientPosition",
};
constexpr std::array<std::string_view, 3> kVerbs = {"keep", "remove", "empty"};

// Some attribute that statements may name and that is no sequence, another one
// for each `number`.
std::string_view RareKeyword(int number) {
  const auto rows = StandardDictionary();
  for (std::size_t at = static_cast<std::size_t>(number) * 37 % rows.size();;
       at = (at + 1) % rows.size()) {
    const DictionaryRow& row = rows[at];
    if (row.vr == Vr::kSQ || row.tag.group() < 0x0010 ||
        row.tag.group() >= 0x7000 || row.tag.is_curve() ||
        row.tag.is_overlay() || StandardText(row.keyword) == "InstanceNumber" ||
        !AcceptsStatement(row.tag, Statement::Verb::kEmpty)) {
      continue;
    }
    return StandardText(row.keyword);
  }
}

std::string_view CommonKeyword(int number) {
  return kCommon[static_cast<std::size_t>(number) % kCommon.size()];
}

std::string SampleStatement(int number) {
  const std::string_view verb =
      kVerbs[static_cast<std::size_t>(number) % kVerbs.size()];
  switch (number % 20) {
    case 0:
      return absl::StrFormat("keep %s", CommonKeyword(number / 20));
    case 1:
      return absl::StrFormat("replace %s with \"site %d\"",
                             CommonKeyword(number / 20 % kTexts), number);
    case 2:
      return absl::StrFormat("empty %s where Modality = \"M%d\"",
                             CommonKeyword(number / 20), number);
    case 3:
      return absl::StrFormat("skip where PatientID = \"X-%d\"", number);
    case 4:
      return absl::StrFormat(
          "keep %s where Modality = \"CT\" and InstanceNumber = \"%d\"",
          RareKeyword(number), number);
    case 5:
      return absl::StrFormat("remove RequestAttributesSequence/%s",
                             RareKeyword(number));
    case 6:
      return number % 3 == 0 ? "empty Review*, *ReviewerName"
                             : "remove *Telephone*, Physician?OfRecord*";
    case 7:
      return absl::StrFormat("keep (0029,\"SITE CREATOR %d\",%02X)", number,
                             number % 256);
    case 8:
      return number % 3 == 0 ? "remove group 0032 vr SH"
                             : "keep (0018,13xx) vr DS";
    default:
      return absl::StrFormat("%s %s", verb, RareKeyword(number));
  }
}

}  // namespace

std::string SampleRules(int count) {
  std::string text = "dcmscrub 1\n";
  for (int i = 0; i < count; ++i) text += SampleStatement(i) + "\n";
  return text;
}

}  // namespace dcmscrub
