// Content items of structured reports, for the self-test.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kernels/core/tag.h"
#include "pipeline/selftest/element.h"
#include "rules/standard/standard.h"

namespace dcmscrub {

inline constexpr Tag kContentSequence{0x0040, 0xA730};

// Where an item of a Value Type has its value; nothing for those that have
// none that could be text.
std::optional<Tag> ValueOfContent(std::string_view value_type);

// Content Sequence with one item of that concept and value.
TestElement ContentOf(const ContentItemRow& row, std::string value);

}  // namespace dcmscrub
