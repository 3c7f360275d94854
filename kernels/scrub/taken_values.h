// What one object loses that identifies, as it stands in it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kernels/emit/patch_list.h"
#include "kernels/identity/identity.h"
#include "kernels/match/rule_table.h"
#include "kernels/parse/object_view.h"
#include "kernels/search/identifier_list.h"
#include "kernels/search/value_set.h"

namespace dcmscrub {

// Working storage for one object at a time, reused from object to object.
class TakenValues {
 public:
  void Clear();
  // Of the elements that `patches` take out, with what they hold, but for UIDs
  // and days that stand in one of `spared`, too: the policy leaves those.
  void Collect(const ObjectView& object, const RuleTable& rules,
               const Identity& identity, std::span<const Patch> patches,
               std::span<const std::uint32_t> spared);

  // Not decoded: equal ones are equal texts. Behind a value that is not ASCII
  // stands its character set, as kNone.
  const IdentifierList& raw() const { return raw_; }
  const IdentifierList& uids() const { return uids_; }
  // In UTF-8, without the UIDs; `object` is the one that was collected from.
  const IdentifierList& Decode(const ObjectView& object);
  // With them.
  const IdentifierList& DecodeAll(const ObjectView& object);

 private:
  void Add(const ObjectView& object, const Identity& identity, std::uint32_t i,
           IdentifierKind kind);
  void AddUids(const Identity& identity, std::string_view value);
  void AddDays(const ObjectView& object, std::uint32_t i,
               std::string_view value);

  ValueSet spared_;
  ValueSet days_;  // spared, or taken already
  IdentifierList raw_;
  std::vector<std::uint32_t> from_;  // which element each of them is
  IdentifierList uids_;
  IdentifierList decoded_;
  std::string text_;
};

}  // namespace dcmscrub
