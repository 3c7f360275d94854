// Whether a text that a rule file gives can be a value, in words for people.
#pragma once

#include <string>
#include <string_view>

#include "kernels/core/vr.h"

namespace dcmscrub {

// Whether a text can be written into attributes of `vr`: not where they hold
// bytes, tags or items.
bool TakesText(Vr vr);

// Whether the length alone of a text may be wrong. Forms of fixed length are
// told by example.
bool IsLimitedText(Vr vr);

// Why `text`, a whole element value, is not legal (legal_value.h): "CS has
// capital letters, digits, spaces and _ only". Empty when it is.
std::string WhyNoValue(Vr vr, std::string_view text);

}  // namespace dcmscrub
