// What de-identification leaves behind in an object to say that it happened:
// PS3.15 E.1.1 and E.3.6, attributes (0012,0062), (0012,0063), (0012,0064)
// and (0028,0303).
#pragma once

#include <array>
#include <string_view>

#include "kernels/core/element_writer.h"
#include "kernels/core/tag.h"
#include "kernels/match/rule_table.h"

namespace dcmscrub {

inline constexpr std::array<Tag, 4> kMarks = {
    tags::kPatientIdentityRemoved,
    tags::kDeidentificationMethod,
    tags::kDeidentificationMethodCodeSequence,
    tags::kLongitudinalTemporalInformationModified,
};

// Whether one of `values`, backslashes between them, is `value`.
bool HasValue(std::string_view values, std::string_view value);

// Appends mark `tag`. `before` is what the object says already in (0012,0063):
// who de-identifies again adds to it, once. A seal in it is left out, and room
// for a new one comes last where the policy wants one (seal.h): returns where
// that stands in the arena, or kNoSeal.
inline constexpr std::size_t kNoSeal = static_cast<std::size_t>(-1);
std::size_t AppendMark(Arena& arena, Tag tag, const RuleTable& rules,
                       std::string_view before, Encoding encoding);

// An item for (0012,0064).
void AppendMethodCode(Arena& arena, const MarkTable::Code& code,
                      Encoding encoding);

}  // namespace dcmscrub
