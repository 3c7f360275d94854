#include "kernels/object_facts.h"

#include "kernels/text.h"

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
    case tags::kMimeTypeOfEncapsulatedDocument.value:
      return &facts.mime_type;
    default:
      return nullptr;
  }
}

}  // namespace

ObjectFacts CollectFacts(const ElementIndex& index, Bytes memory) {
  ObjectFacts facts;
  const std::span<const Element> elements = index.elements();
  for (std::uint32_t i = 0; i < elements.size(); i = elements[i].next) {
    const Element& element = elements[i];
    const Bytes value = LoadedValue(element, memory);
    if (element.tag == tags::kPixelRepresentation && value.size() == 2) {
      facts.pixel_representation =
          Load<std::uint16_t>(value.data(), element.encoding().order);
    }
    std::string_view* slot = TextSlot(facts, element.tag);
    if (slot != nullptr && slot->empty()) *slot = TrimPadding(AsText(value));
  }
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
    facts.sop_class_uid = meta_class;
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
