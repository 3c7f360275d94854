#include "pipeline/verify/reading/identifiers.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "kernels/core/text.h"
#include "pipeline/verify/reading/content.h"
#include "pipeline/verify/reading/values.h"

namespace dcmscrub {
namespace {

// Free text whose words name nobody by themselves, though Clean Descriptors
// has no entry for it.
constexpr std::array kFreeText = {
    Tag(0x0020, 0x3406), Tag(0x0028, 0x4000), Tag(0x0038, 0x0050),
    Tag(0x0040, 0x0012), Tag(0x0040, 0x1004), Tag(0x0050, 0x0020),
    Tag(0x0088, 0x0904), Tag(0x0088, 0x0906), Tag(0x0088, 0x0912),
    Tag(0x2030, 0x0020), Tag(0x4000, 0x0010), Tag(0x4000, 0x4000),
};

bool HoldsText(Vr vr) { return IsText(vr) || vr == Vr::kAE; }

std::optional<ResidueKind> KindOf(const GdcmElement& element,
                                  const VerifyProfile& profile) {
  if (element.sequence || element.value.empty()) return std::nullopt;
  if (element.tag.is_private()) {
    const bool name =
        element.vr == Vr::kPN && !profile.Has(Option::kRetainSafePrivate);
    return name ? std::optional(ResidueKind::kName) : std::nullopt;
  }
  const VerifyProfile::Row* const row = profile.Find(element.tag);
  if (row == nullptr || row->code == ActionCode::kNone ||
      row->code == ActionCode::kK) {
    return std::nullopt;
  }
  if (element.vr == Vr::kUI) return ResidueKind::kUid;
  if (element.tag == tags::kPatientBirthDate) return ResidueKind::kDate;
  if (element.vr == Vr::kDA || element.vr == Vr::kDT) {
    return DayOf(element.value) ? std::optional(ResidueKind::kDate)
                                : std::nullopt;
  }
  const bool listed =
      row->code != ActionCode::kC && !row->descriptor &&
      !element.tag.is_curve() && !element.tag.is_overlay() &&
      std::ranges::find(kFreeText, element.tag) == kFreeText.end();
  if (!listed || !HoldsText(element.vr)) return std::nullopt;
  return element.vr == Vr::kPN ? ResidueKind::kName : ResidueKind::kText;
}

void AddUids(std::string_view value, const Identity* identity,
             VerifyPatterns& patterns) {
  for (const std::string_view uid : ValuesOf(value)) {
    const bool made = identity != nullptr && identity->MadeUid(uid);
    if (!uid.empty() && !IsSettledUid(uid) && !made) {
      patterns.Add(ResidueKind::kUid, uid);
    }
  }
}

}  // namespace

VerifyPatterns PatternsOf(
    const GdcmObject& original, const VerifyProfile& profile,
    const Identity* identity, const VerifySiteWords* site, TextCodec& codec,
    const std::function<bool(const GdcmElement&)>& stays) {
  VerifyPatterns patterns(site);
  const VerifyContent content(original, profile);
  for (const GdcmElement& element : original.elements()) {
    const std::optional<ResidueKind> kind = KindOf(element, profile);
    if (!kind || content.CodeFor(element) == ActionCode::kK || stays(element)) {
      continue;
    }
    if (*kind == ResidueKind::kUid) {
      AddUids(element.value, identity, patterns);
    } else if (!IsVerifyDummy(element) &&
               !IsPseudonym(TrimPadding(element.value), identity)) {
      const std::string utf8 = Utf8Of(element, codec);
      patterns.Add(*kind, utf8);
      const std::string_view value = TrimPadding(element.value);
      if (IsOtherUtf8(value, utf8)) patterns.Add(*kind, value);
    }
  }
  for (const GdcmElement& element : original.elements()) {
    const VerifyProfile::Row* const row = profile.Find(element.tag);
    if (row == nullptr || element.sequence || element.value.empty() ||
        !Traits(element.vr).text || (!row->retained() && !stays(element))) {
      continue;
    }
    patterns.Spare(Utf8Of(element, codec));
  }
  return patterns;
}

}  // namespace dcmscrub
