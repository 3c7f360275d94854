// What an option keeps stays in its place: as a value that goes elsewhere it is
// searched for, and names of people do not stay in it.
#include <string>

#include "pipeline/selftest/plan.h"

namespace dcmscrub {
namespace {

// Patient's Address, which goes under every option, and Attenuation Correction
// Method, which stays under each and is no maker's.
constexpr Tag kGoes{0x0010, 0x1040};
constexpr Tag kStays{0x0054, 0x1101};

Expected Of(const CanaryPlan& plan, std::size_t base, Tag tag) {
  return plan.oracle().OfValue({&tag, 1}, Vr::kLO, plan.bases()[base].iod());
}

// A value that an option keeps also stands where it goes, and in a text.
void PlanEqualValues(CanaryPlan& plan, std::size_t base) {
  if (Of(plan, base, kGoes) != Expected::kGone ||
      Of(plan, base, kStays) != Expected::kMayStay) {
    return;
  }
  for (const Spelling& one : plan.spellings(base)) {
    const bool text = one.kind == Spelling::Kind::kText ||
                      one.kind == Spelling::Kind::kNumber;
    if (!text || !plan.oracle().IsKept(one.source)) continue;
    CanaryValue value{
        one.bytes + " axial t1", {}, one.what + ", kept elsewhere"};
    // Its end, as the value itself stays in its place.
    constexpr std::size_t kEnd = 12;
    AddNeedles(value.bytes.substr(value.bytes.size() - kEnd), "",
               value.needles);
    Plant plant;
    Put(plant.elements, {kGoes, Vr::kLO, one.bytes, {}});
    Put(plant.elements, {kStays, Vr::kLO, value.bytes, {}});
    Canary& canary =
        plan.PlantRepeated(base, PlaceClass::kSpared, {kStays},
                           std::move(value), std::move(plant), one);
    if (canary.expected == Expected::kMayStay)
      canary.expected = Expected::kGone;
  }
}

// Names in texts that an option keeps, beside a word that may stay.
void PlanNamesInKept(CanaryPlan& plan, std::size_t base) {
  for (const DictionaryRow& row : StandardDictionary()) {
    const bool text = Traits(row.vr).character_set && row.vr != Vr::kPN;
    if (!text || !plan.oracle().IsKept(row.tag)) continue;
    if (Of(plan, base, row.tag) != Expected::kMayStay) continue;
    for (const Spelling& one : plan.spellings(base)) {
      const std::string bytes = "t1 " + one.bytes;
      const std::uint32_t most = Traits(row.vr).max_length;
      const bool fits = most == 0 || bytes.size() <= most;
      if (one.kind != Spelling::Kind::kName || !fits) continue;
      Plant plant;
      Put(plant.elements, {row.tag, row.vr, bytes, {}});
      Canary& canary = plan.PlantRepeated(base, PlaceClass::kSpared, {row.tag},
                                          {bytes, one.needles, one.what},
                                          std::move(plant), one);
      if (canary.expected == Expected::kMayStay) {
        canary.expected = plan.oracle().OfRepeated(one, {});
      }
    }
  }
}

}  // namespace

void PlanSpared(CanaryPlan& plan) {
  for (const std::size_t base : plan.BasesOfEachPerson()) {
    PlanEqualValues(plan, base);
    PlanNamesInKept(plan, base);
  }
}

}  // namespace dcmscrub
