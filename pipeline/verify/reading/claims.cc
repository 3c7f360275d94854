#include "pipeline/verify/reading/claims.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "kernels/core/text.h"
#include "rules/language/option_names.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kOurs = "dcmscrub ";
constexpr std::string_view kSeal = "dcmscrub seal ";
constexpr std::string_view kWith = "with ";
constexpr std::string_view kBasicCode = "113100";
constexpr std::string_view kPixelCode = "113101";
constexpr std::string_view kFaceCode = "113102";

std::vector<std::string_view> Split(std::string_view text,
                                    std::string_view separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t cut = text.find(separator);
    parts.push_back(TrimPadding(text.substr(0, cut)));
    if (cut == std::string_view::npos) return parts;
    text.remove_prefix(cut + separator.size());
  }
}

// Our part of (0012,0063).
struct Method {
  std::string_view ours;
  std::vector<std::string_view> options;
  bool others = false;  // somebody was here before us
};

Method ReadMethod(std::string_view value) {
  Method method;
  for (const std::string_view one : Split(value, "\\")) {
    if (one.starts_with(kSeal)) continue;
    if (one.starts_with(kOurs)) {
      method.others |= !method.ours.empty();
      method.ours = one;
      method.options.clear();
    } else if (one.starts_with(kWith) && !method.ours.empty()) {
      for (std::string_view name : Split(one.substr(kWith.size()), ", ")) {
        method.options.push_back(name);
      }
    } else {
      method.others |= !one.empty();
    }
  }
  return method;
}

struct Code {
  std::string_view value, scheme;
};

std::vector<Code> ReadCodes(const GdcmObject& object) {
  std::vector<Code> codes;
  const auto elements = object.elements();
  for (const GdcmElement& element : elements) {
    if (element.parent == GdcmElement::kTop) continue;
    const GdcmElement& sequence = elements[element.parent];
    if (sequence.tag != tags::kDeidentificationMethodCodeSequence ||
        sequence.parent != GdcmElement::kTop) {
      continue;
    }
    if (codes.size() < element.item) codes.resize(element.item);
    Code& code = codes[element.item - 1];
    const std::string_view value = TrimPadding(element.value);
    if (element.tag == tags::kCodeValue) code.value = value;
    if (element.tag == tags::kCodingSchemeDesignator) code.scheme = value;
  }
  return codes;
}

const DeidCodeRow* FindCode(const Code& code) {
  for (const DeidCodeRow& row : StandardDeidCodes()) {
    if (StandardText(row.value) == code.value && code.scheme == "DCM") {
      return &row;
    }
  }
  return nullptr;
}

bool Names(const Method& method, int option) {
  const std::string_view wanted = OptionName(static_cast<Option>(option));
  for (const std::string_view name : method.options) {
    if (name == wanted) return true;
  }
  return false;
}

// Whether a code may stand there although we never wrote it.
bool IsOfOthers(const Code& code, const Method& method,
                const GdcmObject* original) {
  if (original == nullptr) return method.others;
  const std::vector<Code> before = ReadCodes(*original);
  return std::ranges::any_of(before, [&](const Code& one) {
    // What was too long for its VR was cut.
    return one.value.starts_with(code.value) && one.scheme == code.scheme;
  });
}

// A mark that is missing: a note where rules are known that take it back.
Check Missing(Check check, const VerifyClaims& claims,
              bool VerifyMeant::*wanted) {
  return claims.meant && !(*claims.meant.*wanted) ? Check::kWeakenedByRules
                                                  : check;
}

void CheckCodes(const GdcmObject& object, const GdcmObject* original,
                const VerifyClaims& claims, FileFindings& findings) {
  const std::vector<Code> codes = ReadCodes(object);
  const Method method = ReadMethod(object.Text(tags::kDeidentificationMethod));
  const std::string at = TagText(tags::kDeidentificationMethodCodeSequence);
  if (codes.empty()) {
    findings.Add(Missing(Check::kCodesMissing, claims, &VerifyMeant::codes),
                 at);
    return;
  }
  bool basic = false;
  for (const Code& code : codes) {
    const DeidCodeRow* const row = FindCode(code);
    const bool of_others = IsOfOthers(code, method, original);
    if (row == nullptr) {
      findings.Add(of_others ? Check::kCodesOfOthers : Check::kCodeUnknown, at);
    }
    if (code.value == kPixelCode || code.value == kFaceCode) {
      findings.Add(Check::kPixelsClaimedClean, at);
    }
    basic = basic || code.value == kBasicCode;
    if (row != nullptr && row->option >= 0 && !method.ours.empty() &&
        !Names(method, row->option)) {
      findings.Add(of_others ? Check::kCodesOfOthers : Check::kCodesUnfitMethod,
                   at);
    }
  }
  if (basic) return;
  findings.Add(
      Missing(Check::kProfileNotClaimed, claims, &VerifyMeant::profile), at);
}

