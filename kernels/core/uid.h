// Unique identifiers as text. PS3.5 9.1.
#pragma once

#include <string_view>

namespace dcmscrub {

// Digits and dots, no empty component, no leading zero, at most 64 characters.
bool IsValidUid(std::string_view uid);

// Whether every byte could stand in a UID: digits, dots, the backslash
// between values. What is kept as structural must at least look like it.
bool LooksLikeUids(std::string_view value);

// The first UID of a list, or all of a value that is none.
std::string_view FirstUid(std::string_view value);

}  // namespace dcmscrub
