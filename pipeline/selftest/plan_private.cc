// Values that stand nowhere else, in attributes that PS3.6 does not have.
#include <algorithm>
#include <array>
#include <set>

#include "pipeline/selftest/plan.h"

namespace dcmscrub {
namespace {

constexpr std::uint16_t kBlock = 0x0011;
constexpr Tag kAround{0x0008, 0x1115};  // Referenced Series Sequence: stays

std::vector<Vr> AllVrs() {
  std::vector<Vr> vrs;
  for (int i = 1; i < kVrCount; ++i) vrs.push_back(static_cast<Vr>(i));
  return vrs;
}

Tag Creator(std::uint16_t group) { return Tag(group, kBlock); }
Tag InBlock(std::uint16_t group, std::uint8_t low) {
  return Tag(group, static_cast<std::uint16_t>(kBlock << 8 | low));
}

// An element of `creator`, at the top and in an item of a sequence that stays.
void PlantPrivate(CanaryPlan& plan, PlaceClass place, std::string_view creator,
                  Tag tag, Vr vr) {
  for (const bool nested : {false, true}) {
    const std::size_t base = plan.NextBase();
    const bool sequence = vr == Vr::kSQ;
    CanaryValue value = plan.OwnValue(sequence ? kInsideVr : vr);
    TestElement element{tag, vr, value.bytes, {}};
    if (sequence) {
      element = SequenceOf(tag, {kInsideTag, kInsideVr, value.bytes, {}});
    }
    TestItem item;
    if (!creator.empty()) {
      Put(item, {Creator(tag.group()), Vr::kLO, std::string(creator), {}});
    }
    Put(item, element);
    Plant plant;
    if (nested) {
      Put(plant.elements, {kAround, Vr::kSQ, "", {item}});
    } else {
      plant.elements = item;
    }
    const Expected expected = plan.oracle().OfPrivate(creator, tag, vr);
    std::vector<Tag> path = {tag};
    if (nested) path.insert(path.begin(), kAround);
    plan.PlantOwn(base, place, std::move(path), std::move(value),
                  std::move(plant), expected);
  }
}

void PlanSafe(CanaryPlan& plan) {
  std::set<std::pair<std::string_view, std::uint16_t>> blocks;
  for (const SafePrivate& row : plan.safe_rows()) {
    const Vr vr = row.vr == Vr::kNone ? Vr::kLO : row.vr;
    PlantPrivate(plan, PlaceClass::kPrivateSafe, row.creator,
                 InBlock(row.group, row.element), vr);
    blocks.insert({row.creator, row.group});
  }
  for (const auto& [creator, group] : blocks) {
    std::uint8_t low = 0xFF;
    const auto is_safe = [&, c = creator, g = group](const auto& row) {
      return row.creator == c && row.group == g && row.element == low;
    };
    while (std::ranges::any_of(plan.safe_rows(), is_safe)) --low;
    for (const Vr vr : {Vr::kLO, Vr::kUN, Vr::kSQ}) {
      PlantPrivate(plan, PlaceClass::kPrivateUnsafe, creator,
                   InBlock(group, low), vr);
    }
  }
}

void PlanCreators(CanaryPlan& plan) {
  for (const bool followed : {false, true}) {
    const std::size_t base = plan.NextBase();
    CanaryValue value = plan.OwnValue(Vr::kLO);
    const Expected expected =
        plan.oracle().OfPrivate(value.bytes, Creator(0x0029), Vr::kLO);
    Plant plant;
    Put(plant.elements, {Creator(0x0029), Vr::kLO, value.bytes, {}});
    if (followed) {
      Put(plant.elements, {InBlock(0x0029, 1), Vr::kLO, "VALUE", {}});
    }
    plan.PlantOwn(base, PlaceClass::kPrivateCreator, {Creator(0x0029)},
                  std::move(value), std::move(plant), expected);
  }
}

// Even groups; none of these is in PS3.6.
void PlanUnknown(CanaryPlan& plan) {
  constexpr std::array kTags = {Tag(0x0008, 0xFFF1), Tag(0x0010, 0xFFF2),
                                Tag(0x0018, 0xFFF3), Tag(0x0040, 0xFFF4),
                                Tag(0x9998, 0x0010)};
  for (const Tag tag : kTags) {
    for (const Vr vr : AllVrs()) {
      plan.PlantOwn(plan.NextBase(), PlaceClass::kUnknownTag, {tag}, vr);
      plan.PlantOwn(plan.NextBase(), PlaceClass::kUnknownTag, {kAround, tag},
                    vr);
    }
  }
}

// 32 bits, as which they may hold no more than a group length does, and text.
void PlanGroupLengths(CanaryPlan& plan) {
  constexpr std::array<std::uint16_t, 8> kGroups = {
      0x0008, 0x0009, 0x0010, 0x0018, 0x0020, 0x0028, 0x0040, 0x5400};
  for (const std::uint16_t group : kGroups) {
    for (const Vr vr : {Vr::kUL, Vr::kLO, Vr::kUN}) {
      for (const bool nested : {false, true}) {
        const Tag tag(group, 0);
        std::vector<Tag> path = {tag};
        if (nested) path.insert(path.begin(), kAround);
        CanaryValue value = plan.OwnValue(vr);
        Plant plant;
        Put(plant.elements, Within(path, {tag, vr, value.bytes, {}}));
        const bool stays = plan.oracle().keeps_unlisted();
        plan.PlantOwn(plan.NextBase(), PlaceClass::kGroupLength,
                      std::move(path), std::move(value), std::move(plant),
                      stays ? Expected::kMayStay : Expected::kGone);
      }
    }
  }
}

// Groups 0000, 0002 and 0004 of PS3.6 in data sets, and the odd ones between.
void PlanIllegal(CanaryPlan& plan) {
  for (const DictionaryRow& row : StandardDictionary()) {
    if (row.tag.group() >= 0x0008 || row.vr == Vr::kNone) continue;
    plan.PlantOwn(plan.NextBase(), PlaceClass::kIllegalGroup, {row.tag},
                  row.vr);
    plan.PlantOwn(plan.NextBase(), PlaceClass::kIllegalGroup,
                  {kAround, row.tag}, row.vr);
  }
}

// Each under the numbers at both ends of its range.
void PlanRepeating(CanaryPlan& plan) {
  for (const DictionaryRow& row : StandardDictionary()) {
    if (!row.tag.is_curve() && !row.tag.is_overlay()) continue;
    const PlaceClass place =
        row.tag.is_curve() ? PlaceClass::kCurve : PlaceClass::kOverlay;
    for (const int number : {0x00, 0x02, 0x1E}) {
      const Tag tag(static_cast<std::uint16_t>(row.tag.group() + number),
                    row.tag.element());
      plan.PlantOwn(plan.NextBase(), place, {tag}, row.vr);
      plan.PlantOwn(plan.NextBase(), place, {kAround, tag}, row.vr);
    }
  }
}

}  // namespace

void PlanPrivateAttributes(CanaryPlan& plan) {
  for (const Vr vr : AllVrs()) {
    PlantPrivate(plan, PlaceClass::kPrivateUnknown, "QZX UNKNOWN 1.0",
                 InBlock(0x0029, 0x08), vr);
    PlantPrivate(plan, PlaceClass::kPrivateOrphan, "", InBlock(0x0031, 0x08),
                 vr);
  }
  PlanSafe(plan);
  PlanCreators(plan);
  PlanUnknown(plan);
  PlanGroupLengths(plan);
  PlanIllegal(plan);
  PlanRepeating(plan);
}

}  // namespace dcmscrub
