// Values that were taken out → the patterns to search for: what of a value
// counts, docs/residue.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/search/folded_text.h"
#include "kernels/search/pattern_index.h"
#include "kernels/search/pattern_variants.h"
#include "kernels/search/vocabulary.h"

namespace dcmscrub {

// What the values of an attribute identify by, where a policy takes them out.
enum class IdentifierKind : std::uint8_t {
  kNone,
  kName,  // PN
  kText,  // IDs, addresses, institutions …
  kDate,  // DA, DT: the day
  kUid,
};
inline constexpr std::size_t kIdentifierKindCount = 5;

// How much of a value counts.
struct ResidueWords {
  std::uint8_t shortest = 3;  // letters of a name's word by itself
  // Words that never count by themselves; may be null.
  const Vocabulary* common = nullptr;
  // More of them, folded (AppendFolded), ascending.
  std::span<const std::string_view> ignored = {};
  // A site searches for them: one common word of five letters counts as well.
  bool asked_for = false;
};

// Reused: what was allocated stays. One thread at a time.
class IdentifierWords {
 public:
  // Adds to `index` what counts of one value, UTF-8: no backslash between
  // several, no "=" between groups of a name. Not for UIDs and days.
  void AddTo(PatternIndex& index, const ResidueWords& words,
             IdentifierKind kind, std::string_view value);

  // What of that value counts in bytes and was written with characters beyond
  // ASCII: calls `take` with the words of each, as they stand in the value.
  template <typename Take>
  void ForEachBeyondAscii(std::string_view value, const Take& take) {
    for (std::size_t i = 0; i < beyond_.size(); i += beyond_[i] + 1) {
      const std::size_t count = beyond_[i];
      sources_.clear();
      for (std::size_t word = i + 1; word <= i + count; ++word) {
        sources_.push_back(SourceOf(value, words_[beyond_[word]]));
      }
      take(std::span<const std::string_view>(sources_));
    }
  }

 private:
  struct Word {
    std::uint32_t begin;  // in folded_
    std::uint32_t size;
    std::uint32_t weight;  // letters and digits; ideographs twice
    bool empty;            // by itself or with others alike, nothing
    bool common;           // nothing by itself
    bool number;
    bool beyond_ascii;    // as folded
    bool source_beyond;   // as written
    std::uint32_t place;  // among the words of the value
  };

  void AddReading(IdentifierKind kind, std::string_view value);
  void ReadWords();
  void ReadWord(std::size_t& i);
  bool IsEmpty(std::string_view text, const Word& word) const;
  bool IsCommon(std::string_view word) const;
  void AddWord(IdentifierKind kind, const Word& word);
  void AddJoinedWords(IdentifierKind kind);
  void AddPhoneNumber(std::string_view value);
  void AddNameOrders(std::string_view value);
  std::size_t WordsBefore(std::size_t source_offset) const;
  // All of them, the whole of a value.
  void AddWhole(std::span<const Word> words);
  void AddJoined(std::span<const Word> words, bool tells);
  void AddGrouped(unsigned flags);

  PatternIndex* index_ = nullptr;
  const ResidueWords* rule_ = nullptr;
  bool of_name_ = false;
  bool has_code_ = false;  // of a country, or had one
  FoldedText folded_;
  std::string_view SourceOf(std::string_view value, const Word& word) const {
    const std::size_t begin = folded_.place(word.begin).begin;
    const std::size_t end = folded_.place(word.begin + word.size - 1).end;
    return value.substr(begin, end - begin);
  }
  void NoteBeyond(std::span<const Word> words);

  std::vector<Word> words_;
  std::vector<Word> turned_;
  std::vector<Word> rest_;
  std::vector<Word> first_reading_;
  std::vector<std::uint32_t> beyond_;  // counts, each before places of words
  std::vector<std::string_view> sources_;
  PatternVariants variants_;
  PatternVariants::Spelling spelling_;
};

}  // namespace dcmscrub
