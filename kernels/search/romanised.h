// Names in Latin letters as passports have them: docs/residue.md, "Spellings".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dcmscrub {

// Cyrillic by ICAO Doc 9303 Part 3 (Я: ia) or as English writes it (BGN/PCGN,
// Я: ya); Greek by ELOT 743, of which ICAO's table is a form; kana by Hepburn,
// with long vowels short, as in Japan's passports, or as they are spelt.
enum class Romanisation : std::uint8_t { kPassport, kEnglish };

// Appends `utf8` with characters of these scripts in Latin letters and all
// others as they are. false: there are none, or some of a script that no table
// tells how to read (kanji, Hangul, Arabic …); what was appended is of no use
// then.
bool AppendRomanised(std::string_view utf8, Romanisation romanisation,
                     std::string& latin);

}  // namespace dcmscrub
