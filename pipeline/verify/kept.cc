// Values that stay, beside their originals: the result is to be of use, and a
// value that changed without need is a fault of its own.
#include "kernels/core/text.h"
#include "pipeline/verify/object.h"
#include "pipeline/verify/reading/values.h"
#include "pipeline/verify/reading/words.h"

namespace dcmscrub {
namespace {

bool IsOfPixels(Tag tag) { return tag.group() == 0x7FE0; }

// Both as they stand, or as text with other spelling, or less of it.
bool IsSameOrLess(const VerifyObject& file, const GdcmElement& element,
                  const GdcmElement& original) {
  if (TrimPadding(element.value) == TrimPadding(original.value)) return true;
  if (TrimPadding(element.value).empty() || IsVerifyDummy(element)) return true;
  const bool text = IsText(element.vr) || IsText(original.vr) ||
                    element.vr == Vr::kCS || element.vr == Vr::kAE ||
                    element.vr == Vr::kDS || element.vr == Vr::kIS;
  return text && HasNoOtherWords(file.Utf8(element), file.Utf8(original));
}

}  // namespace

std::string VerifyObject::Utf8(const GdcmElement& element) const {
  std::string utf8;
  codec.Decode(element.character_set, element.vr, TrimPadding(element.value),
               utf8);
  return utf8;
}

bool VerifyObject::IsLabel(const GdcmElement& element) const {
  if (labels == nullptr || element.sequence || !Traits(element.vr).text) {
    return false;
  }
  if (made) return labels->IsTyped(Utf8(element));
  return element.parent == GdcmElement::kTop &&
         labels->Wrote(element.tag, Utf8(element));
}

void CheckStays(const VerifyObject& file, const GdcmElement& element) {
  if (file.source == nullptr || element.sequence ||
      !element.fragments.empty() || IsOfPixels(element.tag) ||
      element.tag == tags::kSpecificCharacterSet) {
    return;
  }
  const GdcmElement* const original = file.Original(element);
  if (original == nullptr) {
    // It may have been in the file meta information alone.
    if (element.tag == tags::kSopClassUid) return;
    if (element.parent == GdcmElement::kTop) {
      file.Found(
          file.claims.site_rules ? Check::kBySiteRules : Check::kAttributeAdded,
          element);
    }
    return;
  }
  if (original->sequence) return;
  if (IsDateOrTime(element.vr)) {
    const bool same = IsSameTime(element.value, original->value) ||
                      TrimPadding(element.value).empty();
    if (!same) {
      file.Found(
          file.claims.site_rules ? Check::kBySiteRules : Check::kDateChanged,
          element);
    }
    return;
  }
  if (element.vr == Vr::kAS) return;  // may have been capped
  if (!IsSameOrLess(file, element, *original)) {
    file.Found(
        file.claims.site_rules ? Check::kBySiteRules : Check::kValueChanged,
        element);
  }
}

void CheckRetained(const VerifyObject& file) {
  for (const GdcmElement& original : file.source->object().elements()) {
    if (original.parent != GdcmElement::kTop) continue;
    const VerifyProfile::Row* const row = file.profile.Find(original.tag);
    if (row == nullptr || !row->retained() || original.sequence ||
        TrimPadding(original.value).empty()) {
      continue;
    }
    if (file.object.Text(original.tag).empty()) {
      file.findings.Add(Check::kRetainedMissing, TagText(original.tag));
    }
  }
}

}  // namespace dcmscrub
