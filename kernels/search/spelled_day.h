// A day as people and machines write it in text. docs/residue.md lists the
// spellings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "kernels/core/function_ref.h"
#include "kernels/search/folded_text.h"

namespace dcmscrub {

// Of the Gregorian calendar.
struct Day {
  std::uint16_t year = 0;
  std::uint8_t month = 0;
  std::uint8_t day = 0;
  friend auto operator<=>(const Day&, const Day&) = default;
};

struct SpelledDay {
  Day day;
  // Of the text, in bytes. `all` has the time of a DT in it.
  TextRange all, year_at, month_at, day_at;
  bool short_year = false;  // two digits: of this century or of another
};

using SeeDay = FunctionRef<bool(const SpelledDay&)>;

// Calls `see` with every reading of what stands in `text` as a day, until it
// returns true; returns whether it did. UTF-8; other bytes are ISO 8859-1. A
// number of both a day and a month has two readings; of a short year, `day`
// has the year as it stands, 0 to 99. A day that is part of a longer number, or
// of one with dots in it, is none.
bool AnyDay(std::string_view text, SeeDay see);

// The same of the place of four digits that are a year, of the delimiter behind
// the first number of a day with a short year, or of the last digit of a day
// that the name of its month and a short year follow: wherever it begins or
// ends, for whoever does not know where the text does.
bool AnyDayAround(std::string_view bytes, std::size_t at, SeeDay see);

}  // namespace dcmscrub
