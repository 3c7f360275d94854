#include "rules/residue_words.h"

#include "kernels/letters.h"
#include "kernels/utf8.h"

namespace dcmscrub {
namespace {

bool IsOfWord(CharacterKind kind) {
  return kind == CharacterKind::kLetter || kind == CharacterKind::kDigit;
}

// The vowel of ä, ö, ü in either case; 0 of others.
char UmlautVowel(char32_t character) {
  switch (character) {
    case U'ä':
    case U'Ä':
      return 'a';
    case U'ö':
    case U'Ö':
      return 'o';
    case U'ü':
    case U'Ü':
      return 'u';
    default:
      return 0;
  }
}

}  // namespace

std::vector<std::string_view> WordsOf(std::string_view utf8) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  bool inside = false;
  for (std::string_view rest = utf8; !rest.empty();) {
    const std::size_t at = utf8.size() - rest.size();
    const CharacterKind kind = KindOf(TakeAnyCharacter(rest));
    if (kind == CharacterKind::kIgnored && inside) continue;
    if (IsOfWord(kind) == inside) continue;
    if (inside) words.push_back(utf8.substr(begin, at - begin));
    begin = at;
    inside = !inside;
  }
  if (inside) words.push_back(utf8.substr(begin));
  return words;
}

int CountWordCharacters(std::string_view utf8) {
  int count = 0;
  while (!utf8.empty()) count += IsOfWord(KindOf(TakeAnyCharacter(utf8)));
  return count;
}

void AppendSpellings(std::string_view word, std::vector<std::string>& folded) {
  std::string plain, spelt_out;
  while (!word.empty()) {
    const char32_t character = TakeAnyCharacter(word);
    AppendFolded(character, plain);
    if (const char vowel = UmlautVowel(character)) {
      spelt_out.append({vowel, 'e'});
    } else {
      AppendFolded(character, spelt_out);
    }
  }
  if (spelt_out != plain) folded.push_back(std::move(spelt_out));
  folded.push_back(std::move(plain));
}

}  // namespace dcmscrub
