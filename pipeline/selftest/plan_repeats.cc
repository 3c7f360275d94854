// A person's own values once more: in attributes that stay, and where people
// and machines write them besides.
#include <map>

#include "pipeline/selftest/content.h"
#include "pipeline/selftest/plan.h"

namespace dcmscrub {
namespace {

constexpr std::uint16_t kFirstOfDataSets = 0x0008;

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

// Of each VR some attributes that stay.
std::vector<const DictionaryRow*> SomeOfEachVr(const CanaryPlan& plan) {
  constexpr int kOfEachVr = 2;
  constexpr std::uint16_t kFirst = 0x0018;  // those before are well known
  std::vector<const DictionaryRow*> rows;
  std::map<Vr, int> met;
  for (const DictionaryRow& row : StandardDictionary()) {
    const bool wanted = row.tag.group() >= kFirst && !row.retired &&
                        row.vr != Vr::kSQ && Stays(plan, 0, row);
    if (wanted && met[row.vr]++ < kOfEachVr) rows.push_back(&row);
  }
  return rows;
}

// With every spelling, at three depths; in implicit VR at the top.
void PlanEachSpelling(CanaryPlan& plan) {
  constexpr PlaceClass kPlaces[] = {PlaceClass::kTop, PlaceClass::kNestedOnce,
                                    PlaceClass::kNestedTwice};
  for (const DictionaryRow* const row : SomeOfEachVr(plan)) {
    for (const std::size_t base : plan.BasesOfEachPerson()) {
      const int depths = plan.bases()[base].implicit_vr() ? 1 : 3;
      for (int depth = 0; depth < depths; ++depth) {
        std::vector<Tag> path = StayingSequences(depth, base);
        path.push_back(row->tag);
        for (const Spelling& one : plan.spellings(base)) {
          plan.PlantRepeated(base, kPlaces[depth], path, row->vr, one);
        }
      }
    }
  }
}

// Between other values, of those that may have several.
void PlanSeveralValues(CanaryPlan& plan) {
  for (const DictionaryRow* const row : SomeOfEachVr(plan)) {
    for (const std::size_t base : plan.BasesOfEachPerson()) {
      for (const Spelling& one : plan.spellings(base)) {
        for (CanaryValue& value : Fitted(one, row->vr)) {
          auto several = OneOfSeveral(std::move(value), row->vr);
          if (!several) continue;
          Plant plant;
          Put(plant.elements, {row->tag, row->vr, several->bytes, {}});
          plan.PlantRepeated(base, PlaceClass::kSeveralValues, {row->tag},
                             *std::move(several), std::move(plant), one);
        }
      }
    }
  }
}

// In sequences that call themselves UN.
void PlanUnknownSequences(CanaryPlan& plan) {
  constexpr Tag kText{0x0018, 0x1251};
  for (const std::size_t base : plan.BasesOfEachPerson()) {
    if (plan.bases()[base].implicit_vr()) continue;
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

// An element of a list, written as `vr`, with each of `values`.
void PlantInSafe(CanaryPlan& plan, std::size_t base, const SafePrivate& row,
                 Vr vr, std::vector<CanaryValue> values, const Spelling& one) {
  constexpr std::uint16_t kBlock = 0x0011;
  const Tag tag(row.group,
                static_cast<std::uint16_t>(kBlock << 8 | row.element));
  for (CanaryValue& value : values) {
    Plant plant;
    Put(plant.elements, {Tag(row.group, kBlock), Vr::kLO, row.creator, {}});
    Put(plant.elements, {tag, vr, value.bytes, {}});
    plan.PlantRepeated(base, PlaceClass::kPrivateSafe, {tag}, std::move(value),
                       std::move(plant), one);
  }
}

// In what Retain Safe Private keeps: as the list has it, where it means
// numbers as text nonetheless, as UN, and in implicit VR, where nothing but the
// list says what it is.
void PlanSafePrivate(CanaryPlan& plan) {
  std::size_t turn = 0;
  const auto plant = [&](const SafePrivate& row, bool implicit_vr, Vr vr) {
    const auto base = plan.NextBaseIn(implicit_vr);
    if (!base) return;
    const auto& spellings = plan.spellings(*base);
    const Spelling& one = spellings[turn++ % spellings.size()];
    PlantInSafe(plan, *base, row, vr,
                HoldsNumbers(vr) ? FittedAsBytes(one, vr) : Fitted(one, vr),
                one);
  };
  for (const SafePrivate& row : plan.safe_rows()) {
    const bool told = row.vr != Vr::kNone && row.vr != Vr::kSQ;
    if (told) plant(row, /*implicit_vr=*/false, row.vr);
    plant(row, /*implicit_vr=*/false, Vr::kUN);
    plant(row, /*implicit_vr=*/true, Vr::kUN);
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
  PlanSeveralValues(plan);
  PlanUnknownSequences(plan);
  PlanSafePrivate(plan);
  PlanContent(plan);
}

}  // namespace dcmscrub
