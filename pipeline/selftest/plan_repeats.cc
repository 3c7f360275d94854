// A person's own values once more: in attributes that stay, and where people
// and machines write them besides.
#include <map>

#include "pipeline/selftest/content.h"
#include "pipeline/selftest/plan.h"

namespace dcmscrub {
namespace {

constexpr std::uint16_t kFirstOfDataSets = 0x0008;
constexpr std::size_t kBasesForAll = 4;  // one for each made-up person

bool Stays(const CanaryPlan& plan, std::size_t base, const DictionaryRow& row) {
  if (row.tag.group() < kFirstOfDataSets || row.vr == Vr::kNone) return false;
  const Iod* const iod = plan.bases()[base].iod();
  return plan.oracle().OfValue({&row.tag, 1}, row.vr, iod) != Expected::kGone;
}

// Each attribute that stays gets one value in one spelling that fits, in turn.
void PlanEachAttribute(CanaryPlan& plan) {
  std::size_t turn = 0;
  for (const DictionaryRow& row : StandardDictionary()) {
    const std::size_t base = plan.NextBase();
    if (row.vr == Vr::kSQ || !Stays(plan, base, row)) continue;
    const auto& spellings = plan.spellings(base);
    for (std::size_t i = 0; i < spellings.size(); ++i) {
      const Spelling& one = spellings[(turn + i) % spellings.size()];
      if (Fitted(one, row.vr).empty()) continue;
      plan.PlantRepeated(base, PlaceClass::kTop, {row.tag}, row.vr, one);
      turn += i + 1;
      break;
    }
  }
}

// Of each VR some attributes that stay, with every spelling, at three depths.
void PlanEachSpelling(CanaryPlan& plan) {
  constexpr int kOfEachVr = 2;
  constexpr std::uint16_t kFirst = 0x0018;  // those before are well known
  constexpr PlaceClass kPlaces[] = {PlaceClass::kTop, PlaceClass::kNestedOnce,
                                    PlaceClass::kNestedTwice};
  const std::size_t bases = std::min(plan.bases().size(), kBasesForAll);
  std::map<Vr, int> met;
  for (const DictionaryRow& row : StandardDictionary()) {
    const bool wanted = row.tag.group() >= kFirst && !row.retired &&
                        row.vr != Vr::kSQ && Stays(plan, 0, row);
    if (!wanted || met[row.vr]++ >= kOfEachVr) continue;
    for (std::size_t base = 0; base < bases; ++base) {
      for (int depth = 0; depth < 3; ++depth) {
        std::vector<Tag> path = StayingSequences(depth, base);
        path.push_back(row.tag);
        for (const Spelling& one : plan.spellings(base)) {
          plan.PlantRepeated(base, kPlaces[depth], path, row.vr, one);
        }
      }
    }
  }
}

// In sequences that call themselves UN.
void PlanUnknownSequences(CanaryPlan& plan) {
  constexpr Tag kText{0x0018, 0x1251};
  const std::size_t bases = std::min(plan.bases().size(), kBasesForAll);
  for (std::size_t base = 0; base < bases; ++base) {
    std::vector<Tag> path = StayingSequences(2, base);
    path.push_back(kText);
    for (const Spelling& one : plan.spellings(base)) {
      for (CanaryValue& value : Fitted(one, Vr::kSH)) {
        Plant plant;
        Put(plant.elements,
            AsUnknown(Within(path, {kText, Vr::kSH, value.bytes, {}})));
        plan.PlantRepeated(base, PlaceClass::kUnknownSequence, path,
                           std::move(value), std::move(plant), one);
      }
    }
  }
}

// In what Retain Safe Private keeps: with its own VR and as UN.
void PlanSafePrivate(CanaryPlan& plan) {
  constexpr std::uint16_t kBlock = 0x0011;
  std::size_t turn = 0;
  for (const SafePrivateRow& row : StandardSafePrivate()) {
    const Tag creator(row.group, kBlock);
    const Tag tag(row.group,
                  static_cast<std::uint16_t>(kBlock << 8 | row.element));
    for (const Vr vr : {row.vr, Vr::kUN}) {
      if (vr == Vr::kNone || vr == Vr::kSQ) continue;
      const std::size_t base = plan.NextBase();
      const auto& spellings = plan.spellings(base);
      const Spelling& one = spellings[turn++ % spellings.size()];
      for (CanaryValue& value : Fitted(one, vr)) {
        Plant plant;
        Put(plant.elements,
            {creator, Vr::kLO, std::string(StandardText(row.creator)), {}});
        Put(plant.elements, {tag, vr, value.bytes, {}});
        plan.PlantRepeated(base, PlaceClass::kPrivateSafe, {tag},
                           std::move(value), std::move(plant), one);
      }
    }
  }
}

// In reports: each concept gets one value, in turn.
void PlanContent(CanaryPlan& plan) {
  std::size_t turn = 0;
  for (std::size_t base = 0; base < plan.bases().size(); ++base) {
    const Iod* const iod = plan.bases()[base].iod();
    if (iod == nullptr || iod->Find(kTopNode, kContentSequence) == nullptr) {
      continue;
    }
    const auto& spellings = plan.spellings(base);
    for (const ContentItemRow& row : StandardContentItems()) {
      const auto tag = ValueOfContent(StandardText(row.value_type));
      if (!tag) continue;
      const Vr vr = FindDictionaryRow(*tag)->vr;
      const Spelling& one = spellings[turn++ % spellings.size()];
      for (CanaryValue& value : Fitted(one, vr)) {
        Plant plant;
        Put(plant.elements, ContentOf(row, value.bytes));
        value.what += ", concept " + std::string(StandardText(row.code));
        plan.PlantRepeated(base, PlaceClass::kContentItem,
                           {kContentSequence, *tag}, std::move(value),
                           std::move(plant), one);
      }
    }
  }
}

}  // namespace

void PlanRepeats(CanaryPlan& plan) {
  PlanEachAttribute(plan);
  PlanEachSpelling(plan);
  PlanUnknownSequences(plan);
  PlanSafePrivate(plan);
  PlanContent(plan);
}

}  // namespace dcmscrub
