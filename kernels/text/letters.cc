#include "kernels/text/letters.h"

#include <cstdint>

#include "kernels/core/utf8.h"

namespace dcmscrub {
namespace {

// U+00C0 to U+024F and U+1E00 to U+1EFF without case and accents. `*`: two
// letters, see Ligature; `.`: none.
constexpr std::string_view kLatin =
    "aaaaaa*ceeeeiiiidnooooo.ouuuuy**aaaaaa*ceeeeiiiidnooooo.ouuuuy*y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkklllllll"
    "lllnnnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "bbbb...ccdddd.eeeffg...ikkl..nnooo..pp.....ttttuu.vyyzz........."
    "....*********aaiioouuuuuuuuuueaaaa..ggggkkoooo..j***gg..nnaa...."
    "aaaaeeeeiiiioooorrrruuuusstt.yhhnd..zzaaeeooooooooyylntj..acclts"
    "z..bu.eejjqqrryy";
constexpr std::string_view kLatinAdditional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwyas..*.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t kSize>
constexpr bool IsIn(const Range (&ranges)[kSize], char32_t character) {
  for (const Range& range : ranges) {
    if (character >= range.first && character <= range.last) return true;
  }
  return false;
}

constexpr Range kSpaces[] = {
    {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029},
    {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
constexpr Range kIgnoredOnes[] = {
    {0xAD, 0xAD},     {0x300, 0x36F},   {0x200B, 0x200F}, {0x202A, 0x202E},
    {0x2060, 0x2064}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}};
// Superscripts and fractions are not among them: they are digits to people.
constexpr Range kPunctuationMarks[] = {
    {0xA1, 0xB1},     {0xB4, 0xB4},     {0xB6, 0xB8},     {0xBA, 0xBB},
    {0xBF, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},     {0x2010, 0x2027},
    {0x2030, 0x205E}, {0x2103, 0x2103}, {0x2122, 0x2122}, {0x2190, 0x22FF},
    {0x3001, 0x3004}, {0x3008, 0x3020}, {0xFF01, 0xFF0F}, {0xFF1A, 0xFF20},
    {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}};

std::string_view Ligature(char32_t character) {
  switch (character) {
    case 0xC6:
    case 0xE6:
      return "ae";
    case 0xDE:
    case 0xFE:
      return "th";
    case 0xDF:
    case 0x1E9E:
      return "ss";
    case 0x132:
    case 0x133:
      return "ij";
    case 0x1C4:
    case 0x1C5:
    case 0x1C6:
    case 0x1F1:
    case 0x1F2:
    case 0x1F3:
      return "dz";
    case 0x1C7:
    case 0x1C8:
    case 0x1C9:
      return "lj";
    case 0x1CA:
    case 0x1CB:
    case 0x1CC:
      return "nj";
    case 0xFB00:
      return "ff";
    case 0xFB01:
      return "fi";
    case 0xFB02:
      return "fl";
    case 0xFB03:
      return "ffi";
    case 0xFB04:
      return "ffl";
    case 0xFB05:
    case 0xFB06:
      return "st";
    default:  // U+0152, U+0153
      return "oe";
  }
}

char32_t FoldedGreek(char32_t character) {
  switch (character) {
    case 0x386:
    case 0x3AC:
      return 0x3B1;
    case 0x388:
    case 0x3AD:
      return 0x3B5;
    case 0x389:
    case 0x3AE:
      return 0x3B7;
    case 0x38A:
    case 0x390:
    case 0x3AA:
    case 0x3AF:
    case 0x3CA:
      return 0x3B9;
    case 0x38C:
    case 0x3CC:
      return 0x3BF;
    case 0x38E:
    case 0x3AB:
    case 0x3B0:
    case 0x3CB:
    case 0x3CD:
      return 0x3C5;
    case 0x38F:
    case 0x3CE:
      return 0x3C9;
    case 0x3C2:  // at the end of a word
      return 0x3C3;
    default:
      if (character < 0x391 || character > 0x3A9 || character == 0x3A2) {
        return character;  // 03A2 is none
      }
      return character + 0x20;
  }
}

char32_t FoldedCyrillic(char32_t character) {
  if (character < 0x410) character += 0x50;
  if (character < 0x430) character += 0x20;
  if (character == 0x451) return 0x435;  // io is written as ie
  const bool pairs = character >= 0x460 &&
                     !(character > 0x481 && character < 0x48A) &&
                     !(character >= 0x4C0 && character < 0x4D0);
  return pairs ? character | 1 : character;
}

char32_t FoldedElsewhere(char32_t character) {
  if (character == 0xB5) return 'u';  // micro
  if (character == 0xB9) return '1';
  if (character == 0x259) return 'e';    // the small one of U+018F
  if (character == 0x4C0) return 0x4CF;  // palochka
  if (character == 0xB2 || character == 0xB3) return character - 0xB0 + '0';
  if (character >= 0x370 && character < 0x400) return FoldedGreek(character);
  if (character >= 0x400 && character < 0x530) return FoldedCyrillic(character);
  if (character >= 0x531 && character <= 0x556) return character + 0x30;
  // Full width forms of ASCII.
  if (character >= 0xFF21 && character <= 0xFF3A) {
    return character - 0xFF21 + 'a';
  }
  if (character >= 0xFF10 && character <= 0xFF5A) return character - 0xFEE0;
  return character;
}

CharacterKind KindOfAscii(char32_t character) {
  if (character >= '0' && character <= '9') return CharacterKind::kDigit;
  const char32_t small = character | 0x20;
  if (small >= 'a' && small <= 'z') return CharacterKind::kLetter;
  switch (character) {
    case '\0':
    case '\t':
    case '\v':
    case ' ':
      return CharacterKind::kSpace;
    case '\\':
    case '\n':
    case '\r':
    case '\f':
      return CharacterKind::kBreak;
    default:
      return character < 0x20 || character == 0x7F
                 ? CharacterKind::kLetter
                 : CharacterKind::kPunctuation;
  }
}

}  // namespace

CharacterKind KindOf(char32_t character) {
  if (character < 0x80) return KindOfAscii(character);
  if (IsIn(kSpaces, character)) return CharacterKind::kSpace;
  if (IsIn(kIgnoredOnes, character)) return CharacterKind::kIgnored;
  if (IsIn(kPunctuationMarks, character)) return CharacterKind::kPunctuation;
  return CharacterKind::kLetter;
}

void AppendFolded(char32_t character, std::string& utf8) {
  if (character < 0x80) {
    const bool capital = character >= 'A' && character <= 'Z';
    utf8.push_back(static_cast<char>(capital ? character | 0x20 : character));
    return;
  }
  char letter = '.';
  if (character >= 0xC0 && character <= 0x24F) {
    letter = kLatin[character - 0xC0];
  } else if (character >= 0xFB00 && character <= 0xFB06) {
    letter = '*';
  } else if (character >= 0x1E00 && character <= 0x1EFF) {
    letter = kLatinAdditional[character - 0x1E00];
  }
  if (letter == '*') {
    utf8.append(Ligature(character));
  } else if (letter != '.') {
    utf8.push_back(letter);
  } else if (KindOf(character) != CharacterKind::kIgnored) {
    AppendCharacter(FoldedElsewhere(character), utf8);
  }
}

void AppendFolded(std::string_view text, std::string& utf8) {
  while (!text.empty()) AppendFolded(TakeAnyCharacter(text), utf8);
}

char32_t TakeAnyCharacter(std::string_view& text) {
  const char32_t character = TakeCharacter(text);
  if (character != kNoCharacter) return character;
  const auto byte = static_cast<std::uint8_t>(text.front());
  text.remove_prefix(1);
  return byte;
}

}  // namespace dcmscrub
