// How the list of canaries is put together: what all of its parts share, and
// the parts.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/selftest/base.h"
#include "pipeline/selftest/canary.h"
#include "pipeline/selftest/oracle.h"
#include "pipeline/selftest/value.h"
#include "rules/standard/standard.h"

namespace dcmscrub {

class CanaryPlan {
 public:
  // All must outlive it; canaries are appended to `to`.
  CanaryPlan(std::span<const TestBase> bases, const SelftestOracle& oracle,
             std::vector<Canary>& to);

  std::span<const TestBase> bases() const { return bases_; }
  const SelftestOracle& oracle() const { return oracle_; }
  // The bases in turn.
  std::size_t NextBase() { return turn_++ % bases_.size(); }
  // Of those in implicit VR, or of those that are not; nothing where there are
  // none.
  std::optional<std::size_t> NextBaseIn(bool implicit_vr);
  // One of each made-up person in implicit VR, and one that is not.
  std::vector<std::size_t> BasesOfEachPerson() const;

  // The rows of the policy's lists of safe private attributes; the Standard's
  // where it keeps none.
  std::span<const SafePrivate> safe_rows() const { return safe_rows_; }

  // A copy of each base as it is.
  void PlantNothing();

  // A value that stands nowhere else, in the attribute at the end of `path`,
  // or, where that is a sequence, in an item of it.
  void PlantOwn(std::size_t base, PlaceClass place, std::vector<Tag> path,
                Vr vr);
  // The same in an element of the caller's making, which holds `value`.
  void PlantOwn(std::size_t base, PlaceClass place, std::vector<Tag> path,
                CanaryValue value, Plant plant, Expected expected);
  CanaryValue OwnValue(Vr vr) { return own_.Make(vr); }

  // Where else the identifiers of the base's person are put.
  void PlantRepeated(std::size_t base, PlaceClass place, std::vector<Tag> path,
                     Vr vr, const Spelling& spelling);
  Canary& PlantRepeated(std::size_t base, PlaceClass place,
                        std::vector<Tag> path, CanaryValue value, Plant plant,
                        const Spelling& spelling);
  const std::vector<Spelling>& spellings(std::size_t base) const;

 private:
  Canary& Add(std::size_t base, PlaceClass place, std::vector<Tag> path,
              CanaryValue value, Plant plant);

  std::span<const TestBase> bases_;
  const SelftestOracle& oracle_;
  std::vector<Canary>& to_;
  OwnValues own_;
  std::size_t turn_ = 0, explicit_turn_ = 0, implicit_turn_ = 0;
  std::vector<std::vector<Spelling>> spellings_;  // by base
  std::vector<SafePrivate> safe_rows_;
};

void PlanOwnAttributes(CanaryPlan& plan);      // PS3.6
void PlanPrivateAttributes(CanaryPlan& plan);  // and unknown ones
void PlanOutsideDataSet(CanaryPlan& plan);     // meta, preamble, tail …
void PlanRepeats(CanaryPlan& plan);
void PlanSpared(CanaryPlan& plan);  // where options keep something
void PlanNames(CanaryPlan& plan);   // of files and folders

// Sequences in no table, which stay with what is in them: of the depth.
std::vector<Tag> StayingSequences(int depth, std::size_t turn);
// The element at the end of `path` within the sequences before it.
TestElement Within(std::span<const Tag> path, TestElement element);
// A sequence and what it holds as one that calls itself UN (PS3.5 6.2.2).
TestElement AsUnknown(const TestElement& sequence);
// The attribute in items of sequences that are planted for their own sake.
inline constexpr Tag kInsideTag{0x0018, 0x1251};  // Transmit Coil Name
inline constexpr Vr kInsideVr = Vr::kSH;

}  // namespace dcmscrub
