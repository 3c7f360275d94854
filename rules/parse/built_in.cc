#include "rules/parse/built_in.h"

#include <algorithm>

namespace dcmscrub {
namespace {

#include "rules/parse/built_in_data.inc"

}  // namespace

std::span<const BuiltInRules> AllBuiltInRules() { return kBuiltIn; }

const BuiltInRules* FindBuiltInRules(std::string_view name) {
  const auto* const found =
      std::ranges::find(kBuiltIn, name, &BuiltInRules::name);
  return found == std::end(kBuiltIn) ? nullptr : found;
}

}  // namespace dcmscrub