void CheckTemporal(const GdcmObject& object, const VerifyClaims& claims,
                   FileFindings& findings) {
  const Tag tag = tags::kLongitudinalTemporalInformationModified;
  const std::string_view value = object.Text(tag);
  if (value.empty()) {
    findings.Add(Check::kTemporalMissing, TagText(tag));
    return;
  }
  const bool full = claims.Has(Option::kRetainFullDates);
  const bool moved = claims.Has(Option::kRetainModifiedDates);
  if (full && moved) {
    findings.Add(Check::kCodesContradict,
                 TagText(tags::kDeidentificationMethodCodeSequence));
    return;
  }
  const std::string_view wanted = claims.meant
                                      ? claims.meant->temporal_information
                                  : full  ? "UNMODIFIED"
                                  : moved ? "MODIFIED"
                                          : "REMOVED";
  // A site's rules may keep or move single dates without the option.
  const bool by_rules = claims.site_rules && !full &&
                        (value == "UNMODIFIED" || value == "MODIFIED");
  if (value != wanted && !by_rules) {
    findings.Add(Check::kTemporalContradicts, TagText(tag));
  }
}

}  // namespace

bool IsOwnMark(const GdcmObject& object, const GdcmElement& element) {
  const std::string_view value = TrimPadding(element.value);
  if (element.parent == GdcmElement::kTop) {
    constexpr std::array<std::string_view, 3> kTemporal = {
        "UNMODIFIED", "MODIFIED", "REMOVED"};
    return element.tag == tags::kDeidentificationMethod ||
           (element.tag == tags::kPatientIdentityRemoved && value == "YES") ||
           (element.tag == tags::kLongitudinalTemporalInformationModified &&
            std::ranges::find(kTemporal, value) != kTemporal.end());
  }
  const GdcmElement& sequence = object.elements()[element.parent];
  return sequence.tag == tags::kDeidentificationMethodCodeSequence &&
         sequence.parent == GdcmElement::kTop &&
         (value == "DCM" ||
          std::ranges::any_of(StandardDeidCodes(), [&](const DeidCodeRow& row) {
            return value == StandardText(row.value) ||
                   value == StandardText(row.meaning);
          }));
}

VerifyClaims ReadClaims(const GdcmObject& object) {
  VerifyClaims claims;
  const Method method = ReadMethod(object.Text(tags::kDeidentificationMethod));
  claims.policy = method.ours;
  claims.site_rules =
      method.ours.find(", site rules") != std::string_view::npos;
  for (const Code& code : ReadCodes(object)) {
    const DeidCodeRow* const row = FindCode(code);
    if (row == nullptr) continue;
    claims.basic = claims.basic || code.value == kBasicCode;
    if (row->option < 0) continue;
    claims.options[static_cast<std::uint8_t>(row->option)] |=
        method.ours.empty() || Names(method, row->option);
  }
  return claims;
}

void CheckMarks(const GdcmObject& object, const GdcmObject* original,
                const VerifyClaims& claims, FileFindings& findings) {
  if (object.Text(tags::kPatientIdentityRemoved) != "YES") {
    findings.Add(Check::kIdentityNotRemoved,
                 TagText(tags::kPatientIdentityRemoved));
  }
  const Tag method = tags::kDeidentificationMethod;
  if (object.Text(method).empty()) {
    findings.Add(Missing(Check::kMethodMissing, claims, &VerifyMeant::method),
                 TagText(method));
  } else if (claims.policy.empty()) {
    findings.Add(Check::kMethodNotOurs, TagText(method));
  } else if (claims.meant && claims.meant->other_policy) {
    findings.Add(Check::kOtherPolicy, TagText(method));
  }
  CheckCodes(object, original, claims, findings);
  CheckTemporal(object, claims, findings);
}

}  // namespace dcmscrub
