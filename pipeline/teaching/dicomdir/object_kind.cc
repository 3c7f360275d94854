#include "pipeline/teaching/dicomdir/object_kind.h"

#include <algorithm>

#include "pipeline/pictures/modality.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

// Whether a mandatory module has the attribute at the top level.
bool HasAttribute(const CiodRow& ciod, Tag tag) {
  const auto paths = StandardPaths();
  return std::ranges::any_of(TopLevelModules(ciod), [&](const ModuleUse& use) {
    if (!use.mandatory) return false;
    return std::ranges::any_of(ModuleAttributes(use.module),
                               [&](const AttributeRow& attribute) {
                                 const PathRow& path = paths[attribute.path];
                                 return path.parent == 0 && path.tag == tag;
                               });
  });
}

}  // namespace

ObjectKind KindOfObject(std::string_view sop_class, std::string_view modality) {
  constexpr Tag kRows{0x0028, 0x0010};
  constexpr Tag kWaveformSequence{0x5400, 0x0100};
  const SopClassRow* const known = FindSopClass(sop_class);
  if (known == nullptr) {
    return PixelTextOf(modality, sop_class) == PixelText::kNoPixels
               ? ObjectKind::kOther
               : ObjectKind::kImage;
  }
  const CiodRow& ciod = StandardCiods()[known->ciod];
  if (HasAttribute(ciod, kRows)) return ObjectKind::kImage;
  return HasAttribute(ciod, kWaveformSequence) ? ObjectKind::kWaveform
                                               : ObjectKind::kOther;
}

}  // namespace dcmscrub
