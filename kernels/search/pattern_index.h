// The patterns of docs/residue.md that are words, and where they match.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/search/byte_search.h"
#include "kernels/search/folded_text.h"

namespace dcmscrub {

// Words in their order, folded, with at most two other characters between one
// and the next; or one word, with as many at one place in it (split).
struct Pattern {
  static constexpr std::uint8_t kInside = 1 << 0;   // of longer words, too
  static constexpr std::uint8_t kInBytes = 1 << 1;  // counts in blobs
  static constexpr std::uint8_t kCommon = 1 << 2;   // of common words alone
  static constexpr std::uint8_t kNumber = 1 << 3;   // digits alone
  static constexpr std::uint8_t kBeyondAscii = 1 << 4;
  static constexpr std::uint8_t kAlone = 1 << 5;    // as all of a text
  static constexpr std::uint8_t kOfName = 1 << 6;   // of a person
  static constexpr std::uint8_t kOfWords = 1 << 7;  // of several

  std::uint32_t begin = 0;  // of its letters
  std::uint32_t size = 0;
  std::uint32_t ends_begin = 0;  // of its word ends, but for the last
  std::uint32_t ends_size = 0;
  std::uint32_t anchor = 0;      // the letters that it is found by: from here,
  std::uint8_t anchor_size = 0;  // at most four
  std::uint8_t flags = 0;
  std::uint32_t next = 0;  // with the same anchor; 0: none

  static constexpr std::uint32_t kAnywhere = 0xFFFFFFFF;
  bool split() const { return ends_begin == kAnywhere; }
};

class PatternIndex {
 public:
  // A match, by index in the letters.
  struct Match {
    std::size_t begin;
    std::size_t end;
    const Pattern* pattern;
  };

  PatternIndex() { Clear(); }
  void Clear();
  // `ends`: where a word ends in `letters`, ascending, but for the last. Of
  // equal ones there is one, with the flags of both but for kCommon and kAlone,
  // which both must have.
  void Add(std::string_view letters, std::span<const std::uint32_t> ends,
           std::uint8_t flags);
  // A split pattern, as two: one half of the letters has nothing in it, and is
  // what it is found by. Two letters at least.
  void AddSplit(std::string_view letters, std::uint8_t flags);

  bool empty() const { return patterns_.size() == 1; }
  std::span<const Pattern> patterns() const {
    return std::span(patterns_).subspan(1);
  }
  std::string_view LettersOf(const Pattern& pattern) const {
    return std::string_view(letters_).substr(pattern.begin, pattern.size);
  }
  std::span<const std::uint32_t> EndsOf(const Pattern& pattern) const {
    if (pattern.ends_size == 0) return {};
    return std::span(ends_).subspan(pattern.ends_begin, pattern.ends_size);
  }
  // Sizes of anchors that there are, a bit each: 1 << size.
  std::uint8_t anchor_sizes() const { return anchor_sizes_; }
  // All anchors of patterns that are ASCII, or of `all`. Appends.
  void AppendGrams(bool all, std::vector<Gram>& grams) const;
  // The first pattern with this anchor; null: none. NextOf: the next one.
  const Pattern* With(Gram gram) const;
  const Pattern* NextOf(const Pattern& pattern) const {
    return pattern.next == 0 ? nullptr : &patterns_[pattern.next];
  }

  // Calls `accept(match)` for every match in `text` until it returns true;
  // returns whether it did.
  template <typename Accept>
  bool Find(const FoldedText& text, const Accept& accept) const;

  // Whether the letters of `pattern` stand in `text` from `begin`, with no more
  // between its words than may be. Borders are the caller's.
  bool Stands(const Pattern& pattern, const FoldedText& text,
              std::size_t begin) const;

 private:
  struct Slot {
    Gram gram = 0;
    std::uint32_t first = 0;  // 0: free
    std::uint32_t count = 0;
  };
  struct Anchor {
    std::uint32_t begin = 0;
    std::uint8_t size = 0;
    Gram gram = 0;
  };

  Anchor ChooseAnchor(std::string_view letters,
                      std::span<const std::uint32_t> ends) const;
  std::size_t SlotOf(Gram gram) const;
  void AddWith(const Anchor& anchor, bool split, std::string_view letters,
               std::span<const std::uint32_t> ends, std::uint8_t flags);
  bool StandsSplit(const Pattern& pattern, const FoldedText& text,
                   std::size_t begin) const;
  std::uint32_t& Equal(const Anchor& anchor, bool split,
                       std::string_view letters,
                       std::span<const std::uint32_t> ends);
  static std::size_t HashOf(std::string_view letters);
  void Grow();

  std::vector<Pattern> patterns_;  // [0] is unused
  std::string letters_;
  std::vector<std::uint32_t> ends_;
  // Open addressing, at most half full: by anchor, and by letters.
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> contents_;
  std::uint8_t anchor_sizes_ = 0;
};

// Whether borders are as they must be: for words as docs/residue.md says.
bool HasBorders(const FoldedText& text, const PatternIndex::Match& match);

template <typename Accept>
bool PatternIndex::Find(const FoldedText& text, const Accept& accept) const {
  if (empty()) return false;
  const std::string_view letters = text.letters();
  for (std::size_t i = 0; i < letters.size(); ++i) {
    for (std::size_t size = 1; size <= 4; ++size) {
      if ((anchor_sizes_ & 1 << size) == 0) continue;
      if (i + size > letters.size()) break;
      const Pattern* pattern = With(GramAt(letters.data() + i, size));
      for (; pattern != nullptr; pattern = NextOf(*pattern)) {
        if (pattern->anchor > i) continue;
        const std::size_t begin = i - pattern->anchor;
        if (!Stands(*pattern, text, begin)) continue;
        if (accept(Match{begin, begin + pattern->size, pattern})) return true;
      }
    }
  }
  return false;
}

}  // namespace dcmscrub
