// What must be known of an object before its rules can be chosen and run.
#pragma once

#include <string_view>

#include "kernels/core/bytes.h"
#include "kernels/identity/patient_key.h"
#include "kernels/parse/element_index.h"
#include "kernels/parse/file_prefix.h"

namespace dcmscrub {

// Retired: overlays in unused bits of the pixel cells, told by an Overlay Bits
// Allocated (60xx,0100) other than 1 (PS3.5 8.1.2 of old).
struct EmbeddedOverlays {
  bool any = false;
  std::uint16_t bits = 0;  // of each cell, those that hold them
  // Whether they can be cleared in native 16-bit cells without touching what
  // is stored there.
  bool clearable = false;
};

// Top-level values without padding, of the first copy of each element. Views
// into `memory`, or into the FilePrefix that completed them.
struct ObjectFacts {
  std::string_view sop_class_uid;  // the first, of an illegal list
  std::string_view sop_instance_uid;
  std::string_view study_instance_uid;
  std::string_view series_instance_uid;
  std::string_view patient_id;
  std::string_view issuer_of_patient_id;
  std::string_view patient_name;
  std::string_view modality;
  std::string_view character_set;
  std::string_view deidentification_method;
  std::string_view mime_type;  // of an encapsulated document
  std::uint16_t pixel_representation = 0;
  EmbeddedOverlays overlays;
};

inline PatientText PatientOf(const ObjectFacts& facts) {
  return {facts.patient_id, facts.issuer_of_patient_id, facts.patient_name,
          facts.character_set};
}

ObjectFacts CollectFacts(const ElementIndex& index, Bytes memory);

// Takes SOP Class and Instance UID from the file meta information where the
// data set lacks them, and says where the two disagree.
WarningSet CompleteFacts(const FilePrefix& prefix, ObjectFacts& facts);

// The value of a loaded element; empty for one that is not.
inline Bytes LoadedValue(const Element& element, Bytes memory) {
  if (!element.has(Element::kLoaded)) return {};
  return memory.subspan(element.memory + element.header_size,
                        element.value_length);
}

}  // namespace dcmscrub
