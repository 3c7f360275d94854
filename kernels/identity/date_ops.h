// Dates, times and ages moved, made coarser, or capped. PS3.5 6.2 (DA, DT, TM,
// AS) and 6.2.1 (ranges, as in queries and in files that copied them).
//
// All are functions of the value alone. What is no legal value of its VR is
// never passed through: false, and nothing appended. Legal means a day that
// exists (PS3.5 6.2: the Gregorian calendar), hours below 24, minutes below 60,
// seconds up to 60, a UTC offset from -1200 to +1400 but not -0000; DA and TM
// also in the retired forms yyyy.mm.dd and hh:mm:ss, which come out in the
// standard ones. One malformed value of several makes all of them so. Empty
// values among several stay empty. Values come without outer padding; inner
// ones may have it.
//
// A hyphen in a DT, which may mean a UTC offset or a range, is an offset where
// it can be one: 2020-0500 is a year with an offset, 2020-2021 a range. So no
// range of DT ends before the year 1201: cut to its year it would be one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/core/vr.h"

namespace dcmscrub {

// By how many days dates may move into the past.
struct DateShiftRange {
  int least = 30;
  int most = 3650;

  friend bool operator==(const DateShiftRange&,
                         const DateShiftRange&) = default;
};

// What objects have in common whose dates move by the same number of days.
// Where an object lacks it: its study.
enum class DatesBy : std::uint8_t {
  kPatient,    // Patient ID with its issuer
  kPatientId,  // Patient ID, whatever its issuer
  kStudy,      // Study Instance UID
  kConstant,   // a text that a site gives: all objects
};

// Appends `value`, DA, DT or TM, moved by `days` (mostly negative). TM stays:
// whole days do not change it. A DT keeps its precision, fraction and UTC
// offset; one of a year, or a year and a month, moves as if it were its middle.
// A date that would leave the years 0001 to 9999 is malformed. Full dates keep
// their order and their intervals; partial ones their order among themselves.
bool AppendShifted(std::string& out, Vr vr, std::string_view value, int days);

enum class DatePrecision : std::uint8_t { kYear, kMonth };
// DA keeps its form: month and day, or the day, become 01. DT is cut, its UTC
// offset with it. TM becomes 000000.
bool AppendTruncated(std::string& out, Vr vr, std::string_view value,
                     DatePrecision precision);

// AS: above 90 years 090Y, HIPAA's "90 or older". Of the units only years can
// say so: 999 months are 83 years. What people write instead of nnnU is read as
// well and put in that form: other numbers of digits, small letters, blanks
// before the unit, units of other languages (59J), words (59 yrs.), a + behind,
// and no unit, which means years.
bool AppendCappedAge(std::string& out, std::string_view value);
// Whether each value is of the form nnnU.
bool IsLegalAge(std::string_view value);

// AS of a patient born on day `birth`, on day `date`: what is completed, in
// days under 4 weeks, in weeks under 3 months, in months under 2 years, else in
// years. PS3.5 6.2 leaves the unit open; these are the steps in which age is
// told where it matters, from newborn to infant to child, and each keeps one
// digit or two. Both are one DA. false, and nothing appended, where one is no
// day that exists, where `date` is before `birth`, or where more than 130 years
// lie between: a birth date such as 18000101 says that it is not known.
bool AppendAge(std::string& out, std::string_view birth, std::string_view date);

// Days from 0001-01-01, of a DA or of the day of a DT that has one; false when
// malformed, several values, or a range. For comparisons.
bool ParseDay(std::string_view value, std::int64_t& day);

}  // namespace dcmscrub
