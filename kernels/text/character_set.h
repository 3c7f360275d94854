// The character sets that Specific Character Set (0008,0005) can name, and the
// characters of each. PS3.3 C.12.1.1.2, PS3.5 6.1.2.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace dcmscrub {

// ISO 2022: where the characters of a set stand among the bytes.
enum class CodeElement : std::uint8_t {
  kG0,     // below 80H
  kG1,     // from 80H on
  kWhole,  // an encoding of its own, which no escape sequence can leave
};

struct CharacterSet {
  std::string_view name;  // of its terms: "100" of ISO_IR 100, ISO 2022 IR 100
  CodeElement element;
  bool wide;                // two bytes a character; told for G0 and G1 alone
  const char* encoding;     // iconv's name of one that holds the set,
  std::string_view prefix;  // and what stands before each character there
  std::string_view escape;  // designates the set; empty: kWhole
};

// By its place in CharacterSets().
using CharacterSetId = std::uint8_t;
inline constexpr CharacterSetId kNoCharacterSet = 0xFF;
inline constexpr std::size_t kMaxCharacterSets = 32;

std::span<const CharacterSet> CharacterSets();
CharacterSetId DefaultRepertoire();  // ISO-IR 6, that is ASCII

// What a value of (0008,0005) says.
struct Repertoire {
  CharacterSetId whole = kNoCharacterSet;  // then nothing below counts
  // In force at the beginning of a value and behind its delimiters.
  CharacterSetId g0 = kNoCharacterSet;
  CharacterSetId g1 = kNoCharacterSet;
  // Those that escape sequences may designate, in the order of the value.
  std::array<CharacterSetId, kMaxCharacterSets> declared{};
  std::uint8_t declared_count = 0;

  std::span<const CharacterSetId> extensions() const {
    return {declared.data(), declared_count};
  }
  bool Declares(CharacterSetId id) const;
};

// Spellings met in practice are understood: other cases and separators
// ("ISO-IR 100", "iso ir 100"), terms without code extensions beside those
// with them, ISO_IR 6 and UTF8. A term that is not known, and one that may not
// stand where it does, is passed over.
Repertoire ReadRepertoire(std::string_view specific_character_set);

// Which character each code of a G0 or G1 set stands for, and back. A code is
// the low seven bits of the byte, or of both bytes, the first above.
class CodeTable {
 public:
  // Asks iconv for every code. Without characters where the system does not
  // know the encoding.
  explicit CodeTable(const CharacterSet& set);

  static constexpr std::uint16_t kNoCode = 0xFFFF;

  char16_t CharacterOf(unsigned code) const {  // 0: there is none
    return code < characters_.size() ? characters_[code] : u'\0';
  }
  std::uint16_t CodeOf(char32_t character) const;

 private:
  struct Entry {
    char16_t character;
    std::uint16_t code;
  };

  std::vector<char16_t> characters_;  // by code
  std::vector<Entry> codes_;          // by character
};

}  // namespace dcmscrub
