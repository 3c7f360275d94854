#include "pipeline/selftest/plan.h"

#include <array>

namespace dcmscrub {
namespace {

constexpr std::uint64_t kSeed = 0x6B616E6172696500;

}  // namespace

std::vector<Tag> StayingSequences(int depth, std::size_t turn) {
  constexpr Tag kReferencedSeries{0x0008, 0x1115};
  constexpr std::array kOnce = {kReferencedSeries, Tag(0x0008, 0x2218),
                                Tag(0x0018, 0x0026), Tag(0x0054, 0x0016)};
  std::vector<Tag> path;
  if (depth > 0) path.push_back(kOnce[turn % kOnce.size()]);
  if (depth > 1) path.emplace_back(0x0008, 0x9215);
  return path;
}

TestElement Within(std::span<const Tag> path, TestElement element) {
  for (std::size_t i = path.size() - 1; i > 0; --i) {
    element = SequenceOf(path[i - 1], std::move(element));
  }
  return element;
}

TestElement AsUnknown(const TestElement& sequence) {
  constexpr std::size_t kHeader = 8;  // in implicit VR
  return {sequence.tag,
          Vr::kUN,
          Encode(sequence, kImplicitLittle).substr(kHeader),
          {}};
}

CanaryPlan::CanaryPlan(std::span<const TestBase> bases,
                       const SelftestOracle& oracle, std::vector<Canary>& to)
    : bases_(bases),
      oracle_(oracle),
      to_(to),
      own_(kSeed),
      safe_rows_(oracle.safe().begin(), oracle.safe().end()) {
  if (safe_rows_.empty()) safe_rows_ = StandardSafePrivateRows();
  for (const TestBase& base : bases) {
    spellings_.push_back(SpellingsOf(base.person()));
  }
}

const std::vector<Spelling>& CanaryPlan::spellings(std::size_t base) const {
  return spellings_[base];
}

std::optional<std::size_t> CanaryPlan::NextBaseIn(bool implicit_vr) {
  std::size_t& turn = implicit_vr ? implicit_turn_ : explicit_turn_;
  for (std::size_t i = 0; i < bases_.size(); ++i) {
    const std::size_t base = turn++ % bases_.size();
    if (bases_[base].implicit_vr() == implicit_vr) return base;
  }
  return std::nullopt;
}

std::vector<std::size_t> CanaryPlan::BasesOfEachPerson() const {
  std::vector<std::size_t> bases;
  std::set<std::pair<const MadeUpPerson*, bool>> met;
  for (std::size_t i = 0; i < bases_.size(); ++i) {
    const TestBase& base = bases_[i];
    if (met.insert({&base.person(), base.implicit_vr()}).second) {
      bases.push_back(i);
    }
  }
  return bases;
}

Canary& CanaryPlan::Add(std::size_t base, PlaceClass place,
                        std::vector<Tag> path, CanaryValue value, Plant plant) {
  Canary& canary = to_.emplace_back();
  canary.base = base;
  canary.place = place;
  canary.path = std::move(path);
  canary.what = std::move(value.what);
  canary.plant = std::move(plant);
  canary.needles = std::move(value.needles);
  return canary;
}

void CanaryPlan::PlantNothing() {
  for (std::size_t i = 0; i < bases_.size(); ++i) {
    Add(i, PlaceClass::kOwnAttributes, {}, {}, {}).what = "";
  }
}

void CanaryPlan::PlantOwn(std::size_t base, PlaceClass place,
                          std::vector<Tag> path, Vr vr) {
  if (vr == Vr::kSQ) {
    path.push_back(kInsideTag);
    vr = kInsideVr;
  }
  CanaryValue value = own_.Make(vr);
  Plant plant;
  Put(plant.elements, Within(path, {path.back(), vr, value.bytes, {}}));
  const Expected expected = oracle_.OfValue(path, vr, bases_[base].iod());
  PlantOwn(base, place, std::move(path), std::move(value), std::move(plant),
           expected);
}

void CanaryPlan::PlantOwn(std::size_t base, PlaceClass place,
                          std::vector<Tag> path, CanaryValue value, Plant plant,
                          Expected expected) {
  Add(base, place, std::move(path), std::move(value), std::move(plant))
      .expected = expected;
}

void CanaryPlan::PlantRepeated(std::size_t base, PlaceClass place,
                               std::vector<Tag> path, Vr vr,
                               const Spelling& spelling) {
  for (CanaryValue& value : Fitted(spelling, vr)) {
    Plant plant;
    Put(plant.elements, Within(path, {path.back(), vr, value.bytes, {}}));
    PlantRepeated(base, place, path, std::move(value), std::move(plant),
                  spelling);
  }
}

Canary& CanaryPlan::PlantRepeated(std::size_t base, PlaceClass place,
                                  std::vector<Tag> path, CanaryValue value,
                                  Plant plant, const Spelling& spelling) {
  Canary& canary =
      Add(base, place, std::move(path), std::move(value), std::move(plant));
  canary.repeated = true;
  canary.expected = oracle_.OfRepeated(spelling, canary.path);
  return canary;
}

}  // namespace dcmscrub
