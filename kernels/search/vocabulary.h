// The words that Clean Descriptors lets stay, and those that tell it what
// stands beside them. Lists: rules/compile/vocabulary/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// What a word is, a bit each; a word may be several things.
using WordKinds = std::uint16_t;
inline constexpr WordKinds kPlainWord = 1 << 0;      // stays
inline constexpr WordKinds kAmbiguousWord = 1 << 1;  // a name as well
inline constexpr WordKinds kNotAWord = 1 << 2;  // no dictionary makes it one
inline constexpr WordKinds kUnitWord = 1 << 3;  // "mm": behind a number
inline constexpr WordKinds kParameterWord = 1 << 4;  // "TR": before a number
inline constexpr WordKinds kLoneLetter = 1 << 5;  // a letter that stands alone
inline constexpr WordKinds kConnectorWord = 1 << 6;    // "of"
inline constexpr WordKinds kTitleWord = 1 << 7;        // "Frau": a name follows
inline constexpr WordKinds kDottedTitleWord = 1 << 8;  // "Mr.", but not "MR"
inline constexpr WordKinds kTitleBehindWord = 1 << 9;  // "PhD": a name precedes
inline constexpr WordKinds kLabelWord = 1 << 10;  // "born": what follows tells
inline constexpr WordKinds kAgeWord = 1 << 11;    // "years", "kg", "Uhr"
inline constexpr WordKinds kMonthWord = 1 << 12;
inline constexpr WordKinds kStreetWord = 1 << 13;
inline constexpr WordKinds kMakersWord = 1 << 14;  // "Aquilion": see IsOfMakers

inline constexpr WordKinds kEnding = 1 << 15;  // "graphy": of long words

struct VocabularyWord {
  std::string_view word;  // as AppendFolded writes it, letters and digits only
  WordKinds kinds;
};

// Owns its words. Immutable: any number of threads may share one.
class Vocabulary {
 public:
  // Equal words become one, of all their kinds.
  explicit Vocabulary(std::span<const VocabularyWord> words);

  // 0 for what is not in it, and for what makers alone say.
  WordKinds KindsOf(std::string_view folded) const;
  // Whether it is of a maker's name or a product's. That makes it no word.
  bool IsOfMakers(std::string_view folded) const;

  std::size_t size() const { return size_; }
  // All of them, in no order; views of this vocabulary.
  std::vector<VocabularyWord> Words() const;

 private:
  struct Slot {
    std::uint32_t begin = 0;
    std::uint16_t size = 0;  // 0: free
    WordKinds kinds = 0;
  };

  std::size_t Find(std::string_view folded) const;  // its slot, or a free one
  std::string_view TextOf(const Slot& slot) const {
    return std::string_view(text_).substr(slot.begin, slot.size);
  }

  std::string text_;
  std::vector<Slot> slots_;  // open addressing; at most half are taken
  std::size_t size_ = 0;
};

}  // namespace dcmscrub
