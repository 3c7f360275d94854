// A descriptor as the pieces that Clean Descriptors decides on. Internal to
// the cleaner (descriptor.h); docs/profile.md says what becomes of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/search/vocabulary.h"

namespace dcmscrub {

struct DescriptorToken {
  enum class Shape : std::uint8_t {
    kBreak,   // a backslash or a line end; always stays
    kWord,    // letters
    kNumber,  // digits, with points or one comma between them: 1.25
    kMixed,   // both: B31f, 5.0mm
  };
  enum class Fate : std::uint8_t {
    kStays,
    kWeak,     // stays, but not beside what goes
    kDecimal,  // stays, but not beside a number that goes
    kGoes,
  };

  std::uint32_t begin = 0;  // in the text; with a sign that belongs to it
  std::uint32_t end = 0;
  std::uint32_t folded = 0;  // in DescriptorText::folded, without the sign
  std::uint32_t folded_size = 0;
  WordKinds kinds = 0;
  Shape shape = Shape::kWord;
  Fate fate = Fate::kGoes;
  bool is_known = false;    // a word of another attribute that identifies
  bool is_letter = false;   // one letter
  bool has_dot = false;     // a point right behind it
  bool is_initial = false;  // takes the words beside it

  bool goes() const { return fate == Fate::kGoes; }
  bool Is(WordKinds kind) const { return (kinds & kind) != 0; }
  bool is_break() const { return shape == Shape::kBreak; }
  bool is_number() const { return shape == Shape::kNumber; }
  // Stays by itself, and is no one's name.
  bool is_plain_word() const {
    return Is(kPlainWord) && !Is(kAmbiguousWord) && !is_letter;
  }
};

// One text and its tokens; storage is reused from text to text.
class DescriptorText {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  // Views that must stay until the next call. `text` is below 4 GiB.
  void Split(std::string_view text, const Vocabulary& vocabulary);

  std::string_view text() const { return text_; }
  const Vocabulary& vocabulary() const { return *vocabulary_; }
  std::vector<DescriptorToken>& tokens() { return tokens_; }
  const std::vector<DescriptorToken>& tokens() const { return tokens_; }

  std::string_view Written(const DescriptorToken& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }
  std::string_view Folded(const DescriptorToken& token) const {
    return std::string_view(folded_).substr(token.folded, token.folded_size);
  }
  // What stands between token i and the next one, or the end.
  std::string_view GapBehind(std::size_t i) const;
  std::string_view GapBefore(std::size_t i) const {
    return i == 0 ? text_.substr(0, tokens_[0].begin) : GapBehind(i - 1);
  }
  // The nearest token that is no connector, this side of a break and of more
  // connectors than any language puts in a row; kNone.
  std::size_t Before(std::size_t i) const;
  std::size_t Behind(std::size_t i) const;

  // What `word`, folded on the way, is in the vocabulary; a plain word where it
  // is none but has no vowel (CNTRST, FNGRS: names have vowels), or is long and
  // ends as no name does (fistulography), or is a word of it and an ending
  // (lateralen).
  WordKinds KindsOf(std::string_view word);
  // A view until the next call of either.
  std::string_view FoldedOf(std::string_view word);

 private:
  void AddBreak(std::size_t begin, std::size_t end);
  WordKinds KindsOfFolded(std::string_view folded) const;
  bool HasEnding(std::string_view folded) const;
  bool IsInflected(std::string_view folded) const;
  // Both return where to go on.
  std::size_t AddRun(std::size_t begin);
  void AttachSigns(DescriptorToken& token) const;
  void JoinLetters(char joint);

  std::string_view text_;
  const Vocabulary* vocabulary_ = nullptr;
  std::vector<DescriptorToken> tokens_;
  std::string folded_;
  std::string scratch_;
};

}  // namespace dcmscrub
