// Dummies into an arena: values by VR or by rule, items for sequences.
#pragma once

#include "kernels/core/element_writer.h"
#include "kernels/match/rule_table.h"

namespace dcmscrub {

// The value of a dummy: of `rule`'s kind for a `dummy` that is given, by `vr`
// otherwise; for an SQ one item. `vr` is neither UN nor kNone. `mime_type` is
// that of the object's encapsulated document, if it is one.
void AppendDummy(Arena& arena, const RuleTable& rules, const Rule& rule,
                 const Dummy* dummy, Vr vr, std::string_view mime_type,
                 Encoding encoding);

}  // namespace dcmscrub
