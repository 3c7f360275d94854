// Conditions as bits: each `where` of a rule file is told once a file.
//
// Every test of one attribute against one operand is a bit, and so is every
// `and`, `or` and `not` over them; equal ones share it. An attribute is read
// once for all its tests. Those for equality are looked up by the value, so
// that a thousand rules on Patient ID cost as much as one.
//
// What is there and cannot be read (a sequence, bytes, a value too large to be
// loaded) passes no test but `present`, nor `!=`. What is absent passes `!=`
// alone, and what is empty has one value, the empty text.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <re2/re2.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/match/site_rules.h"
#include "kernels/parse/object_view.h"
#include "rules/language/rule_file.h"
#include "rules/parse/lookup_table.h"
#include "rules/parse/rule_resources.h"

namespace dcmscrub {

// Immutable once all conditions were added: any number of threads may share
// one.
class ConditionEval {
 public:
  // The bit of `condition`. `resources` must outlive this object.
  std::uint16_t Add(const Condition& condition, RuleResources& resources);

  // There are too many; what Add returned is of no use.
  bool overflown() const { return bits_ >= SiteStatement::kAlways; }

  // Fills in SiteState::conditions.
  void Evaluate(const ObjectView& object, SiteState& state) const;

 private:
  using Bits = std::vector<std::uint64_t>;

  struct Test {  // of one value
    Condition::Kind kind = Condition::Kind::kContains;
    std::uint16_t bit = 0;
    std::string text;
    double number = 0;
    std::int64_t day = 0;
    const RE2* pattern = nullptr;
    const LookupTable* table = nullptr;
  };
  struct SameText {
    std::vector<std::uint16_t> equal, not_equal;
  };
  struct Slot {  // an attribute that is read
    AttributeReference reference;
    std::vector<std::uint16_t> present, empty, not_equal;
    absl::flat_hash_map<std::string, SameText> texts;
    std::vector<Test> tests;
  };
  struct Node {
    Condition::Kind kind = Condition::Kind::kAnd;
    std::uint16_t bit = 0;
    std::vector<std::uint16_t> parts;
  };

  std::uint16_t AddTest(const Condition& condition, RuleResources& resources);
  std::uint16_t NewBit();
  Slot& SlotOf(const AttributeReference& reference);
  static void Fill(Slot& slot, const Condition& condition, std::uint16_t bit,
                   RuleResources& resources);

  void ReadPlainSlots(const ObjectView& object, SiteState& state) const;
  static void ReadSlot(const Slot& slot, const ObjectView& object,
                       std::uint32_t i, SiteState& state);
  static void TestValue(const Slot& slot, Vr vr, std::string_view value,
                        Bits& bits);

  std::uint32_t bits_ = 0;
  Bits absent_;              // what holds of an object without any attribute
  std::vector<Slot> plain_;  // ascending by tag
  std::vector<Slot> others_;
  std::optional<std::uint16_t> private_pixels_;
  std::vector<Node> nodes_;  // parts before what they are part of
  absl::flat_hash_map<std::string, std::uint16_t> known_;
};

}  // namespace dcmscrub
