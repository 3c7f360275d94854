// The same word or value as others spell it: docs/residue.md, "Spellings".
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/search/folded_text.h"
#include "kernels/search/pattern_index.h"

namespace dcmscrub {

// Reused: what was allocated stays.
class PatternVariants {
 public:
  // A pattern as PatternIndex::Add takes it; of each letter, whether it was
  // written beyond ASCII.
  struct Spelling {
    std::string letters;
    std::vector<std::uint32_t> ends;
    std::vector<bool> beyond_ascii;

    void Clear() {
      letters.clear();
      ends.clear();
      beyond_ascii.clear();
    }
    // Letters of `text` from `begin` on, which go on where the last ended.
    void Append(const FoldedText& text, std::size_t begin, std::size_t size);
    void EndWord();
  };

  // Adds it as it is, and otherwise spelled. `least` digits are to be left of a
  // number without its zeros.
  void AddTo(PatternIndex& index, const Spelling& as_it_is, std::uint8_t flags,
             std::size_t least);

  // How the digits of a number are grouped: in Europe, those of a phone in
  // pairs as well.
  enum class Number : std::uint8_t { kAny, kPhone };
  // `digits` in the groups in which people write so many; `ends` as above.
  void AddGrouped(PatternIndex& index, std::string_view digits,
                  std::span<const std::uint32_t> ends, Number number,
                  std::uint8_t flags);

 private:
  void AddWithoutZeros(PatternIndex& index, const Spelling& from,
                       std::uint8_t flags, std::size_t least);
  void AddSplit(PatternIndex& index, std::string_view digits, Number number,
                std::uint8_t flags);
  void AddCode(PatternIndex& index, std::string_view code, std::uint8_t flags);
  void CutWords(std::span<const std::uint32_t> ends, std::uint32_t size,
                std::uint32_t group);
  void AddWithoutAccents(PatternIndex& index, const Spelling& from,
                         std::uint8_t flags);

  std::string letters_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace dcmscrub
