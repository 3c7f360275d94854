// Numbers as others write them: docs/residue.md, "Spellings". All in folded
// text (words.h).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// Digits that count wherever they stand, but beside others.
inline constexpr std::size_t kLongNumber = 6;

bool IsAllDigits(std::string_view word);

// "+49" as "0049".
std::string WithoutPlus(std::string_view text);

// Where the number begins that goes on at `at`, behind zeros and the code of a
// country (0049).
std::size_t NumberBegin(std::string_view text, std::size_t at);

// The end of `digits` in `text` from `at` on, with one delimiter among them, of
// up to two characters, or none; npos: they are not there.
std::size_t EndOfDigits(std::string_view digits, std::string_view text,
                        std::size_t at);

// Words without the zeros that they begin with; none where nothing is left, or
// no digit behind the zeros.
std::vector<std::string> WithoutZeros(std::vector<std::string> words);

// The number of a code, behind its letters: of HX4711815; empty: there is none
// that is long.
std::string NumberOfCode(std::string_view word);

// A phone number without 00 and the code of its country (ITU-T E.164); none
// where it has no code.
std::vector<std::string> WithoutCountry(const std::vector<std::string>& words);

}  // namespace dcmscrub
