// Words beyond ASCII as they stand in encodings that are not read but searched
// as bytes: UTF-16, and character sets of several bytes to a character.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/search/pattern_index.h"
#include "kernels/text/text_codec.h"

namespace dcmscrub {

// Letters beyond ASCII with a case: Latin-1 and Latin Extended-A, Greek,
// Cyrillic, Armenian. Others as they are.
char32_t AsCapital(char32_t character);
char32_t AsSmall(char32_t character);

// Reused: what was allocated stays. One thread at a time.
class Spellings {
 public:
  // Words of a value in their order, UTF-8, of which one at least is beyond
  // ASCII. Adds to `index` each spelling of them in UTF-16 of either byte order
  // and, if `searched_as_bytes`, in `character_set`: as they are, in capitals,
  // in small letters, with an initial capital, and folded.
  void AddTo(PatternIndex& index, std::span<const std::string_view> words,
             TextCodec& codec, std::string_view character_set,
             bool searched_as_bytes);

 private:
  enum class Form : std::uint8_t {
    kWritten,
    kCapital,
    kSmall,
    kTitle,
    kFolded
  };
  enum class Target : std::uint8_t { kLittle16, kBig16, kSet };

  void Spell(std::string_view word, Form form);
  bool AppendEncoded(Target target, TextCodec& codec,
                     std::string_view character_set);

  std::string spelled_;
  std::string encoded_;
  std::string letters_;
  std::vector<std::uint32_t> ends_;
};

// Whether `character_set`, a value of (0008,0005), has several bytes to a
// character, or more than one set, and is not UTF-8.
bool IsSearchedAsBytes(std::string_view character_set);
bool IsUtf8Set(std::string_view character_set);

}  // namespace dcmscrub
