// What a record of a DICOMDIR says of an object: PS3.3 F.4 and F.5.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "kernels/core/element_writer.h"
#include "kernels/parse/object_view.h"

namespace dcmscrub {

// An attribute of the object that its record repeats.
struct DirectoryKey {
  enum Need : std::uint8_t {
    kIfThere,  // Type 3
    kEmpty,    // Type 2: may be empty
    kDummy,    // Type 1: where the object has none, a dummy of the VR
    kNumber,   // Type 1: where it has none, its place among its like
  };
  Tag tag;
  Vr vr = Vr::kNone;
  Need need = kEmpty;
};

struct RecordKind {
  std::string_view type;               // "IMAGE"
  std::span<const DirectoryKey> keys;  // ascending by tag
};

const RecordKind& PatientRecord();
const RecordKind& StudyRecord();
const RecordKind& SeriesRecord();
// nullptr: Annex F has none, or one that tells more than we do.
const RecordKind* ObjectRecord(std::string_view sop_class,
                               std::string_view modality);

// Appends the keys, explicit VR little endian, with a Specific Character Set
// before them where some text is not ASCII. `number` counts from 1.
void AppendKeys(const RecordKind& kind, const ObjectView& object,
                std::uint64_t number, Arena& to);

}  // namespace dcmscrub
