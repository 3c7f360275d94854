// Values that stand nowhere else: what is not the data set, what is behind it,
// and what reports hold.
#include <string>

#include "pipeline/selftest/content.h"
#include "pipeline/selftest/plan.h"

namespace dcmscrub {
namespace {

void PlanFileMeta(CanaryPlan& plan) {
  constexpr std::uint16_t kFileMeta = 0x0002;
  for (const DictionaryRow& row : StandardDictionary()) {
    const bool wanted = row.tag.group() == kFileMeta &&
                        !row.tag.is_group_length() && row.vr != Vr::kNone;
    if (!wanted) continue;
    CanaryValue value = plan.OwnValue(row.vr);
    Plant plant;
    Put(plant.meta, {row.tag, row.vr, value.bytes, {}});
    plan.PlantOwn(plan.NextBase(), PlaceClass::kFileMeta, {row.tag},
                  std::move(value), std::move(plant), Expected::kGone);
  }
}

void PlanEnds(CanaryPlan& plan, std::size_t base) {
  const auto plant = [&](PlaceClass place, Plant made, CanaryValue value,
                         Expected expected) {
    plan.PlantOwn(base, place, {}, std::move(value), std::move(made), expected);
  };
  CanaryValue value = plan.OwnValue(Vr::kOB);
  Plant preamble;
  preamble.preamble = "II*" + value.bytes;
  plant(PlaceClass::kPreamble, preamble, value, Expected::kGone);

  // As text, behind padding, and too short for an element.
  for (const std::string_view before :
       {std::string_view(), std::string_view("\0\0\0\0\0\0\0\0", 8)}) {
    value = plan.OwnValue(Vr::kOB);
    Plant tail;
    tail.tail = std::string(before) + value.bytes;
    plant(PlaceClass::kTail, tail, value, Expected::kGone);
  }
  CanaryValue rest{"", {{Needle::Form::kText, "QZXWVJ"}}, "own value, short"};
  Plant short_tail;
  short_tail.tail = rest.needles[0].bytes;
  plant(PlaceClass::kTail, short_tail, rest, Expected::kGone);

  constexpr Tag kPadding{0xFFFC, 0xFFFC};
  value = plan.OwnValue(Vr::kOB);
  Plant padding;
  Put(padding.elements, {kPadding, Vr::kOB, value.bytes, {}});
  plant(PlaceClass::kPadding, padding, value,
        plan.oracle().keeps_unlisted() ? Expected::kMayStay : Expected::kGone);
}

// In objects that have content: items of every concept of Table E.3.4-1.
void PlanContent(CanaryPlan& plan, std::size_t base) {
  for (const ContentItemRow& row : StandardContentItems()) {
    const auto value_tag = ValueOfContent(StandardText(row.value_type));
    if (!value_tag) continue;
    const Vr vr = FindDictionaryRow(*value_tag)->vr;
    CanaryValue value = plan.OwnValue(vr);
    value.what += ", concept " + std::string(StandardText(row.code));
    Plant plant;
    Put(plant.elements, ContentOf(row, value.bytes));
    plan.PlantOwn(base, PlaceClass::kContentItem,
                  {kContentSequence, *value_tag}, std::move(value),
                  std::move(plant),
                  plan.oracle().OfContentItem(row, *value_tag));
  }
}

}  // namespace

void PlanOutsideDataSet(CanaryPlan& plan) {
  PlanFileMeta(plan);
  for (std::size_t base = 0; base < plan.bases().size(); ++base) {
    PlanEnds(plan, base);
    const Iod* const iod = plan.bases()[base].iod();
    const bool has_content =
        iod != nullptr && iod->Find(kTopNode, kContentSequence) != nullptr;
    if (has_content) PlanContent(plan, base);
  }
}

void PlanNames(CanaryPlan& plan) {
  for (const PlaceClass place :
       {PlaceClass::kFileName, PlaceClass::kMirroredName}) {
    for (std::size_t base = 0; base < plan.bases().size(); ++base) {
      for (const Spelling& one : plan.spellings(base)) {
        if (one.utf8.find('/') != std::string::npos) continue;
        Canary& canary = plan.PlantRepeated(
            base, place, {}, {"", one.needles, one.what}, {}, one);
        canary.file = one.utf8 + ".dcm";
        canary.folder = one.utf8;
      }
    }
  }
}

}  // namespace dcmscrub
