// A text as docs/residue.md compares it: its letters and digits one behind the
// other, without case and accents, and where each of them came from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dcmscrub {

// What the bytes from 80H on are in a set of single bytes.
using HighCharacters = std::array<char32_t, 128>;
inline constexpr HighCharacters kLatin1 = [] {
  HighCharacters characters{};
  for (char32_t i = 0; i < 128; ++i) characters[i] = 0x80 + i;
  return characters;
}();

// A part of a text, in bytes.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

// How an umlaut is read: ä as a or as ae; ø and å alike.
enum class Umlauts : std::uint8_t { kAsOne, kAsTwo };

// Whether words of the script have no borders between them, and a character
// counts as two letters: Chinese, Japanese, Korean.
bool IsIdeographic(char32_t character);

class FoldedText {
 public:
  // Others between words are counted up to here.
  static constexpr std::uint8_t kFar = 3;

  struct Place {
    std::uint32_t begin = 0;  // of its character in the source
    std::uint32_t end = 0;
    std::uint8_t gap = 0;  // others before it, at most kFar
    // Of one other that a word may go on behind: an apostrophe, a control
    // character between letters, an escape sequence.
    bool joins = false;
    bool plus = false;   // the last of them is a +
    bool first = false;  // first byte of a folded character
    bool digit = false;
    bool ideographic = false;
    bool beyond_ascii = false;  // in the source
  };

  // Each replaces what was read before.
  // A byte that is not UTF-8 counts as one of ISO 8859-1. A NUL may stand in a
  // word.
  void ReadText(std::string_view text, Umlauts umlauts);
  // Such a byte is no letter.
  void ReadUtf8(std::string_view bytes, Umlauts umlauts);
  void ReadHigh(std::string_view bytes, const HighCharacters& high,
                Umlauts umlauts, bool nul_in_words = false);

  // Whether the source has characters that Umlauts tells apart.
  bool has_umlauts() const { return has_umlauts_; }

  // Whether letters() came from characters beyond ASCII, too.
  bool has_beyond_ascii() const { return has_beyond_ascii_; }
  // Whether ReadUtf8 met with bytes that are none.
  bool ill_formed() const { return ill_formed_; }

  std::string_view letters() const { return letters_; }
  // By index in letters(), and one more for the end.
  const Place& place(std::size_t i) const { return places_[i]; }
  std::size_t size() const { return letters_.size(); }

  // Whether a word begins at `i`.
  bool IsBorder(std::size_t i) const {
    return i == 0 || i == letters_.size() || places_[i].gap > 0 ||
           places_[i].ideographic || places_[i - 1].ideographic;
  }
  // Where the number begins that goes on at `i` behind nothing but zeros and
  // the code of a country (+49, 0049); `i` where it does not.
  std::size_t NumberStart(std::size_t i) const;
  // Whether digits stand on both sides of `i`.
  bool SplitsNumber(std::size_t i) const {
    return i > 0 && i < letters_.size() && places_[i].gap == 0 &&
           places_[i].digit && places_[i - 1].digit;
  }

 private:
  void Begin(std::size_t source_size, Umlauts umlauts);
  void Append(char32_t character, std::size_t begin, std::size_t end);
  void AppendBeyond(char32_t character, std::size_t begin, std::size_t end);
  void AppendIgnored(char32_t character, std::size_t begin, std::size_t end);
  void AppendPlaces(std::size_t from, std::size_t begin, std::size_t end,
                    bool ideographic, bool beyond_ascii);
  // What it joins, where it stands between them.
  enum class Joins : std::uint8_t { kNothing, kAsciiLetters, kLetters, kAll };
  static Joins JoinsOf(char32_t character);
  void AppendOther(char32_t character);
  void AppendEscape();
  void AppendPlace(Place place);
  void Finish(std::size_t source_size);

  std::string letters_;
  std::vector<Place> places_;
  std::uint8_t gap_ = 0;
  Joins joins_ = Joins::kNothing;  // over the gap
  bool plus_ = false;
  bool nul_joins_ = false;
  Umlauts umlauts_ = Umlauts::kAsOne;
  bool has_umlauts_ = false;
  bool has_beyond_ascii_ = false;
  bool ill_formed_ = false;
};

}  // namespace dcmscrub
