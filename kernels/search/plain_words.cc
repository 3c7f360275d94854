#include "kernels/search/plain_words.h"

#include <cstddef>

namespace dcmscrub {
namespace {

constexpr std::size_t kShortNumber = 3;  // digits

// What tells nothing by itself.
bool IsFiller(std::string_view word, bool number) {
  return word.size() == 1 || (number && word.size() <= kShortNumber);
}

bool IsWord(std::string_view word, const Vocabulary& vocabulary) {
  return (vocabulary.KindsOf(word) & (kPlainWord | kAmbiguousWord)) != 0 ||
         vocabulary.IsOfMakers(word);
}

bool IsOfPlainWords(const FoldedText& text, const Vocabulary& vocabulary) {
  bool any = false;
  for (std::size_t i = 0, end = 0; i < text.size(); i = end) {
    bool number = true;
    do {
      number &= text.place(end).digit;
      ++end;
    } while (!text.IsBorder(end) || !text.place(end).first);
    const std::string_view word = text.letters().substr(i, end - i);
    if (IsFiller(word, number)) continue;
    if (!IsWord(word, vocabulary)) return false;
    any = true;
  }
  return any;
}

}  // namespace

bool IsOfPlainWords(std::string_view utf8, const Vocabulary& vocabulary) {
  thread_local FoldedText text;
  text.ReadText(utf8, Umlauts::kAsOne);
  if (IsOfPlainWords(text, vocabulary)) return true;
  if (!text.has_umlauts()) return false;
  text.ReadText(utf8, Umlauts::kAsTwo);
  return IsOfPlainWords(text, vocabulary);
}

void DropPlainWords(std::string_view utf8, const Vocabulary& vocabulary,
                    std::vector<TextRange>& parts) {
  std::erase_if(parts, [&](const TextRange& part) {
    return IsOfPlainWords(utf8.substr(part.begin, part.end - part.begin),
                          vocabulary);
  });
}

}  // namespace dcmscrub
