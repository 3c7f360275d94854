#include "kernels/parse/object_facts.h"

#include <array>

#include "kernels/core/text.h"
#include "kernels/core/uid.h"

namespace dcmscrub {
namespace {

// The member of `facts` that `tag` fills; nullptr for the many that fill none.
std::string_view* TextSlot(ObjectFacts& facts, Tag tag) {
  switch (tag.value) {
    case tags::kSpecificCharacterSet.value:
      return &facts.character_set;
    case tags::kSopClassUid.value:
      return &facts.sop_class_uid;
    case tags::kSopInstanceUid.value:
      return &facts.sop_instance_uid;
    case tags::kModality.value:
      return &facts.modality;
    case tags::kPatientName.value:
      return &facts.patient_name;
    case tags::kPatientId.value:
      return &facts.patient_id;
    case tags::kIssuerOfPatientId.value:
      return &facts.issuer_of_patient_id;
    case tags::kStudyInstanceUid.value:
      return &facts.study_instance_uid;
    case tags::kSeriesInstanceUid.value:
      return &facts.series_instance_uid;
    case tags::kDeidentificationMethod.value:
      return &facts.deidentification_method;
    case tags::kMimeTypeOfEncapsulatedDocument.value:
      return &facts.mime_type;
    default:
      return nullptr;
  }
}

// How the pixel cells are laid out, and which of their bits hold overlays.
class CellLayout {
 public:
  void Note(const Element& element, Bytes memory) {
    const Tag tag = element.tag;
    const bool pixel_cell = tag.group() == 0x0028 && tag.element() >= 0x0100 &&
                            tag.element() <= 0x0103;
    if (!pixel_cell && !tag.is_overlay()) return;
    const Bytes value = LoadedValue(element, memory);
    if (value.size() != 2) return;
    const auto number =
        Load<std::uint16_t>(value.data(), element.encoding().order);
    if (pixel_cell) {
      cell_[tag.element() - 0x0100] = number;
      return;
    }
    Overlay& overlay = overlays_[(tag.group() - 0x6000) / 2];
    if (tag.element() == 0x0100) overlay.bits_allocated = number;
    if (tag.element() == 0x0102) overlay.bit_position = number;
  }

  std::uint16_t pixel_representation() const { return cell_[3]; }

  EmbeddedOverlays Overlays() const {
    EmbeddedOverlays found;
    bool placed = true;
    for (const Overlay& overlay : overlays_) {
      if (overlay.bits_allocated <= 1) continue;
      found.any = true;
      placed = placed && overlay.bit_position < 16;
      found.bits |= static_cast<std::uint16_t>(1u << overlay.bit_position % 16);
    }
    const unsigned bits_allocated = cell_[0];
    const unsigned bits_stored = cell_[1];
    const unsigned high_bit = cell_[2];
    if (bits_allocated == 16 && bits_stored >= 1 && bits_stored <= 16 &&
        high_bit < 16 && high_bit + 1 >= bits_stored) {
      const unsigned stored = ((1u << bits_stored) - 1)
                              << (high_bit + 1 - bits_stored);
      found.clearable = placed && (found.bits & stored) == 0;
    }
    return found;
  }

 private:
  struct Overlay {
    std::uint16_t bits_allocated = 0;
    std::uint16_t bit_position = 0;
  };
  std::array<std::uint16_t, 4> cell_{};  // (0028,0100) to (0028,0103)
  std::array<Overlay, 16> overlays_{};
};

}  // namespace

ObjectFacts CollectFacts(const ElementIndex& index, Bytes memory) {
  ObjectFacts facts;
  CellLayout cells;
  const std::span<const Element> elements = index.elements();
  for (std::uint32_t i = 0; i < elements.size(); i = elements[i].next) {
    const Element& element = elements[i];
    if (element.tag.group() > 0x0020) {
      cells.Note(element, memory);
      if (element.tag.group() != 0x0042) continue;
    }
    std::string_view* slot = TextSlot(facts, element.tag);
    if (slot != nullptr && slot->empty()) {
      *slot = TrimPadding(AsText(LoadedValue(element, memory)));
    }
  }
  facts.sop_class_uid = FirstUid(facts.sop_class_uid);
  facts.pixel_representation = cells.pixel_representation();
  facts.overlays = cells.Overlays();
  return facts;
}

WarningSet CompleteFacts(const FilePrefix& prefix, ObjectFacts& facts) {
  WarningSet warnings;
  const std::string_view meta_class = prefix.sop_class_uid.view();
  const std::string_view meta_instance = prefix.sop_instance_uid.view();
  const bool no_meta = prefix.warnings.Has(Warning::kNoFileMeta);
  if (!no_meta && (meta_class.empty() || meta_instance.empty())) {
    warnings.Add(Warning::kMetaIncomplete);
  }
  if (facts.sop_class_uid.empty() && !meta_class.empty()) {
    facts.sop_class_uid = FirstUid(meta_class);
    warnings.Add(Warning::kMetaIncomplete);
  }
  if (facts.sop_instance_uid.empty() && !meta_instance.empty()) {
    facts.sop_instance_uid = meta_instance;
    warnings.Add(Warning::kMetaIncomplete);
  } else if (!meta_instance.empty() &&
             meta_instance != facts.sop_instance_uid) {
    warnings.Add(Warning::kMismatchedInstanceUid);
  }
  return warnings;
}

}  // namespace dcmscrub
