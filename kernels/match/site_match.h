// Which of a site's statements decides about an element.
#pragma once

#include <cstdint>
#include <span>

#include "kernels/match/rule_table.h"
#include "kernels/match/site_rules.h"
#include "kernels/parse/element_index.h"

namespace dcmscrub {

// The number of the first statement in `chain` that holds for element i:
// its path, VR and condition. SiteTable::kEndOfChain when none does.
std::uint16_t MatchChain(const RuleTable& table, std::uint32_t chain,
                         std::span<const Element> elements, std::uint32_t i,
                         const SiteState& state);

// The same for an attribute that the top level lacks: which statement would
// decide about it.
std::uint16_t MatchIfAdded(const RuleTable& table, const Rule& rule,
                           const SiteState& state);

// Whether the sequences and items around element i are what `pattern` says.
bool MatchPath(const PathPattern& pattern, std::span<const Element> elements,
               std::uint32_t i);

}  // namespace dcmscrub
