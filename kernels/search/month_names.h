// Names of months in the languages of the vocabulary.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace dcmscrub {

inline constexpr std::size_t kLongestMonthName = 16;  // bytes
inline constexpr std::size_t kLongestShortMonthName = 4;

// 1 to 12; 0: it is none. Whatever its case and accents.
unsigned MonthNamed(std::string_view name);

// The same of I to XII, in capitals.
unsigned RomanMonth(std::string_view name);

// The short names of `month`, folded.
std::span<const std::string> ShortNamesOfMonth(unsigned month);

// The name of `month`, 1 to 12, in the language and the form of `name`, which
// is one of a month, or a Roman number, in capitals where that is.
std::string MonthLike(std::string_view name, unsigned month);

}  // namespace dcmscrub
