// Values that are a day, read and written in whatever spelling they have.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "kernels/search/spelled_day.h"

namespace dcmscrub {

// The days that `value` may be: written as DICOM has it, YYYYMMDD, or
// YYYY.MM.DD as before 1993, or in any other spelling, which may have two
// readings; the day of a DT. Those that there are come first.
std::array<std::optional<Day>, 2> ReadDays(std::string_view value);

// YYYYMMDD.
std::string DaOf(const Day& day);

// `text` with another day in place of `spelled`, which is of it: in the same
// order, with the same delimiters, as many digits, names of the same language.
std::string WithDay(std::string_view text, const SpelledDay& spelled,
                    const Day& day);

}  // namespace dcmscrub
