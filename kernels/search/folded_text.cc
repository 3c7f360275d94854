#include "kernels/search/folded_text.h"

#include "kernels/core/utf8.h"
#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

constexpr char32_t kCombiningDiaeresis = 0x308;
constexpr char32_t kCombiningRing = 0x30A;
constexpr char32_t kKatakanaMiddleDot = 0x30FB;

struct Range {
  char32_t first;
  char32_t last;
};
constexpr Range kIdeographic[] = {
    {0x1100, 0x11FF}, {0x2E80, 0x9FFF}, {0xA960, 0xA97F},  {0xAC00, 0xD7FF},
    {0xF900, 0xFAFF}, {0xFF66, 0xFFDC}, {0x20000, 0x3FFFF}};

// Letters and digits of ASCII as they are compared; 0: all else.
constexpr std::array<char, 128> kFoldedAscii = [] {
  std::array<char, 128> folded{};
  for (unsigned char c = '0'; c <= '9'; ++c) folded[c] = static_cast<char>(c);
  for (unsigned char c = 'a'; c <= 'z'; ++c) {
    folded[c] = folded[c - 0x20U] = static_cast<char>(c);
  }
  return folded;
}();

// How what folds to one letter is written with two; 0 where it is not.
char SecondLetter(char32_t character) {
  switch (character) {
    case U'ä':
    case U'Ä':
    case U'ö':
    case U'Ö':
    case U'ü':
    case U'Ü':
    case U'ø':
    case U'Ø':
      return 'e';
    case U'đ':
    case U'Đ':
      return 'j';
    case U'å':
    case U'Å':
      return 'a';
    default:
      return 0;
  }
}

char SecondLetter(char letter, char32_t accent) {
  const bool umlaut = letter == 'a' || letter == 'o' || letter == 'u';
  if (accent == kCombiningDiaeresis && umlaut) return 'e';
  return accent == kCombiningRing && letter == 'a' ? 'a' : 0;
}

// The size of the ISO 2022 escape sequence that `bytes` begin with; 0: none.
std::size_t EscapeSize(std::string_view bytes) {
  if (bytes.front() != '\x1B') return 0;
  std::size_t size = 1;
  while (size < bytes.size() && bytes[size] >= 0x20 && bytes[size] < 0x30) {
    ++size;
  }
  const bool ends = size > 1 && size < bytes.size() && bytes[size] >= 0x30;
  return ends ? size + 1 : 0;
}

// Controls are letters to KindOf; in a blob they stand beside names.
bool IsOther(char32_t character) {
  if (character < 0xA0 || character == kKatakanaMiddleDot) return true;
  const CharacterKind kind = KindOf(character);
  return kind != CharacterKind::kLetter && kind != CharacterKind::kDigit;
}

}  // namespace

bool IsIdeographic(char32_t character) {
  for (const Range& range : kIdeographic) {
    if (character >= range.first && character <= range.last) return true;
  }
  return false;
}

void FoldedText::ReadText(std::string_view text, Umlauts umlauts) {
  Begin(text.size(), umlauts);
  nul_joins_ = true;
  std::string_view rest = text;
  while (!rest.empty()) {
    if (const std::size_t escape = EscapeSize(rest); escape > 0) {
      rest.remove_prefix(escape);
      AppendEscape();
      continue;
    }
    const std::size_t begin = text.size() - rest.size();
    const char32_t character = TakeAnyCharacter(rest);
    Append(character, begin, text.size() - rest.size());
  }
  Finish(text.size());
}

void FoldedText::ReadUtf8(std::string_view bytes, Umlauts umlauts) {
  Begin(bytes.size(), umlauts);
  std::string_view rest = bytes;
  while (!rest.empty()) {
    if (const std::size_t escape = EscapeSize(rest); escape > 0) {
      rest.remove_prefix(escape);
      AppendEscape();
      continue;
    }
    const std::size_t begin = bytes.size() - rest.size();
    const char32_t character = TakeCharacter(rest);
    if (character == kNoCharacter) {
      rest.remove_prefix(1);
      ill_formed_ = true;
      AppendOther(character);
    } else {
      Append(character, begin, bytes.size() - rest.size());
    }
  }
  Finish(bytes.size());
}

void FoldedText::ReadHigh(std::string_view bytes, const HighCharacters& high,
                          Umlauts umlauts, bool nul_in_words) {
  Begin(bytes.size(), umlauts);
  nul_joins_ = nul_in_words;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (const std::size_t escape = EscapeSize(bytes.substr(i)); escape > 0) {
      i += escape - 1;
      AppendEscape();
      continue;
    }
    const auto byte = static_cast<std::uint8_t>(bytes[i]);
    Append(byte < 0x80 ? byte : high[byte - 0x80], i, i + 1);
  }
  Finish(bytes.size());
}

void FoldedText::Begin(std::size_t source_size, Umlauts umlauts) {
  letters_.clear();
  places_.clear();
  letters_.reserve(source_size);
  places_.reserve(source_size + 1);
  gap_ = 0;
  joins_ = Joins::kNothing;
  plus_ = false;
  nul_joins_ = false;
  umlauts_ = umlauts;
  has_umlauts_ = false;
  has_beyond_ascii_ = false;
  ill_formed_ = false;
}

