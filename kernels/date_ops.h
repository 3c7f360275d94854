// Dates, times and ages moved, made coarser, or capped. PS3.5 6.2 (DA, DT, TM,
// AS) and 6.2.1 (ranges, as in queries and in files that copied them).
//
// All are functions of the value alone. What is no legal value of its VR is
// never passed through: false, and nothing appended. Legal means a day that
// exists (PS3.5 6.2: the Gregorian calendar), hours below 24, minutes below 60,
// seconds up to 60; DA also in the retired form yyyy.mm.dd, which comes out in
// the standard one. One malformed value of several makes all of them so. Empty
// values among several stay empty. Values come without outer padding; inner
// ones may have it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/vr.h"

namespace dcmscrub {

// By how many days dates may move into the past.
struct DateShiftRange {
  int least = 30;
  int most = 3650;

  friend bool operator==(const DateShiftRange&,
                         const DateShiftRange&) = default;
};

// Appends `value`, DA, DT or TM, moved by `days` (mostly negative). TM stays:
// whole days do not change it. A DT keeps its precision, fraction and UTC
// offset; one of a year, or a year and a month, moves as if it were its middle.
// A date that would leave the years 0001 to 9999 is malformed.
bool AppendShifted(std::string& out, Vr vr, std::string_view value, int days);

enum class DatePrecision : std::uint8_t { kYear, kMonth };
// DA keeps its form: month and day, or the day, become 01. DT is cut. TM
// becomes 000000.
bool AppendTruncated(std::string& out, Vr vr, std::string_view value,
                     DatePrecision precision);

// AS: above 90 years 090Y, in whatever unit it is given; HIPAA's "90 or older".
bool AppendCappedAge(std::string& out, std::string_view value);

// Days from 0001-01-01, of a DA or of the day of a DT of full precision; false
// when malformed. For comparisons.
bool ParseDay(std::string_view value, std::int64_t& day);

}  // namespace dcmscrub
