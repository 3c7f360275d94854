#include "kernels/search/spellings.h"

#include <algorithm>

#include "kernels/core/utf8.h"
#include "kernels/text/character_set.h"
#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

constexpr char kEscape = '\x1B';

// Small letters at `last - first + 1` places whose capitals stand `distance`
// before them; 1: pairs, the capital first.
struct CaseRange {
  char32_t first;
  char32_t last;
  char32_t distance;
};
constexpr CaseRange kCases[] = {
    {0xE0, 0xF6, 0x20},   {0xF8, 0xFE, 0x20},   {0x101, 0x137, 1},
    {0x13A, 0x148, 1},    {0x14B, 0x177, 1},    {0x17A, 0x17E, 1},
    {0x3AC, 0x3AC, 0x26}, {0x3AD, 0x3AF, 0x25}, {0x3B1, 0x3C1, 0x20},
    {0x3C3, 0x3CB, 0x20}, {0x3CC, 0x3CC, 0x40}, {0x3CD, 0x3CE, 0x3F},
    {0x430, 0x44F, 0x20}, {0x450, 0x45F, 0x50}, {0x461, 0x481, 1},
    {0x48B, 0x4BF, 1},    {0x4D1, 0x52F, 1},    {0x561, 0x586, 0x30},
    {0x1E01, 0x1E95, 1},  {0x1EA1, 0x1EFF, 1},  {'a', 'z', 0x20}};

// Of pairs, only every other place is a small letter.
bool IsSmallIn(const CaseRange& range, char32_t character) {
  return character >= range.first && character <= range.last &&
         (range.distance != 1 || (character - range.first) % 2 == 0);
}

// In UTF-16, other characters are read.
bool HasWide(std::string_view word) {
  while (!word.empty()) {
    if (TakeAnyCharacter(word) >= 0x100) return true;
  }
  return false;
}

bool HasCase(std::string_view word) {
  while (!word.empty()) {
    const char32_t character = TakeAnyCharacter(word);
    if (AsCapital(character) != AsSmall(character)) return true;
  }
  return false;
}

void AppendUnit(char32_t unit, bool big, std::string& bytes) {
  const auto high = static_cast<char>(unit >> 8);
  const auto low = static_cast<char>(unit & 0xFF);
  bytes.push_back(big ? high : low);
  bytes.push_back(big ? low : high);
}

void AppendUtf16(std::string_view utf8, bool big, std::string& bytes) {
  while (!utf8.empty()) {
    const char32_t character = TakeAnyCharacter(utf8);
    if (character < 0x10000) {
      AppendUnit(character, big, bytes);
    } else {
      const char32_t rest = character - 0x10000;
      AppendUnit(0xD800 + (rest >> 10), big, bytes);
      AppendUnit(0xDC00 + (rest & 0x3FF), big, bytes);
    }
  }
}

// Without the escape sequences: which stand before a word depends on what was
// written before it.
void AppendUnescaped(std::string_view text, std::string& bytes) {
  while (!text.empty()) {
    if (text.front() != kEscape) {
      bytes.push_back(text.front());
      text.remove_prefix(1);
      continue;
    }
    text.remove_prefix(1);
    while (!text.empty() && text.front() < 0x30) text.remove_prefix(1);
    if (!text.empty()) text.remove_prefix(1);
  }
}

}  // namespace

char32_t AsCapital(char32_t character) {
  for (const CaseRange& range : kCases) {
    if (IsSmallIn(range, character)) return character - range.distance;
  }
  return character == 0x3C2 ? 0x3A3 : character;
}

char32_t AsSmall(char32_t character) {
  for (const CaseRange& range : kCases) {
    const char32_t small = character + range.distance;
    if (IsSmallIn(range, small)) return small;
  }
  return character;
}

bool IsUtf8Set(std::string_view character_set) {
  const CharacterSetId whole = ReadRepertoire(character_set).whole;
  return whole != kNoCharacterSet && CharacterSets()[whole].name == "192";
}

bool IsSearchedAsBytes(std::string_view character_set) {
  const Repertoire repertoire = ReadRepertoire(character_set);
  if (repertoire.whole != kNoCharacterSet) return !IsUtf8Set(character_set);
  return !repertoire.extensions().empty();
}

void Spellings::AddTo(PatternIndex& index,
                      std::span<const std::string_view> words, TextCodec& codec,
                      std::string_view character_set, bool searched_as_bytes) {
  const bool wide = std::ranges::any_of(words, HasWide);
  if (!wide && !searched_as_bytes) return;
  const bool has_case = std::ranges::any_of(words, HasCase);
  for (const Form form : {Form::kWritten, Form::kCapital, Form::kSmall,
                          Form::kTitle, Form::kFolded}) {
    if (form != Form::kWritten && !has_case) break;
    for (const Target target :
         {Target::kLittle16, Target::kBig16, Target::kSet}) {
      if (!(target == Target::kSet ? searched_as_bytes : wide)) continue;
      letters_.clear();
      ends_.clear();
      bool whole = true;
      for (const std::string_view word : words) {
        if (!letters_.empty()) {
          ends_.push_back(static_cast<std::uint32_t>(letters_.size()));
        }
        Spell(word, form);
        whole = whole && AppendEncoded(target, codec, character_set);
      }
      if (whole) index.Add(letters_, ends_, Pattern::kBeyondAscii);
    }
  }
}

void Spellings::Spell(std::string_view word, Form form) {
  spelled_.clear();
  if (form == Form::kWritten) spelled_.assign(word);
  if (form == Form::kFolded) AppendFolded(word, spelled_);
  if (!spelled_.empty()) return;
  bool capital = form != Form::kSmall;
  while (!word.empty()) {
    const char32_t character = TakeAnyCharacter(word);
    AppendCharacter(capital ? AsCapital(character) : AsSmall(character),
                    spelled_);
    if (form == Form::kTitle) capital = false;
  }
}

bool Spellings::AppendEncoded(Target target, TextCodec& codec,
                              std::string_view character_set) {
  if (target != Target::kSet) {
    AppendUtf16(spelled_, target == Target::kBig16, letters_);
    return true;
  }
  encoded_.clear();
  if (!codec.Encode(character_set, Vr::kLO, spelled_, encoded_)) return false;
  AppendUnescaped(encoded_, letters_);
  return true;
}

}  // namespace dcmscrub
