// Values that stay, beside their originals: the result is to be of use, and a
// value that changed without need is a fault of its own.
#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "kernels/core/ascii.h"
#include "kernels/core/text.h"
#include "pipeline/verify/object.h"
#include "pipeline/verify/reading/values.h"
#include "pipeline/verify/reading/words.h"

namespace dcmscrub {
namespace {

bool IsOfPixels(Tag tag) { return tag.group() == 0x7FE0; }

constexpr std::array kGeometry = {
    Tag(0x0018, 0x0050),  // Slice Thickness
    Tag(0x0018, 0x0088),  // Spacing Between Slices
    Tag(0x0018, 0x1120),  // Gantry/Detector Tilt
    Tag(0x0018, 0x1164),  // Imager Pixel Spacing
    Tag(0x0018, 0x2010),  // Nominal Scanned Pixel Spacing
    Tag(0x0018, 0x5100),  // Patient Position
    Tag(0x0018, 0x602C),  // Physical Delta X
    Tag(0x0018, 0x602E),  // Physical Delta Y
    Tag(0x0020, 0x0020),  // Patient Orientation
    Tag(0x0020, 0x0032),  // Image Position (Patient)
    Tag(0x0020, 0x0037),  // Image Orientation (Patient)
    Tag(0x0020, 0x1041),  // Slice Location
    Tag(0x0028, 0x0030),  // Pixel Spacing
    Tag(0x0028, 0x0034),  // Pixel Aspect Ratio
    Tag(0x3004, 0x000C),  // Grid Frame Offset Vector
    Tag(0x3006, 0x0050),  // Contour Data
    Tag(0x300A, 0x012C),  // Isocenter Position
};

bool IsNumber(std::string_view text, double& number) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end;
}

// "1.50" and "1.5" are one number.
bool IsSameNumber(std::string_view a, std::string_view b) {
  double x = 0, y = 0;
  return a == b || (IsNumber(a, x) && IsNumber(b, y) && x == y);
}

bool IsSameGeometry(const GdcmElement& element, const GdcmElement& original) {
  return TrimPadding(element.value).empty() ||
         element.value == original.value ||
         (Traits(element.vr).text &&
          std::ranges::equal(ValuesOf(element.value), ValuesOf(original.value),
                             IsSameNumber));
}

// Both as they stand, or as text with other spelling, or less of it.
bool IsSameOrLess(const VerifyObject& file, const GdcmElement& element,
                  const GdcmElement& original) {
  if (TrimPadding(element.value) == TrimPadding(original.value)) return true;
  const bool may_be_dummy = file.profile.Find(element.tag) != nullptr;
  if (TrimPadding(element.value).empty() ||
      (may_be_dummy && IsVerifyDummy(element))) {
    return true;
  }
  const bool text = IsText(element.vr) || IsText(original.vr) ||
                    element.vr == Vr::kCS || element.vr == Vr::kAE ||
                    element.vr == Vr::kDS || element.vr == Vr::kIS;
  return text && HasNoOtherWords(file.Utf8(element), file.Utf8(original));
}

// PS3.3 C.24.2: (0028,0301) says whether the document identifies the patient;
// one in its place does not.
bool IsOfNewDocument(const VerifyObject& file, const GdcmElement& element) {
  const GdcmObject& source = file.source->object();
  const GdcmElement* const was = source.Find(tags::kEncapsulatedDocument);
  if (element.tag != tags::kBurnedInAnnotation ||
      element.parent != GdcmElement::kTop || was == nullptr ||
      source.Find(tags::kPixelData) != nullptr ||
      TrimPadding(element.value) != "NO") {
    return false;
  }
  const GdcmElement* const is = file.object.Find(tags::kEncapsulatedDocument);
  return is == nullptr || is->value != was->value;
}

bool IsBlanked(std::string_view was, std::string_view is) {
  return std::ranges::equal(was, is, [](char before, char after) {
    return after == before || after == ' ';
  });
}

// What the search leaves of a hit, if it was one: a dummy, blanks in bytes, and
// where dates are moved another day.
bool MayBeOfSearch(const VerifyObject& file, const GdcmElement& element,
                   const GdcmElement& original) {
  const auto has_digit = [](const GdcmElement& one) {
    return std::ranges::any_of(one.value, IsDigit);
  };
  return IsVerifyDummy(element) || IsBlanked(original.value, element.value) ||
         (file.profile.Has(Option::kRetainModifiedDates) &&
          has_digit(element) && has_digit(original));
}

}  // namespace

std::string VerifyObject::Utf8(const GdcmElement& element) const {
  return Utf8Of(element, codec);
}

void VerifyObject::Found(Check check, const GdcmElement& element) const {
  if (policy != nullptr) {
    const bool was_there =
        element.sequence ||
        (source != nullptr && source->HasValue(element.tag, element.value));
    const auto judged = policy->Judge(check, object, element, was_there);
    if (!judged) return;
    check = *judged;
  }
  findings.Add(check, object, element);
  if (InfoOf(check).severity == Severity::kFinding) {
    reported[IndexOf(element)] = true;
  }
}

void VerifyObject::FoundInOriginal(Check check, const GdcmElement& was) const {
  const std::optional<Check> judged = JudgeOriginal(check, was);
  if (judged) findings.Add(*judged, source->object(), was);
}

void VerifyObject::Suspect(Check check, const GdcmElement& was) const {
  const std::optional<Check> judged = JudgeOriginal(check, was);
  if (!judged) return;
  const auto index = &was - source->object().elements().data();
  facts.lost.push_back({*judged, static_cast<std::uint32_t>(index)});
  facts.profile = &profile;
}

std::optional<Check> VerifyObject::JudgeOriginal(Check check,
                                                 const GdcmElement& was) const {
  if (policy != nullptr) {
    return policy->Judge(check, source->object(), was, /*was_there=*/true);
  }
  return claims.site_rules ? Check::kBySiteRules : check;
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
    // It may have been in the file meta information alone, or nowhere: then it
    // is made.
    if (element.tag == tags::kSopClassUid ||
        element.tag == tags::kStudyInstanceUid ||
        element.tag == tags::kSeriesInstanceUid) {
      return;
    }
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
  if (std::ranges::find(kGeometry, element.tag) != kGeometry.end()) {
    if (!IsSameGeometry(element, *original)) {
      file.Found(file.claims.site_rules ? Check::kBySiteRules
                                        : Check::kGeometryChanged,
                 element);
    }
    return;
  }
  if (IsSameOrLess(file, element, *original)) return;
  if (IsOfNewDocument(file, element)) return;
  if (MayBeOfSearch(file, element, *original)) {
    file.Suspect(Check::kValueChanged, *original);
  } else {
    file.Found(
        file.claims.site_rules ? Check::kBySiteRules : Check::kValueChanged,
        element);
  }
}

void CheckRetained(const VerifyObject& file) {
  const GdcmObject& source = file.source->object();
  for (const GdcmElement& original : source.elements()) {
    if (original.parent != GdcmElement::kTop) continue;
    const VerifyProfile::Row* const row = file.profile.Find(original.tag);
    if (row == nullptr || !row->retained() || original.sequence ||
        TrimPadding(original.value).empty()) {
      continue;
    }
    if (file.object.Text(original.tag).empty() &&
        (file.policy == nullptr || !file.policy->Decides(source, original))) {
      file.findings.Add(Check::kRetainedMissing, TagText(original.tag));
    }
  }
}

}  // namespace dcmscrub
