// upper, lower and substring over UTF-8, and the length in characters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dcmscrub {

std::size_t CountCharacters(std::string_view utf8);

// `count` characters of `utf8` from character `from` (1 is the first) on; fewer
// where it ends. What is before the first one counts as nothing.
std::string_view Substring(std::string_view utf8, std::int64_t from,
                           std::int64_t count);

// Appends `utf8` in upper or lower case: letters of one character each in Latin
// (Latin-1, Extended-A), Greek, Cyrillic and Armenian script; others stay.
void AppendUpper(std::string_view utf8, std::string& out);
void AppendLower(std::string_view utf8, std::string& out);

}  // namespace dcmscrub
