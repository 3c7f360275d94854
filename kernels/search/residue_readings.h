// How text that may hold a pattern is read: shared by the exact search and the
// quick look. Internal to ResiduePatterns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/search/byte_search.h"
#include "kernels/search/folded_text.h"
#include "kernels/search/raw_match.h"

namespace dcmscrub {

// Of one search; each thread has its own.
struct SearchScratch {
  FoldedText folded;
  std::string narrow;
  ByteSearch::Marks marks;
  std::vector<TextRange> found;
};
inline SearchScratch& OwnScratch() {
  thread_local SearchScratch scratch;
  return scratch;
}

// Calls `visit(text)` with what is in UTF-16 at the places of `marks`, each
// once, until it returns true; returns whether it did.
template <typename Visit>
bool AnyWideText(std::string_view bytes, std::size_t begin,
                 const ByteSearch::Marks& marks, std::size_t (&done)[2],
                 const Visit& visit) {
  for (std::size_t i = 0; i < marks.wide_count; ++i) {
    const std::size_t at = begin + marks.wide[i];
    if (at < done[at % 2]) continue;
    const TextRange range = WideText(bytes, at);
    done[at % 2] = range.end;
    if (visit(range)) return true;
  }
  return false;
}

inline void Narrow(std::string_view bytes, TextRange range,
                   std::string& narrow) {
  narrow.clear();
  for (std::size_t i = range.begin; i < range.end; i += 2) {
    narrow.push_back(bytes[i]);
  }
}

// Calls `find(folded)` with both readings of umlauts that `read(umlauts)`
// makes, the second where it differs.
template <typename Read, typename Find>
bool InEitherReading(FoldedText& folded, const Read& read, const Find& find) {
  read(Umlauts::kAsOne);
  if (find()) return true;
  if (!folded.has_umlauts()) return false;
  read(Umlauts::kAsTwo);
  return find();
}

// As above, with every reading of `bytes`.
template <typename Find>
bool InAnyReading(FoldedText& folded, std::string_view bytes,
                  const HighCharacters& high, const Find& find) {
  const auto read_utf8 = [&](Umlauts umlauts) {
    folded.ReadUtf8(bytes, umlauts);
  };
  if (InEitherReading(folded, read_utf8, find)) return true;
  const bool mixed = folded.ill_formed() && folded.has_beyond_ascii();
  const auto read_high = [&](Umlauts umlauts) {
    folded.ReadHigh(bytes, high, umlauts);
  };
  if (InEitherReading(folded, read_high, find)) return true;
  const auto read_text = [&](Umlauts umlauts) {
    folded.ReadText(bytes, umlauts);
  };
  return mixed && InEitherReading(folded, read_text, find);
}

}  // namespace dcmscrub
