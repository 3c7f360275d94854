// Whether what stands at a place in bytes may be a pattern, where nobody says
// what the bytes are: headers and values one behind the other, of either byte
// order, or a blob. Over-approximates.
#pragma once

#include <cstddef>
#include <string_view>

#include "kernels/search/folded_text.h"
#include "kernels/search/pattern_index.h"
#include "kernels/search/uid_set.h"

namespace dcmscrub {

// Whether a word may begin (end) at `i` although a letter stands before (at)
// it: that may be a byte of the header of an element.
bool MayBeginValue(std::string_view bytes, std::size_t i);
bool MayEndValue(std::string_view bytes, std::size_t i);

// `pattern` is ASCII, and its anchor stands at `at` but for case.
bool MayStandAt(const PatternIndex& index, const Pattern& pattern,
                std::string_view bytes, std::size_t at);

// `pattern` is of Spellings, and its anchor stands at `at` but for case. Exact,
// but that any few bytes may stand between words.
bool IsSpelledAt(const PatternIndex& index, const Pattern& pattern,
                 std::string_view bytes, std::size_t at);

// One of `uids`, or a longer one that begins so, may begin at `at`.
bool MayBeUidAt(const UidSet& uids, std::string_view bytes, std::size_t at);

// The text in UTF-16 around `at`, where some of it is: characters below U+0100
// but for U+0000, as little endian. Of big endian the last one is left out.
TextRange WideText(std::string_view bytes, std::size_t at);

// Bytes around one from 80H on at `at` in which all matches are that have to do
// with it, or with others from 80H on behind it in the same text: `span` is
// what a match takes at most. No more than `longest` behind `at`.
TextRange TextAroundHigh(std::string_view bytes, std::size_t at,
                         std::size_t span, std::size_t longest);

// The size of an item's or delimiter's tag or of an undefined length at `at`,
// which hold bytes from 80H on and are no text; 0: there is none.
std::size_t ItemHeaderSize(std::string_view bytes, std::size_t at);

// Bytes around one from 80H on at `at` that hold the next four letters before
// and behind it, or as many as belong to the same text.
TextRange LettersAroundHigh(std::string_view bytes, std::size_t at);

}  // namespace dcmscrub
