// Names of months in the languages of the vocabulary, and Portuguese.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dcmscrub {

inline constexpr std::size_t kLongestMonthName = 16;  // bytes

// 1 to 12; 0: it is none. Whatever its case and accents.
unsigned MonthNamed(std::string_view name);

// The name of `month`, 1 to 12, in the language and the form of `name`, which
// is one of a month, in capitals where that is.
std::string MonthLike(std::string_view name, unsigned month);

}  // namespace dcmscrub
