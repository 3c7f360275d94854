#include "pipeline/verify/reading/words.h"

#include <re2/re2.h>

#include <algorithm>

#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

constexpr char kEscape = '\x1B';

bool IsControl(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

std::string_view UmlautOf(char32_t c) {
  switch (c) {
    case U'ä':
    case U'Ä':
      return "ae";
    case U'ö':
    case U'Ö':
    case U'ø':
    case U'Ø':
      return "oe";
    case U'ü':
    case U'Ü':
      return "ue";
    case U'å':
    case U'Å':
      return "aa";
    default:
      return "";
  }
}

bool IsOfWord(char32_t c) {
  return !IsControl(c) && (KindOf(c) == CharacterKind::kLetter ||
                           KindOf(c) == CharacterKind::kDigit);
}

bool IsLetterOfWord(char32_t c) {
  return IsOfWord(c) && KindOf(c) == CharacterKind::kLetter;
}

// Whether `c`, between `before` and what `rest` begins with, parts no word.
// Lines end words.
bool Joins(char32_t before, char32_t c, std::string_view rest, bool nul) {
  constexpr std::u32string_view kApostrophes = U"'`\u00B4\u2018\u2019";
  if (rest.empty() || !IsLetterOfWord(before)) return false;
  const char32_t after = TakeAnyCharacter(rest);
  if (!IsLetterOfWord(after)) return false;
  if (c == 0) return nul && before < 0x80 && after < 0x80;
  return kApostrophes.find(c) != std::u32string_view::npos ||
         ((c < 0x20 || c == 0x7F) && c != U'\n' && c != U'\r');
}

// ISO 2022.
std::string WithoutEscapes(std::string_view text, const char* in_place) {
  static const RE2 kSequence(R"(\x1B[\x20-\x2F]+[\x30-\x7E])", RE2::Latin1);
  std::string without(text);
  RE2::GlobalReplace(&without, kSequence, in_place);
  return without;
}

// An accent behind a letter of ASCII makes it one that ASCII lacks.
void LoseLast(std::string& folded) {
  if (!folded.empty() && folded.back() != kNoLetter) {
    folded.back() = kLostLetter;
  }
}

}  // namespace

std::string FoldForSearch(std::string_view utf8, WordReading reading) {
  std::string without;
  if (utf8.find(kEscape) != std::string_view::npos) {
    utf8 = without = WithoutEscapes(utf8, reading.joined ? "" : " ");
  }
  std::string folded;
  folded.reserve(utf8.size());
  char32_t before = 0;
  while (!utf8.empty()) {
    const char32_t c = TakeAnyCharacter(utf8);
    const CharacterKind kind = KindOf(c);
    if (kind == CharacterKind::kIgnored) {
      if (reading.letters_lost) LoseLast(folded);
      continue;
    }
    if (IsOfWord(c)) {
      if (reading.letters_lost && c >= 0x80) {
        folded += kLostLetter;
      } else if (reading.umlauts && !UmlautOf(c).empty()) {
        folded += UmlautOf(c);
      } else {
        AppendFolded(c, folded);
      }
    } else if (!(reading.joined && Joins(before, c, utf8, reading.nul_joins))) {
      folded += kNoLetter;
    }
    before = c;
  }
  return folded;
}

bool AnyReading(std::string_view utf8, bool text,
                const std::function<bool(std::string_view)>& visit) {
  const std::string plain = FoldForSearch(utf8);
  if (visit(plain)) return true;
  WordReading umlauts = {.umlauts = true}, joined = {.joined = true};
  joined.nul_joins = text;
  WordReading both = joined;
  both.umlauts = true;
  for (const WordReading& reading : {umlauts, joined, both}) {
    const std::string other = FoldForSearch(utf8, reading);
    if (other != plain && visit(other)) return true;
  }
  return false;
}

bool IsWideLead(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0xE3 && byte <= 0xED) || byte == 0xEF;
}

bool IsTailByte(char c) { return (c & 0xC0) == 0x80; }

std::size_t LettersOf(std::string_view word) {
  std::size_t letters = 0;
  for (const char c : word)
    letters += IsWideLead(c) ? 2 : IsTailByte(c) ? 0 : 1;
  return letters;
}

std::vector<std::string_view> LetterRunsOf(std::string_view folded) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < folded.size()) {
    if (folded[at] == kNoLetter) {
      ++at;
      continue;
    }
    const std::size_t end = std::min(folded.find(kNoLetter, at), folded.size());
    words.push_back(folded.substr(at, end - at));
    at = end;
  }
  return words;
}

bool HasNoOtherWords(std::string_view text, std::string_view original) {
  const std::string before = FoldForSearch(original);
  const std::vector<std::string_view> known = LetterRunsOf(before);
  const std::string after = FoldForSearch(text);
  return std::ranges::all_of(LetterRunsOf(after), [&](std::string_view word) {
    return std::ranges::find(known, word) != known.end();
  });
}

}  // namespace dcmscrub
