#include "rules/language/residue_words.h"

#include "kernels/search/folded_text.h"

namespace dcmscrub {

std::vector<std::string_view> WordsOf(std::string_view utf8) {
  FoldedText folded;
  folded.ReadText(utf8, Umlauts::kAsOne);
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < folded.size();) {
    const FoldedText::Place& first = folded.place(i);
    std::size_t end = first.end;
    do {
      end = folded.place(i).end;
      ++i;
    } while (i < folded.size() && folded.place(i).gap == 0 &&
             folded.place(i).ideographic == first.ideographic);
    words.push_back(utf8.substr(first.begin, end - first.begin));
  }
  return words;
}

int CountWordCharacters(std::string_view utf8) {
  FoldedText folded;
  folded.ReadText(utf8, Umlauts::kAsOne);
  int count = 0;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const FoldedText::Place& place = folded.place(i);
    if (place.first) count += place.ideographic ? 2 : 1;
  }
  return count;
}

void AppendSpellings(std::string_view word, std::vector<std::string>& folded) {
  FoldedText text;
  text.ReadText(word, Umlauts::kAsOne);
  folded.emplace_back(text.letters());
  if (!text.has_umlauts()) return;
  text.ReadText(word, Umlauts::kAsTwo);
  folded.emplace_back(text.letters());
}

}  // namespace dcmscrub
