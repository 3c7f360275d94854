// Values that stand nowhere else, in attributes of PS3.6.
#include <map>
#include <set>

#include "pipeline/selftest/plan.h"

namespace dcmscrub {
namespace {

bool IsElsewhere(Tag tag) {
  constexpr std::uint16_t kFirstOfDataSets = 0x0008;
  return tag.group() < kFirstOfDataSets || tag.is_curve() || tag.is_overlay();
}

// Attributes that Table E.1-1 or its supplement lists, whatever the options.
std::set<Tag> ListedTags() {
  std::set<Tag> listed;
  for (const auto rows : {StandardProfile(), StandardProfileSupplement()}) {
    for (const ProfileRow& row : rows) {
      const bool attribute =
          row.scope == ProfileRow::kTag && FindDictionaryRow(row.tag);
      if (attribute && !IsElsewhere(row.tag)) listed.insert(row.tag);
    }
  }
  return listed;
}

// All of PS3.6 at three depths.
void PlanDictionary(CanaryPlan& plan) {
  constexpr PlaceClass kPlaces[] = {PlaceClass::kTop, PlaceClass::kNestedOnce,
                                    PlaceClass::kNestedTwice};
  for (int depth = 0; depth < 3; ++depth) {
    for (const DictionaryRow& row : StandardDictionary()) {
      if (row.vr == Vr::kNone || IsElsewhere(row.tag)) continue;
      const std::size_t base = plan.NextBase();
      std::vector<Tag> path = StayingSequences(depth, base);
      path.push_back(row.tag);
      plan.PlantOwn(base, kPlaces[depth], std::move(path), row.vr);
    }
  }
}

// What the profile lists, in each base: Types differ.
void PlanListed(CanaryPlan& plan, const std::set<Tag>& listed) {
  for (std::size_t base = 0; base < plan.bases().size(); ++base) {
    for (const Tag tag : listed) {
      plan.PlantOwn(base, PlaceClass::kTop, {tag}, FindDictionaryRow(tag)->vr);
    }
  }
}

// The nodes of one IOD that can be reached through sequences that stay, each
// with one way to it.
std::map<NodeId, std::vector<Tag>> Nodes(const Iod& iod,
                                         const SelftestOracle& oracle) {
  std::map<NodeId, std::vector<Tag>> paths = {{kTopNode, {}}};
  std::vector<NodeId> open = {kTopNode};
  for (std::size_t i = 0; i < open.size(); ++i) {
    for (const IodEntry& entry : iod.entries(open[i])) {
      if (entry.child == kUnknownNode || paths.contains(entry.child)) continue;
      std::vector<Tag> path = paths[open[i]];
      path.push_back(entry.tag);
      path.push_back(kInsideTag);
      if (oracle.OfValue(path, kInsideVr, &iod) == Expected::kGone) continue;
      path.pop_back();
      paths[entry.child] = std::move(path);
      open.push_back(entry.child);
    }
  }
  return paths;
}

// The same where the IOD nests them: once for each Type.
void PlanInIod(CanaryPlan& plan, const std::set<Tag>& listed) {
  for (std::size_t base = 0; base < plan.bases().size(); ++base) {
    const Iod* const iod = plan.bases()[base].iod();
    if (iod == nullptr) continue;
    std::set<std::pair<Tag, AttributeType>> seen;
    for (auto& [node, sequences] : Nodes(*iod, plan.oracle())) {
      if (node == kTopNode) continue;
      for (const IodEntry& entry : iod->entries(node)) {
        if (!listed.contains(entry.tag)) continue;
        if (!seen.insert({entry.tag, entry.place.type}).second) continue;
        std::vector<Tag> path = sequences;
        path.push_back(entry.tag);
        plan.PlantOwn(base, PlaceClass::kInIod, std::move(path),
                      FindDictionaryRow(entry.tag)->vr);
      }
    }
  }
}

// Text under UN and under a VR that is not the attribute's; behind all other
// elements; and in sequences that call themselves UN.
void PlanOdd(CanaryPlan& plan, const std::set<Tag>& listed) {
  for (const Tag tag : listed) {
    const Vr vr = FindDictionaryRow(tag)->vr;
    if (vr == Vr::kSQ) continue;
    for (const Vr other : {Vr::kUN, vr == Vr::kLO ? Vr::kUT : Vr::kLO}) {
      const auto explicit_base = plan.NextBaseIn(/*implicit_vr=*/false);
      if (!explicit_base) continue;
      const std::size_t base = *explicit_base;
      CanaryValue value = plan.OwnValue(other);
      Plant plant;
      Put(plant.elements, {tag, other, value.bytes, {}});
      plan.PlantOwn(
          base, PlaceClass::kOtherVr, {tag}, std::move(value), std::move(plant),
          plan.oracle().OfValue({&tag, 1}, vr, plan.bases()[base].iod()));
    }
    const std::size_t base = plan.NextBase();
    CanaryValue value = plan.OwnValue(vr);
    Plant plant;
    plant.last_elements.push_back({tag, vr, value.bytes, {}});
    plan.PlantOwn(
        base, PlaceClass::kOutOfOrder, {tag}, std::move(value),
        std::move(plant),
        plan.oracle().OfValue({&tag, 1}, vr, plan.bases()[base].iod()));
  }
}

void PlanUnknownSequences(CanaryPlan& plan, const std::set<Tag>& listed) {
  for (const Tag tag : listed) {
    const Vr vr = FindDictionaryRow(tag)->vr;
    if (vr == Vr::kSQ) continue;
    const auto explicit_base = plan.NextBaseIn(/*implicit_vr=*/false);
    if (!explicit_base) continue;
    const std::size_t base = *explicit_base;
    std::vector<Tag> path = StayingSequences(2, base);
    path.push_back(tag);
    CanaryValue value = plan.OwnValue(vr);
    Plant plant;
    Put(plant.elements, AsUnknown(Within(path, {tag, vr, value.bytes, {}})));
    const Expected expected =
        plan.oracle().OfValue(path, vr, plan.bases()[base].iod());
    plan.PlantOwn(base, PlaceClass::kUnknownSequence, std::move(path),
                  std::move(value), std::move(plant), expected);
  }
}

}  // namespace

void PlanOwnAttributes(CanaryPlan& plan) {
  const std::set<Tag> listed = ListedTags();
  PlanDictionary(plan);
  PlanListed(plan, listed);
  PlanInIod(plan, listed);
  PlanOdd(plan, listed);
  PlanUnknownSequences(plan, listed);
}

}  // namespace dcmscrub
