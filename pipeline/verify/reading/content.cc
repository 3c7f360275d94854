#include "pipeline/verify/reading/content.h"

#include <algorithm>
#include <array>

#include "kernels/core/text.h"

namespace dcmscrub {
namespace {

constexpr Tag kConceptName{0x0040, 0xA043};

// Where an item keeps its value (PS3.3 C.17.3.2.1), but for sequences, whose
// items have rules of their own.
constexpr std::array kValues = {
    kValueType,          Tag(0x0040, 0xA120),  // DateTime
    Tag(0x0040, 0xA121),                       // Date
    Tag(0x0040, 0xA122),                       // Time
    Tag(0x0040, 0xA123),                       // Person Name
    Tag(0x0040, 0xA124),                       // UID
    Tag(0x0040, 0xA160),                       // Text Value
};

struct Concept {
  std::string_view code, scheme, value_type;
};

}  // namespace

bool IsContentSequence(Tag tag) {
  return tag == Tag(0x0040, 0x0555) || tag == Tag(0x0040, 0x0610) ||
         tag == Tag(0x0040, 0xA730) || tag == Tag(0x0040, 0xB020);
}

VerifyContent::VerifyContent(const GdcmObject& object,
                             const VerifyProfile& profile) {
  if (!profile.Has(Option::kCleanStructuredContent)) return;
  const auto elements = object.elements();
  std::map<Item, Concept> concepts;
  for (const GdcmElement& element : elements) {
    if (element.parent == GdcmElement::kTop) continue;
    const GdcmElement& sequence = elements[element.parent];
    const std::string_view value = TrimPadding(element.value);
    if (IsContentSequence(sequence.tag)) {
      Concept& found = concepts[{element.parent, element.item}];
      if (element.tag == kValueType) found.value_type = value;
    }
    // The code stands in an item of a sequence of the content item.
    if (sequence.tag != kConceptName || sequence.parent == GdcmElement::kTop ||
        !IsContentSequence(elements[sequence.parent].tag)) {
      continue;
    }
    Concept& found = concepts[{sequence.parent, sequence.item}];
    if (element.tag == tags::kCodeValue) found.code = value;
    if (element.tag == tags::kCodingSchemeDesignator) found.scheme = value;
  }
  for (const auto& [item, found] : concepts) {
    const ActionCode code =
        profile.ContentCode(found.code, found.scheme, found.value_type);
    if (code != ActionCode::kNone) codes_[item] = code;
  }
}

std::optional<ActionCode> VerifyContent::CodeFor(
    const GdcmElement& element) const {
  if (element.parent == GdcmElement::kTop ||
      std::ranges::find(kValues, element.tag) == kValues.end()) {
    return std::nullopt;
  }
  const auto found = codes_.find({element.parent, element.item});
  if (found == codes_.end()) return std::nullopt;
  return found->second;
}

}  // namespace dcmscrub
