#include "pipeline/verify/reading/types.h"

#include "rules/standard/standard.h"

namespace dcmscrub {

const Iod* VerifyIods::For(std::string_view sop_class) {
  const SopClassRow* const row = FindSopClass(sop_class);
  if (row == nullptr) return nullptr;
  const std::lock_guard lock(mutex_);
  std::unique_ptr<const Iod>& iod = iods_[row->ciod];
  if (iod == nullptr) iod = std::make_unique<Iod>(row->ciod);
  return iod.get();
}

std::vector<Place> TypesOf(const GdcmObject& object, const Iod* iod) {
  const auto elements = object.elements();
  std::vector<Place> places(elements.size());
  if (iod == nullptr) return places;
  std::vector<NodeId> inside(elements.size(), kUnknownNode);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const std::uint32_t parent = elements[i].parent;
    const NodeId node = parent == GdcmElement::kTop ? kTopNode : inside[parent];
    if (node == kUnknownNode) continue;
    const IodEntry* const entry = iod->Find(node, elements[i].tag);
    if (entry == nullptr) continue;
    places[i] = entry->place;
    inside[i] = entry->child;
  }
  return places;
}

}  // namespace dcmscrub