void FoldedText::Append(char32_t character, std::size_t begin,
                        std::size_t end) {
  if (character >= 0x80) return AppendBeyond(character, begin, end);
  const char letter = kFoldedAscii[character];
  if (letter == 0) return AppendOther(character);
  letters_.push_back(letter);
  AppendPlace({.begin = static_cast<std::uint32_t>(begin),
               .end = static_cast<std::uint32_t>(end),
               .first = true,
               .digit = letter <= '9'});
}

// O'Brien, and what a program left in a word. Lines end words.
FoldedText::Joins FoldedText::JoinsOf(char32_t character) {
  switch (character) {
    case 0:
      return Joins::kAsciiLetters;
    case U'\n':
    case U'\r':
      return Joins::kNothing;
    case U'\'':
    case U'`':
    case 0xB4:
    case 0x2018:
    case 0x2019:
      return Joins::kLetters;
    default:
      return character < 0x20 || character == 0x7F ? Joins::kLetters
                                                   : Joins::kNothing;
  }
}

void FoldedText::AppendOther(char32_t character) {
  joins_ = gap_ == 0 ? JoinsOf(character) : Joins::kNothing;
  if (character == 0 && !nul_joins_) joins_ = Joins::kNothing;
  plus_ = character == '+';
  if (gap_ < kFar) ++gap_;
}

void FoldedText::AppendEscape() {
  joins_ = gap_ == 0 || joins_ == Joins::kAll ? Joins::kAll : Joins::kNothing;
  plus_ = false;
  if (gap_ < kFar) ++gap_;
}

// With what stands before it.
void FoldedText::AppendPlace(Place place) {
  place.gap = gap_;
  place.plus = plus_;
  place.joins = joins_ == Joins::kAll;
  if (joins_ == Joins::kLetters || joins_ == Joins::kAsciiLetters) {
    const bool ascii = joins_ == Joins::kAsciiLetters;
    const auto is_joined = [&](const Place& one) {
      return !one.digit && !(ascii && one.beyond_ascii);
    };
    place.joins =
        !places_.empty() && is_joined(place) && is_joined(places_.back());
  }
  places_.push_back(place);
  gap_ = 0;
  joins_ = Joins::kNothing;
  plus_ = false;
}

void FoldedText::AppendBeyond(char32_t character, std::size_t begin,
                              std::size_t end) {
  if (KindOf(character) == CharacterKind::kIgnored) {
    return AppendIgnored(character, begin, end);
  }
  if (IsOther(character)) return AppendOther(character);
  has_beyond_ascii_ = true;
  const std::size_t from = letters_.size();
  AppendFolded(character, letters_);
  const char second = SecondLetter(character);
  if (second != 0) {
    has_umlauts_ = true;
    if (umlauts_ == Umlauts::kAsTwo) letters_.push_back(second);
  }
  AppendPlaces(from, begin, end, IsIdeographic(character), true);
}

void FoldedText::AppendIgnored(char32_t character, std::size_t begin,
                               std::size_t end) {
  joins_ = Joins::kNothing;
  if (letters_.empty() || gap_ > 0) return;
  places_.back().end = static_cast<std::uint32_t>(end);
  places_.back().beyond_ascii = has_beyond_ascii_ = true;
  const char second = SecondLetter(letters_.back(), character);
  if (second == 0) return;
  has_umlauts_ = true;
  if (umlauts_ == Umlauts::kAsOne) return;
  letters_.push_back(second);
  AppendPlaces(letters_.size() - 1, begin, end, false, true);
}

void FoldedText::AppendPlaces(std::size_t from, std::size_t begin,
                              std::size_t end, bool ideographic,
                              bool beyond_ascii) {
  for (std::size_t i = from; i < letters_.size(); ++i) {
    const char c = letters_[i];
    AppendPlace({.begin = static_cast<std::uint32_t>(begin),
                 .end = static_cast<std::uint32_t>(end),
                 .first = (static_cast<std::uint8_t>(c) & 0xC0) != 0x80,
                 .digit = c >= '0' && c <= '9',
                 .ideographic = ideographic,
                 .beyond_ascii = beyond_ascii});
  }
}

void FoldedText::Finish(std::size_t source_size) {
  const auto end = static_cast<std::uint32_t>(source_size);
  places_.push_back(
      {.begin = end, .end = end, .gap = FoldedText::kFar, .first = true});
}

std::size_t FoldedText::NumberStart(std::size_t i) const {
  constexpr std::size_t kLongestCode = 3;
  if (i == letters_.size() || !places_[i].digit) return i;
  const auto over_zeros = [&](std::size_t at) {
    while (SplitsNumber(at) && letters_[at - 1] == '0') --at;
    return at;
  };
  const std::size_t begin = over_zeros(i);
  if (!SplitsNumber(begin)) return begin;
  std::size_t code = begin;
  while (SplitsNumber(code) && begin - code < kLongestCode) --code;
  if (!SplitsNumber(code) && places_[code].plus) return code;
  for (std::size_t at = begin; at-- > code;) {
    const std::size_t zeros = over_zeros(at);
    if (at - zeros == 2 && !SplitsNumber(zeros)) return zeros;
  }
  return i;
}

}  // namespace dcmscrub
