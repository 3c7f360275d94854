#include "pipeline/verify/reading/words.h"

#include <algorithm>

#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

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

}  // namespace

std::string FoldForSearch(std::string_view utf8, bool umlauts) {
  std::string folded;
  folded.reserve(utf8.size());
  while (!utf8.empty()) {
    const char32_t c = TakeAnyCharacter(utf8);
    const CharacterKind kind = KindOf(c);
    if (kind == CharacterKind::kIgnored) continue;
    const bool word = !IsControl(c) && (kind == CharacterKind::kLetter ||
                                        kind == CharacterKind::kDigit);
    if (!word) {
      folded += kNoLetter;
    } else if (umlauts && !UmlautOf(c).empty()) {
      folded += UmlautOf(c);
    } else {
      AppendFolded(c, folded);
    }
  }
  return folded;
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
