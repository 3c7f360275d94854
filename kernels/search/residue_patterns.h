// What may not leave, as patterns, and the search for them. docs/residue.md
// says what of a value counts, and what is a hit; this is where it is done.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/bytes.h"
#include "kernels/search/byte_hit.h"
#include "kernels/search/byte_search.h"
#include "kernels/search/day_set.h"
#include "kernels/search/folded_text.h"
#include "kernels/search/high_filter.h"
#include "kernels/search/identifier_words.h"
#include "kernels/search/pattern_index.h"
#include "kernels/search/spellings.h"
#include "kernels/search/uid_set.h"
#include "kernels/search/vocabulary.h"
#include "kernels/text/text_codec.h"

namespace dcmscrub {

// Filled by one thread; searched by any number. Reused: what was allocated
// stays.
class ResiduePatterns {
 public:
  // Forgets everything, UIDs too.
  void Clear();
  // A whole value, UTF-8, with backslashes between several, PN with its
  // delimiters. Not for UIDs.
  void Add(IdentifierKind kind, std::string_view utf8);
  // After the last Add. `character_set` is (0008,0005) of the objects that are
  // to be searched: bytes are searched in it as well.
  void Build(const ResidueWords& words, TextCodec& codec,
             std::string_view character_set);

  // UIDs may change without a Build, as every file has one of its own.
  void ClearUids();
  void AddUid(std::string_view uid);  // one, without padding

  bool empty() const;

  // Whether anything may be found in `bytes`, whatever they are: text in the
  // character set, a blob, headers and values one behind the other. Never
  // false where one of the functions below finds something in a value among
  // them; in sets of several bytes to a character, where it is spelled as
  // docs/residue.md says. Rarely true where none does. As fast as memory is
  // read, nearly, but for binary numbers: some of them look like Latin-1.
  // kBytes: one value that is no text, and a NUL ends words in it.
  enum class Holds : std::uint8_t { kAnything, kBytes };
  bool MayBeIn(Bytes bytes, Holds holds = Holds::kAnything) const;

  // The same but for what has to do with bytes from 80H on and with words that
  // something stands in, of which it only says that there are some (kReadHigh:
  // of the bytes alone): whoever knows which of them are text can look at
  // those.
  enum class Glance : std::uint8_t { kNothing, kReadHigh, kReadText, kMayBeIn };
  Glance GlanceAt(Bytes bytes) const;

  // All; the names of people alone, or those of several words; or, in names of
  // makers and their products, what has several words, numbers that count by
  // themselves, days and UIDs. A text that such a name begins with is the name
  // itself, which a ward or a station has, too.
  enum class Sought : std::uint8_t { kAll, kNames, kFullNames, kPhrases };
  // The parts of a text that have to go, widened to the words they stand in,
  // ascending, apart from each other. Appends; returns whether there are any.
  bool FindInText(std::string_view utf8, std::vector<TextRange>& found,
                  Sought sought = Sought::kAll) const;

  // Whether one of several values of a code, number, date or UID is one that
  // may not leave. `is_code`: a common word is none.
  bool IsValue(std::string_view utf8, bool is_code) const;

  // Whether a value of bytes holds one. Of a value that comes in pieces, each
  // but the first is to begin with the last `kOverlap` bytes of the one before.
  static constexpr std::size_t kOverlap = 512;
  bool IsInBytes(Bytes bytes) const;
  // Calls `see` with every place where one stands, in no order and some of them
  // twice, until it returns true; returns whether it did.
  bool AnyInBytes(Bytes bytes, SeeHit see) const;

  // The day that may not leave that is all of a text, but for blanks.
  std::optional<SpelledDay> DayThatIs(std::string_view utf8) const {
    return days_.WholeOf(utf8);
  }

  // Whether one component of a path does. UTF-8; any bytes are taken.
  bool IsInName(std::string_view component) const;

 private:
  Glance LookAt(Bytes bytes, bool beyond_ascii) const;
  struct Value {
    IdentifierKind kind;
    std::uint32_t begin;  // in Values::text
    std::uint32_t size;
  };

  void BuildValue(const ResidueWords& words, const Value& value,
                  TextCodec& codec);
  void AddRomanised(const ResidueWords& words, std::string_view name);
  bool AddDay(std::string_view value);
  void ReadCharacterSet(TextCodec& codec, std::string_view character_set);
  bool MayMatchAt(std::string_view bytes, std::size_t at) const;
  bool IsSpelledAt(std::string_view bytes, std::size_t at) const;
  bool MayBeInWide(std::string_view bytes, TextRange range) const;
  bool AnyInWide(std::string_view bytes, TextRange range, SeeHit see) const;
  bool MayBeInHighBlock(std::string_view bytes, std::size_t block,
                        std::size_t& done) const;
  bool MayBeInHigh(std::string_view bytes) const;
  bool MayBeInBroken(std::string_view bytes, Holds holds) const;
  bool MayHoldLetters(std::string_view bytes) const;
  bool AnyInPiece(std::string_view bytes, SeeHit see) const;
  bool AnyInReading(const FoldedText& folded, SeeHit see) const;
  bool AnyInNumbers(std::string_view text, SeeHit see,
                    bool in_versions = false) const;
  bool HasUid(std::string_view text) const;

  struct Values {
    std::vector<Value> all;
    std::string text;  // one behind the other
  };
  // What Build works with, kept for its memory.
  struct Tools {
    IdentifierWords words;
    IdentifierWords latin;  // of names in other scripts
    std::string romanised;
    Spellings spellings;
    std::vector<Gram> grams;
  };
  struct DeclaredSet {  // (0008,0005)
    std::string name;
    HighCharacters high = kLatin1;
    bool searched_as_bytes = false;
  };

  Values values_;
  PatternIndex index_;
  PatternIndex spelled_;  // of Spellings
  UidSet uids_;
  DaySet days_;
  ByteSearch bytes_;      // for the anchors of all of them
  HighFilter filter_;     // of index_
  std::size_t span_ = 0;  // bytes that a match takes, at most
  DeclaredSet set_;
  Tools tools_;
};

}  // namespace dcmscrub
